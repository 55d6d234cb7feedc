package e2e_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/badlink"
	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/wire"
	"dotchain/syncserver"
	"dotchain/syncserver/syncservertest"
)

// packedServer is a server with so much in its catalogue that it is loaded from segments.
func packedServer(t *testing.T) *field.Server {
	t.Helper()
	figures := field.Small(time.Now())
	figures.Items = 3000
	dsn := syncservertest.Database(t)
	s := field.NewServer(t, dsn, figures)
	db, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close(t.Context())) }()
	ask := func(query string) (yes bool) {
		require.NoError(t, db.QueryRow(t.Context(), query).Scan(&yes))
		return yes
	}
	// Everything is numbered before it is packed. The work of the server may pack sooner,
	// a part of it, and nobody packs again for a minute.
	require.Eventually(t, func() bool { return !ask(`SELECT EXISTS (SELECT FROM outbox)`) }, field.Patience, 50*time.Millisecond)
	require.Eventually(t, func() bool {
		_, failed := s.House.PackScopes(t.Context())
		require.NoError(t, failed)
		return ask(`
SELECT EXISTS (
    SELECT FROM manifest
    WHERE scope = 'catalogue' AND NOT EXISTS (SELECT FROM feed WHERE feed.scope = manifest.scope AND feed.seq > manifest.seq)
)`)
	}, field.Patience, time.Second)
	return s
}

// holdsAll checks that a device that is live holds what the server says it must.
func holdsAll(t *testing.T, d *field.Device) {
	t.Helper()
	d.Live()
	d.Await("the documents of the server", func() bool {
		cursor, err := d.Core.Cursor()
		require.NoError(t, err)
		want, err := d.Remote.Digest(t.Context(), cursor, nil)
		if err != nil {
			return false // the feed went on
		}
		have, err := d.Docs.Digests()
		require.NoError(t, err)
		byName := func(a, b wire.KindDigest) int {
			return cmp.Or(cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Kind, b.Kind))
		}
		slices.SortFunc(have, byName)
		slices.SortFunc(want.Kinds, byName)
		return slices.Equal(have, want.Kinds)
	})
	require.NoError(t, d.Docs.Check())
}

// progressing waits until some of a load is stored and some is not.
func progressing(t *testing.T, d *field.Device) (l syncer.Load) {
	t.Helper()
	d.Await("half a load", func() bool {
		l = d.Status().Load
		return l.Scope == party.ScopeCatalogue && l.Bytes > 0
	})
	return l
}

func TestSnapshot(t *testing.T) {
	t.Parallel()
	s := packedServer(t)
	place := s.Place

	// A first load over a line that is cut every 64 KiB.
	d := s.Enrolled(place.Buyers[0][0])
	d.Link.Set(badlink.Quality{BreakAfter: 64 << 10})
	d.Start()
	holdsAll(t, d)
	loads, err := d.Docs.Loads()
	require.NoError(t, err)
	require.ElementsMatch(t, party.ScopesOf(d.Person), loads.Held)
	require.NotZero(t, loads.Segments)

	// The program ends in the middle of a load; the next one goes on where it was.
	d = s.Enrolled(place.Buyers[1][0])
	d.Link.Set(badlink.Quality{BytesPerSecond: 10 << 10}) // all of it takes eighteen seconds
	d.Start()
	before := progressing(t, d)
	require.Positive(t, before.BytesTotal)
	cursor, err := d.Core.Cursor()
	require.NoError(t, err)
	require.True(t, cursor.IsZero())
	d.Shut()
	// What is published meanwhile comes after the load.
	s.Publish(rules.Publish{Items: place.Items[:1], Offers: place.Offers[:1], Stocks: []rules.OnHand{{Offer: place.Offers[0].ID, Pieces: 7}}})
	d.Link.Set(badlink.Quality{})
	d.Start()
	holdsAll(t, d)

	// The person goes to another unit: its scope is loaded beside, what is here whole
	// stays, and what was of the former unit goes.
	kept := d.Order(place, 1)
	d.Quiet()
	former, err := d.Docs.Loads()
	require.NoError(t, err)
	d.Link.Cut()
	unsent := d.Order(place, 0, 1)
	d.Shut()
	d.Link.Restore()
	moved := d.Person
	moved.Org = place.Units[0].ID
	report, err := s.House.Register(t.Context(), nil, []party.Person{moved})
	require.NoError(t, err)
	require.False(t, report.IsBad(), "%+v", report)
	d.Start()
	d.Await("the scopes of the other unit", func() bool {
		l, failed := d.Docs.Loads()
		return failed == nil && slices.Contains(l.Held, party.ScopeUnit(moved.Org))
	})
	d.Person = moved
	holdsAll(t, d)
	after, err := d.Docs.Loads()
	require.NoError(t, err)
	require.ElementsMatch(t, party.ScopesOf(moved), after.Held)
	require.Equal(t, former.Segments, after.Segments, "the catalogue was not loaded again")
	_, err = d.Core.Order(kept)
	require.Error(t, err, "the order is of the unit that the person left")
	lines, _, err := d.Core.SyncLog(0, "scope_lost", 0, 10)
	require.NoError(t, err)
	require.NotEmpty(t, lines)
	// What was signed for that unit and not sent is not lost: it is handed in, and its
	// author sees that it waits for the desk.
	row := d.Parked(unsent)
	require.NotEmpty(t, row.Reasons)
}

// inUse is what PostgreSQL says of a database that somebody is still connected to.
const inUse = "55006"

// administer runs a statement about databases on the cluster of one, once those are gone whose
// connections were closed.
func administer(t *testing.T, dsn, statement string) {
	t.Helper()
	cfg, err := pgx.ParseConfig(dsn)
	require.NoError(t, err)
	cfg.Database = "postgres"
	ctx := context.WithoutCancel(t.Context())
	db, err := pgx.ConnectConfig(ctx, cfg)
	require.NoError(t, err)
	var refused *pgconn.PgError
	for start := time.Now(); ; {
		_, err = db.Exec(ctx, statement) // it waits for a while by itself
		if !errors.As(err, &refused) || refused.Code != inUse || time.Since(start) > field.Patience {
			break
		}
	}
	require.NoError(t, err)
	require.NoError(t, db.Close(ctx))
}

// backupOf names a database for a backup of another, dropped with the test; take makes it,
// while nobody is connected.
func backupOf(t *testing.T, dsn string) (backup string, take func()) {
	t.Helper()
	cfg, err := pgx.ParseConfig(dsn)
	require.NoError(t, err)
	name := cfg.Database + "_old"
	source, quoted := pgx.Identifier{cfg.Database}.Sanitize(), pgx.Identifier{name}.Sanitize()
	t.Cleanup(func() { administer(t, dsn, "DROP DATABASE IF EXISTS "+quoted+" WITH (FORCE)") })
	return strings.Replace(dsn, cfg.Database, name, 1), func() {
		t.Helper()
		administer(t, dsn, "CREATE DATABASE "+quoted+" TEMPLATE "+source)
	}
}

// A server that is restored from an older backup gets what it lost from the devices, once.
func TestSnapshot_Restored(t *testing.T) {
	t.Parallel()
	database := syncservertest.Database(t)
	backup, take := backupOf(t, database) // dropped after the server was checked
	s := field.NewServer(t, database, field.Small(time.Now()))
	d := s.Device(s.Place.Buyers[0][0])
	officer := s.Device(s.Place.Approver)
	early := d.Order(s.Place, 1)
	d.Quiet()
	officer.Shown(early, order.InReview)
	s.Stop()
	take()
	s.Start()
	d.Link.SetTarget(s.Address)
	officer.Link.SetTarget(s.Address)
	d.Live()
	late := d.Order(s.Place, 0, 2)
	d.Quiet()
	officer.Live()
	officer.Shown(late, order.InReview)

	s.Stop()
	s.On(backup)
	house, err := syncserver.Open(t.Context(), s.Config())
	require.NoError(t, err)
	epoch, err := house.Restored(t.Context())
	require.NoError(t, err)
	house.Close(t.Context())
	s.Start()
	d.Link.SetTarget(s.Address)
	officer.Link.SetTarget(s.Address)
	for _, x := range []*field.Device{d, officer} {
		x.Await("the new epoch", func() bool {
			c, err := x.Core.Cursor()
			return err == nil && c.Epoch == epoch
		})
	}
	d.Quiet()
	officer.Shown(late, order.InReview)
	for _, x := range []*field.Device{d, officer} {
		holdsAll(t, x)
		page, err := x.Core.Orders(client.OrderQuery{Limit: 100})
		require.NoError(t, err)
		require.Len(t, page.Rows, 2, "nothing is lost, nothing is doubled")
	}
}
