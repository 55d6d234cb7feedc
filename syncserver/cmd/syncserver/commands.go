package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"text/tabwriter"
	"time"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/wire"
	"dotchain/syncserver"
)

type initCmd struct {
	place
	Host []string `help:"Name or address by which devices reach the server (may be given several times)."`
}

// Run makes what is missing.
func (c *initCmd) Run(ctx context.Context, log *slog.Logger) error {
	cfg := c.config(log)
	cfg.Hosts = c.Host
	if err := syncserver.Init(cfg); err != nil {
		return err
	}
	return within(ctx, cfg, func(*syncserver.House) error {
		fmt.Printf("Authority, keys and database are ready in %s.\n", c.Data)
		fmt.Println("Keep authority/recovery.key away from this machine: the server does not need it to run.")
		return nil
	})
}

type serveCmd struct {
	place
	Listen string `help:"Where devices connect, over TLS." default:":8443" env:"DOTCHAIN_LISTEN"`
	Health string `help:"Loopback address of /healthz, /readyz, /metrics (TLS, too); - for none." default:"127.0.0.1:8444" env:"DOTCHAIN_HEALTH"`
}

func (c *serveCmd) config(log *slog.Logger) syncserver.Config {
	cfg := c.place.config(log)
	cfg.Listen, cfg.Health = c.Listen, c.Health
	return cfg
}

// Run serves until it is told to stop.
func (c *serveCmd) Run(ctx context.Context, log *slog.Logger) error {
	return syncserver.Run(ctx, c.config(log))
}

type ticketCmd struct {
	place
	Person string `help:"Id of the person." xor:"who" required:""`
	List   bool   `help:"List everybody a ticket can be issued to." xor:"who" required:""`
}

// Run prints a ticket; it is shown this once.
func (c *ticketCmd) Run(ctx context.Context, log *slog.Logger) error {
	return within(ctx, c.config(log), func(h *syncserver.House) error {
		if c.List {
			return listPeople(ctx, h)
		}
		person, err := id.Parse[id.Person](c.Person)
		if err != nil {
			return err
		}
		text, expires, err := h.Ticket(ctx, person)
		if err != nil {
			return err
		}
		fmt.Println(text)
		fmt.Printf("Valid once, until %s.\n", expires.Format(time.DateTime))
		return nil
	})
}

type peopleCmd struct{ place }

// Run lists everybody.
func (c *peopleCmd) Run(ctx context.Context, log *slog.Logger) error {
	return within(ctx, c.config(log), func(h *syncserver.House) error { return listPeople(ctx, h) })
}

func listPeople(ctx context.Context, h *syncserver.House) error {
	all, err := h.People(ctx)
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "ID\tNAME\tZONE\tROLES\tORGANISATION")
	for _, r := range all {
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", r.Person.ID, r.Person.Name, r.Person.Zone, roleNames(r.Person.Roles), r.Org.NameUk)
	}
	return t.Flush()
}

func roleNames(roles []party.Role) string {
	text := ""
	for i, r := range roles {
		if i > 0 {
			text += ","
		}
		text += r.String()
	}
	return text
}

type revokeCmd struct {
	place
	Device string `arg:"" help:"Id of the device."`
}

// Run shuts a device out.
func (c *revokeCmd) Run(ctx context.Context, log *slog.Logger) error {
	device, err := id.Parse[id.Device](c.Device)
	if err != nil {
		return err
	}
	return within(ctx, c.config(log), func(h *syncserver.House) error {
		if err := h.RevokeDevice(ctx, device); err != nil {
			return err
		}
		fmt.Println("The device is shut out. What its people signed may still be handed in and waits for a decision.")
		return nil
	})
}

type checkCmd struct{ place }

// Run checks the database.
func (c *checkCmd) Run(ctx context.Context, log *slog.Logger) error {
	return within(ctx, c.config(log), func(h *syncserver.House) error {
		if err := h.Check(ctx); err != nil {
			return err
		}
		fmt.Println("The database is sound.")
		return nil
	})
}

type packCmd struct{ place }

// Run packs what devices load first.
func (c *packCmd) Run(ctx context.Context, log *slog.Logger) error {
	return within(ctx, c.config(log), func(h *syncserver.House) error {
		done, err := h.PackScopes(ctx)
		if err != nil {
			return err
		}
		fmt.Printf("Packed %d scopes: %d new segments, %d as they were.\n", done.Scopes, done.Made, done.Reused)
		return nil
	})
}

type restoreCmd struct{ place }

// Run begins a new epoch.
func (c *restoreCmd) Run(ctx context.Context, log *slog.Logger) error {
	return within(ctx, c.config(log), func(h *syncserver.House) error {
		epoch, err := h.Restored(ctx)
		if err != nil {
			return err
		}
		fmt.Printf("A new epoch has begun: %s. Start the server; devices load anew and offer what the backup may not have.\n", epoch)
		return nil
	})
}

type versionCmd struct{}

// Run prints versions.
func (versionCmd) Run() error {
	fmt.Printf("syncserver %s, protocol %d, documents %d\n", release, wire.Version, wire.Schema)
	return nil
}
