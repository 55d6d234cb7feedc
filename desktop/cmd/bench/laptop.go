package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"dotchain/desktop/e2e/field"
	"dotchain/shared/catalogue"
	"dotchain/shared/catalogue/cataloguetest"
	"dotchain/shared/money"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

const (
	// laptopItems is how many items the profile has that is opened, laptopOffers how many
	// of them somebody offers.
	laptopItems  = 100_000
	laptopOffers = 500
	// laptopOpens is how often the profile is opened, each time by a new process.
	laptopOpens = 9
	// publishAtOnce is how many items a price list has.
	publishAtOnce = 150
)

// laptopFigures measure a laptop without its window in a process of its own, that
// enrols at a real server, loads 100,000 items over TLS, rests, and is opened anew: loaded
// is the memory after the one load, idle that of every other day.
func laptopFigures(s *stage, o options) []Figure {
	defer s.done()
	dsn := s.database()
	server := field.NewServer(s, dsn, field.Figures{Units: 1, Items: 1, Pieces: 1, Money: money.Hryvnia, Year: rules.KyivYear(time.Now().UnixMilli())})
	publishMany(s, server, dsn)
	dir := filepath.Join(s.TempDir(), "profile")
	if o.keep != "" {
		dir = o.keep
	}
	var loaded laptopLoad
	s.must(child(&loaded, "load", "-dir", dir, "-server", server.Address, "-ticket", server.Ticket(server.Place.Buyers[0][0])))
	progress("empty %s, peak %s, after the load %s (anonymous %s, files %s)", mebis(loaded.Empty), mebis(loaded.Peak), mebis(loaded.Idle),
		mebis(loaded.IdleAnonymous), mebis(loaded.IdleFiles))
	var rested laptopOpening
	s.must(child(&rested, "open", "-dir", dir, "-rest"))
	progress("idle %s (anonymous %s, files %s)", mebis(rested.Idle.Resident), mebis(rested.Idle.Anonymous), mebis(rested.Idle.Files))
	var firsts, unlocked, bares []float64
	for range laptopOpens {
		var opened, warm laptopOpening
		s.must(child(&opened, "open", "-dir", dir))
		s.must(child(&warm, "open", "-dir", dir, "-warm"))
		firsts, unlocked, bares = append(firsts, millis(opened.Page)), append(unlocked, millis(warm.Page)), append(bares, millis(opened.Bare))
		progress("opened: first page after %s (profile %s), after the passphrase %s, bare %s", opened.Page, opened.Profile, warm.Page, opened.Bare)
	}
	const empty = "the process before it opens a profile"
	const mebi = 1 << 20
	return []Figure{
		{Name: "first_load_tls", Unit: "s", Value: loaded.Took.Seconds(), Yardstick: "fetching the same segments alone", YardstickValue: loaded.Fetched.Seconds()},
		// Two minutes of a line of 64 kbit/s that carries 7.4 kB/s.
		{Name: "first_load_usable_bytes", Unit: "MiB", Value: float64(loaded.Usable) / mebi, Yardstick: "all segments", YardstickValue: float64(loaded.All) / mebi, Must: 0.85},
		{Name: "client_memory_idle", Unit: "MiB", Value: float64(rested.Idle.Resident) / mebi, Yardstick: empty, YardstickValue: float64(loaded.Empty) / mebi, Must: 80, Stretch: 50},
		{Name: "client_memory_loaded", Unit: "MiB", Value: float64(loaded.Idle) / mebi, Yardstick: empty, YardstickValue: float64(loaded.Empty) / mebi, Must: 80, Stretch: 50},
		{Name: "client_memory_peak", Unit: "MiB", Value: float64(loaded.Peak) / mebi, Yardstick: empty, YardstickValue: float64(loaded.Empty) / mebi, Must: 160, Stretch: 120},
		{
			Name: "cold_start_first_page", Unit: "ms", Value: median(firsts), Yardstick: "a bare Badger opens the same folder and reads as many values",
			YardstickValue: median(bares), Must: 28, Stretch: 25,
		},
		{
			Name: "unlock_first_page", Unit: "ms", Value: median(unlocked), Yardstick: "the same without a lock screen before it",
			YardstickValue: median(firsts), Must: 28, Stretch: 25,
		},
	}
}

func mebis(bytes int64) string { return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20)) }

// publishMany publishes the catalogue and has it packed.
func publishMany(s *stage, server *field.Server, dsn string) {
	ctx, began := s.Context(), time.Now()
	supplier := server.Place.Supplier.ID
	items := cataloguetest.New().Items(laptopItems)
	for from := 0; from < len(items); from += publishAtOnce {
		b := rules.Publish{Supplier: supplier, Items: slices.Clone(items[from:min(from+publishAtOnce, len(items))])}
		for i := range b.Items {
			if from+i < laptopOffers {
				addOffer(&b, b.Items[i])
			}
		}
		s.must(field.Submit(ctx, server.House, seal.KindPublishCatalogue, b))
	}
	progress("published %d items in %s", laptopItems, time.Since(began).Round(time.Second))
	awaitPacked(s, server, dsn)
	progress("packed after %s", time.Since(began).Round(time.Second))
}

func addOffer(b *rules.Publish, i catalogue.Item) {
	f := supply.Offer{
		ID: supply.OfferID(b.Supplier, i.ID), Supplier: b.Supplier, Item: i.ID, Price: 40_000 * money.Hryvnia,
		VATRate: 2000, UOM: "H87", Minimum: 1, Pack: 1, LeadDays: 10,
	}
	b.Offers = append(b.Offers, f)
	b.Stocks = append(b.Stocks, rules.OnHand{Offer: f.ID, Pieces: 100})
}

// awaitPacked waits until everything is numbered and the catalogue is in segments.
func awaitPacked(s *stage, server *field.Server, dsn string) {
	ctx := s.Context()
	db, err := pgx.Connect(ctx, dsn)
	s.must(err)
	defer func() { _ = db.Close(ctx) }()
	awaitRow(s, db, `SELECT NOT EXISTS (SELECT FROM outbox)`, nil)
	awaitRow(s, db, `
SELECT EXISTS (
    SELECT FROM manifest
    WHERE scope = 'catalogue' AND NOT EXISTS (SELECT FROM feed WHERE feed.scope = manifest.scope AND feed.seq > manifest.seq)
)`, func() {
		_, err := server.House.PackScopes(ctx)
		s.must(err)
	})
}

// awaitNumbered waits until the feed has everything that was committed.
func awaitNumbered(s *stage, dsn string) {
	db, err := pgx.Connect(s.Context(), dsn)
	s.must(err)
	defer func() { _ = db.Close(s.Context()) }()
	awaitRow(s, db, `SELECT NOT EXISTS (SELECT FROM outbox)`, nil)
}

// awaitRow waits until a query says yes; before is done before each look.
func awaitRow(s *stage, db *pgx.Conn, query string, before func()) {
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	for {
		if before != nil {
			before()
		}
		var yes bool
		s.must(db.QueryRow(s.Context(), query).Scan(&yes))
		if yes {
			return
		}
		<-look.C
	}
}

// child runs this program as a laptop and reads what it measured.
func child(into any, args ...string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(context.Background(), self, append([]string{laptopCommand}, args...)...) //nolint:gosec // this program
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("laptop %s: %w", args[0], err)
	}
	return json.Unmarshal(out, into)
}
