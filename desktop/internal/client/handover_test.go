package client_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// noteCode is the code that a delivery's dispatch note is printed with.
func (d *device) noteCode(of id.ID[id.Delivery]) string {
	paper, err := d.core.Paper("dispatch_note", of.String())
	require.NoError(d.t, err)
	require.NotContains(d.t, string(paper.Encode()), "handover")
	return paper.Handover
}

// The note carries the code where the dispatch was made and nowhere else, whatever this
// laptop goes through, until the goods are received.
func TestHandover_IsOnTheNoteOfItsMaker(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o := c.approved(2)
	code := c.maker.core.NewHandover()
	body := seal.Encode(delivery.Dispatch{
		Order: o, Lines: []delivery.DispatchLine{{Line: 1, Quantity: 2}}, Carrier: "Віз", Handover: delivery.HandoverHash(o, code),
	})
	p, err := c.maker.core.PrepareAct(client.ActAsk{Kind: seal.KindDispatch, Bodies: [][]byte{body}, Code: code})
	require.NoError(t, err)
	names, err := c.maker.work.Drafts()
	require.NoError(t, err)
	require.Empty(t, names, "nothing is kept of what was only looked at")
	_, err = c.maker.core.Sign(p.Token, "")
	require.NoError(t, err)

	d := c.maker.delivery().ID
	require.Equal(t, code, c.maker.noteCode(d), "before the server knows of it")
	require.NotContains(t, string(c.maker.envelopes()[0]), code, "what is sent says its hash")
	require.Equal(t, client.JournalDraft, c.maker.journal.entries[len(c.maker.journal.entries)-2].Kind, "the code is on the disk first")
	c.maker.restart()
	require.Equal(t, code, c.maker.noteCode(d))
	c.all()
	require.Equal(t, code, c.maker.noteCode(d))
	for _, other := range []*device{c.receiver, c.agency, c.quality} {
		require.Empty(t, other.noteCode(d))
	}
	other := newDevice(t, c.server, c.clock, c.maker.who.Person, c.maker.who.Org, 44)
	other.sync()
	require.Empty(t, other.noteCode(d), "another laptop of the same person")

	c.maker.work = memstore.NewWork()
	c.maker.restart()
	require.Equal(t, code, c.maker.noteCode(d), "the journal has it")
	_, err = c.maker.core.PruneJournal(pruner{c.maker.journal, everywhere})
	require.NoError(t, err)
	require.Equal(t, code, c.maker.noteCode(d), "it is still on its way")

	c.receiver.act(seal.KindReceive, delivery.Receive{Delivery: d, Code: code, Counts: []delivery.Count{{Delivered: 2}}})
	c.all()
	require.Empty(t, c.maker.noteCode(d), "it works once")
	_, err = c.maker.core.PruneJournal(pruner{c.maker.journal, everywhere})
	require.NoError(t, err)
	names, err = c.maker.work.Drafts()
	require.NoError(t, err)
	require.Empty(t, names)
	c.maker.restart()
	c.maker.work = memstore.NewWork()
	c.maker.restart()
	names, err = c.maker.work.Drafts()
	require.NoError(t, err)
	require.Empty(t, names, "nor does the journal bring it back")
}

// dispatches signs a dispatch of one piece whose code is kept here.
func (d *device) dispatches(o id.ID[id.Order]) (code string) {
	code = d.core.NewHandover()
	body := seal.Encode(delivery.Dispatch{Order: o, Lines: []delivery.DispatchLine{{Line: 1, Quantity: 1}}, Handover: delivery.HandoverHash(o, code)})
	p, err := d.core.PrepareAct(client.ActAsk{Kind: seal.KindDispatch, Bodies: [][]byte{body}, Code: code})
	require.NoError(d.t, err)
	_, err = d.core.Sign(p.Token, "")
	require.NoError(d.t, err)
	return code
}

// codes are the handover codes that are kept here after the journal was looked through.
func (d *device) codes() []string {
	_, err := d.core.PruneJournal(pruner{d.journal, everywhere})
	require.NoError(d.t, err)
	names, err := d.work.Drafts()
	require.NoError(d.t, err)
	return names
}

// The code of a dispatch that came to nothing goes with the time, the server's.
func TestHandover_IsNotKeptForEver(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o := c.approved(1)
	other := newDevice(t, c.server, c.clock, c.maker.who.Person, c.maker.who.Org, 44)
	other.sync()
	c.maker.dispatches(o)
	other.dispatches(o)
	other.sync()
	c.maker.push(true)
	waits := func(kept int) {
		t.Helper()
		for range 2 {
			require.Len(t, c.maker.codes(), kept)
			c.maker.restart()
		}
	}
	waits(1)
	for c.maker.pull(1000) {
	}
	c.clock.pass(181 * 24 * time.Hour)
	waits(1)
	c.maker.core.ServerClock(c.clock.now().UnixMilli(), true)
	c.maker.docs = memstore.NewDocs()
	c.maker.restart()
	waits(1) // a ruling may have let it through: the documents say so once they are here
	c.maker.sync()
	waits(0)
	require.Len(t, other.codes(), 1, "the one that was applied is on its way")
	other.docs = memstore.NewDocs()
	other.restart()
	other.pull(1)
	require.Len(t, other.codes(), 1, "also while it has not come here again")
}

// A dispatch that was refused and then let through by a ruling is on its way like any other.
func TestHandover_IsKeptAfterARuling(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o := c.approved(1)
	other := newDevice(t, c.server, c.clock, c.maker.who.Person, c.maker.who.Org, 44)
	other.sync()
	code := c.maker.dispatches(o)
	other.dispatches(o)
	other.sync()
	let := other.delivery().Delivery
	let.ID, let.Handover = numbered[id.Delivery](99), delivery.HandoverHash(o, code)
	c.server.publish(rules.Outcome{Things: []rules.Thing{let}})
	c.maker.sync()
	require.Empty(t, c.maker.envelopes())
	c.clock.pass(400 * 24 * time.Hour)
	c.maker.sync()
	c.maker.core.ServerClock(c.clock.now().UnixMilli(), true)
	require.Len(t, c.maker.codes(), 1)
	require.Equal(t, code, c.maker.noteCode(let.ID))
}

// While goods are on their way, or nobody has answered to their dispatch yet, the code stays
// whatever a clock shows, this laptop's or the server's.
func TestHandover_IsKeptWhileTheGoodsAreOnTheirWay(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o := c.approved(2)
	c.maker.clock = &clock{at: c.clock.at.Add(400 * 24 * time.Hour)}
	c.maker.restart()
	sent := c.maker.dispatches(o)
	d := c.maker.delivery().ID
	keeps := func(n int) {
		t.Helper()
		require.Len(t, c.maker.codes(), n)
		c.maker.clock.pass(400 * 24 * time.Hour)
		c.maker.restart()
		require.Len(t, c.maker.codes(), n)
		require.Equal(t, sent, c.maker.noteCode(d))
		c.maker.core.ServerClock(c.maker.clock.now().UnixMilli(), false)
		require.Len(t, c.maker.codes(), n)
		require.Equal(t, sent, c.maker.noteCode(d))
	}
	keeps(1)
	c.maker.sync()
	keeps(1)
	c.maker.dispatches(o)
	keeps(2)
	c.maker.sync()
	keeps(2)
}
