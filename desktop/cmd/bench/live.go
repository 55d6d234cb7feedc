package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/gorilla/websocket"
	"github.com/jackc/pgx/v5"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/rules"
	"dotchain/shared/wire"
)

// small is a place in which one buyer may order for long.
func small() field.Figures {
	now := time.Now()
	return field.Figures{Units: 2, Items: 20, Pieces: 1_000_000, Money: 10_000_000_000 * money.Hryvnia, Year: rules.KyivYear(now.UnixMilli())}
}

// arrived waits until a device has an order from the server. The twentieth looks like the
// first and goes to the verifiers: its state says nothing here.
func arrived(d *field.Device, o id.ID[id.Order]) {
	d.Await("order "+o.String(), func() bool {
		r := d.Row(o)
		return r.ID == o && r.Sync == client.Confirmed
	})
}

// propagationFigures measures one change: an order is signed on device A until
// it is stored and shown on device B.
func propagationFigures(s *stage, o options) []Figure {
	defer s.done()
	dsn := s.database()
	server := field.NewServer(s, dsn, small())
	a, b := server.Device(server.Place.Buyers[0][0]), server.Device(server.Place.Approver)
	a.Link.Close() // straight to the server: a proxy in between would be measured, too
	b.Link.Close()
	a.Target, b.Target = func() string { return server.Address }, func() string { return server.Address }
	a.Live()
	b.Live()
	progress("propagates %d orders", o.samples)
	var took, saved durations
	profiled(o, "propagation", func() {
		for n := range o.samples + o.samples/10 {
			_, err := a.Core.PutLine(server.Place.Offers[n%20].ID, 1)
			s.must(err)
			signing, err := a.Core.PrepareOrder()
			s.must(err)
			began := time.Now()
			signed, err := a.Core.Sign(signing.Token, field.Passphrase)
			s.must(err)
			savedAfter := time.Since(began)
			a.Syncer.Kick()
			arrived(b, signed.Orders[0])
			if n >= o.samples/10 {
				took = append(took, time.Since(began))
				saved = append(saved, savedAfter)
			}
			arrived(a, signed.Orders[0]) // the next one begins in quiet
		}
	})
	commit, echo, store := bareCommit(s, dsn, o.samples), bareEcho(s, o.samples), bareBadger(s, o.samples)
	progress("p50 ms: signed and saved on A %.3f", saved.at(50))
	progress("p50 ms: commit %.3f, echo %.3f, badger %.3f", commit.at(50), echo.at(50), store.at(50))
	const yardstick = "bare PostgreSQL commit + websocket echo + synced Badger commit"
	var all []Figure
	for _, f := range []struct {
		name          string
		percent       int
		must, stretch float64
	}{{"propagation_p50", 50, 4, 2}, {"propagation_p99", 99, 8, 5}} {
		all = append(all, Figure{
			Name: f.name, Value: took.at(f.percent), Unit: "ms", Yardstick: yardstick,
			YardstickValue: commit.at(f.percent) + echo.at(f.percent) + store.at(f.percent), Must: f.must, Stretch: f.stretch,
		})
	}
	return all
}

// noopFigure measures "anything new?" with nothing new, on the open socket.
func noopFigure(s *stage) Figure {
	defer s.done()
	const samples = 3000
	server := field.NewServer(s, s.database(), small())
	d := server.Device(server.Place.Approver)
	cursor, err := d.Core.Cursor()
	s.must(err)
	conn, err := d.Remote.Live(context.Background(), wire.Live{Kind: wire.LiveHello, Cursor: &cursor})
	s.must(err)
	s.Cleanup(func() { _ = conn.Close() })
	progress("asks %d times whether there is anything new", samples)
	took := timed(samples, func() {
		s.must(conn.Send(wire.Live{Kind: wire.LiveAsk, Cursor: &cursor}))
		for {
			m, err := conn.Receive()
			s.must(err)
			if m.Kind == wire.LiveNone {
				return
			}
			if m.Page != nil {
				cursor = m.Page.Next
			}
		}
	})
	return Figure{
		Name: "noop_p50", Value: took.at(50), Unit: "ms", Yardstick: "bare websocket echo",
		YardstickValue: bareEcho(s, samples).at(50), Must: 1, Stretch: 0.2,
	}
}

// change is as many bytes as a small change has.
const change = 1024

// bareCommit is one row of a change's size, committed and flushed.
func bareCommit(s *stage, dsn string, samples int) durations {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, dsn)
	s.must(err)
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, `CREATE TABLE bare (id uuid PRIMARY KEY, body bytea NOT NULL)`)
	s.must(err)
	body := make([]byte, change)
	n := uint64(0)
	return timed(samples, func() {
		n++
		_, err := conn.Exec(ctx, `INSERT INTO bare VALUES ($1, $2)`, id.ID[id.Order]{0: byte(n >> 16), 1: byte(n >> 8), 2: byte(n)}, body) //nolint:gosec // cut on purpose
		s.must(err)
	})
}

// bareEcho is a message of 64 bytes there and back, without TLS.
func bareEcho(s *stage, samples int) durations {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer func() { _ = c.Close() }()
		for {
			kind, b, err := c.ReadMessage()
			if err != nil || c.WriteMessage(kind, b) != nil {
				return
			}
		}
	}))
	defer server.Close()
	c, response, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(server.URL, "http"), nil)
	s.must(err)
	defer func() { _, _ = response.Body.Close(), c.Close() }()
	b := make([]byte, 64)
	return timed(samples, func() {
		s.must(c.WriteMessage(websocket.BinaryMessage, b))
		_, _, err := c.ReadMessage()
		s.must(err)
	})
}

// bareBadger is one value of a change's size, committed and flushed.
func bareBadger(s *stage, samples int) durations {
	db, err := badger.Open(badger.DefaultOptions(s.TempDir()).WithSyncWrites(true).WithLogger(nil))
	s.must(err)
	defer func() { _ = db.Close() }()
	body := make([]byte, change)
	n := 0
	return timed(samples, func() {
		n++
		s.must(db.Update(func(tx *badger.Txn) error { return tx.Set([]byte{byte(n >> 16), byte(n >> 8), byte(n)}, body) })) //nolint:gosec // cut on purpose
	})
}
