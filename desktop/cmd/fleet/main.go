// Command fleet lets many devices without windows live against a server, for load, for
// hours (soak), or reconnecting all at once (storm); see package desktop/e2e/fleet. It says
// on standard error how it goes and prints the result as JSON. It ends with 1 when a promise
// did not hold: something that was signed is missing or there twice, or a device does not
// hold what it must.
//
//	go run ./desktop/cmd/fleet -devices 50 -for 60s
//	go run ./desktop/cmd/fleet -devices 200 -mode storm -memory
//	go run ./desktop/cmd/fleet -server sync.example:8443 -tickets tickets.txt -mode soak -for 8h
//
// Without -server it starts a server of its own, in a process of its own, on a private
// PostgreSQL that flushes. With it, -tickets names a file with one ticket a line, as
// syncserver ticket prints them; each makes a device.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"dotchain/desktop/e2e/fleet"
)

// options are the program's flags.
type options struct {
	server, tickets string
	devices, orders int
	seed            uint64
	duration, pause time.Duration
	patience        time.Duration
	mode            string
	memory          bool
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == serveCommand {
		if err := serve(os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, "fleet serve:", err)
			os.Exit(1)
		}
		return
	}
	var o options
	flag.StringVar(&o.server, "server", "", "host:port of a server; empty for one of its own")
	flag.StringVar(&o.tickets, "tickets", "", "file with a ticket a line, for -server")
	flag.IntVar(&o.devices, "devices", 50, "how many devices; with -tickets at most one for each")
	flag.Uint64Var(&o.seed, "seed", 1, "what people do follows from it")
	flag.DurationVar(&o.duration, "for", time.Minute, "how long they do it")
	flag.DurationVar(&o.pause, "pause", time.Second, "how long a person waits between two acts, on average")
	flag.DurationVar(&o.patience, "patience", 5*time.Minute, "how long is waited for what must happen")
	flag.StringVar(&o.mode, "mode", string(fleet.Load), "load, soak or storm")
	flag.IntVar(&o.orders, "orders", 3, "how many orders each device signs before a storm")
	flag.BoolVar(&o.memory, "memory", false, "keep the devices in memory, and not on disk")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	result, err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "fleet:", err)
		os.Exit(1)
	}
	text, err := json.MarshalIndent(result, "", "  ")
	if err != nil {
		fmt.Fprintln(os.Stderr, "fleet:", err)
		os.Exit(1)
	}
	fmt.Println(string(text))
	if len(result.Broken) > 0 {
		os.Exit(1)
	}
}

func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

func run(ctx context.Context, o options) (result fleet.Result, err error) {
	cfg := fleet.Config{
		Seed: o.seed, For: o.duration, Mode: fleet.Mode(o.mode), Pause: o.pause, Patience: o.patience, Orders: o.orders, Say: say,
	}
	dir, err := os.MkdirTemp("", "dotchain-fleet-")
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if !o.memory {
		cfg.Dir = filepath.Join(dir, "devices")
	}
	if o.server == "" {
		var own *server
		if own, err = newServer(ctx, dir, o.devices); err != nil {
			return result, err
		}
		defer func() { err = errors.Join(err, own.stop(ctx)) }()
		own.join(&cfg)
		return fleet.Run(ctx, cfg)
	}
	cfg.Server = func() string { return o.server }
	if cfg.Tickets, err = readTickets(o.tickets, o.devices); err != nil {
		return result, err
	}
	return fleet.Run(ctx, cfg)
}

// readTickets reads at most so many tickets.
func readTickets(path string, most int) (all []string, err error) {
	text, err := os.ReadFile(path) //nolint:gosec // the person named it
	if err != nil {
		return nil, fmt.Errorf("read the tickets: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && len(all) < most {
			all = append(all, line)
		}
	}
	return all, nil
}
