// Command agent is a server or a device in a process of its own, for tests that
// kill it. It says on standard output what it would have told a person.
//
//	agent serve  -data DIR -database URL      says "listening ADDRESS"
//	agent device -dir DIR -target ADDRESS -role buyer|officer -seed N [-orders N]
//	agent courier -dir DIR -target ADDRESS -post DIR -role sender|carrier -seed N
//	agent receive -dir DIR -delivery ID -code CODE -pieces N -photo FILE
//
// A device acts until it is killed: a buyer orders, answers and cancels, an
// officer decides. It says "saved ORDER" when the core said that a signature is
// saved, and "waits N" when the number of commands without a receipt changed. A
// sender has no link: it orders, puts its outbox into the post as files, and takes the
// answers out of it; a carrier brings what lies in the post to the server and puts the
// answers there. A
// receiver has no link: it adds a photo to a receipt, signs it and says "saved HASH".
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
	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/photo"
	"dotchain/shared/seal"
	"dotchain/syncserver"
)

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("serve, device, courier or receive?"))
	}
	do := map[string]func(context.Context, []string) error{"serve": serve, "device": device, "courier": courier, "receive": receive}[os.Args[1]]
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
		return fmt.Errorf("not started: %w", err)
	}
	defer house.Close(ctx)
	started := false
	err = house.Serve(ctx, func(a net.Addr) {
		started = true
		fmt.Println("listening", a)
	})
	if err != nil && !started {
		return fmt.Errorf("not started: %w", err)
	}
	return err
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

// courier sends or carries files until it is killed. What lies in the post has its whole
// name when it is whole.
func courier(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("courier", flag.ExitOnError)
	dir := flags.String("dir", "", "the profile's folder")
	target := flags.String("target", "", "where the server is")
	post := flags.String("post", "", "the folder through which files go")
	role := flags.String("role", "sender", "sender or carrier")
	seed := flags.Uint64("seed", 1, "what is done follows from it")
	if err := flags.Parse(args); err != nil {
		return err
	}
	r, err := field.NewLaptop(*dir, func() string { return *target }).Open()
	if err != nil {
		return err
	}
	if *role == "carrier" {
		if err := r.Syncer.Start(); err != nil {
			return err
		}
	}
	fmt.Println("open")
	p := field.NewPost(r, *post)
	if *role == "carrier" {
		return p.Carry(ctx, func(line string) { fmt.Println(line) })
	}
	actor := field.NewActor(r, false, rand.New(rand.NewPCG(*seed, 1))) //nolint:gosec // a test's
	return p.Send(ctx, actor, func(line string) { fmt.Println(line) })
}

func receive(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("receive", flag.ExitOnError)
	dir := flags.String("dir", "", "the profile's folder")
	of := flags.String("delivery", "", "the delivery's id")
	code := flags.String("code", "", "its handover code")
	pieces := flags.Int64("pieces", 0, "how many came")
	picture := flags.String("photo", "", "a file, which is a PNG")
	if err := flags.Parse(args); err != nil {
		return err
	}
	key, err := id.Parse[id.Delivery](*of)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(*picture)
	if err != nil {
		return err
	}
	r, err := field.NewLaptop(*dir, func() string { return "" }).Open()
	if err != nil {
		return err
	}
	file, err := r.Attachments.Add("photo.png", photo.PNG, content)
	if err != nil {
		return err
	}
	err = r.Act(seal.KindReceive, delivery.Receive{
		Delivery: key, Code: *code, Counts: []delivery.Count{{Delivered: *pieces}}, Attachments: []delivery.Attachment{file},
	})
	if err != nil {
		return err
	}
	fmt.Println("saved", file.Hash)
	return r.Until(ctx, func() bool { return false }) // until it is killed
}
