// Command syncserver runs the sync server and what an operator does with it.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"github.com/lmittmann/tint"

	"dotchain/syncserver"
)

// release is set by the build.
var release = "dev" //nolint:gochecknoglobals // the linker writes it

// Exit codes; docs/operating.md names them.
const (
	exitFailed   = 1
	exitNothing  = 2 // an import could not read the file or take a single row; no command was recovered
	shutdownLate = 2 * time.Minute
)

// place is where a server's data and database are; every command has it.
type place struct {
	Data     string `help:"Folder of keys and of the private database." default:"data" type:"path" aliases:"dir" env:"DOTCHAIN_HOME"`
	Database string `help:"Address of a PostgreSQL (postgres://…); without it a private one runs in the data folder." env:"DOTCHAIN_DATABASE"`
}

func (p place) config(log *slog.Logger) syncserver.Config {
	return syncserver.Config{Data: p.Data, Database: p.Database, Log: log}
}

// cli is the command line.
type cli struct {
	Verbose bool `short:"v" help:"Log more."`

	Init         initCmd    `cmd:"" help:"Make the authority, the server's certificate and keys, and the database's tables."`
	Serve        serveCmd   `cmd:"" help:"Answer devices."`
	Import       importCmd  `cmd:"" help:"Take in files: units and budgets, organisations, people, price lists, payments, lists of codes."`
	Item         itemCmd    `cmd:"" help:"Withdraw an item, take it back, or cap what a unit may order of it in a year."`
	Ticket       ticketCmd  `cmd:"" help:"Issue a one-time ticket with which a person enrols one device."`
	People       peopleCmd  `cmd:"" help:"List everybody registered."`
	RevokeDevice revokeCmd  `cmd:"" help:"Shut a device out."`
	Demo         demoCmd    `cmd:"" help:"Run a whole demonstration: private database, demo data, server, tickets; reached from this machine alone unless --listen names another address."`
	Allocate     roundCmd   `cmd:"" help:"Decide a round of allocation from its published input, or recompute a result; needs no server."`
	Pack         packCmd    `cmd:"" help:"Pack now what devices load first; while the server serves it does so by itself."`
	Restored     restoreCmd `cmd:"" help:"Say that the database was restored from a backup, before the server starts again: devices offer anew what it may not have."`
	Recover      recoverCmd `cmd:"" help:"Hand in what was signed on a laptop whose passphrase is lost: its journal is opened with the organisation's recovery key."`
	Check        checkCmd   `cmd:"" help:"Look for anything in the database that must not be."`
	Version      versionCmd `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c cli
	k := kong.Parse(&c, kong.Name("syncserver"), kong.Description("The sync server of the marketplace."), kong.UsageOnError())
	log := newLog(c.Verbose)
	k.BindTo(ctx, (*context.Context)(nil))
	err := k.Run(log)
	var code exitError
	switch {
	case err == nil:
		return
	case errors.As(err, &code):
		os.Exit(int(code))
	}
	fmt.Fprintln(os.Stderr, "syncserver:", err)
	os.Exit(exitFailed)
}

// exitError ends the program with a code when all was said already.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit %d", int(e)) }

func newLog(verbose bool) *slog.Logger {
	level := slog.LevelInfo
	if verbose {
		level = slog.LevelDebug
	}
	info, err := os.Stderr.Stat()
	isTerminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	return slog.New(tint.NewTextHandler(os.Stderr, &tint.Options{
		Level: level, TimeFormat: time.DateTime, NoColor: !isTerminal || os.Getenv("NO_COLOR") != "",
	}))
}

// within runs something on the open house and lets it go again.
func within(ctx context.Context, cfg syncserver.Config, do func(h *syncserver.House) error) error {
	h, err := syncserver.Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownLate)
		defer cancel()
		h.Close(late)
	}()
	return do(h)
}
