package client_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

// This file is what a draft does not take: it is said at once, and nothing that a person
// changed is gone.

// note sets the note of a laptop's cart.
func (o *office) note(laptop int, text string) (client.Cart, error) {
	f := o.cart(laptop).Form
	f.Note = text
	return o.laptops[laptop].core.SetCartForm(f)
}

// A note that is longer than an order's may be is refused where it is written, and the cart
// is what it was.
func TestDraft_LongNote(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 1)
	o.put(0, 0, 2)
	o.put(0, 1, 3)
	fits := strings.Repeat("ї", order.MaxNote/2)
	_, err := o.note(0, fits)
	require.NoError(t, err)
	_, err = o.note(0, fits+"ї")
	require.Equal(t, []fault.Reason{{Code: fault.TooLarge, Field: "note", Have: order.MaxNote + 2, Want: order.MaxNote}}, fault.ReasonsOf(err))
	o.share(0)
	o.laptops[0].restart()
	o.laptops[0].sync()
	c := o.cart(0)
	require.Equal(t, []int64{2, 3}, pieces(c))
	require.Equal(t, fits, c.Form.Note)
	require.True(t, c.Draft.Shared)
	require.Empty(t, o.laptops[0].core.Standing().OpenCases)
}

// A note that was written before it was refused at once stays for its author to shorten; what
// is beside it goes.
func TestDraft_LongNoteOfBefore(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 2)
	d := o.laptops[0]
	long := strings.Repeat("ї", order.MaxNote)
	d.keepCart([]draft.Cell{
		{Place: draft.Place{Field: draft.Pieces, Offer: o.offers[0].ID}, Value: draft.Value{Number: 2}},
		{Place: draft.Place{Field: draft.Note}, Value: draft.Value{Text: long}},
	})
	require.Equal(t, long, o.cart(0).Form.Note)
	o.share(0, 1)
	c := o.cart(0)
	require.Equal(t, []int64{2}, pieces(c))
	require.Equal(t, long, c.Form.Note)
	require.True(t, c.Draft.Unsent)
	_, due := d.core.DraftDue()
	require.False(t, due, "nobody waits for what cannot go")
	require.Len(t, o.cart(1).Draft.Drafts, 1)
	_, err := d.core.NewDraft()
	require.Equal(t, fault.TooLarge, fault.CodeOf(err), "who leaves would lose it")
	_, err = o.note(0, "коротко")
	require.NoError(t, err)
	o.share(0, 1)
	require.False(t, o.cart(0).Draft.Unsent)
	_, err = d.core.NewDraft()
	require.NoError(t, err)
}

// keepCart makes a cart what was kept of an earlier run of the program.
func (d *device) keepCart(cells []draft.Cell) {
	require.NoError(d.t, d.work.Save(client.WorkBatch{Drafts: map[string][]byte{"cart": client.CartOf(cells)}}))
	d.restart()
}

// stocked gives the field so many more offers.
func (o *office) stocked(n int) []supply.Offer {
	all := make([]supply.Offer, n)
	for i := range all {
		all[i] = o.offers[0]
		all[i].ID = id.ID[id.Offer]{0: 9, 1: byte(i >> 8), 2: byte(i)} //nolint:gosec // the two bytes of a small number
	}
	o.server.publish(rules.Outcome{Offers: all})
	for _, d := range o.laptops {
		d.sync()
	}
	return all
}

// A line more than an order has is refused, and not passed over without a word; one in the
// place of another is taken.
func TestDraft_Full(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 1)
	d, offers := o.laptops[0], o.stocked(order.MaxLines+1)
	w := make([]draft.Cell, 0, order.MaxLines)
	for _, x := range offers[:order.MaxLines] {
		w = append(w, draft.Cell{Place: draft.Place{Field: draft.Pieces, Offer: x.ID}, Value: draft.Value{Number: 1}})
	}
	d.keepCart(w)
	o.share(0)
	_, err := d.core.PutLine(offers[order.MaxLines].ID, 1)
	require.Equal(t, []fault.Reason{{Code: fault.TooLarge, Field: "lines", Have: order.MaxLines + 1, Want: order.MaxLines}}, fault.ReasonsOf(err))
	// What is taken out goes before what comes, in whichever order they were changed.
	for _, x := range []struct{ offer, pieces int64 }{{0, 0}, {order.MaxLines, 7}, {1, 0}, {0, 5}} {
		_, err = d.core.PutLine(offers[x.offer].ID, x.pieces)
		require.NoError(t, err)
	}
	o.share(0)
	c := o.cart(0)
	require.Len(t, c.Lines, order.MaxLines)
	require.False(t, c.Draft.Unsent)
	require.Zero(t, d.core.Standing().OpenCases)
}

// More changes than a command takes are sent as several, and more than the cart keeps at once.
func TestDraft_ManyChanges(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 2)
	d, offers := o.laptops[0], o.stocked(order.MaxLines)
	lines, ranks, answers := []draft.Cell{{Place: draft.Place{Field: draft.Note}, Value: draft.Value{Text: "усе"}}}, []draft.Cell{}, []draft.Cell{}
	for i, x := range offers {
		lines = append(lines, draft.Cell{Place: draft.Place{Field: draft.Pieces, Offer: x.ID}, Value: draft.Value{Number: 1}})
		var ranked []order.Substitute
		for n := range order.MaxSubstitutes {
			ranked = append(ranked, order.Substitute{Offer: offers[(i+n+1)%len(offers)].ID, PriceCap: 1_000_000})
		}
		ranks = append(ranks, draft.Cell{Place: draft.Place{Field: draft.Substitutes, Offer: x.ID}, Value: draft.Value{Ranked: ranked}})
	}
	for q := range uint32(100) {
		text := strings.Repeat("а", order.MaxNote/2)
		answers = append(answers, draft.Cell{Place: draft.Place{Field: draft.Answer, Question: q + 1}, Value: draft.Value{Text: text}})
	}
	held := func(o *office, named id.ID[id.Order]) []draft.Cell {
		shared, _ := rules.Find[draft.Draft](o.server.world, draft.Key(named, seal.Hash{}))
		return shared.Cells
	}
	all := slices.Concat(lines, ranks, answers)
	for n, some := range [][]draft.Cell{lines, ranks, answers} {
		d.keepCart(some)
		require.NoError(t, d.core.ShareDraft())
		require.Len(t, d.envelopes(), 1+n/2, "texts take more")
		for _, e := range d.envelopes() {
			require.LessOrEqual(t, len(e), seal.MaxEnvelope)
		}
		o.share(0)
	}
	require.ElementsMatch(t, all, held(o, o.cart(0).Order))
	// Others know that it was given up: it is begun anew, with all of it.
	_, err := d.core.ClearCart()
	require.NoError(t, err)
	_, err = d.core.UndoCart()
	require.NoError(t, err)
	d.restart()
	require.Len(t, o.cart(0).Lines, order.MaxLines)
	require.Greater(t, len(d.envelopes()), 2)
	o.share(0, 1)
	require.ElementsMatch(t, all, held(o, o.cart(0).Order))
	require.Zero(t, d.core.Standing().OpenCases)
	_, err = o.laptops[1].core.OpenDraft(o.cart(1).Draft.Drafts[0].ID)
	require.NoError(t, err)
	require.Len(t, o.cart(1).Lines, order.MaxLines)
}

// stricter makes the server take no change of a draft, as a newer one may, or ends that.
func (o *office) stricter(is bool) { o.server.stricter = is }

// What the server refused is in the cart again, also after a restart; it goes with the next
// change and not by itself.
func TestDraft_RefusedIsKept(t *testing.T) {
	t.Parallel()
	for name, shared := range map[string]bool{"a draft that nobody knows": false, "one that others know": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, 2)
			d := o.laptops[0]
			if shared {
				o.put(0, 2, 9)
				o.share(0)
			}
			o.stricter(true)
			o.put(0, 0, 2)
			o.put(0, 1, 3)
			_, err := o.note(0, "до складу")
			require.NoError(t, err)
			o.clock.pass(pause)
			d.push(true)
			for range 2 {
				c := o.cart(0)
				require.Equal(t, []int64{2, 3}, pieces(c)[len(pieces(c))-2:])
				require.Equal(t, "до складу", c.Form.Note)
				require.True(t, c.Draft.Unsent && c.Draft.Refused)
				o.clock.pass(time.Hour)
				require.Empty(t, d.envelopes(), "the answer would be the same")
				d.restart()
			}
			o.stricter(false)
			o.put(0, 1, 4)
			o.share(0, 1)
			c := o.cart(0)
			require.Equal(t, []int64{2, 4}, pieces(c)[len(pieces(c))-2:])
			require.Equal(t, "до складу", c.Form.Note)
			require.False(t, c.Draft.Unsent || c.Draft.Refused)
			d.restart()
			require.Equal(t, pieces(c), pieces(o.cart(0)))
			require.Len(t, o.cart(1).Draft.Drafts, 1)
		})
	}
}

// What was changed of a place since it was refused stands, sent or not.
func TestDraft_RefusedIsOlder(t *testing.T) {
	t.Parallel()
	for name, arrived := range map[string]bool{"its document is to come": false, "its document came first": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refusedIsOlder(t, arrived)
		})
	}
}

func refusedIsOlder(t *testing.T, arrived bool) {
	t.Helper()
	o := joined(t, 1)
	d := o.laptops[0]
	o.put(0, 0, 5)
	o.put(0, 1, 6)
	o.put(0, 2, 7)
	require.NoError(t, d.core.ShareDraft())
	first := d.envelopes()
	o.put(0, 1, 8)
	require.NoError(t, d.core.ShareDraft())
	o.put(0, 2, 9)
	o.stricter(true)
	o.clock.pass(time.Second)
	receipts := o.server.take(first)
	o.stricter(false)
	o.clock.pass(time.Second)
	receipts = append(receipts, o.server.take(d.envelopes()[1:])...)
	if arrived {
		for d.pull(1000) {
		}
	}
	require.NoError(t, d.core.Acknowledge(receipts))
	require.ElementsMatch(t, []int64{5, 8, 9}, pieces(o.cart(0)))
	o.share(0)
	require.ElementsMatch(t, []int64{5, 8, 9}, pieces(o.cart(0)))
	require.False(t, o.cart(0).Draft.Unsent)
}

// Who turned to another draft meanwhile finds what was refused once they turn back, or once
// the cart is empty.
func TestDraft_RefusedElsewhere(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 1)
	d := o.laptops[0]
	o.put(0, 0, 2)
	_, err := d.core.NewDraft()
	require.NoError(t, err)
	o.put(0, 1, 3)
	o.stricter(true)
	d.push(true)
	o.stricter(false)
	require.Equal(t, []int64{3}, pieces(o.cart(0)))
	o.share(0)
	_, err = d.core.NewDraft()
	require.NoError(t, err)
	require.Equal(t, []int64{2}, pieces(o.cart(0)))
	_, err = d.core.ClearCart()
	require.NoError(t, err)
	require.Empty(t, o.cart(0).Lines, "it was looked at")
}
