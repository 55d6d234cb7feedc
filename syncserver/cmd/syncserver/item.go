package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"dotchain/syncserver"
)

type itemCmd struct {
	place
	Name     string `arg:"" help:"The item's article or NATO stock number."`
	Withdraw bool   `help:"Take it out of what can be ordered." xor:"standing"`
	Restore  bool   `help:"Let it be ordered again." xor:"standing"`
	Cap      int64  `help:"The most pieces a unit may order in a calendar year; 0 lifts the cap." default:"-1"`
}

// Run changes the item. What units signed before meets the change as a case.
func (c *itemCmd) Run(ctx context.Context, log *slog.Logger) error {
	var change syncserver.ItemChange
	if c.Withdraw || c.Restore {
		change.Withdrawn = &c.Withdraw
	}
	if c.Cap >= 0 {
		change.Cap = &c.Cap
	}
	if change == (syncserver.ItemChange{}) {
		return errors.New("say --withdraw, --restore or --cap")
	}
	return within(ctx, c.config(log), func(h *syncserver.House) error {
		item, changed, err := h.ChangeItem(ctx, c.Name, change)
		if err != nil {
			return err
		}
		standing, limit, said := "can be ordered", "no cap", "Changed"
		if item.Withdrawn {
			standing = "withdrawn"
		}
		if item.Cap > 0 {
			limit = fmt.Sprintf("at most %d pieces a unit and year", item.Cap)
		}
		if !changed {
			said = "It was so already"
		}
		fmt.Printf("%s: %s (%s), %s, %s.\n", said, item.NameUk, item.Article, standing, limit)
		return nil
	})
}
