package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/sync/errgroup"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/remote"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/wire"
	"dotchain/syncserver"
)

const (
	// stormDevices reconnect at once; stormUnits have four each.
	stormDevices = 2000
	stormUnits   = stormDevices / 4
)

// member is a device of a storm: its certificate and key, its connection code and its
// cursor are real. Its core and its stores are left out, for they are on its own machine.
type member struct {
	ticket string
	server *remote.Remote
	root   *x509.CertPool
	pair   tls.Certificate
	dial   remote.Dialer
	cursor wire.Cursor
	conn   syncer.Conn
	// first is when the socket was open.
	first time.Duration
	// refused is how often it had to try again.
	refused int
}

// storm is a server with the devices that will come.
type storm struct {
	*stage
	data, dsn, log string
	server         *process
	members        []*member
	// address is where the members connect: one server after the other.
	address string
}

// fleetFigures measure how 2,000 devices come back at once, and what they cost the server.
func fleetFigures(o options) []Figure {
	s, err := newStageWith(map[string]string{"log_statement": "all"})
	if err != nil {
		panic(failure{err})
	}
	defer s.close()
	t := newStorm(s)
	base := t.start()
	t.enrol()
	t.restart(&base)

	var all, spents, asked []float64
	for n := range o.runs {
		took, used, statements := t.run(o, n)
		all, spents, asked = append(all, took.Seconds()), append(spents, used.Seconds()), append(asked, float64(statements))
		if n < o.runs-1 {
			t.hangup()
			t.restart(nil)
		}
	}
	full := t.rested()
	if o.profile != "" {
		_, err := t.server.tell("heap " + filepath.Join(o.profile, "storm-server.heap.pprof"))
		s.must(err)
	}
	t.hangup()
	s.must(t.server.stop())
	bares, bareSpents := t.bare(o)

	const mebi, kibi = 1 << 20, 1 << 10
	// What is resident of a server with connections has the garbage of their beginning in it.
	perConnection := float64(full.Resident-base.Resident) / stormDevices
	return []Figure{
		{
			Name: "reconnect_2000", Unit: "s", Value: median(all), Yardstick: "as many bare TLS handshakes with the same certificates, upgrades and echoes",
			YardstickValue: median(bares), Must: 5, Stretch: 3,
		},
		{
			Name: "reconnect_2000_cpu", Unit: "CPU-s", Value: median(spents), Yardstick: "the bare ones, server and devices as well",
			YardstickValue: median(bareSpents), Must: 10, Stretch: 6, // two processors for as long
		},
		{Name: "reconnect_2000_sql", Unit: "statements", Value: median(asked), Yardstick: "devices", YardstickValue: stormDevices},
		{
			Name: "server_memory", Unit: "MiB", Value: float64(full.Resident) / mebi, Yardstick: "the same server without a connection",
			YardstickValue: float64(base.Resident) / mebi, Must: 100 + stormDevices*40/1024., Stretch: 60 + stormDevices*25/1024.,
		},
		{Name: "server_memory_connection", Unit: "KiB", Value: perConnection / kibi, Yardstick: "heap and stacks of it", YardstickValue: float64(full.Heap+full.Stacks-base.Heap-base.Stacks) / stormDevices / kibi, Must: 40, Stretch: 25},
	}
}

// newStorm fills a database and ends.
func newStorm(s *stage) *storm {
	t := &storm{stage: s, dsn: s.database(), data: s.TempDir(), log: filepath.Join(s.dir, "postgres", "log", "postgres.log")}
	s.must(syncserver.Init(field.Config(t.dsn, t.data)))
	house, err := syncserver.Open(s.Context(), field.Config(t.dsn, t.data))
	s.must(err)
	defer house.Close(s.Context())
	figures := small()
	figures.Units = stormUnits
	place := field.NewPlace(figures)
	s.must(place.Fill(s.Context(), house))
	progress("issues %d tickets", stormDevices)
	for n := range stormDevices {
		person := place.Buyers[n%stormUnits][n/stormUnits%2]
		ticket, _, err := house.Ticket(s.Context(), person.ID)
		s.must(err)
		m := &member{ticket: ticket}
		dialer := net.Dialer{LocalAddr: stormSource(n), Timeout: time.Minute}
		m.dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, t.address)
		}
		t.members = append(t.members, m)
	}
	return t
}

// stormSource is a loopback address of a device's own, where there are several: the server
// counts enrolments by address.
func stormSource(n int) net.Addr {
	if runtime.GOOS != "linux" {
		return nil
	}
	return &net.TCPAddr{IP: net.IPv4(127, 3, byte(n>>8), byte(n))} //nolint:gosec // cut on purpose
}

// start starts the real server and says what it holds before anybody came.
func (t *storm) start() serverMemory {
	t.server = newProcess(t.stage, t.data, t.dsn)
	t.address = t.server.address
	m, err := t.server.memory()
	t.must(err)
	return m
}

// restart starts the server anew: it remembers nobody.
func (t *storm) restart(base *serverMemory) {
	t.must(t.server.stop())
	m := t.start()
	if base != nil {
		*base = m
	}
}

// each does something for every device, some at once.
func (t *storm) each(atOnce int, do func(m *member) error) {
	var group errgroup.Group
	group.SetLimit(atOnce)
	for _, m := range t.members {
		group.Go(func() error { return do(m) })
	}
	t.must(group.Wait())
}

// enrol enrols all devices, and gives each the cursor of one that has everything.
func (t *storm) enrol() {
	began := time.Now()
	t.each(4, t.enrolOne)
	progress("enrolled %d devices in %s", len(t.members), time.Since(began).Round(time.Second))
	awaitNumbered(t.stage, t.dsn)
	t.each(4, func(m *member) error {
		snapshot, err := m.server.Snapshot(t.Context())
		m.cursor = snapshot.Cursor
		return err
	})
}

func (t *storm) enrolOne(m *member) error {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	const url = "https://localhost:8443"
	e, err := remote.Enrol(t.Context(), remote.Enrolment{
		Server: url, Ticket: m.ticket, DeviceName: "laptop", Program: "bench", Signer: signer{private}, Device: key, Clock: time.Now().UnixMilli(),
	}, m.dial)
	if err != nil {
		return err
	}
	m.pair = tls.Certificate{Certificate: [][]byte{e.Certificate}, PrivateKey: key}
	root, err := x509.ParseCertificate(e.Root)
	if err != nil {
		return err
	}
	m.root = x509.NewCertPool()
	m.root.AddCert(root)
	m.server, err = remote.New(remote.Identity{Server: url, Root: e.Root, Certificate: e.Certificate, Key: key}, m.dial)
	return err
}

// run has all devices connect at the same moment and returns when the last of them knew
// that there is nothing new, what server and devices used of the processors, and how many
// statements the database was asked that were not for who the devices are.
func (t *storm) run(o options, n int) (took, used time.Duration, statements int) {
	t.away()
	from := t.logged()
	name := fmt.Sprintf("storm-%d", n)
	if o.profile != "" {
		t.must(os.MkdirAll(o.profile, 0o755)) //nolint:gosec // a developer's folder
		_, err := t.server.tell("profile " + filepath.Join(o.profile, name+"-server.cpu.pprof"))
		t.must(err)
	}
	profiled(o, name+"-devices", func() { took, used = t.atOnce((*member).reconnect) })
	if o.profile != "" {
		_, err := t.server.tell("profiled")
		t.must(err)
	}
	kinds := t.statements(from)
	var opened durations
	again := 0
	for _, m := range t.members {
		opened = append(opened, m.first)
		again += m.refused
		m.refused = 0
	}
	for purpose, k := range kinds {
		if purpose != "authority" && purpose != "idle" {
			statements += k
		}
	}
	progress("storm %d: %s, %s of processors; half connected after %.0f ms; %d had to try again; statements %v", n+1, took.Round(time.Millisecond), used.Round(time.Millisecond), opened.at(50), again, kinds)
	return took, used, statements
}

// atOnce has every device do something at the same moment and waits for the last; used is
// what server and devices used of the processors.
func (t *storm) atOnce(do func(m *member, ctx context.Context, began time.Time) error) (took, used time.Duration) {
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	var ready, done sync.WaitGroup
	gate, errs := make(chan struct{}), make([]error, len(t.members))
	var began time.Time // written before the gate opens
	ready.Add(len(t.members))
	for i, m := range t.members {
		done.Go(func() {
			ready.Done()
			<-gate
			errs[i] = do(m, ctx, began)
		})
	}
	ready.Wait()
	runtime.GC() // what was before is no part of it
	before, err := t.server.memory()
	t.must(err)
	own := processorTime()
	began = time.Now()
	close(gate)
	done.Wait()
	took, used = time.Since(began), processorTime()-own
	after, err := t.server.memory()
	t.must(err)
	progress("processors: devices %s, server %s", used.Round(time.Millisecond), (after.Processor - before.Processor).Round(time.Millisecond))
	used += after.Processor - before.Processor
	for _, err := range errs {
		t.must(err)
	}
	return took, used
}

// reconnect tries until it is connected and answered. The first try of all is at the same
// moment; whoever fails waits as a real device does, each for another while.
func (m *member) reconnect(ctx context.Context, began time.Time) error {
	const firstRetry, longest = 500 * time.Millisecond, 16 * time.Second
	for bound := firstRetry; ; bound = min(2*bound, longest) {
		err := m.ask(ctx, began)
		if err == nil || ctx.Err() != nil {
			return err
		}
		m.refused++
		select {
		case <-time.After(time.Duration(mrand.Int64N(int64(bound)))): //nolint:gosec // spread by chance
		case <-ctx.Done():
			return err
		}
	}
}

// ask opens the socket with the device's own code and asks whether there is anything new.
func (m *member) ask(ctx context.Context, began time.Time) (err error) {
	m.conn, err = m.server.Live(ctx, wire.Live{Kind: wire.LiveHello, Cursor: &m.cursor, Clock: time.Now().UnixMilli()})
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	m.first = time.Since(began)
	if err = m.conn.Send(wire.Live{Kind: wire.LiveAsk, Cursor: &m.cursor}); err != nil {
		return errors.Join(fmt.Errorf("ask: %w", err), m.conn.Close())
	}
	answer, err := m.conn.Receive()
	if err != nil {
		return errors.Join(fmt.Errorf("answer: %w", err), m.conn.Close())
	}
	if answer.Kind != wire.LiveNone {
		return fmt.Errorf("a device that has everything is answered with kind %d", answer.Kind)
	}
	return nil
}

// hangup ends all connections, as a network that goes away.
func (t *storm) hangup() {
	for _, m := range t.members {
		if m.conn != nil {
			_ = m.conn.Close() // it is gone in any case
			m.conn = nil
		}
	}
}

// rested is what the server holds a while after the storm, with everybody connected.
func (t *storm) rested() serverMemory {
	<-time.After(restFor)
	m, err := t.server.memory()
	t.must(err)
	progress("server with %d connections: %s resident, heap %s, stacks %s, %d goroutines", len(t.members), mebis(m.Resident), mebis(m.Heap), mebis(m.Stacks), m.Goroutines)
	return m
}

// bare is the same number of devices at a server that does nothing else.
func (t *storm) bare(o options) (all, spents []float64) {
	for range o.runs {
		t.server = newProcess(t.stage, t.data, "")
		t.address = t.server.address
		took, used := t.atOnce((*member).handshake)
		progress("bare handshakes: %s, %s of processors", took.Round(time.Millisecond), used.Round(time.Millisecond))
		all, spents = append(all, took.Seconds()), append(spents, used.Seconds())
		t.must(t.server.stop())
	}
	return all, spents
}

// handshake is what no device can do without.
func (m *member) handshake(ctx context.Context, _ time.Time) error {
	dialer := websocket.Dialer{
		NetDialContext: m.dial, HandshakeTimeout: time.Minute,
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS13, RootCAs: m.root, Certificates: []tls.Certificate{m.pair}},
	}
	c, response, err := dialer.DialContext(ctx, "wss://localhost:8443/", nil)
	if err != nil {
		return err
	}
	defer func() { _, _ = response.Body.Close(), c.Close() }()
	if err = c.WriteMessage(websocket.BinaryMessage, make([]byte, 64)); err != nil {
		return err
	}
	_, _, err = c.ReadMessage()
	return err
}
