package sim

import (
	"slices"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/syncserver/memservertest"
)

// This file is what befalls laptops, people and the server as a whole.

// misfortunes says what happens in this run, and when: every run has some of it, none all.
func (w *world) misfortunes() {
	some := func() *device { return w.devices[w.IntN(len(w.devices))] }
	span := time.Duration(w.cfg.Days) * day
	happens := func(thousandths int, name string, do func()) {
		if w.likely(thousandths) {
			w.after(w.within(span), name, do)
		}
	}
	happens(300, "copied", func() { w.copyLaptop(some()) })
	for _, d := range w.devices {
		happens(100, d.name+" image", func() { d.image = d.disk() })
		happens(200, d.name+" disk put back", func() { w.putBack(d) })
		happens(80, d.name+" spoiled", func() { w.spoil(d) })
	}
	for range 3 {
		happens(300, "moves", w.move)
		happens(500, "pack", w.pack)
	}
	happens(150, "prune", w.prune)
	// Whoever is shut out cannot hear that the server was restored: one or the other.
	if w.likely(500) {
		happens(500, "revoked", func() { w.revoke(some()) })
		return
	}
	happens(700, "backup", w.back)
	happens(700, "restored", w.restore)
}

// disk is the laptop's as of now.
func (d *device) disk() *disk { return &disk{d.journal.Clone(), d.work.Clone(), d.docs.Clone()} }

// copyLaptop has a second laptop that is the first to the last bit.
func (w *world) copyLaptop(d *device) {
	c := newDevice(w, d.name+"-copy", d.actor, d.org, d.acts...)
	at := d.disk()
	c.journal, c.work, c.docs, c.noted, c.born = at.journal, at.work, at.docs, d.journal.Last(), int(w.now/day)
	c.writes = d.writes
	c.isRevoked, c.isSpoiled = d.isRevoked, d.isSpoiled
	d.isForked, c.isForked = true, true
	w.count.Copies++
	w.devices = append(w.devices, c)
	// On the last day it has to be there before the links turn good for the last time.
	w.after(w.within(max(time.Second, min(time.Hour, time.Duration(w.cfg.Days)*day-w.now))), c.name+" start", c.start)
	for n := c.born + 1; n < w.cfg.Days; n++ {
		w.plan(c, time.Duration(n)*day)
	}
}

// putBack has the disk be what it was: all of it, or all but the journal, or that alone.
func (w *world) putBack(d *device) {
	if d.image == nil {
		return
	}
	at := d.image
	d.image = nil
	if d.program != nil {
		d.crash("disk put back")
	}
	w.count.PutBacks++
	what := w.IntN(3)
	w.note("%s: disk put back, %d", d.name, what)
	if what != 1 {
		d.journal = at.journal
	}
	if what != 2 {
		d.work, d.docs = at.work, at.docs
	}
	// Of what is nowhere on the disk any more nobody can say anything but the server.
	has := map[seal.Hash]bool{}
	for e, err := range d.journal.Replay(0) {
		if err == nil && e.Kind == client.JournalCommand {
			has[seal.Sum(e.Payload)] = true
		}
	}
	for s, err := range d.work.Commands(1) {
		if err == nil {
			has[s.Hash] = true
		}
	}
	d.forgetTyped()
	before := len(d.told)
	d.told = slices.DeleteFunc(d.told, func(h seal.Hash) bool { return !has[h] })
	d.isForked = d.isForked || len(d.told) < before || what == 0
	d.noted = d.journal.Last()
}

// spoil has a document on a disk be another than was stored.
func (w *world) spoil(d *device) {
	if key, ok := d.docs.Spoil(w.IntN(1000), w.likely(500)); ok {
		w.note("%s: %s %x is spoiled", d.name, key.Kind, key.ID)
		d.isSpoiled = true
		w.count.Spoiled++
	}
}

// mend has the time come at which devices compare digests, which is an hour else.
func (w *world) mend(d *device) {
	d.running(func(p *program) { p.step(checkDue()) })
	w.after(10*time.Second, d.name+" compares", func() { w.mend(d) })
}

// move has a person of a unit go to the other one.
func (w *world) move() {
	who := w.devices[w.IntN(3)].actor.Person.ID
	p := w.server.Person(who)
	units := w.field.Units
	to := units[0]
	if p.Org == to.ID {
		to = units[1]
	}
	p.Org = to.ID
	w.count.Moves++
	w.moved[who] = true
	w.note("%s goes to %s", p.Name, to.Number)
	w.operate(seal.KindRegister, rules.Register{People: []party.Person{p}})
	w.hear()
}

// operate is a command of the server's own person.
func (w *world) operate(kind seal.Kind, body any) {
	if reasons, err := w.server.Operate(w.ctx, kind, body); err != nil || len(reasons) > 0 {
		w.failf("operator: %v %v", reasons, err)
	}
}

// grant is the work in the background that applies what waited.
func (w *world) grant() {
	w.granting = false
	n, err := w.server.Grant(w.ctx)
	if err != nil {
		w.failf("grant: %v", err)
	}
	w.note("granted %d", n)
	w.count.Granted += n
}

// hear has those that listen told at once when they may not listen any more, as the
// server's sweep does within seconds.
func (w *world) hear() {
	for _, d := range w.devices {
		if p := d.program; p != nil && p.link != nil && p.link.socket != nil {
			w.tell(p.link)
		}
	}
}

// revoke shuts a device out, with all copies of it.
func (w *world) revoke(d *device) {
	if d == w.devices[0] {
		return // somebody has to carry files
	}
	if err := w.server.Revoke(w.ctx, d.actor.Device.ID); err != nil {
		w.failf("revoke %s: %v", d.name, err)
	}
	w.see()
}

// see notes who was shut out by now: by misfortune, or by a ruling of the desk.
func (w *world) see() {
	for _, d := range w.devices {
		if d.isRevoked {
			continue
		}
		known, err := w.server.Device(w.ctx, d.actor.Device.ID)
		if err != nil {
			w.failf("device %s: %v", d.name, err)
		}
		if known.RevokedAt == 0 {
			continue
		}
		w.note("%s is shut out", d.name)
		d.isRevoked = true
		w.count.Revoked++
		if w.calm {
			w.after(w.within(time.Minute), d.name+" hands in", func() { w.handIn(d) })
		}
		w.hear()
	}
}

func (w *world) pack() {
	made, err := w.server.Build(w.ctx)
	if err != nil {
		w.failf("pack: %v", err)
	}
	w.note("packed %d", made)
}

func (w *world) prune() {
	gone, err := w.server.Prune(w.ctx)
	if err != nil {
		w.failf("prune: %v", err)
	}
	w.count.Pruned += gone
	if s, err := w.server.Snapshot(w.ctx, w.devices[0].actor.Device.ID); err == nil && gone > 0 && s.Pruned == 0 {
		w.failf("%d tombstones were dropped and a snapshot does not say so", gone)
	}
	w.note("pruned %d", gone)
}

// back backs the server up.
func (w *world) back() {
	b := w.server.Backup()
	w.backup = &b
}

// restore has the server's disk be lost, and the last backup be put in its place.
func (w *world) restore() {
	if w.backup == nil {
		return
	}
	w.count.Restores++
	for _, d := range w.devices {
		if p := d.program; p != nil && p.link != nil {
			p.link.end()
		}
		w.cut(d)
	}
	w.epochs++
	if err := w.server.Restore(*w.backup, sharedtest.ID[id.Epoch](w.epochs)); err != nil {
		w.failf("restore: %v", err)
	}
	w.note("server restored")
}

// risk does something at the server, which may die before or after its commit, or not know
// of it.
func (w *world) risk(do func()) {
	if w.calm && !w.refusing {
		do()
		return
	}
	asked := false
	w.server.FailCommit(func() (bool, error) {
		if asked || !w.likely(60) {
			return false, nil
		}
		asked = true
		w.count.ServerFails++
		err := errDied
		if w.likely(300) {
			err = memservertest.ErrCommitUnknown
		}
		return w.likely(500), err
	})
	defer w.server.FailCommit(nil)
	do()
}

// busy is a server that has other work.
func (w *world) busy() error {
	return fault.Because("push", fault.Reason{Code: fault.Busy, Have: w.Int64N(3000)})
}
