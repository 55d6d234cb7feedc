package client_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/desktop/internal/client"
	"dotchain/shared/conflict"
	"dotchain/shared/draft"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/wire"
)

// pause is longer than a person pauses before what they changed is shared.
const pause = 5 * time.Second

// office is a unit with several laptops.
type office struct {
	*field
	laptops []*device
}

func newOffice(t require.TestingT, n int) *office {
	o := &office{field: newField(t), laptops: nil}
	o.laptops = append(o.laptops, o.unit)
	for i := 1; i < n; i++ {
		d := newDevice(t, o.server, o.clock, o.unit.who.Person, o.unit.who.Org, byte(50+i)) //nolint:gosec // small
		d.who.DeviceName = fmt.Sprintf("laptop %d", i+1)
		d.restart()
		d.sync()
		o.laptops = append(o.laptops, d)
	}
	return o
}

// put sets how many pieces a laptop's cart has.
func (o *office) put(laptop, offer int, pieces int64) {
	d := o.laptops[laptop]
	_, err := d.core.PutLine(o.offers[offer].ID, pieces)
	require.NoError(d.t, err)
}

// share lets a pause go by and everything travel, until nobody has anything left.
func (o *office) share(laptops ...int) {
	o.clock.pass(pause)
	for range 2 {
		for _, n := range laptops {
			o.laptops[n].sync()
		}
	}
}

func (o *office) cart(laptop int) client.Cart {
	d := o.laptops[laptop]
	c, err := d.core.Cart()
	require.NoError(d.t, err)
	return c
}

// joined is a draft of ten pieces that all laptops have open.
func joined(t require.TestingT, n int) *office {
	o := newOffice(t, n)
	o.put(0, 0, 2)
	o.share(0)
	for i := 1; i < n; i++ {
		o.share(i)
		rows := o.cart(i).Draft.Drafts
		require.Len(t, rows, 1)
		_, err := o.laptops[i].core.OpenDraft(rows[0].ID)
		require.NoError(t, err)
	}
	return o
}

func pieces(c client.Cart) []int64 {
	var all []int64
	for _, l := range c.Lines {
		all = append(all, l.Quantity)
	}
	return all
}

// Two laptops change one draft without a link: both changes are there, the same place has the last
// with both in sight, and one press takes the other.
func TestDraft_TwoLaptops(t *testing.T) {
	t.Parallel()
	o := joined(t, 2)
	o.put(0, 0, 5)
	o.put(1, 0, 7)
	o.put(1, 1, 3)
	require.Equal(t, []int64{5}, pieces(o.cart(0)))
	require.Equal(t, []int64{7, 3}, pieces(o.cart(1)))
	o.share(0, 1)
	o.share(0, 1)
	for n := range 2 {
		require.Equal(t, []int64{7, 3}, pieces(o.cart(n)))
	}
	c := o.cart(0)
	require.Equal(t, "laptop 2", c.Draft.Others[0].Laptop)
	i := slices.IndexFunc(c.Draft.History, func(x client.DraftChange) bool { return x.Raced })
	raced := c.Draft.History[i]
	require.Equal(t, int64(7), raced.Value.Number)
	require.Equal(t, int64(5), raced.Was.Number)
	require.True(t, raced.Stands)
	require.False(t, raced.Mine)
	c, err := o.laptops[0].core.TakeDraftValue(raced.Version, raced.Number, true)
	require.NoError(t, err)
	require.Equal(t, []int64{5, 3}, pieces(c))
	o.share(0, 1)
	require.Equal(t, []int64{5, 3}, pieces(o.cart(1)))
}

// A place that somebody changes again after another's change of it arrived, while the first is still here, was
// changed without knowing it: what is shown is one's own.
func TestDraft_ChangedAgain(t *testing.T) {
	t.Parallel()
	o := joined(t, 2)
	o.put(1, 0, 7)
	o.put(0, 0, 5)
	o.share(0)
	for o.laptops[1].pull(1000) {
	}
	require.Equal(t, []int64{7}, pieces(o.cart(1)))
	o.put(1, 0, 8)
	o.share(1)
	c := o.cart(1)
	require.Equal(t, []int64{8}, pieces(c))
	require.True(t, c.Draft.History[0].Raced)
	require.Equal(t, int64(5), c.Draft.History[0].Was.Number)
}

// Undo takes back what was changed here, and nothing that others changed.
func TestDraft_UndoIsOnesOwn(t *testing.T) {
	t.Parallel()
	o := joined(t, 2)
	o.put(0, 0, 5)
	o.share(0, 1)
	o.put(1, 1, 4)
	o.share(1, 0)
	c, err := o.laptops[0].core.UndoCart()
	require.NoError(t, err)
	require.Equal(t, []int64{2, 4}, pieces(c))
	o.share(0, 1)
	require.Equal(t, []int64{2, 4}, pieces(o.cart(1)))
}

// What is typed goes as one command once its author pauses, and not before.
func TestDraft_IsSharedInOneCommand(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 1)
	for n := range int64(20) {
		o.put(0, 0, n+1)
		o.clock.pass(100 * time.Millisecond)
	}
	d := o.laptops[0]
	require.Empty(t, d.envelopes())
	due, ok := d.core.DraftDue()
	require.True(t, ok)
	require.Positive(t, due)
	o.clock.pass(due)
	require.Len(t, d.envelopes(), 1)
	require.Less(t, len(d.envelopes()[0]), 600)
	require.Zero(t, d.core.Standing().Pending, "nobody waits for a draft")
	_, ok = d.core.DraftDue()
	require.False(t, ok)
	// Who never pauses is heard all the same.
	for range 40 {
		o.put(0, 1, o.clock.now().Unix()%9+1)
		o.clock.pass(time.Second)
	}
	require.Len(t, d.envelopes(), 2)
}

// An order that was signed on one laptop while the other changed its draft: the order is what was signed,
// and the change is another draft that says so. It is a case until somebody ends it.
func TestDraft_OrderedElsewhere(t *testing.T) {
	t.Parallel()
	o := joined(t, 2)
	o.put(1, 0, 6)
	o.put(1, 1, 1)
	o.sign()
	o.share(0)
	require.Empty(t, o.cart(0).Lines)
	for o.laptops[1].pull(1000) {
	}
	c := o.cart(1)
	require.Equal(t, []int64{4, 1}, pieces(c), "two of six were ordered")
	require.Equal(t, draft.Ordered, c.Draft.Of.State)
	require.NotEmpty(t, c.Draft.Of.Number)
	require.Equal(t, "laptop", c.Draft.Of.By.Laptop)
	o.share(1)
	c = o.cart(1)
	require.Equal(t, []int64{4, 1}, pieces(c))
	require.Equal(t, draft.Ordered, c.Draft.Of.State)
	k := o.theCase(t)
	require.Equal(t, conflict.TwoDrafts, k.Kind)
	require.True(t, k.IsOpen())
	// The other laptop sees it among the unit's drafts.
	o.share(0)
	require.True(t, o.cart(0).Draft.Drafts[0].Twin)

	p, err := o.laptops[1].core.PrepareOrder()
	require.NoError(t, err)
	require.True(t, p.Ready, "%v", p.Problems)
	_, err = o.laptops[1].core.Sign(p.Token, "")
	require.NoError(t, err)
	o.share(1)
	require.False(t, o.theCase(t).IsOpen())
	require.Empty(t, o.laptops[1].envelopes())
}

func (o *office) theCase(t *testing.T) conflict.Case {
	t.Helper()
	var all []conflict.Case
	for _, d := range o.server.feed {
		if d.Kind == wire.DocCase && d.Scope != "admin" {
			var k conflict.Case
			require.NoError(t, wire.Decode(d.Body, &k))
			all = append(all, k)
		}
	}
	require.NotEmpty(t, all)
	return all[len(all)-1]
}

// A draft that was given up on one laptop while the other changed it is kept as it was there.
func TestDraft_GivenUpElsewhere(t *testing.T) {
	t.Parallel()
	o := joined(t, 2)
	o.put(1, 1, 3)
	_, err := o.laptops[0].core.ClearCart()
	require.NoError(t, err)
	o.share(0, 1)
	require.Equal(t, []int64{2, 3}, pieces(o.cart(1)))
	require.Equal(t, draft.Cleared, o.cart(1).Draft.Of.State)
	require.Empty(t, o.cart(0).Lines)
	// Who gave it up may have it again: another draft, with what was in it.
	c, err := o.laptops[0].core.UndoCart()
	require.NoError(t, err)
	require.Equal(t, []int64{2}, pieces(c))
	o.share(0, 1)
	require.Len(t, o.cart(1).Draft.Drafts, 1)
}

// Whoever had it open and changed nothing is told what became of it.
func TestDraft_EndedElsewhere(t *testing.T) {
	t.Parallel()
	o := joined(t, 2)
	o.sign()
	o.share(0, 1)
	c := o.cart(1)
	require.Empty(t, c.Lines)
	require.Equal(t, draft.Ordered, c.Draft.Ended.State)
	o.put(1, 1, 1)
	require.Nil(t, o.cart(1).Draft.Ended)
	require.Equal(t, []int64{1}, pieces(o.cart(1)))
}

// A draft is put aside for a new one, and taken up again.
func TestDraft_Several(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 1)
	o.put(0, 0, 2)
	c, err := o.laptops[0].core.NewDraft()
	require.NoError(t, err)
	require.Empty(t, c.Lines)
	require.Len(t, c.Draft.Drafts, 1)
	o.put(0, 1, 3)
	o.laptops[0].restart()
	first := o.cart(0).Draft.Drafts[0].ID
	c, err = o.laptops[0].core.OpenDraft(first)
	require.NoError(t, err)
	require.Equal(t, []int64{2}, pieces(c))
	require.Len(t, c.Draft.Drafts, 1)
	o.share(0)
	require.Equal(t, []int64{2}, pieces(o.cart(0)))
}

// Both laptops sign the draft without a link: it is ordered once.
func TestDraft_SignedTwice(t *testing.T) {
	t.Parallel()
	o := joined(t, 2)
	one := o.sign()
	o.unit = o.laptops[1]
	two := o.sign()
	require.Equal(t, one, two)
	o.share(0, 1)
	orders := map[id.ID[id.Order]]int{}
	for _, c := range o.server.applied {
		if k := rules.OrderOf(c); !k.IsZero() {
			orders[k]++
		}
	}
	require.Equal(t, map[id.ID[id.Order]]int{one: 1}, orders)
	require.Equal(t, conflict.RevisionRace, o.theCase(t).Kind)
}

// Two laptops answer a returned order together.
func TestDraft_OfAReturnedOrder(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 2)
	key := o.order(0, 2)
	o.share(0, 1)
	for n := range 2 {
		_, err := o.laptops[n].core.ReviseOrder(key)
		require.NoError(t, err)
	}
	require.False(t, o.cart(0).Draft.Shared, "nobody changed anything yet")
	o.put(0, 0, 3)
	c := o.cart(1)
	_, err := o.laptops[1].core.SetCartForm(client.CartForm{
		Budget: c.Form.Budget, Point: c.Form.Point, NeededBy: c.Form.NeededBy, Urgency: order.Urgent, Note: "для навчання",
	})
	require.NoError(t, err)
	o.share(0, 1)
	o.share(0, 1)
	for n := range 2 {
		c := o.cart(n)
		require.Equal(t, []int64{3}, pieces(c))
		require.Equal(t, order.Urgent, c.Form.Urgency)
		require.Equal(t, "для навчання", c.Form.Note)
		require.EqualValues(t, 2, c.Revision)
	}
	o.sign()
	o.share(0, 1)
	require.Equal(t, draft.Ordered, o.cart(1).Draft.Ended.State)
}

// A journal from before drafts were shared opens with what was in the cart.
func TestDraft_Former(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 1)
	d := o.laptops[0]
	require.NoError(t, d.work.Save(client.WorkBatch{Drafts: map[string][]byte{"cart": client.FormerCart(o.offers[1].ID, 4)}}))
	d.restart()
	require.Equal(t, []int64{4}, pieces(o.cart(0)))
	o.share(0)
	require.True(t, o.cart(0).Draft.Shared)
}

// Whatever three laptops do to one draft, in whatever sequence pushes and pulls and crashes come: once
// everything has travelled they show the same, and nobody has anything left to say.
func TestDraft_Converges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 3).Draw(t, "laptops")
		o := joined(t, n)
		ends := rapid.IntRange(0, 60).Draw(t, "ends at")
		for i := range rapid.IntRange(1, 40).Draw(t, "steps") {
			d := o.laptops[rapid.IntRange(0, n-1).Draw(t, "laptop")]
			if i == ends {
				o.end(t, d, rapid.Bool().Draw(t, "signs"))
			}
			o.step(t, d)
		}
		all := make([]int, n)
		for i := range all {
			all[i] = i
			require.NoError(t, o.laptops[i].core.ShareDraft())
		}
		o.share(all...)
		o.share(all...)
		for _, d := range o.laptops {
			require.Empty(t, d.envelopes())
			require.Equal(t, drafts(t, o.laptops[0]), drafts(t, d))
			_, due := d.core.DraftDue()
			require.False(t, due)
		}
		first := map[id.ID[id.Draft]]client.Cart{}
		for i := range o.laptops {
			c := o.cart(i)
			if was, ok := first[c.Draft.ID]; ok && !c.Draft.ID.IsZero() {
				require.Equal(t, was.Lines, c.Lines)
				require.Equal(t, was.Form, c.Form)
			}
			first[c.Draft.ID] = c
		}
	})
}

// step is one thing that happens to a laptop.
func (o *office) step(t *rapid.T, d *device) {
	var err error
	switch rapid.IntRange(0, 8).Draw(t, "step") {
	case 0, 1, 2:
		offer := rapid.IntRange(0, 2).Draw(t, "offer")
		_, err = d.core.PutLine(o.offers[offer].ID, rapid.Int64Range(0, 3).Draw(t, "pieces"))
	case 3:
		c, e := d.core.Cart()
		require.NoError(t, e)
		c.Form.Note = rapid.SampledFrom([]string{"", "так", "ні"}).Draw(t, "note")
		_, err = d.core.SetCartForm(c.Form)
	case 4:
		_, err = d.core.UndoCart()
	case 5:
		d.push(rapid.Bool().Draw(t, "answered"))
	case 6:
		d.pull(rapid.IntRange(1, 5).Draw(t, "page"))
	case 7:
		d.restart()
	case 8:
		o.clock.pass(pause)
	}
	require.NoError(t, err)
}

// end signs or gives up what a laptop has in its cart.
func (o *office) end(t *rapid.T, d *device, signs bool) {
	if signs {
		p, err := d.core.PrepareOrder()
		require.NoError(t, err)
		if p.Ready {
			_, err = d.core.Sign(p.Token, "")
			require.NoError(t, err)
		}
		return
	}
	_, err := d.core.ClearCart()
	require.NoError(t, err)
}

// drafts are the draft documents that a laptop has.
func drafts(t require.TestingT, d *device) map[id.ID[id.Draft]]draft.Draft {
	all := map[id.ID[id.Draft]]draft.Draft{}
	for doc, err := range d.docs.All(wire.DocDraft) {
		require.NoError(t, err)
		var v draft.Draft
		require.NoError(t, wire.Decode(doc.Body, &v))
		all[v.ID] = v
	}
	return all
}
