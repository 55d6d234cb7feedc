package client_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/shared/delivery"
	"dotchain/shared/id"
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

// The code of a dispatch that came to nothing goes with the time.
func TestHandover_IsNotKeptForEver(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o := c.approved(2)
	code := c.maker.core.NewHandover()
	body := seal.Encode(delivery.Dispatch{Order: o, Lines: []delivery.DispatchLine{{Line: 1, Quantity: 1}}, Handover: delivery.HandoverHash(o, code)})
	p, err := c.maker.core.PrepareAct(client.ActAsk{Kind: seal.KindDispatch, Bodies: [][]byte{body}, Code: code})
	require.NoError(t, err)
	_, err = c.maker.core.Sign(p.Token, "")
	require.NoError(t, err)
	for _, kept := range []int{1, 0} {
		_, err = c.maker.core.PruneJournal(pruner{c.maker.journal, everywhere})
		require.NoError(t, err)
		names, err := c.maker.work.Drafts()
		require.NoError(t, err)
		require.Len(t, names, kept)
		c.clock.pass(181 * 24 * time.Hour)
	}
}
