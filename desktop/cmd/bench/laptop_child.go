package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/dgraph-io/badger/v4"

	"dotchain/desktop"
	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/wire"
)

// laptopCommand is the first argument of a bench that is a laptop:
//
//	bench laptop load -dir DIR -server ADDRESS -ticket TICKET
//	bench laptop open -dir DIR [-rest] [-warm]
const laptopCommand = "laptop"

// laptopLoad is a first load over TLS, and the memory of a laptop at and after it, in bytes.
type laptopLoad struct {
	// Took is until all is here, Fetched how long its segments alone take to come.
	Took, Fetched time.Duration
	// Usable are the bytes until the first items can be ordered, All those of all segments.
	Usable, All int64
	// Empty is what is resident before anything was opened, Peak the most there ever was
	// until all is here, Idle what stays.
	Empty, Peak, Idle int64
	// IdleAnonymous and IdleFiles are parts of Idle: its own, and pages of files.
	IdleAnonymous, IdleFiles int64
}

// laptopOpening is how long a profile takes to open.
type laptopOpening struct {
	// Profile is until it is open, Page until the first page of the catalogue is answered.
	Profile, Page time.Duration
	// Bare is a bare Badger on the same folder.
	Bare time.Duration
	// Idle is its memory at rest, where it was asked for.
	Idle memory
}

// laptop is the laptop's process: it prints what it measured as JSON.
func laptop(args []string) error {
	if len(args) == 0 {
		return errors.New("load or open?")
	}
	flags := flag.NewFlagSet(args[0], flag.ExitOnError)
	dir := flags.String("dir", "", "the profile's folder")
	server := flags.String("server", "", "where the server listens")
	ticket := flags.String("ticket", "", "a ticket of its person")
	rest := flags.Bool("rest", false, "look at the memory once it was left alone")
	warm := flags.Bool("warm", false, "the passphrase was being typed before")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	var (
		measured any
		err      error
	)
	switch args[0] {
	case "load":
		measured, err = loadLaptop(*dir, *server, *ticket)
	case "open":
		measured, err = openLaptop(*dir, *rest, *warm)
	default:
		err = fmt.Errorf("unknown: %s", args[0])
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(measured)
}

// loadLaptop enrols, loads everything, rests and ends.
func loadLaptop(dir, server, ticket string) (m laptopLoad, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	before, err := memoryOf("self")
	if err != nil {
		return m, err
	}
	l := field.NewLaptop(dir, func() string { return server })
	l.Working = desktop.Memory // as the program does
	if err = l.Enrol(ctx, ticket, "laptop"); err != nil {
		return m, err
	}
	r, err := l.Open()
	if err != nil {
		return m, err
	}
	began := time.Now()
	if err = r.Syncer.Start(); err != nil {
		return m, err
	}
	err = r.Until(ctx, func() bool { return r.Status().State == syncer.Live && holds(r, laptopItems) })
	if err != nil {
		return m, fmt.Errorf("load: %w", err)
	}
	took := time.Since(began)
	progress("loaded over TLS in %s", took.Round(10*time.Millisecond))
	loaded, err := memoryOf("self")
	if err != nil {
		return m, err
	}
	idle, err := atRest(ctx)
	if err != nil {
		return m, err
	}
	m = laptopLoad{
		Took: took, Empty: before.Resident, Peak: loaded.Peak, Idle: idle.Resident, IdleAnonymous: idle.Anonymous, IdleFiles: idle.Files,
	}
	if err = m.fetch(ctx, r); err != nil {
		return m, err
	}
	return m, r.End()
}

// fetch fetches all segments once more, without a use for them. What can be ordered first
// is all that is no item, and one segment of items.
func (m *laptopLoad) fetch(ctx context.Context, r *field.Running) error {
	s, err := r.Remote.Snapshot(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	for _, x := range s.Scopes {
		if len(x.Manifest) == 0 {
			continue
		}
		manifest, err := wire.OpenManifest(x.Manifest, r.Trust.Server)
		if err != nil {
			return err
		}
		items := int64(0)
		for _, p := range manifest.Parts {
			if _, err = r.Remote.Segment(ctx, p, func(int64) {}); err != nil {
				return err
			}
			m.All += p.Size
			if p.Kind == wire.DocItem {
				items = max(items, p.Size)
			} else {
				m.Usable += p.Size
			}
		}
		m.Usable += items
	}
	m.Fetched = time.Since(began)
	r.Remote.Forget(nil)
	return nil
}

func holds(r *field.Running, items int) bool {
	page, err := r.Core.Catalogue(client.CatalogueQuery{Limit: 1})
	return err == nil && page.Total >= items
}

// restFor is how long a laptop is left alone before it counts as idle: the runtime gives
// memory back a little later.
const restFor = 30 * time.Second

// atRest is the memory after a while in which nobody does anything.
func atRest(ctx context.Context) (memory, error) {
	select {
	case <-time.After(restFor):
	case <-ctx.Done():
		return memory{}, ctx.Err()
	}
	return memoryOf("self")
}

// openLaptop opens a profile that was closed in order and asks for the first page.
// Where it is to rest, its memory is looked at after that. A warm one did before what it does
// while the passphrase is typed.
func openLaptop(dir string, rest, warm bool) (m laptopOpening, err error) {
	l := field.NewLaptop(dir, func() string { return "" })
	l.Working = desktop.Memory
	p, err := l.Profile()
	if err != nil {
		return m, err
	}
	if warm {
		p.Warm()
	}
	began := time.Now()
	r, err := field.Unlock(p)
	if err != nil {
		return m, err
	}
	m.Profile = time.Since(began)
	page, err := r.Core.Catalogue(client.CatalogueQuery{Limit: searchShown})
	m.Page = time.Since(began)
	if err == nil && len(page.Cards) != searchShown {
		err = fmt.Errorf("a page of %d rows", len(page.Cards))
	}
	if rest && err == nil {
		m.Idle, err = atRest(context.Background())
	}
	if err = errors.Join(err, r.End()); err != nil {
		return m, err
	}
	began = time.Now()
	err = readBare(filepath.Join(dir, "docs"), searchShown)
	m.Bare = time.Since(began)
	return m, err
}

// readBare reads some large values of a Badger folder as they lie there.
func readBare(dir string, values int) (err error) {
	db, err := badger.Open(badger.DefaultOptions(dir).WithReadOnly(true).WithBypassLockGuard(true).WithLogger(nil))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.View(func(tx *badger.Txn) error {
		rows := tx.NewIterator(badger.DefaultIteratorOptions)
		defer rows.Close()
		for rows.Rewind(); rows.Valid() && values > 0; rows.Next() {
			body, err := rows.Item().ValueCopy(nil)
			if err != nil {
				return err
			}
			if len(body) >= 256 {
				values--
			}
		}
		if values > 0 {
			return errors.New("the folder has too few values")
		}
		return nil
	})
}
