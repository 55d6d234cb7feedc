package sim

import (
	"math/rand/v2"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/catalogue"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// device is a laptop: what survives its program.
type device struct {
	w     *world
	name  string
	actor *sharedtest.Actor
	org   party.Org
	acts  []act
	// writes are those on drafts, nil for whoever has none.
	writes []act

	journal *memstore.Journal
	work    *memstore.Work
	docs    *memstore.Docs
	random  *rand.Rand
	// skew is how far its clock is off.
	skew time.Duration

	// program is nil while none runs.
	program *program
	net     network
	// told are the commands of which its person was told that they are saved; noted
	// is how far of the journal was looked through for them.
	told  []seal.Hash
	noted uint64
	// typed is what its person set in drafts, since they last took something back.
	typed []typed
	// former are the notes that were typed before typed was begun anew: how often is not known.
	former map[string]bool
	// image is its disk as it was at a moment; nil for none.
	image *disk
	// isForked says that the laptop was copied, or its disk put back: its chain of commands
	// has forks and gaps from then on. isRevoked says that it was shut out, isSpoiled that
	// something on its disk is not what was written.
	isForked, isRevoked, isSpoiled bool
	// hasExported says that courier files were made on it.
	hasExported bool
	// born is the day it came to be.
	born int
	// rounds counts the pages that ended with the last of what was new, since the last load or since the
	// feed went on.
	rounds int
}

// disk is what is stored on a laptop.
type disk struct {
	journal *memstore.Journal
	work    *memstore.Work
	docs    *memstore.Docs
}

// program is one run of the program.
type program struct {
	*device
	core    *client.Core
	machine *syncer.Core
	power   *power
	offline bool
	timers  map[syncer.TimerKind]uint64
	started uint64
	link    *link
	// transfers are all of this run, also those of links before.
	transfers []*transfer
}

func newDevice(w *world, name string, a *sharedtest.Actor, org party.Org, acts ...act) *device {
	return &device{
		w: w, name: name, actor: a, org: org, acts: acts,
		journal: memstore.NewJournal(), work: memstore.NewWork(), docs: memstore.NewDocs(),
		random: rand.New(rand.NewPCG(w.cfg.Seed, w.Uint64())), //nolint:gosec // it has to repeat
	}
}

func (d *device) clock() time.Time { return d.w.clock().Add(d.skew) }

// keys are unlocked, their passphrase just given.
type keys struct{ *sharedtest.Key }

func (keys) Fresh(time.Time) bool            { return true }
func (keys) Confirm(string, time.Time) error { return nil }

// index finds nothing: searching is left out.
type index struct{}

func (index) Reset()                                         {}
func (index) PutItem(catalogue.Item)                         {}
func (index) RemoveItem(id.ID[id.Item])                      {}
func (index) PutOffer(supply.Offer)                          {}
func (index) RemoveOffer(id.ID[id.Offer])                    {}
func (index) PutStock(supply.Stock)                          {}
func (index) PutSupplier(party.Org)                          {}
func (index) Find(client.CatalogueQuery, int64) client.Found { return client.Found{} }

// open opens the profile on stores.
func (d *device) open(j client.Journal, w client.Work, docs client.Docs) (*client.Core, error) {
	return client.Open(client.Config{
		Docs: docs, Work: w, Journal: j, Keys: keys{d.actor.Key}, Index: index{}, Answers: courierKey(d.actor.Device.Name),
		Trust: client.Trust{Server: d.w.key.Public(), Courier: d.w.courier.public()}, Clock: d.clock,
		Random: func(b []byte) {
			for i := range b {
				b[i] = byte(d.random.Uint32())
			}
		},
		Profile: client.Profile{
			Person: d.actor.Person, Org: d.org, Device: d.actor.Device.ID, DeviceName: d.actor.Device.Name, Program: "sim",
		},
	})
}

// start starts the program, as after a crash; it may crash while it opens.
func (d *device) start() {
	if d.program != nil {
		return
	}
	p := &program{device: d, power: &power{Rand: d.w.Rand, left: -1}, timers: map[syncer.TimerKind]uint64{}, offline: !d.net.up}
	if !d.w.calm {
		p.power.full = 2
		p.threaten()
	}
	d.program = p
	if !d.w.calm && d.w.likely(10) {
		d.w.count.Upgrades++
		d.w.note("%s has another program", d.name)
		d.docs.Age(wire.Schema - 1)
	}
	d.alive(func() {
		core, err := d.open(&journal{d.journal, p.power}, &work{d.work, p.power}, &docs{d.docs, p.power})
		if fault.CodeOf(err) == fault.DiskFull {
			d.crash("disk full at start")
			return
		}
		if err != nil {
			d.w.failf("%s does not open: %v", d.name, err)
			return
		}
		cursor, err := core.Cursor()
		if err != nil {
			d.w.failf("%s has no cursor: %v", d.name, err)
			return
		}
		p.core, p.machine = core, syncer.NewCore(cursor)
		if p.offline {
			p.step(syncer.WantOffline{On: true})
		}
		p.step(syncer.Started{})
	})
}

// threaten has the power go at one of the next writes, now and then.
func (p *program) threaten() {
	if !p.w.calm && p.power.left < 0 && p.w.likely(200) {
		p.power.left = p.w.IntN(20)
	}
}

// alive runs something in the program, which may lose the power in it.
func (d *device) alive(do func()) {
	defer func() {
		if r := recover(); r != nil {
			if r != errPower { //nolint:errorlint // the very value
				panic(r)
			}
			d.w.count.Crashes++
			d.crash("power")
		}
	}()
	do()
}

// crash ends the program without any farewell; it is started again after a while.
func (d *device) crash(why string) {
	d.w.note("%s crash %s", d.name, why)
	d.halt()
	d.w.after(time.Second+d.w.within(time.Minute), d.name+" start", d.start)
}

// halt ends the program where it stands.
func (d *device) halt() {
	p := d.program
	if p == nil {
		return
	}
	d.program = nil
	if p.link != nil {
		p.link.end()
	}
	for _, t := range p.transfers {
		t.end()
	}
}

// running does something if the program runs.
func (d *device) running(do func(p *program)) {
	if p := d.program; p != nil && p.machine != nil {
		d.alive(func() { do(p) })
	}
}

// later does something later, if this run of the program is still there.
func (p *program) later(after time.Duration, name string, do func()) {
	p.w.after(after, p.name+" "+name, func() {
		if p.program == p {
			p.alive(do)
		}
	})
}
