package client_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
)

// torn ends a laptop's program in the middle of its last write: the journal has the first of its
// records, and the readable copy none.
func (o *office) torn(laptop int, before client.Work) {
	d := o.laptops[laptop]
	last := d.journal.entries[len(d.journal.entries)-1]
	require.Equal(d.t, client.JournalDraft, last.Kind, "the cart comes behind its command")
	d.journal.entries = slices.Clone(d.journal.entries[:len(d.journal.entries)-1])
	d.work = before
	d.restart()
}

// A change of which the power left the command, and not the cart behind it, is not sent again:
// what somebody else made of the place since would be lost.
func TestDraft_SentOnceThoughTorn(t *testing.T) {
	t.Parallel()
	o := joined(t, 2)
	d := o.laptops[0]
	o.put(0, 0, 5)
	o.clock.pass(pause)
	before := d.work.(*memstore.Work).Clone() //nolint:forcetypeassert // the office's
	require.Len(t, d.envelopes(), 1)
	o.torn(0, before)
	require.False(t, o.cart(0).Draft.Unsent)
	require.Len(t, d.envelopes(), 1)
	o.put(0, 1, 4) // what comes after is sent as ever
	o.clock.pass(pause)
	require.Len(t, d.envelopes(), 2)
	o.share(0)
	require.Equal(t, []int64{5, 4}, pieces(o.cart(0)))

	_, err := d.core.ClearCart()
	require.NoError(t, err)
	o.torn(0, memstore.NewWork())
	require.Empty(t, o.cart(0).Lines, "it was given up")
	require.Len(t, d.envelopes(), 1)
}

// The same with an order: what was signed is in no cart any more.
func TestDraft_SignedOnceThoughTorn(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 1)
	d := o.laptops[0]
	o.put(0, 0, 2)
	_, err := d.core.SetCartForm(client.CartForm{Note: "терміново", Urgency: order.Urgent})
	require.NoError(t, err)
	before := d.work.(*memstore.Work).Clone() //nolint:forcetypeassert // the office's
	o.sign()
	o.torn(0, before)
	o.clock.pass(pause)
	require.Len(t, d.envelopes(), 1, "and no change of a draft that was signed")
	require.Empty(t, o.cart(0).Lines)
}

// A disk that refuses the command of what was changed is asked again: the syncer hears of it.
func TestDraft_SharedOnceTheDiskTakesIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 1)
	d := o.laptops[0]
	o.put(0, 0, 2)
	o.clock.pass(pause)
	d.journal.full = true
	_, err := d.core.Unsent(1, 1<<20)
	require.Equal(t, fault.DiskFull, fault.CodeOf(err))
	d.journal.full = false
	require.Len(t, d.envelopes(), 1)
}

// Who begins anew in a cart whose draft was ordered elsewhere begins with nothing: the same
// pieces once more are a line.
func TestDraft_SameAgainAfterItEnded(t *testing.T) {
	t.Parallel()
	o, key := ordered(t, 2)
	o.hears(1)
	require.Empty(t, o.cart(1).Lines)
	o.put(1, 0, 2)
	c := o.cart(1)
	require.Equal(t, []int64{2}, pieces(c))
	require.NotEqual(t, key, c.Order)
	require.True(t, c.Draft.Unsent)
}

// Who was moved to another unit leaves the drafts of the former to its people: what they put into
// their cart is another order.
func TestDraft_LeftWithItsUnit(t *testing.T) {
	t.Parallel()
	o := joined(t, 2)
	d := o.laptops[1]
	former, person, other := o.cart(1), d.core.Whose().Person, d.core.Whose().Org
	other.ID, other.Number, other.NameUk, other.Version = numbered[id.Org](77), "А7777", "Інша частина", 1
	person.Org, person.Version = other.ID, person.Version+1
	o.put(1, 1, 4) // not sent yet
	o.server.publish(rules.Outcome{Orgs: []party.Org{other}, People: []party.Person{person}})
	d.who.Person = person
	o.hears(1)
	require.Empty(t, o.cart(1).Lines)
	o.put(1, 0, 1)
	c := o.cart(1)
	require.Equal(t, []int64{1}, pieces(c))
	require.NotEqual(t, former.Order, c.Order)
	o.clock.pass(pause)
	require.Len(t, d.envelopes(), 2, "what was changed before is told to the desk")
	d.restart()
	require.Equal(t, []int64{1}, pieces(o.cart(1)))
}

// A line whose offer is not here (yet) can be taken out all the same.
func TestCart_LineOfAnOfferThatIsNotHere(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 1)
	o.put(0, 0, 2)
	d := o.laptops[0]
	d.docs = memstore.NewDocs()
	d.restart()
	require.Equal(t, o.offers[0].ID, o.cart(0).Lines[0].Offer.ID)
	c, err := d.core.PutLine(o.cart(0).Lines[0].Offer.ID, 0)
	require.NoError(t, err)
	require.Empty(t, c.Lines)
	require.Equal(t, draft.Draft{}.ID, c.Draft.ID)
}
