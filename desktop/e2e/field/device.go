package field

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"net"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/badlink"
	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/keyring"
	"dotchain/desktop/internal/session"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// url is the address that every profile is told; the dialer decides where it leads.
const url = "https://localhost:8443"

// Laptop is a profile folder and what it is opened with, in whichever process.
type Laptop struct {
	Dir string
	// Target returns where the server, or the link to it, listens.
	Target func() string
	// Reserve is how much disk the journal holds back; with 0 the stores hold back nothing, too.
	Reserve int64
	// Clock is the laptop's; nil is the system's.
	Clock func() time.Time
	// Working is session.Config's; nil for nobody.
	Working func(on bool)
	// source is a loopback address of this laptop's own: the server counts
	// enrolments by address.
	source net.IP
}

//nolint:gochecknoglobals // each laptop of a process has its own address
var laptops atomic.Uint32

// NewLaptop returns a laptop in a folder.
func NewLaptop(dir string, target func() string) *Laptop {
	n := laptops.Add(1)
	l := &Laptop{Dir: dir, Target: target}
	if runtime.GOOS == "linux" { // all of 127.0.0.0/8 is here
		l.source = net.IPv4(127, 1, byte(n>>8), byte(n)) //nolint:gosec // cut on purpose
	}
	return l
}

// Profile is the laptop's profile.
func (l *Laptop) Profile() (*session.Profile, error) {
	log := slog.New(slog.DiscardHandler)
	if os.Getenv("DOTCHAIN_FIELD_LOG") != "" {
		log = slog.New(slog.NewTextHandler(os.Stderr, nil)).With("laptop", l.Dir)
	}
	clock := l.Clock
	if clock == nil {
		clock = time.Now
	}
	return session.New(session.Config{
		Dir: l.Dir, Program: "field", Keys: keyring.Options{Params: keyring.Params{Memory: 8, Time: 1, Threads: 1}},
		Dial: l.dial, Clock: clock, Jitter: mathrand.Float64, Log: log,
		Random:         func(b []byte) { _, _ = rand.Read(b) }, // it never fails
		JournalReserve: l.Reserve, Working: l.Working,
	})
}

func (l *Laptop) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second}
	if l.source != nil {
		d.LocalAddr = &net.TCPAddr{IP: l.source}
	}
	return d.DialContext(ctx, network, l.Target())
}

// Enrol redeems a ticket.
func (l *Laptop) Enrol(ctx context.Context, ticket, name string) error {
	p, err := l.Profile()
	if err != nil {
		return err
	}
	return p.Enrol(ctx, app.EnrolForm{Server: url, Ticket: ticket, DeviceName: name, Passphrase: Passphrase})
}

// NoHooks are for a session whose changes nobody waits for.
func NoHooks() app.Hooks {
	return app.Hooks{Changed: func([]client.Topic) {}, Status: func(syncer.Status) {}}
}

// Running is an open profile that synchronises.
type Running struct {
	*session.Parts

	mu     sync.Mutex // guards status and bell
	status syncer.Status
	bell   chan struct{} // closed and replaced at every change
}

// Open opens the profile; Start it to synchronise.
func (l *Laptop) Open() (*Running, error) {
	p, err := l.Profile()
	if err != nil {
		return nil, err
	}
	return Unlock(p)
}

// Unlock opens a laptop's profile.
func Unlock(p *session.Profile) (*Running, error) {
	r := &Running{bell: make(chan struct{}), status: syncer.Status{State: syncer.Offline}}
	var err error
	r.Parts, err = p.OpenParts(Passphrase, app.Hooks{
		Changed: func([]client.Topic) { r.ring(nil) },
		Status:  func(s syncer.Status) { r.ring(&s) },
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Running) ring(s *syncer.Status) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s != nil {
		r.status = *s
	}
	close(r.bell)
	r.bell = make(chan struct{})
}

// Status is what the truth line shows.
func (r *Running) Status() syncer.Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status
}

// Bell is closed at the next change of anything.
func (r *Running) Bell() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.bell
}

// Until waits until cond holds, looking again at every change here, and now and then: cond
// may ask another laptop or the server, whose changes ring no bell here.
func (r *Running) Until(ctx context.Context, cond func() bool) error {
	elsewhere := time.NewTicker(lookElsewhere)
	defer elsewhere.Stop()
	for {
		bell := r.Bell()
		if cond() {
			return nil
		}
		select {
		case <-bell:
		case <-elsewhere.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// End stops in order.
func (r *Running) End() error {
	r.Syncer.Stop()
	r.Core.Close()
	return r.Close()
}

// Buy signs an order of pieces by offer.
func (r *Running) Buy(pieces map[id.ID[id.Offer]]int64) (id.ID[id.Order], error) {
	for offer, n := range pieces {
		if _, err := r.Core.PutLine(offer, n); err != nil {
			return id.ID[id.Order]{}, err
		}
	}
	return r.SignCart()
}

// SignCart signs what is in the cart.
func (r *Running) SignCart() (id.ID[id.Order], error) {
	p, err := r.Core.PrepareOrder()
	if err != nil {
		return id.ID[id.Order]{}, err
	}
	return r.sign(p)
}

// Decide signs a decision.
func (r *Running) Decide(ask client.DecisionAsk) error {
	p, err := r.Core.PrepareDecision(ask)
	if err != nil {
		return err
	}
	_, err = r.sign(p)
	return err
}

// Act signs an act that is neither the cart nor a decision; body is its one body.
func (r *Running) Act(kind seal.Kind, body any) error {
	p, err := r.Core.PrepareAct(client.ActAsk{Kind: kind, Bodies: [][]byte{seal.Encode(body)}})
	if err != nil {
		return err
	}
	_, err = r.sign(p)
	return err
}

func (r *Running) sign(p client.Signing) (id.ID[id.Order], error) {
	signed, err := r.Core.Sign(p.Token, Passphrase)
	if err != nil {
		return id.ID[id.Order]{}, err
	}
	r.Syncer.Kick()
	if len(signed.Orders) == 0 {
		return id.ID[id.Order]{}, nil
	}
	return signed.Orders[0], nil
}

// Device is a laptop of a test, behind a link of its own.
type Device struct {
	*Running
	*Laptop
	Person party.Person
	Link   *badlink.Link

	t T
}

// Device enrols a person's new laptop, opens it and lets it synchronise.
func (s *Server) Device(p party.Person) *Device {
	s.t.Helper()
	d := s.Enrolled(p)
	d.Open()
	d.Syncer.Start() //nolint:errcheck // Open has read the cursor
	d.Live()
	return d
}

// Enrolled enrols a person's new laptop that is still shut. A server that is busy is asked
// again, as people do.
func (s *Server) Enrolled(p party.Person) *Device {
	s.t.Helper()
	s.numbered()
	ctx, cancel := context.WithTimeout(s.t.Context(), Patience)
	defer cancel()
	d := s.Laptop(p)
	require.NoError(s.t, Patiently(ctx, func() error { return d.Enrol(ctx, s.Ticket(p), "Laptop "+p.Name) })) //nolint:contextcheck // a ticket has the test's
	return d
}

// isPassing reports whether what was asked failed for the moment only: the server is busy, or
// the link was given up.
func isPassing(err error) bool {
	return err != nil && slices.Contains([]fault.Code{fault.Busy, fault.Offline, fault.ServerUnreachable}, fault.CodeOf(err))
}

// Patiently asks again and again what fails for the moment only.
func Patiently(ctx context.Context, ask func() error) error {
	again := time.NewTicker(lookElsewhere)
	defer again.Stop()
	for {
		err := ask()
		if !isPassing(err) {
			return err
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return err
		}
	}
}

// Asked asks something of the server until it is answered, and returns what was said.
func (d *Device) Asked(ask func() error) (err error) {
	d.t.Helper()
	d.Await("an answer", func() bool {
		err = ask()
		return !isPassing(err)
	})
	return err
}

// Laptop is a person's laptop that nobody enrolled.
func (s *Server) Laptop(p party.Person) *Device {
	s.t.Helper()
	link, err := badlink.Listen(s.t.Context(), s.Address)
	require.NoError(s.t, err)
	s.t.Cleanup(link.Close)
	d := &Device{Person: p, Link: link, t: s.t}
	d.Laptop = NewLaptop(s.t.TempDir()+"/profile", func() string { return link.Address() })
	s.t.Cleanup(func() { d.Shut() })
	return d
}

// Ticket issues a one-time ticket.
func (s *Server) Ticket(p party.Person) string {
	s.t.Helper()
	text, _, err := s.House.Ticket(s.t.Context(), p.ID)
	require.NoError(s.t, err)
	return text
}

// Open opens the profile; it does not synchronise yet.
func (d *Device) Open() {
	d.t.Helper()
	r, err := d.Laptop.Open()
	require.NoError(d.t, err)
	d.Running = r
}

// Start opens the profile and lets it synchronise.
func (d *Device) Start() {
	d.t.Helper()
	d.Open()
	require.NoError(d.t, d.Syncer.Start())
}

// Shut ends the program in order. It may be called twice.
func (d *Device) Shut() {
	d.t.Helper()
	if d.Running == nil {
		return
	}
	require.NoError(d.t, d.End())
	d.Running = nil
}

// Await waits for what must happen.
func (d *Device) Await(what string, cond func() bool) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), Patience)
	defer cancel()
	if err := d.Until(ctx, cond); err != nil {
		require.Fail(d.t, "it did not happen", "%s: %s; status %+v, standing %+v", d.Person.Name, what, d.Status(), d.Core.Standing())
	}
}

// Live waits until the device listens and has all there is.
func (d *Device) Live() {
	d.t.Helper()
	d.Await("live", func() bool { return d.Status().State == syncer.Live })
}

// Offline waits until the window says so.
func (d *Device) Offline() {
	d.t.Helper()
	d.Await("offline", func() bool { return d.Status().State == syncer.Offline })
}

// Quiet waits until nothing waits for a receipt and no order for its document.
func (d *Device) Quiet() {
	d.t.Helper()
	d.Await("an empty outbox", func() bool { return d.Core.Standing().Pending == 0 })
}

// Stocked waits until the catalogue has so many items: a device may be live before
// the server has numbered what was just published.
func (d *Device) Stocked(items int) {
	d.t.Helper()
	d.Await("a catalogue", func() bool {
		page, err := d.Core.Catalogue(client.CatalogueQuery{Limit: 1})
		return err == nil && page.Total >= items
	})
}

// Order signs an order of pieces of offers of the place.
func (d *Device) Order(p *Place, pieces ...int64) id.ID[id.Order] {
	d.t.Helper()
	d.Stocked(len(p.Items))
	lines := map[id.ID[id.Offer]]int64{}
	for i, n := range pieces {
		if n > 0 {
			lines[p.Offers[i].ID] = n
		}
	}
	o, err := d.Buy(lines)
	require.NoError(d.t, err)
	return o
}

// Row is an order as the list shows it; the zero row where there is none.
func (d *Device) Row(o id.ID[id.Order]) client.OrderRow {
	detail, err := d.Core.Order(o)
	if err != nil {
		return client.OrderRow{}
	}
	return detail.Row
}

// Detail is an order in full.
func (d *Device) Detail(o id.ID[id.Order]) client.OrderDetail {
	d.t.Helper()
	detail, err := d.Core.Order(o)
	require.NoError(d.t, err)
	return detail
}

// Shown waits until an order is shown in a state that the server confirmed.
func (d *Device) Shown(o id.ID[id.Order], s order.State) {
	d.t.Helper()
	d.Await(fmt.Sprintf("order %s %s", o, s), func() bool {
		r := d.Row(o)
		return r.ID == o && r.State == s && r.Sync == client.Confirmed
	})
}

// Parked waits until an order is shown as parked.
func (d *Device) Parked(o id.ID[id.Order]) client.OrderRow {
	d.t.Helper()
	d.Await(fmt.Sprintf("order %s parked", o), func() bool { return d.Row(o).Sync == client.Parked })
	return d.Row(o)
}

// Approve signs that orders are approved.
func (d *Device) Approve(orders ...id.ID[id.Order]) {
	d.t.Helper()
	require.NoError(d.t, d.Decide(client.DecisionAsk{Kind: seal.KindApproveOrder, Orders: orders}))
}

// Return asks about the quantity of the first line.
func (d *Device) Return(o id.ID[id.Order], question string) {
	d.t.Helper()
	require.NoError(d.t, d.Decide(client.DecisionAsk{Kind: seal.KindReturnOrder, Orders: []id.ID[id.Order]{o}, Questions: []order.Ask{
		{Line: 1, Field: "quantity", Reason: order.QuantityUnclear, Text: question},
	}}))
}

// Snapshot is every document that a device holds, by kind and id.
type Snapshot map[string]string

// Documents takes a snapshot.
func (r *Running) Documents() (Snapshot, error) {
	all := Snapshot{}
	for _, kind := range DocKinds() {
		for d, err := range r.Docs.All(kind) {
			if err != nil {
				return nil, err
			}
			hash := seal.Sum(d.Body)
			all[fmt.Sprintf("%s %s", kind, hex.EncodeToString(d.ID[:]))] = fmt.Sprintf("version %d %v %s", d.Version, d.Deleted, hex.EncodeToString(hash[:8]))
		}
	}
	return all, nil
}
