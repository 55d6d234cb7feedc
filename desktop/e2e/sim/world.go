package sim

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/segment"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/memservertest"
)

// Config is one run.
type Config struct {
	// Seed is all that a run follows from, besides Days.
	Seed uint64
	// Days is how many pass on every device, DefaultDays if zero.
	Days int
	// Trace is told every line of the trace; nil for nobody.
	Trace io.Writer
	// sabotage breaks something, so that it is seen that a run can fail; empty for nothing.
	sabotage string
}

// DefaultDays is how long a run is: long enough for what happens to meet, short enough
// that a failing one can be read.
const DefaultDays = 5

// calmFor is how long the links are good before everything has to be in order: longer than
// every timer of the machine.
const calmFor = 2 * time.Minute

// ripple is how long after the last document everybody has it: a device that listens asks
// every few seconds.
const ripple = 20 * time.Second

// Result is what a run did.
type Result struct {
	// Trace is the hash of all that happened.
	Trace string
	Count
}

// FailureError says what did not hold, and how to see it again.
type FailureError struct {
	Config Config
	What   string
}

func (f *FailureError) Error() string {
	return fmt.Sprintf("%s\nreplay: go run ./desktop/cmd/sim -seed %d -days %d -trace", f.What, f.Config.Seed, f.Config.Days)
}

// errDied is what a server says that died around a commit.
var errDied = errors.New("the server died")

// world is a run.
type world struct {
	*loop
	cfg     Config
	ctx     context.Context //nolint:containedctx // the run's
	field   *sharedtest.Field
	key     *sharedtest.Key
	server  *memservertest.Server
	devices []*device
	count   Count
	// numberedAt is when the feed went on last.
	numberedAt time.Duration
	// calm says that links and power are good from now on.
	calm bool
	// backup is what can be put back, nil for nothing. epochs counts those of the server,
	// opener opens segments.
	backup  *memservertest.Backup
	epochs  uint64
	opener  *segment.Opener
	courier key
	// refusing says that the server still does, though the links are good.
	refusing bool
	// sequencing says that a run of the sequencer is due.
	sequencing bool
	// moved are people who went to another unit.
	moved map[id.ID[id.Person]]bool
	// notes counts those that were written, so that no two are the same.
	notes int
	// granting says that it is due to look at what waits.
	granting bool
	failed   *FailureError
}

// Run lives through the days of a seed. The error is a *FailureError.
func Run(ctx context.Context, cfg Config) (result Result, err error) {
	if cfg.Days == 0 {
		cfg.Days = DefaultDays
	}
	f := sharedtest.NewField()
	w := &world{
		loop: newLoop(cfg.Seed, cfg.Trace), cfg: cfg, ctx: ctx, field: f, key: f.Server.Key,
		epochs: 1, courier: courierKey("server"), moved: map[id.ID[id.Person]]bool{},
	}
	defer func() {
		if r := recover(); r != nil {
			w.failf("panic: %v\n%s", r, debug.Stack())
		}
		w.end()
		result = Result{Trace: hex.EncodeToString(w.trace.Sum(nil)), Count: w.count}
		if w.failed != nil {
			err = w.failed
		}
	}()
	w.found()
	w.live()
	return result, err
}

// end ends what rests in the middle of a story.
func (w *world) end() {
	for _, d := range w.devices {
		d.halt()
	}
}

// failf notes the first thing that did not hold.
func (w *world) failf(format string, args ...any) {
	if w.failed == nil {
		w.failed = &FailureError{Config: w.cfg, What: fmt.Sprintf("day %d: ", int(w.now/day)+1) + fmt.Sprintf(format, args...)}
		w.note("failed: %s", w.failed.What)
	}
}

func (w *world) found() {
	f := w.field
	var err error
	w.server, err = memservertest.New(memservertest.Config{
		Signer: w.key, Clock: w.clock, Epoch: sharedtest.ID[id.Epoch](w.epochs), Operator: f.Server.Device, Courier: w.courier, Random: dice{w.Rand}, Committed: w.committed,
	})
	if err == nil {
		w.opener, err = segment.NewOpener()
	}
	if err != nil {
		w.failf("server: %v", err)
		return
	}
	unit, other := f.Units[0], f.Units[1]
	second := sharedtest.NewActor(30, "Олена Вигадана (2)", unit, party.ZoneUnit, party.RoleRequisitioner)
	w.devices = []*device{
		newDevice(w, "unit", f.Requisitioner, unit, buy, buy, buy, revise, cancel, export),
		newDevice(w, "unit-2", second, unit, buy, revise, cancel, export),
		newDevice(w, "other-unit", f.Second, other, buy, buy, revise, cancel, export),
		newDevice(w, "officer", f.Officer, f.Agency, verify, verify, giveBack, approve, reject),
		newDevice(w, "approver", f.Approver, f.Agency, approve, approve, giveBack, export),
		newDevice(w, "operator", f.Operator, f.Admin, rule),
		newDevice(w, "maker", f.Maker, f.Supplier),
	}
	for _, d := range w.devices[:3] {
		d.writes = []act{write, write, write, write, giveUp, finish}
		d.acts = append(d.acts, d.writes...)
	}
	people := []party.Person{second.Person}
	for _, a := range f.Actors() {
		people = append(people, a.Person)
	}
	w.server.Found(rules.Outcome{
		Orgs: append([]party.Org{f.Agency, f.Supplier, f.Admin, f.GeneralStaff}, f.Units...), People: people,
		Items: f.Items, Offers: f.Offers, Stocks: f.Stocks, Budgets: f.Budgets,
	})
	w.server.Enrol(f.Server.Device, f.Server.Registered())
	for _, d := range w.devices {
		w.server.Enrol(d.actor.Device, d.actor.Registered())
	}
	w.committed()
}

const day = 24 * time.Hour

// live lets the days pass, then calms down and checks.
func (w *world) live() {
	for _, d := range w.devices {
		w.after(w.within(time.Hour), d.name+" start", d.start)
		for n := range w.cfg.Days {
			w.plan(d, time.Duration(n)*day)
		}
	}
	for n := range w.cfg.Days {
		for range 1 + w.IntN(3) {
			w.after(time.Duration(n)*day+w.within(day), "market", w.market)
		}
		if w.likely(300) {
			w.after(time.Duration(n)*day+9*time.Hour+w.within(3*time.Hour), "together", w.together)
		}
	}
	w.misfortunes()
	w.run(time.Duration(w.cfg.Days) * day)
	w.calmDown()
	w.count.Steps = w.steps
	for _, d := range w.devices {
		w.count.DeviceDays += w.cfg.Days - d.born
	}
	if w.failed == nil {
		w.check()
	}
}

// plan says when a device has a network on a day, and when its person does something:
// mostly while everybody works, so that what they do meets.
func (w *world) plan(d *device, from time.Duration) {
	for range 1 + w.IntN(2) {
		at := from + 9*time.Hour + w.within(2*time.Hour)
		w.after(at-w.now, d.name+" network", func() { w.connect(d) })
		w.after(at-w.now+5*time.Second+w.within(time.Minute), d.name+" network gone", func() { w.disconnect(d) })
	}
	if len(d.acts) > 0 {
		for range w.IntN(6) {
			w.after(from+9*time.Hour+w.within(3*time.Hour)-w.now, d.name+" acts", func() { w.act(d) })
		}
	}
	if w.likely(100) {
		w.after(from+w.within(day)-w.now, d.name+" clock", func() { w.setClock(d, w.skew()) })
	}
}

// skew is how far a clock is off after somebody set it.
func (w *world) skew() time.Duration {
	switch w.IntN(4) {
	case 0:
		return w.within(20*time.Minute) - 10*time.Minute
	case 1:
		return w.within(2*day) - day
	}
	return 0
}

// connect gives a device a network, good or bad.
func (w *world) connect(d *device) {
	d.net.up = true
	d.net.delay = []time.Duration{20 * time.Millisecond, 600 * time.Millisecond, 5 * time.Second}[w.IntN(3)]
	d.net.loss = []int{0, 20, 200}[w.IntN(3)]
	d.net.double = []int{0, 50}[w.IntN(2)]
	d.running(func(p *program) {
		p.threaten()
		p.online(true)
	})
	if w.likely(400) {
		w.after(w.within(20*time.Second), d.name+" cut", func() { w.cut(d) })
	}
}

// cut breaks what is open: seen at once, or not seen at all and half-open.
func (w *world) cut(d *device) {
	w.count.Cuts++
	d.net.cuts++
	if w.likely(500) {
		d.running(func(p *program) { p.step(syncerClosed()) })
	}
}

// disconnect takes the network away. A while later the lid is closed: nothing is
// tried any more until the next time.
func (w *world) disconnect(d *device) {
	w.cut(d)
	d.net.up = false
	w.after(w.within(20*time.Second), d.name+" lid", func() {
		if !d.net.up {
			d.running(func(p *program) { p.online(false) })
		}
	})
	if w.likely(100) {
		w.after(w.within(time.Hour), d.name+" quits", func() {
			if d.program != nil {
				d.crash("killed")
			}
		})
	}
}

// committed has the sequencer run soon, or later when it has to be elected anew.
func (w *world) committed() {
	if w.sequencing {
		return
	}
	if !w.granting {
		w.granting = true
		w.after(w.within(time.Minute), "grant", w.grant)
	}
	w.sequencing = true
	wait := time.Millisecond + w.within(50*time.Millisecond)
	if !w.calm && w.likely(50) {
		wait += w.within(2 * time.Minute)
	}
	w.after(wait, "sequence", w.sequence)
}

func (w *world) sequence() {
	w.sequencing = false
	head, more, err := w.server.Sequence(w.ctx)
	if err != nil {
		w.failf("%v", err)
		return
	}
	w.note("head %d", head)
	w.numberedAt = w.now
	for _, d := range w.devices {
		d.rounds = 0
	}
	if more {
		w.committed()
	}
	w.hear()
}

// tell tells a device that listens of what is new.
func (w *world) tell(l *link) {
	m, err := l.socket.Ask(w.ctx, l.at)
	switch {
	case err != nil:
		l.say(bye(err), 0)
	case m.Kind != wire.LiveNone:
		if m.Page != nil {
			l.at = m.Page.Next
		}
		l.say(m, 0)
	}
}

// take is the server that takes a push.
func (w *world) take(d *device, r wire.PushRequest) (response wire.PushResponse, err error) {
	if (!w.calm || w.refusing) && w.likely(20) {
		return wire.PushResponse{}, w.busy()
	}
	w.risk(func() { response, err = w.server.Push(w.ctx, d.actor.Device.ID, r) })
	w.note("server answers %d to %s: %v", len(response.Receipts), d.name, err)
	w.see()
	if w.cfg.sabotage == sabotageReceipt && len(response.Receipts) > 0 {
		response.Receipts[0] = nil
	}
	return response, err
}

// market changes prices and stock, and gives units more money: the server's own commands.
func (w *world) market() {
	f := w.field
	n := w.IntN(len(f.Offers))
	b := rules.Publish{Supplier: f.Supplier.ID}
	if w.likely(300) {
		f.Offers[n].Price += 100 * (1 + f.Offers[n].Price%7)
		b.Offers = append(b.Offers, f.Offers[n])
	} else {
		b.Stocks = append(b.Stocks, rules.OnHand{Offer: f.Offers[n].ID, Pieces: w.Int64N(40)})
	}
	w.operate(seal.KindPublishCatalogue, b)
}

// calmDown gives every device a good network: at first people go on and disks and the
// server still refuse, then everything goes well, for as long as the machine needs at
// most. Some laptops are started anew before, the others have to find their way as they are.
func (w *world) calmDown() {
	for _, d := range w.devices {
		d.net = network{up: true, cuts: d.net.cuts + 1, delay: 2 * time.Second}
		w.setClock(d, 0)
		if w.likely(300) && d.program != nil {
			d.crash("killed")
		}
		d.running(func(p *program) {
			p.power.left = -1
			p.online(true)
			p.step(syncerClosed())
		})
	}
	w.calm = true
	for _, d := range w.devices {
		if d.isRevoked {
			w.after(w.within(time.Minute), d.name+" hands in", func() { w.handIn(d) })
		}
		if d.isSpoiled {
			w.after(w.within(time.Minute), d.name+" compares", func() { w.mend(d) })
		}
	}
	for range 3 * len(w.devices) {
		d := w.devices[w.IntN(len(w.devices))]
		if len(d.acts) > 0 {
			w.after(w.within(2*time.Minute), d.name+" acts", func() { w.act(d) })
		}
	}
	w.refusing = true
	w.run(w.now + 2*time.Minute)
	w.refusing = false
	for _, d := range w.devices {
		d.net.delay = 200 * time.Millisecond // a whole load fits into what is left
		if d.program != nil {
			d.program.power.full = 0
		}
	}
	w.run(w.now + calmFor)
	// A device that compared in the last moment tells what it found: that is a document, too.
	for range 10 {
		if w.now-w.numberedAt > ripple {
			return
		}
		w.run(w.now + ripple)
	}
}
