package e2e_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/shared/conflict"
	"dotchain/shared/draft"
)

// office is a unit's two laptops with one draft open on both.
type office struct {
	*stage
}

// newOffice begins a draft of two pieces on one laptop and opens it on the other.
func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{newStage(t)}
	for _, d := range []*field.Device{o.unit(), o.second()} {
		d.Stocked(len(o.Place.Items))
	}
	o.put(o.one, 0, 2)
	share(t, o.one)
	o.two.Await("the draft", func() bool { return len(cartOf(t, o.two).Draft.Drafts) == 1 })
	_, err := o.two.Core.OpenDraft(cartOf(t, o.two).Draft.Drafts[0].ID)
	require.NoError(t, err)
	require.Equal(t, []int64{2}, piecesIn(t, o.two))
	return o
}

// put sets how many pieces of an offer are in a cart.
func (o *office) put(d *field.Device, offer int, pieces int64) {
	o.t.Helper()
	_, err := d.Core.PutLine(o.Place.Offers[offer].ID, pieces)
	require.NoError(o.t, err)
}

// share is what the window does once a person has paused.
func share(t *testing.T, devices ...*field.Device) {
	t.Helper()
	for _, d := range devices {
		require.NoError(t, d.Core.ShareDraft())
		d.Syncer.Kick()
	}
}

func cartOf(t *testing.T, d *field.Device) client.Cart {
	t.Helper()
	c, err := d.Core.Cart()
	require.NoError(t, err)
	return c
}

func piecesIn(t *testing.T, d *field.Device) []int64 {
	t.Helper()
	var all []int64
	for _, l := range cartOf(t, d).Lines {
		all = append(all, l.Quantity)
	}
	return all
}

// settled waits until all that was changed of drafts is on the server, and back.
func settled(t *testing.T, devices ...*field.Device) {
	t.Helper()
	for _, d := range devices {
		d.Await("its changes", func() bool {
			c := cartOf(t, d)
			return !c.Draft.Unsent && !slices.ContainsFunc(c.Draft.History, func(x client.DraftChange) bool { return x.Pending }) && d.Core.Backlog() == 0
		})
	}
}

// Two laptops without a link change one draft: both changes are there; where they met, both values are, and one
// press takes the other.
func TestDrafts_TwoLaptops(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	cut(o.one, o.two)
	o.put(o.one, 0, 5)
	o.put(o.two, 0, 7)
	o.put(o.two, 1, 3)
	share(t, o.one, o.two)
	restore(o.one)
	settled(t, o.one)
	restore(o.two)
	settled(t, o.two)
	o.one.Await("the other's changes", func() bool { return slices.Equal(piecesIn(t, o.one), []int64{7, 3}) })
	require.Equal(t, []int64{7, 3}, piecesIn(t, o.two))
	c := cartOf(t, o.one)
	require.NotEmpty(t, c.Draft.Others[0].Laptop)
	i := slices.IndexFunc(c.Draft.History, func(x client.DraftChange) bool { return x.Raced })
	raced := c.Draft.History[i]
	require.Equal(t, int64(5), raced.Was.Number)
	_, err := o.one.Core.TakeDraftValue(raced.Version, raced.Number, true)
	require.NoError(t, err)
	share(t, o.one)
	o.two.Await("the value that was taken", func() bool { return slices.Equal(piecesIn(t, o.two), []int64{5, 3}) })

	p, err := o.one.Core.PrepareOrder()
	require.NoError(t, err)
	require.True(t, p.Ready, "%v", p.Problems)
	_, err = o.one.Core.Sign(p.Token, field.Passphrase)
	require.NoError(t, err)
	o.one.Syncer.Kick()
	o.two.Await("the end of the draft", func() bool {
		e := cartOf(t, o.two).Draft.Ended
		return e != nil && e.State == draft.Ordered && e.Number != ""
	})
	require.Empty(t, allCases(t, o.admin))
}

// Changes of both laptops, links that break in between and programs that end: at the end both show the same, and
// every place has what one of them set.
func TestDrafts_Cuts(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	random := rand.New(rand.NewPCG(4, 2)) //nolint:gosec // a test's
	both := []*field.Device{o.one, o.two}
	for range 40 {
		d := both[random.IntN(2)]
		switch random.IntN(6) {
		case 0, 1:
			o.put(d, random.IntN(2), random.Int64N(4)+1)
		case 2:
			share(t, d)
		case 3:
			d.Link.Cut()
		case 4:
			d.Link.Restore()
		case 5:
			d.Shut()
			d.Start()
		}
	}
	for _, d := range both {
		d.Link.Restore()
		d.Syncer.SyncNow()
		d.Live()
	}
	share(t, both...)
	settled(t, both...)
	o.one.Await("the same", func() bool {
		return slices.Equal(piecesIn(t, o.one), piecesIn(t, o.two)) && len(cartOf(t, o.one).Draft.History) == len(cartOf(t, o.two).Draft.History)
	})
	one, two := cartOf(t, o.one), cartOf(t, o.two)
	require.Equal(t, one.Draft.ID, two.Draft.ID)
	require.Equal(t, one.Form, two.Form)
	for i, x := range one.Draft.History {
		require.Equal(t, x.Trace, two.Draft.History[i].Trace)
	}
	require.Empty(t, allCases(t, o.admin))
}

// A draft was signed on one laptop while the other changed it: the change is a case, is kept as another
// draft that says so, and the case ends when that is ordered, or when the desk says so.
func TestDrafts_TwoDrafts(t *testing.T) {
	t.Parallel()
	late := func(t *testing.T) (*office, client.CaseRow) {
		t.Helper()
		o := newOffice(t)
		cut(o.two)
		o.put(o.two, 0, 6)
		_, err := o.one.SignCart()
		require.NoError(t, err)
		o.one.Quiet()
		share(t, o.two)
		restore(o.two)
		settled(t, o.two)
		k := o.kindOf(conflict.TwoDrafts)
		o.two.Await("its draft", func() bool { of := cartOf(t, o.two).Draft.Of; return of != nil && of.State == draft.Ordered })
		require.Equal(t, []int64{4}, piecesIn(t, o.two), "two of six were ordered")
		o.one.Await("the other draft", func() bool {
			rows := cartOf(t, o.one).Draft.Drafts
			return len(rows) == 1 && rows[0].Twin
		})
		return o, k
	}
	t.Run("ordered", func(t *testing.T) {
		t.Parallel()
		o, k := late(t)
		detail, err := o.admin.Core.Case(k.ID)
		require.NoError(t, err)
		require.Equal(t, int64(6), detail.Signed.Revision.Lines[0].Quantity, "what was changed stands beside what was signed")
		require.Equal(t, int64(2), detail.Standing.Revision.Lines[0].Quantity)
		require.NotEmpty(t, detail.Changes)
		_, err = o.two.SignCart()
		require.NoError(t, err)
		o.admin.Await("its end", func() bool { return o.caseOf(o.admin, k.ID).Closed == conflict.Superseded })
		o.two.Await("its end", func() bool { return o.caseOf(o.two, k.ID).Closed == conflict.Superseded })
	})
	t.Run("dismissed", func(t *testing.T) {
		t.Parallel()
		o, k := late(t)
		o.rule(k.ID, conflict.Dismiss)
		o.two.Await("its end", func() bool { return o.caseOf(o.two, k.ID).Closed == conflict.Dismissed })
		require.Equal(t, []int64{4}, piecesIn(t, o.two), "the draft stays")
	})
	t.Run("given up", func(t *testing.T) {
		t.Parallel()
		o, k := late(t)
		_, err := o.two.Core.ClearCart()
		require.NoError(t, err)
		o.two.Syncer.Kick()
		o.admin.Await("its end", func() bool { return o.caseOf(o.admin, k.ID).Closed == conflict.Cancelled })
	})
}
