// Command agent is a server or a device in a process of its own, for tests that
// kill it. It says on standard output what it would have told a person.
//
//	agent serve  -data DIR -database URL      says "listening ADDRESS"
//	agent device -dir DIR -target ADDRESS -role buyer|officer -seed N [-orders N]
//
// A device acts until it is killed: a buyer orders, answers and cancels, an
// officer decides. It says "saved ORDER" when the core said that a signature is
// saved, and "waits N" when the number of commands without a receipt changed.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"strings"

	"dotchain/desktop/e2e/field"
	"dotchain/syncserver"
)

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("serve or device?"))
	}
	do := map[string]func(context.Context, []string) error{"serve": serve, "device": device}[os.Args[1]]
	if do == nil {
		fail(fmt.Errorf("unknown: %s", os.Args[1]))
	}
	if err := do(context.Background(), os.Args[2:]); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "agent:", err)
	os.Exit(1)
}

func serve(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("serve", flag.ExitOnError)
	data := flags.String("data", "", "the server's folder")
	database := flags.String("database", "", "its database")
	if err := flags.Parse(args); err != nil {
		return err
	}
	house, err := syncserver.Open(ctx, field.Config(*database, *data))
	if err != nil {
		return err
	}
	defer house.Close(ctx)
	return house.Serve(ctx, func(a net.Addr) { fmt.Println("listening", a) })
}

func device(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("device", flag.ExitOnError)
	dir := flags.String("dir", "", "the profile's folder")
	target := flags.String("target", "", "where the server is")
	role := flags.String("role", "buyer", "buyer or officer")
	seed := flags.Uint64("seed", 1, "what is done follows from it")
	orders := flags.Int("orders", -1, "how many acts; -1 is for ever")
	if err := flags.Parse(args); err != nil {
		return err
	}
	r, err := field.NewLaptop(*dir, func() string { return *target }).Open()
	if err != nil {
		return err
	}
	if err := r.Syncer.Start(); err != nil {
		return err
	}
	fmt.Println("open")
	waits := -1
	tell := func() {
		if n := r.Core.Standing().Pending; n != waits {
			waits = n
			fmt.Println("waits", n)
		}
	}
	actor := field.NewActor(r, strings.HasPrefix(*role, "officer"), rand.New(rand.NewPCG(*seed, 1))) //nolint:gosec // a test's
	for n := 0; *orders < 0 || n < *orders; n++ {
		saved, err := actor.Act(ctx, tell)
		if err != nil {
			return err
		}
		tell()
		for _, o := range saved {
			fmt.Println("saved", o)
		}
	}
	return r.Until(ctx, func() bool { tell(); return false })
}
