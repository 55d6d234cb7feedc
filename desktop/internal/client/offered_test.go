package client_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// loses is a server that was restored from a backup of before all orders.
func (f *field) loses(t require.TestingT) {
	again := bareField(t)
	f.server = newServer(f.clock)
	f.server.feed, f.server.world, f.server.epoch = again.server.feed, again.server.world, id.ID[id.Epoch]{0: 2, 15: 2}
	f.unit.server, f.agency.server = f.server, f.server
}

// Also of a device that never heard an answer to what it signed an answer may be on its way in
// a file, of a server that has lost its past since.
func TestOffered_WhatOnlyAFileAnswers(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	f.order(0, 1)
	answer := f.server.takeFile(t, d.made(false).Content)
	f.loses(t)
	d.load(false, f.scopes()...)
	_, err := d.core.TakeCourierAnswer(answer)
	require.NoError(t, err)
	require.Len(t, d.envelopes(), 1)
}

// From the moment when a load of another past begins all is offered in its order, not first
// what was never answered; and it stays so whatever happens to the program or to the load.
func TestOffered_FromTheBeginningOfALoad(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	f.order(0, 1)
	d.sync()
	f.order(1, 1)
	f.loses(t)
	snap, _ := f.server.snapshot(t, uint64(len(f.server.feed)), f.scopes()...)
	_, err := d.core.BeginLoad(snap, false)
	require.NoError(t, err)
	for range 2 {
		require.Len(t, d.envelopes(), 2)
		d.restart()
	}
}

// What is older than half a year is not offered once more; what is younger is.
func TestOffered_NotForEver(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	f.order(0, 1)
	d.sync()
	f.clock.pass(181 * 24 * time.Hour)
	f.order(1, 1)
	d.sync()
	require.Empty(t, d.envelopes())
	young := d.journal.commands()[1]
	f.loses(t)
	d.load(false, f.scopes()...)
	require.Equal(t, [][]byte{young}, d.envelopes())
}

// A push takes at least one command, however large it is: it would stop all behind it.
func TestUnsent_TakesOneThatIsLarge(t *testing.T) {
	t.Parallel()
	f := newField(t)
	f.order(0, 1)
	f.order(1, 1)
	one, err := f.unit.core.Unsent(100, 1)
	require.NoError(t, err)
	require.Equal(t, f.unit.envelopes()[:1], one)
}

// A receipt that the journal does not take leaves its command where it is.
func TestAcknowledge_JournalIsFull(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	o := f.order(0, 1)
	receipts := f.server.take(d.envelopes())
	d.journal.full = true
	require.Equal(t, fault.DiskFull, fault.CodeOf(d.core.Acknowledge(receipts)))
	require.Len(t, d.envelopes(), 1)
	require.Equal(t, order.Signed, d.row(o).State)
	d.journal.full = false
	require.NoError(t, d.core.Acknowledge(receipts))
	require.Empty(t, d.envelopes())
	d.work = memstore.NewWork()
	d.restart()
	require.Empty(t, d.envelopes())
}

// The chain is in the order of its numbers, whatever the clock said from one to the next.
func TestOpen_ClockWasSetBack(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.clock = &clock{at: f.clock.at}
	d.restart()
	for range 3 {
		f.order(0, 1)
		d.clock.pass(-time.Hour)
	}
	before := d.envelopes()
	for range 2 {
		d.restart()
		require.Empty(t, d.core.Notices())
		require.Equal(t, before, d.envelopes())
		d.work = memstore.NewWork()
	}
	f.order(1, 1)
	d.sync()
	require.Len(t, f.server.applied, 4)
}

// What the journal may drop follows the server's clock: a laptop that believes to be in
// another year keeps everything.
func TestPruneJournal_ClockOfTheLaptop(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.clock = &clock{at: f.clock.at}
	d.restart()
	for range 3 {
		f.order(0, 1)
	}
	d.sync()
	d.clock.pass(400 * 24 * time.Hour)
	_, err := d.core.PruneJournal(pruner{d.journal, everywhere})
	require.NoError(t, err)
	require.Len(t, d.journal.commands(), 3)
}

// commands are those in a journal.
func (j *journal) commands() (all [][]byte) {
	for e, err := range j.Replay(0) {
		if err == nil && e.Kind == client.JournalCommand {
			all = append(all, e.Payload)
		}
	}
	return all
}

// Whoever returns an order a second time sees it returned as soon as the server has said so:
// their first return of it, of a revision before, says nothing of this one.
func TestProof_ReturnedTwice(t *testing.T) {
	t.Parallel()
	f := newField(t)
	o := f.order(0, 1)
	f.unit.sync()
	f.agency.sync()
	f.decide(seal.KindReturnOrder, o)
	f.agency.sync()
	f.unit.sync()
	cart, err := f.unit.core.ReviseOrder(o)
	require.NoError(t, err)
	form := cart.Form
	for _, q := range cart.Questions {
		form.Answers = append(form.Answers, order.Answer{Question: q.Number, Text: "because"})
	}
	_, err = f.unit.core.SetCartForm(form)
	require.NoError(t, err)
	f.sign()
	f.unit.sync()
	f.agency.sync()
	require.Equal(t, order.InReview, f.agency.row(o).State)
	f.decide(seal.KindReturnOrder, o)
	require.Equal(t, order.Returned, f.agency.row(o).State)
	f.agency.push(true)
	for range 2 {
		require.Equal(t, order.Returned, f.agency.row(o).State)
		f.agency.restart()
	}
}
