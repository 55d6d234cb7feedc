package e2e_test

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/badlink"
	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/syncserver/syncservertest"
)

var (
	kills = flag.Int("kills", 0, "how many times programs are killed; 0 is 200, or 2000 with DOTCHAIN_FULL=1")
	seed  = flag.Uint64("seed", 1, "what the kill test does follows from it")
)

func howManyKills() int {
	switch {
	case *kills > 0:
		return *kills
	case os.Getenv("DOTCHAIN_FULL") == "1":
		return 2000
	}
	return 200
}

// ledger is what the devices said on their screens.
type ledger struct {
	mu    sync.Mutex // guards what follows
	saved map[string][]id.ID[id.Order]
	// receipts counts how often a device's outbox grew shorter.
	receipts int
	waits    map[string]int
	bell     chan struct{}
}

func newLedger() *ledger {
	return &ledger{saved: map[string][]id.ID[id.Order]{}, waits: map[string]int{}, bell: make(chan struct{})}
}

// ring wakes whoever waits for progress.
func (l *ledger) ring() {
	close(l.bell)
	l.bell = make(chan struct{})
}

// ended is told when a program is gone.
func (l *ledger) ended() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ring()
}

func (l *ledger) hear(name, line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.ring()
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "saved":
		if o, err := id.Parse[id.Order](rest); err == nil {
			l.saved[name] = append(l.saved[name], o)
		}
	case "waits":
		n, _ := strconv.Atoi(rest)
		if n < l.waits[name] {
			l.receipts++
		}
		l.waits[name] = n
	}
}

// figures are how many signatures were saved and how often receipts came.
func (l *ledger) figures() (saved, receipts int, bell <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, all := range l.saved {
		saved += len(all)
	}
	return saved, l.receipts, l.bell
}

// program is something that is killed and started again.
type program struct {
	name   string
	launch func() *field.Child
	child  *field.Child
	// ended is told when a child is gone, killed or by itself.
	ended func()
	// mayEnd says which complaint it may end with by itself; whoever looks after it starts
	// it again then. nil is none.
	mayEnd func(complaint string) bool
}

func (p *program) start(t *testing.T) {
	t.Helper()
	if p.child != nil {
		p.check(t)
		p.child.Kill()
	}
	p.spawn()
}

func (p *program) spawn() {
	child := p.launch()
	p.child = child
	go func() {
		<-child.Done()
		p.ended()
	}()
}

// check fails when the program ended, nobody killed it, and it had no right to.
func (p *program) check(t *testing.T) {
	t.Helper()
	if complaint, ended := p.child.Ended(); ended {
		if p.mayEnd != nil && p.mayEnd(complaint) {
			p.spawn()
			return
		}
		require.Fail(t, "a program ended by itself", "%s: %s", p.name, complaint)
	}
}

// killed is one run: who takes part, and what they said.
type killed struct {
	t       *testing.T
	random  *rand.Rand
	server  *field.Server
	devices map[string]*field.Device
	people  map[string]party.Person
	all     []*program
	ledger  *ledger
	kills   int
	// without are those of names who take no part.
	without []string
}

// TestKills kills the server and the devices with kill -9 at random moments
// while orders flow, and then looks whether anything was lost or doubled.
func TestKills(t *testing.T) {
	t.Parallel()
	figures := field.Small(time.Now())
	figures.Items, figures.Pieces, figures.Money = 8, 1_000_000, 5_000_000_000*money.Hryvnia
	k := &killed{
		t: t, random: rand.New(rand.NewPCG(*seed, 2)), ledger: newLedger(), //nolint:gosec // a test's
		server: field.NewServer(t, syncservertest.Database(t), figures), devices: map[string]*field.Device{}, kills: howManyKills(),
	}
	// Of two items there is little, so that some orders cannot be applied.
	k.server.OnHand(0, 40)
	k.server.OnHand(1, 60)
	place := k.server.Place
	k.people = map[string]party.Person{
		"buyer-1": place.Buyers[0][0], "buyer-1b": place.Buyers[0][1], "buyer-2": place.Buyers[1][0], "officer": place.Approver,
	}
	for _, name := range k.names() {
		k.devices[name] = k.server.Enrolled(k.people[name])
	}
	k.server.Stop()
	k.run(k.kills)
	k.settle()
	k.verify()
}

func (k *killed) names() []string {
	return slices.DeleteFunc([]string{"buyer-1", "buyer-1b", "buyer-2", "officer"}, func(name string) bool { return slices.Contains(k.without, name) })
}

// run lets orders flow and kills.
func (k *killed) run(kills int) {
	k.launch()
	for n := range kills {
		if n%10 == 0 {
			k.progress() // killing must not only stop everything for ever
		}
		k.anyMoment()
		p := k.all[k.random.IntN(len(k.all))]
		if n%3 == 0 {
			p = k.all[0] // the server
		}
		p.start(k.t)
	}
	k.progress()
	k.end()
}

// launch starts the server and the devices, each in a process of its own.
func (k *killed) launch() {
	t := k.t
	server := &program{name: "server", ended: k.ledger.ended, launch: func() *field.Child {
		cfg := k.server.Config()
		return field.Spawn(t, func(line string) {
			if address, ok := strings.CutPrefix(line, "listening "); ok {
				for _, d := range k.devices {
					d.Link.SetTarget(address)
				}
			}
		}, "serve", "-data", cfg.Data, "-database", cfg.Database)
	}}
	k.all = []*program{server}
	for _, name := range k.names() {
		d := k.devices[name]
		k.all = append(k.all, &program{name: name, ended: k.ledger.ended, launch: func() *field.Child {
			return field.Spawn(t, func(line string) { k.ledger.hear(name, line) },
				"device", "-dir", d.Dir, "-target", d.Link.Address(), "-role", name, "-seed", strconv.FormatUint(k.random.Uint64(), 10))
		}})
	}
	for _, p := range k.all {
		p.start(t)
	}
}

// end ends what still runs, and wants that nothing ended by itself.
func (k *killed) end() {
	for _, p := range k.all {
		p.check(k.t)
		p.child.Kill()
	}
}

// anyMoment lets the programs run for a random while: the moment of a kill is
// what this test varies, nothing is awaited here.
func (k *killed) anyMoment() {
	timer := time.NewTimer(time.Duration(k.random.IntN(120)) * time.Millisecond)
	defer timer.Stop()
	<-timer.C
}

// progress waits until more signatures were saved and more receipts came.
func (k *killed) progress() {
	k.t.Helper()
	saved, receipts, _ := k.ledger.figures()
	late := time.NewTimer(field.Patience)
	defer late.Stop()
	for {
		s, r, bell := k.ledger.figures()
		if s > saved+3 && r > receipts {
			return
		}
		for _, p := range k.all {
			p.check(k.t)
		}
		select {
		case <-bell:
		case <-late.C:
			require.Fail(k.t, "nothing goes on", "%d saved, %d times receipts", s, r)
		}
	}
}

// settle brings everything up in this process and waits until nothing is on its way.
func (k *killed) settle() {
	k.t.Helper()
	k.server.Start()
	for _, d := range k.devices {
		d.Link.Set(badlink.Quality{})
		d.Link.SetTarget(k.server.Address)
		d.Start()
	}
	for _, d := range k.devices {
		d.Quiet()
	}
	// Whoever was killed over a cart has something of a draft to hand in, too.
	for _, d := range k.devices {
		share(k.t, d)
		d.Await("an empty backlog", func() bool { return d.Core.Backlog() == 0 })
	}
}

func (k *killed) verify() {
	t := k.t
	admin := &desk{Device: k.server.Device(k.server.Place.Operator), t: t, cases: map[seal.Hash]bool{}}
	fresh := map[string]*field.Device{}
	for _, name := range k.names() {
		fresh[name] = k.server.Device(k.people[name])
	}
	signed := 0
	for _, name := range k.names() {
		d := k.devices[name]
		// A device that was there all the time holds what a new one holds.
		d.Await("the documents of a new device", func() bool {
			got, failed := d.Documents()
			want, failed2 := fresh[name].Documents()
			return errors.Join(failed, failed2) == nil && len(got.Difference(want)) == 0
		})
		signed += k.verifyCommands(name, d, fresh["officer"], admin)
		// What a device said was saved is there.
		for _, o := range k.ledger.saved[name] {
			_, err := d.Core.Order(o)
			require.NoError(t, err, "%s said that order %s was saved", name, o)
		}
		require.NoError(t, d.Docs.Check())
		require.NoError(t, d.Work.Check())
	}
	saved, receipts, _ := k.ledger.figures()
	t.Logf("%d kills, seed %d: %d commands signed (%d said to be saved), receipts came %d times, %d cases", k.kills, *seed, signed, saved, receipts, len(admin.cases))
}

// desk is the administration's laptop, to which what it is asked about may still be on its way.
type desk struct {
	*field.Device
	t *testing.T
	// cases are those it showed when it was last looked at.
	cases map[seal.Hash]bool
}

// hasCase waits until there is a case of a command.
func (d *desk) hasCase(of seal.Hash, what string) {
	d.t.Helper()
	d.Await(what, func() bool {
		if !d.cases[of] {
			for _, row := range allCases(d.t, d.Device) {
				d.cases[row.Envelope] = true
			}
		}
		return d.cases[of]
	})
}

// knows waits until a laptop is shown with so many commands.
func (d *desk) knows(of id.ID[id.Device], commands uint64, what string) {
	d.t.Helper()
	d.Await(what, func() bool {
		fleet, err := d.Core.Fleet(client.FleetQuery{})
		require.NoError(d.t, err)
		return slices.ContainsFunc(fleet.Rows, func(r client.DeviceRow) bool { return r.ID == of && r.LastSeq == commands })
	})
}

// verifyCommands looks at each command that a device signed: it has one receipt,
// and the server did what the receipt says exactly once.
func (k *killed) verifyCommands(name string, d, officer *field.Device, admin *desk) int {
	t, count := k.t, uint64(0)
	for c, err := range d.Work.Commands(1) {
		require.NoError(t, err)
		count++
		require.Equal(t, count, c.DeviceSeq, "%s: the numbers have no hole", name)
		require.NotNil(t, c.Receipt, "%s: command %d", name, c.DeviceSeq)
		envelope, err := seal.Open(c.Envelope)
		require.NoError(t, err)
		command, err := seal.OpenCommand(envelope)
		require.NoError(t, err)
		receipt, err := seal.OpenReceipt(c.Receipt, d.Trust.Server)
		require.NoError(t, err)
		if receipt.Verdict == seal.Parked {
			require.NotEmpty(t, receipt.Reasons)
			admin.hasCase(c.Hash, fmt.Sprintf("the case of command %d of %s, parked with %v", c.DeviceSeq, name, receipt.Reasons))
			require.False(t, fault.Has(receipt.Reasons, fault.DeviceFork) || fault.Has(receipt.Reasons, fault.DeviceGap) || fault.Has(receipt.Reasons, fault.Tampered),
				"%s: command %d: %v", name, c.DeviceSeq, receipt.Reasons)
			continue
		}
		if command.Kind == seal.KindSubmitOrder {
			officer.Await(fmt.Sprintf("command %d of %s", c.DeviceSeq, name), func() bool { return timesStanding(t, officer, command.Body) > 0 })
			require.Equal(t, 1, timesStanding(t, officer, command.Body), "%s: command %d stands once", name, c.DeviceSeq)
		}
	}
	admin.knows(d.Core.Device(), count, fmt.Sprintf("%d commands of %s", count, name))
	return int(count) //nolint:gosec // small
}
