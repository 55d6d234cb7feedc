package main

import (
	"context"
	"crypto/hpke"
	"fmt"
	"io"
	"log/slog"
	"os"

	"dotchain/shared/journal"
	"dotchain/syncserver"
)

type recoverCmd struct {
	place
	Key     string   `required:"" type:"existingfile" help:"The organisation's recovery key (recovery.key), from where it is kept."`
	Journal []string `arg:"" type:"path" help:"Copy of the laptop's profile folder, of the journal in it, or single files of it."`
}

// Run hands in what was signed.
func (c *recoverCmd) Run(ctx context.Context, log *slog.Logger) error {
	key, err := syncserver.LoadRecoveryKey(c.Key)
	if err != nil {
		return err
	}
	files, err := syncserver.JournalFiles(c.Journal...)
	if err != nil {
		return err
	}
	return within(ctx, c.config(log), func(h *syncserver.House) error {
		r, err := h.Recover(ctx, key, files)
		tellRecovered(os.Stdout, key.PublicKey(), r)
		if err != nil {
			return fmt.Errorf("not all was handed in, give the command again: %w", err)
		}
		if r.Found == 0 {
			return exitError(exitNothing)
		}
		return nil
	})
}

// tellRecovered says what each file gave, what it did not, and what became of it.
func tellRecovered(w io.Writer, key hpke.PublicKey, r syncserver.Recovered) {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }
	for _, f := range r.Files {
		if f.Err != nil {
			say("%s: %v", f.Name, f.Err)
		}
		if f.Err == nil || len(f.Commands) > 0 {
			say("%s: %d commands opened, %d other records", f.Name, len(f.Commands), f.Others)
		}
		for _, d := range f.Damage {
			say("  bytes %d to %d: %s", d.Offset, d.Offset+d.Length-1, damaged(d))
		}
		if f.NoBox > 0 {
			say("  %d commands have no recovery box: the laptop knew no recovery key. Only its passphrase opens them", f.NoBox)
		}
		if f.OtherKey > 0 {
			say("  %d commands are sealed to another recovery key: %v. The one given is %s", f.OtherKey, f.Keys, journal.RecoveryKeyID(key))
		}
		if f.Sealed > 0 {
			say("  %d commands do not open: they are not as they were written, or of another journal", f.Sealed)
		}
	}
	say("Commands found: %d. New: %d, of them %d applied and %d wait as cases. Known before: %d. Unreadable: %d.",
		r.Found, r.New(), r.Applied, r.Parked, r.Known, r.Unreadable())
}

func damaged(d journal.Damage) string {
	if d.Mended {
		return "damaged, restored and proved by its seal"
	}
	return "no whole record. At the end of a file that is mostly a signature that was cut off and never shown as saved"
}
