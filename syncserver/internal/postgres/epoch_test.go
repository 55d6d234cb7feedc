package postgres_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/feed"
	"dotchain/syncserver/internal/feed/feedtest"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// backUp copies a database that nobody is connected to, as it is now.
func backUp(t *testing.T, dsn string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	name := strings.TrimPrefix(u.Path, "/")
	u.Path = "/postgres"
	admin := func(sql string) {
		conn, failed := pgx.Connect(t.Context(), u.String())
		require.NoError(t, failed)
		defer conn.Close(t.Context())
		require.Eventually(t, func() bool { // a session that was closed may be on its way out
			_, failed = conn.Exec(t.Context(), sql)
			return failed == nil
		}, 4*time.Minute, 50*time.Millisecond)
	}
	copied := name + "_backup"
	admin(`CREATE DATABASE ` + copied + ` TEMPLATE ` + name)
	address := *u
	t.Cleanup(func() {
		conn, failed := pgx.Connect(t.Context(), address.String())
		if failed == nil { // the context has ended: it is swept later
			_, _ = conn.Exec(t.Context(), `DROP DATABASE IF EXISTS `+copied+` WITH (FORCE)`)
			_ = conn.Close(t.Context())
		}
	})
	u.Path = "/" + copied
	return u.String()
}

// server is an engine and a feed on a database.
type server struct {
	t      *testing.T
	store  *postgres.Store
	engine *engine.Engine
	feed   *feed.Feed
}

func serve(t *testing.T, s *postgres.Store, f *sharedtest.Field) *server {
	t.Helper()
	meta, err := s.Meta(t.Context())
	require.NoError(t, err)
	clock := func() time.Time { return sharedtest.Now }
	e, err := engine.New(engine.Config{Store: s, Signer: f.Server.Key, Clock: clock, Epoch: meta.Epoch})
	require.NoError(t, err)
	looks := 0
	fd, err := feed.New(feed.Config{Store: s, Signer: f.Server.Key, Clock: func() time.Time { // nothing is remembered from look to look
		looks++
		return sharedtest.Now.Add(time.Duration(looks) * time.Minute)
	}})
	require.NoError(t, err)
	return &server{t: t, store: s, engine: e, feed: fd}
}

func (s *server) push(a *sharedtest.Actor, all ...seal.Envelope) [][]byte {
	s.t.Helper()
	request := wire.PushRequest{Version: wire.Version, Device: a.Device.ID, Clock: sharedtest.Now.UnixMilli()}
	for _, e := range all {
		request.Commands = append(request.Commands, e.Raw)
	}
	response, err := s.engine.Push(s.t.Context(), a.Device.ID, request)
	require.NoError(s.t, err)
	return response.Receipts
}

func (s *server) verdicts(receipts [][]byte, f *sharedtest.Field) (all []seal.Verdict) {
	s.t.Helper()
	for _, raw := range receipts {
		r, err := seal.OpenReceipt(raw, f.Server.Key.Public())
		require.NoError(s.t, err)
		all = append(all, r.Verdict)
	}
	return all
}

// pull reads everything a person's device gets after a cursor.
func (s *server) pull(a *sharedtest.Actor, at wire.Cursor) (map[wire.Key]wire.Document, wire.Cursor, error) {
	s.t.Helper()
	feedtest.Drain(s.t, s.store)
	held := map[wire.Key]wire.Document{}
	for {
		p, err := s.feed.Pull(s.t.Context(), feed.Reader{Device: a.Device.ID, Person: a.Person}, at)
		if err != nil {
			return nil, at, err
		}
		for _, d := range p.Documents {
			held[wire.Key{Kind: d.Kind, ID: d.ID}] = d
		}
		at = p.Next
		if p.Remaining == 0 {
			return held, at, nil
		}
	}
}

// A server that was restored from an older backup, with a new epoch, has in the end what
// it had, once: devices start again and offer what they signed anew, all of it.
func TestNewEpoch_NothingIsLostAndNothingDoubled(t *testing.T) {
	t.Parallel()
	dsn, f := pgtest.DSN(t), sharedtest.NewField()
	open := func(dsn string) *postgres.Store {
		s, err := postgres.Open(t.Context(), postgres.Config{DSN: dsn, SyncConns: 4, JobConns: 2})
		require.NoError(t, err)
		return s
	}
	s := open(dsn)
	enginetest.Seed(t, s, f)
	before := serve(t, s, f)
	submit := func(a *sharedtest.Actor, n uint64, unit int) seal.Envelope {
		return a.Do(seal.KindSubmitOrder, f.Revision(n, unit, 1), sharedtest.Now)
	}
	decide := func(n uint64, unit int) seal.Envelope {
		r := f.Revision(n, unit, 1)
		return f.Officer.Do(seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())}, sharedtest.Now)
	}
	unit := []seal.Envelope{submit(f.Requisitioner, 1, 0), submit(f.Requisitioner, 2, 0)}
	agency := []seal.Envelope{decide(1, 0)}
	kept := before.push(f.Requisitioner, unit...)
	before.push(f.Officer, agency...)
	before.pull(f.Requisitioner, wire.Cursor{}) //nolint:errcheck // numbered before the backup
	s.Close()
	backup := backUp(t, dsn)

	// What the backup does not have.
	s = open(dsn)
	before = serve(t, s, f)
	later := []seal.Envelope{submit(f.Requisitioner, 3, 0), submit(f.Requisitioner, 4, 0)}
	second := []seal.Envelope{submit(f.Second, 5, 1)}
	decisions := []seal.Envelope{decide(2, 0), decide(3, 0), decide(5, 1)}
	lost := before.push(f.Requisitioner, later...)
	before.push(f.Second, second...)
	before.push(f.Officer, decisions...)
	want, cursor, err := before.pull(f.Requisitioner, wire.Cursor{})
	require.NoError(t, err)
	wantAgency, _, err := before.pull(f.Officer, wire.Cursor{})
	require.NoError(t, err)
	require.NotContains(t, before.verdicts(append(kept, lost...), f), seal.Parked)
	s.Close()

	restored := open(backup)
	t.Cleanup(restored.Close)
	silent := serve(t, restored, f)
	_, _, err = silent.pull(f.Requisitioner, cursor)
	require.Equal(t, "ahead", fault.ReasonsOf(err)[0].Ref, "nobody said that it was restored")
	epoch := sharedtest.ID[id.Epoch](77)
	require.NoError(t, restored.NewEpoch(t.Context(), epoch))
	after := serve(t, restored, f)
	_, _, err = after.pull(f.Requisitioner, cursor)
	require.Equal(t, fault.Reason{Code: fault.Resnapshot, Ref: "epoch"}, fault.ReasonsOf(err)[0])

	// Everybody offers everything again, one of them twice.
	again := after.push(f.Requisitioner, append(unit, later...)...)
	require.Equal(t, kept, again[:2], "what the backup has keeps its receipts, byte for byte")
	after.push(f.Second, second...)
	after.push(f.Officer, append(agency, decisions...)...)
	require.Equal(t, again, after.push(f.Requisitioner, append(unit, later...)...))
	for _, raw := range again[2:] {
		r, failed := seal.OpenReceipt(raw, f.Server.Key.Public())
		require.NoError(t, failed)
		require.Equal(t, seal.Applied, r.Verdict)
	}

	got, at, err := after.pull(f.Requisitioner, wire.Cursor{})
	require.NoError(t, err)
	require.Equal(t, epoch, at.Epoch)
	require.Equal(t, bodies(want), bodies(got), "the unit holds what it held")
	gotAgency, _, err := after.pull(f.Officer, wire.Cursor{})
	require.NoError(t, err)
	require.Equal(t, bodies(wantAgency), bodies(gotAgency), "and so does the agency")
	require.NoError(t, restored.Check(t.Context()))
}

// bodies are documents without what tells when they were written.
func bodies(held map[wire.Key]wire.Document) map[wire.Key]string {
	all := map[wire.Key]string{}
	for k, d := range held {
		if k.Kind != wire.DocDevice {
			all[k] = string(d.Body)
		}
	}
	return all
}

// A new epoch begins only while nobody numbers the feed.
func TestNewEpoch_RefusesWhileAServerRuns(t *testing.T) {
	t.Parallel()
	s := pgtest.New(t)
	_, err := s.Found(t.Context(), enginetest.Founding(sharedtest.NewField()))
	require.NoError(t, err)
	lead, ok, err := s.Lead(t.Context())
	require.NoError(t, err)
	require.True(t, ok)
	require.ErrorIs(t, s.NewEpoch(t.Context(), sharedtest.ID[id.Epoch](2)), postgres.ErrServing)
	lead.Release()
	require.NoError(t, s.NewEpoch(t.Context(), sharedtest.ID[id.Epoch](2)))
	meta, err := s.Meta(t.Context())
	require.NoError(t, err)
	require.Equal(t, sharedtest.ID[id.Epoch](2), meta.Epoch)
	again, err := s.Found(t.Context(), enginetest.Founding(sharedtest.NewField()))
	require.NoError(t, err)
	require.Equal(t, meta.Epoch, again, "and the next start keeps it")
}

// Tombstones go when they are old, and cursors that may have missed them start again.
func TestPruneTombstones(t *testing.T) {
	t.Parallel()
	s, f := pgtest.NewWith(t, pgtest.Config{Unchecked: true}), sharedtest.NewField()
	_, err := s.Found(t.Context(), enginetest.Founding(f))
	require.NoError(t, err)
	catalogue := func(n, version uint64, gone bool) wire.Document {
		d := feedtest.Doc(party.ScopeCatalogue, n, version)
		if d.Deleted = gone; gone {
			d.Body = nil
		}
		return d
	}
	publish := func(docs ...wire.Document) uint64 {
		enginetest.Save(t, s, engine.Batch{Documents: docs})
		return feedtest.Drain(t, s)
	}
	publish(catalogue(1, 1, false), catalogue(2, 1, false), catalogue(3, 1, false))
	start := publish()
	first := publish(catalogue(1, 2, true))
	second := publish(catalogue(2, 2, true))
	last := publish(catalogue(4, 1, false))
	age := func(seq uint64, days int) {
		_, failed := s.Jobs().Exec(t.Context(), `UPDATE feed SET numbered_at = $2 WHERE seq = $1`, int64(seq), sharedtest.Now.AddDate(0, 0, -days).UnixMilli()) //nolint:gosec // small
		require.NoError(t, failed)
	}
	age(first, 181)
	age(second, 179)
	before := sharedtest.Now.AddDate(0, 0, -180).UnixMilli()
	gone, err := s.PruneTombstones(t.Context(), before, 10)
	require.NoError(t, err)
	require.Equal(t, 1, gone)
	gone, err = s.PruneTombstones(t.Context(), before, 10)
	require.NoError(t, err)
	require.Zero(t, gone)
	meta, err := s.Meta(t.Context())
	require.NoError(t, err)
	require.Equal(t, first, meta.Pruned)
	require.Equal(t, last, meta.Head)

	after := serve(t, s, f)
	at := func(seq uint64) wire.Cursor {
		return wire.Cursor{Epoch: meta.Epoch, Scopes: feed.ScopesHash(party.ScopesOf(f.Requisitioner.Person)), Schema: wire.Schema, Seq: seq}
	}
	_, _, err = after.pull(f.Requisitioner, at(start))
	require.Equal(t, fault.Reason{Code: fault.Resnapshot, Ref: "pruned"}, fault.ReasonsOf(err)[0])
	held, _, err := after.pull(f.Requisitioner, at(first))
	require.NoError(t, err)
	require.Len(t, held, 2, "the other tombstone and what came last")
	held, _, err = after.pull(f.Requisitioner, wire.Cursor{})
	require.NoError(t, err)
	require.NotContains(t, held, wire.Key{Kind: wire.DocItem, ID: catalogue(1, 1, false).ID})
	require.Contains(t, held, wire.Key{Kind: wire.DocItem, ID: catalogue(2, 1, false).ID})
}

// A person who goes to another unit: their document leaves the one scope and comes to
// the other with the same numbers of the feed, and their laptop starts again.
func TestScopes_APersonMoves(t *testing.T) {
	t.Parallel()
	s, f := pgtest.New(t), sharedtest.NewField()
	enginetest.Seed(t, s, f)
	house := serve(t, s, f)
	_, cursor, err := house.pull(f.Requisitioner, wire.Cursor{})
	require.NoError(t, err)
	comrades, theirs, err := house.pull(f.Receiver, wire.Cursor{})
	require.NoError(t, err)
	document := wire.Key{Kind: wire.DocPerson, ID: f.Requisitioner.Person.ID}
	require.Contains(t, comrades, document)

	moved := f.Requisitioner.Person
	moved.Org = f.Units[1].ID
	receipts := house.push(f.Server, f.Server.Do(seal.KindRegister, rules.Register{People: []party.Person{moved}}, sharedtest.Now))
	require.Equal(t, []seal.Verdict{seal.Applied}, house.verdicts(receipts, f))

	news, _, err := house.pull(f.Receiver, theirs)
	require.NoError(t, err)
	require.True(t, news[document].Deleted, "they are nobody of this unit any more")
	require.Equal(t, comrades[document].Version, news[document].Version)
	others, _, err := house.pull(f.Second, wire.Cursor{})
	require.NoError(t, err)
	require.False(t, others[document].Deleted)
	require.Equal(t, news[document].Version+1, others[document].Version, "so that a device with both scopes ends with it")

	f.Requisitioner.Person = moved
	_, _, err = house.pull(f.Requisitioner, cursor)
	require.Equal(t, fault.Reason{Code: fault.Resnapshot, Ref: "scopes"}, fault.ReasonsOf(err)[0])
}
