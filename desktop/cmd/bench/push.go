package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	mrand "math/rand/v2"
	"net"
	"runtime"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/remote"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// The figures of push_10k.
const (
	pushDevices = 50
	pushEach    = 200
	pushLines   = 5
	pushItems   = 200
	// pushAtOnce is how many requests are on their way: as many as the server takes.
	pushAtOnce = 8
)

// signer is a person's key in memory.
type signer struct{ ed25519.PrivateKey }

// Public implements seal.Signer.
func (s signer) Public() ed25519.PublicKey { return s.PrivateKey.Public().(ed25519.PublicKey) } //nolint:forcetypeassert // it is one

// Sign implements seal.Signer.
func (s signer) Sign(message []byte) ([]byte, error) { return ed25519.Sign(s.PrivateKey, message), nil }

// pusher is a device with its orders, signed already: signing is the work of 50
// other machines.
type pusher struct {
	server  *remote.Remote
	request wire.PushRequest
	trust   ed25519.PublicKey
}

func pushFigure(s *stage, o options) Figure {
	var pushes, copies []float64
	for n := range o.runs {
		took, copied := pushOnce(s, o, n)
		progress("push_10k run %d: %.2f s, COPY of the same rows %.2f s", n+1, took, copied)
		pushes, copies = append(pushes, took), append(copies, copied)
	}
	return Figure{
		Name: "push_10k", Value: median(pushes), Unit: "s", Yardstick: "COPY of all rows it wrote, same indexes, one commit",
		YardstickValue: median(copies), Must: 3.3, Stretch: 2.2,
	}
}

func pushOnce(s *stage, o options, n int) (push, copied float64) {
	defer s.done()
	dsn := s.database()
	figures := field.Figures{
		Units: pushDevices, Items: pushItems, Pieces: 1_000_000, Money: 10_000_000_000 * money.Hryvnia,
		Year: rules.KyivYear(time.Now().UnixMilli()),
	}
	server := field.NewServer(s, dsn, figures)
	progress("enrols %d devices and signs %d orders", pushDevices, pushDevices*pushEach)
	var devices []*pusher
	for i := range pushDevices {
		devices = append(devices, newPusher(s, server, i))
	}
	push = seconds(func() {
		profiled(o, fmt.Sprint("push-", n), func() { pushAll(s, devices) })
	})
	return push, copyRows(s, dsn)
}

func pushAll(s *stage, devices []*pusher) {
	work := make(chan *pusher)
	errs := make([]error, pushAtOnce)
	var wait sync.WaitGroup
	for w := range pushAtOnce {
		wait.Go(func() {
			for d := range work {
				if err := d.push(); err != nil {
					errs[w] = err
				}
			}
		})
	}
	for _, d := range devices {
		work <- d
	}
	close(work)
	wait.Wait()
	for _, err := range errs {
		s.must(err)
	}
}

// push sends all and reads the outcomes as a device does: it checks every receipt.
func (d *pusher) push() error {
	response, err := d.server.Push(context.Background(), d.request)
	if err != nil {
		return err
	}
	for i, raw := range response.Receipts {
		r, err := seal.OpenReceipt(raw, d.trust)
		if err != nil {
			return err
		}
		if r.Verdict != seal.Applied || r.Envelope != seal.Sum(d.request.Commands[i]) {
			return fmt.Errorf("command %d: verdict %d %v", i, r.Verdict, r.Reasons)
		}
	}
	return nil
}

func newPusher(s *stage, server *field.Server, n int) *pusher {
	p := server.Place
	_, private, err := ed25519.GenerateKey(rand.Reader)
	s.must(err)
	device, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	s.must(err)
	key := signer{private}
	// The server counts enrolments by address: each device has its own.
	dial := (&net.Dialer{LocalAddr: source(n)}).DialContext
	dialer := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return dial(ctx, network, server.Address)
	}
	const url = "https://localhost:8443"
	e, err := remote.Enrol(context.Background(), remote.Enrolment{
		Server: url, Ticket: server.Ticket(p.Buyers[n][0]), DeviceName: fmt.Sprint("device ", n), Program: "bench",
		Signer: key, Device: device, Clock: time.Now().UnixMilli(),
	}, dialer)
	s.must(err)
	r, err := remote.New(remote.Identity{Server: url, Root: e.Root, Certificate: e.Certificate, Key: device}, dialer)
	s.must(err)
	s.Cleanup(r.Close)
	d := &pusher{server: r, trust: e.ServerKey, request: wire.PushRequest{Version: wire.Version, Device: e.Device.ID, Program: "bench"}}
	random := mrand.New(mrand.NewPCG(uint64(n), 5)) //nolint:gosec // a measurement
	now := time.Now()
	d.request.Clock = now.UnixMilli()
	prev := seal.Hash{}
	for i := range pushEach {
		sum := sha256.Sum256(fmt.Appendf(nil, "bench/%d/%d", n, i))
		c := seal.Command{
			Version: seal.CommandVersion, ID: id.New[id.Command](now, [10]byte(sum[:10])), Kind: seal.KindSubmitOrder,
			Person: e.Person.ID, Device: e.Device.ID, DeviceSeq: uint64(i) + 1, Prev: prev, ClaimedAt: now.UnixMilli(), //nolint:gosec // small
			Seen: seal.Seen{Epoch: e.Epoch}, Body: revision(p, n, id.New[id.Order](now, [10]byte(sum[10:20])), random, now).Encode(),
		}
		envelope, err := seal.SignCommand(c, key)
		s.must(err)
		prev = envelope.Hash()
		d.request.Commands = append(d.request.Commands, envelope.Raw)
	}
	return d
}

// source is a loopback address of a device's own, where there are several.
func source(n int) net.Addr {
	if runtime.GOOS != "linux" {
		return nil
	}
	return &net.TCPAddr{IP: net.IPv4(127, 2, 0, byte(n+1))} //nolint:gosec // small
}

// revision is an order of five lines of a unit.
func revision(p *field.Place, unit int, o id.ID[id.Order], random *mrand.Rand, now time.Time) order.Revision {
	r := order.Revision{
		Order: o, Number: 1, Unit: p.Units[unit].ID, Budget: p.Budgets[unit].ID, Point: p.Units[unit].Points[0].ID,
		NeededBy: now.AddDate(0, 1, 0).UnixMilli(), Urgency: order.Routine,
	}
	for _, n := range random.Perm(len(p.Offers))[:pushLines] {
		f := p.Offers[n]
		r.Lines = append(r.Lines, order.Line{
			Offer: f.ID, Terms: f.Terms(), Quantity: 1 + random.Int64N(5), UOM: f.UOM, Price: f.Price, VATRate: f.VATRate,
		})
	}
	if sums, err := r.Sums(); err == nil {
		r.Total = sums.Total
	}
	return r
}

// copyRows measures the floor: all rows of the database copied into empty
// tables with the same columns, checks and indexes, in one commit.
func copyRows(s *stage, dsn string) float64 {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, dsn)
	s.must(err)
	defer func() { _ = conn.Close(ctx) }()
	rows, err := conn.Query(ctx, `SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '%migration%' AND tablename NOT LIKE 'goose%' ORDER BY 1`)
	s.must(err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	s.must(err)
	_, err = conn.Exec(ctx, `CREATE SCHEMA floor`)
	s.must(err)
	data := make([]bytes.Buffer, len(tables))
	for i, t := range tables {
		_, err = conn.Exec(ctx, fmt.Sprintf(`CREATE TABLE floor.t%d (LIKE %s INCLUDING ALL EXCLUDING IDENTITY EXCLUDING GENERATED)`, i, t))
		s.must(err)
		_, err = conn.PgConn().CopyTo(ctx, &data[i], fmt.Sprintf(`COPY (SELECT * FROM %s) TO STDOUT (FORMAT binary)`, t))
		s.must(err)
	}
	return seconds(func() {
		_, err := conn.Exec(ctx, `BEGIN`)
		s.must(err)
		for i := range tables {
			_, err = conn.PgConn().CopyFrom(ctx, &data[i], fmt.Sprintf(`COPY floor.t%d FROM STDIN (FORMAT binary)`, i))
			s.must(err)
		}
		_, err = conn.Exec(ctx, `COMMIT`)
		s.must(err)
	})
}

func seconds(do func()) float64 {
	began := time.Now()
	do()
	return time.Since(began).Seconds()
}
