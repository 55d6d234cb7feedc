package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/conflict"
	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// draftStage is a unit with three laptops of its requisitioner, at one draft.
type draftStage struct {
	*stage
	laptops []*sharedtest.Actor
	order   id.ID[id.Order]
}

func newDraftStage() *draftStage {
	s := &draftStage{stage: newStage(nil), order: sharedtest.ID[id.Order](1)}
	for n := range uint64(3) {
		a := s.Requisitioner.Clone()
		a.Device.ID = sharedtest.ID[id.Device](900 + n)
		s.laptops = append(s.laptops, a)
	}
	return s
}

// change sends a change from a laptop, as the server takes it.
func (s *draftStage) change(laptop int, b draft.Change) (parked *conflict.Case) {
	if b.Order.IsZero() {
		b.Order = s.order
	}
	b.Laptop = []string{"штаб", "склад", "виїзна"}[laptop]
	cmd := s.laptops[laptop].Command(seal.KindChangeDraft, b, s.now)
	_, named := sharedtest.Decide(s.w, cmd, s.now)
	if len(named) == 0 {
		return nil
	}
	f := rules.Facts{Now: s.now.UnixMilli(), World: s.w}
	_, reasons := rules.Decide(f, cmd)
	k := rules.Park(f, cmd, seal.Sum(cmd.Body), party.Device{}, reasons)
	s.w.Apply(rules.Outcome{Cases: []conflict.Case{k}, Things: rules.Kept(f, cmd, reasons)})
	return &k
}

func (s *draftStage) at(o id.ID[id.Order]) draft.Draft {
	d, _ := rules.Find[draft.Draft](s.w, draft.Key(o, seal.Hash{}))
	return d
}

func (s *draftStage) draft() draft.Draft { return s.at(s.order) }

func (s *draftStage) twin() draft.Draft { return s.at(draft.TwinOrder(s.order)) }

func (s *draftStage) pieces(item int) draft.Place {
	return draft.Place{Field: draft.Pieces, Offer: s.Offers[item].ID}
}

func edit(p draft.Place, n int64, base uint64) draft.Edit {
	return draft.Edit{Place: p, Value: draft.Value{Number: n}, Base: base}
}

func note(text string, base uint64) draft.Edit {
	return draft.Edit{Place: draft.Place{Field: draft.Note}, Value: draft.Value{Text: text}, Base: base}
}

func edits(all ...draft.Edit) draft.Change { return draft.Change{Edits: all} }

// An order of which another unit shares a draft is not signed: that unit could neither change its draft
// any more, nor sign it.
func TestDraft_OfAnotherUnitIsNotSigned(t *testing.T) {
	t.Parallel()
	s := newDraftStage()
	require.Nil(t, s.change(0, edits(edit(s.pieces(0), 5, 0))))
	r := s.Revision(1, 1, 3)
	require.Equal(t, s.order, r.Order)
	require.Equal(t, []string{"not_yours"}, s.do(s.Second, seal.KindSubmitOrder, r))
	require.True(t, s.draft().IsOpen())
	require.Empty(t, s.do(s.Second, seal.KindSubmitOrder, s.Revision(2, 1, 3)))
	require.Empty(t, s.do(s.laptops[1], seal.KindSubmitOrder, s.Revision(1, 0, 5)))
	require.Equal(t, draft.Ordered, s.draft().State)
}

// Of two laptops each has its own change; of one place the last one that the server took
// stands, and the history has both.
func TestDraft_MergesPlaceByPlace(t *testing.T) {
	t.Parallel()
	s := newDraftStage()
	require.Nil(t, s.change(0, edits(edit(s.pieces(0), 5, 0), edit(s.pieces(1), 2, 0))))
	require.Nil(t, s.change(1, edits(edit(s.pieces(0), 8, 1), note("терміново", 1))))
	require.Nil(t, s.change(2, edits(edit(s.pieces(0), 9, 1), edit(s.pieces(1), 0, 1))))
	d := s.draft()
	require.EqualValues(t, 9, draft.At(d.Cells, s.pieces(0)).Number)
	require.True(t, draft.At(d.Cells, s.pieces(1)).IsNothing())
	require.Equal(t, "терміново", draft.At(d.Cells, draft.Place{Field: draft.Note}).Text)
	require.EqualValues(t, 3, d.Version)
	last := d.Traces[4]
	require.True(t, last.Raced, "склад and виїзна both changed the pieces of version 1")
	require.EqualValues(t, 8, last.Was.Number)
	require.Equal(t, "виїзна", d.By(last).Laptop)
	require.Equal(t, s.Requisitioner.Person.Name, d.By(last).Name)
	for _, i := range []int{0, 1, 2, 3, 5} {
		require.False(t, d.Traces[i].Raced, i)
	}
}

// The one click that takes the other value is a change like any other, and races with none.
func TestDraft_TheOtherIsTaken(t *testing.T) {
	t.Parallel()
	s := newDraftStage()
	s.change(0, edits(edit(s.pieces(0), 5, 0)))
	s.change(1, edits(edit(s.pieces(0), 8, 1)))
	s.change(2, edits(edit(s.pieces(0), 9, 1)))
	s.change(0, edits(edit(s.pieces(0), s.draft().Traces[2].Was.Number, s.draft().Version)))
	d := s.draft()
	require.EqualValues(t, 8, draft.At(d.Cells, s.pieces(0)).Number)
	require.False(t, d.Traces[3].Raced)
}

// Whoever signs closes the draft. What another laptop changed afterwards is a case, and is
// kept beside it: only what goes beyond the order.
func TestDraft_ChangedAfterItWasOrdered(t *testing.T) {
	t.Parallel()
	s := newDraftStage()
	s.change(0, edits(edit(s.pieces(0), 2, 0), edit(s.pieces(1), 1, 0)))
	r := s.submitted(t, 1, 2, 1)
	require.Equal(t, s.order, r.Order)
	d := s.draft()
	require.Equal(t, draft.Ordered, d.State)
	require.Equal(t, s.Requisitioner.Person.Name, d.ClosedBy.Name)

	k := s.change(1, edits(edit(s.pieces(0), 5, 1), note("і запас", 1)))
	require.Equal(t, conflict.TwoDrafts, k.Kind)
	require.Equal(t, draft.TwinOrder(s.order), k.Order)
	require.NotEmpty(t, k.Standing)
	twin := s.twin()
	require.Equal(t, d.ID, twin.Of)
	require.EqualValues(t, 3, draft.At(twin.Cells, s.pieces(0)).Number)
	require.True(t, draft.At(twin.Cells, s.pieces(1)).IsNothing())
	require.Equal(t, d, s.draft(), "what was signed of it does not change")

	// A second laptop was late, too: one twin has both, and both values.
	s.change(2, edits(edit(s.pieces(0), 9, 1)))
	twin = s.twin()
	require.EqualValues(t, 7, draft.At(twin.Cells, s.pieces(0)).Number)
	require.True(t, twin.Traces[2].Raced)

	// The twin is ordered: the case is settled, and the next who is late has another twin.
	next := s.Revision(1, 0, 7)
	next.Order, next.NeededBy = twin.Order, s.now.AddDate(0, 1, 0).UnixMilli()
	require.Empty(t, s.do(s.laptops[1], seal.KindSubmitOrder, next))
	require.Empty(t, s.w.Cases[twin.Order])
	s.change(2, edits(edit(s.pieces(0), 10, 1)))
	second := s.at(draft.TwinOrder(twin.Order))
	require.EqualValues(t, 1, draft.At(second.Cells, s.pieces(0)).Number, "2 and 7 were ordered")
}

// The same when the other's change came first, and whoever signed did not know it.
func TestDraft_ChangedBeforeItWasOrdered(t *testing.T) {
	t.Parallel()
	s := newDraftStage()
	s.change(0, edits(edit(s.pieces(0), 2, 0), edit(s.pieces(1), 1, 0)))
	s.change(1, edits(edit(s.pieces(0), 5, 1)))
	r := s.Revision(1, 0, 2, 1)
	r.NeededBy = s.now.AddDate(0, 1, 0).UnixMilli()
	require.Empty(t, s.do(s.laptops[0], seal.KindSubmitOrder, r))
	require.EqualValues(t, 3, draft.At(s.twin().Cells, s.pieces(0)).Number)
	require.EqualValues(t, 2, draft.At(s.draft().Cells, s.pieces(0)).Number)
}

// Whoever knew all leaves no twin.
func TestDraft_SignedAsItStands(t *testing.T) {
	t.Parallel()
	s := newDraftStage()
	s.change(0, edits(edit(s.pieces(0), 4, 0)))
	s.change(1, edits(edit(s.pieces(0), 2, 1), edit(s.pieces(1), 7, 1)))
	s.change(0, edits(edit(s.pieces(1), 1, 2)))
	r := s.Revision(1, 0, 2, 1)
	r.NeededBy = s.now.AddDate(0, 1, 0).UnixMilli()
	require.Empty(t, s.do(s.laptops[0], seal.KindSubmitOrder, r))
	require.Zero(t, s.twin())
}

// A draft that one laptop gave up while another changed it is kept whole, whichever came first.
func TestDraft_GivenUpWhileItWasChanged(t *testing.T) {
	t.Parallel()
	clears := draft.Change{Clear: true, Base: 1}
	for name, play := range map[string]func(s *draftStage){
		"the change first": func(s *draftStage) {
			require.Nil(t, s.change(1, edits(edit(s.pieces(0), 5, 1))))
			require.Nil(t, s.change(0, clears))
		},
		"the change last": func(s *draftStage) {
			require.Nil(t, s.change(0, clears))
			require.NotNil(t, s.change(1, edits(edit(s.pieces(0), 5, 1))))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDraftStage()
			s.change(0, edits(edit(s.pieces(0), 2, 0), edit(s.pieces(1), 1, 0)))
			play(s)
			require.Equal(t, draft.Cleared, s.draft().State)
			twin := s.twin()
			require.EqualValues(t, 5, draft.At(twin.Cells, s.pieces(0)).Number)
			require.EqualValues(t, 1, draft.At(twin.Cells, s.pieces(1)).Number)
			require.Len(t, twin.Traces, 1)
			// Given up as well, it is over, and so is its case.
			require.Nil(t, s.change(1, draft.Change{Order: twin.Order, Clear: true, Base: twin.Version}))
			require.Empty(t, s.w.Cases[twin.Order])
		})
	}
}

// A draft that nobody else touched is given up without a trace of it elsewhere.
func TestDraft_GivenUp(t *testing.T) {
	t.Parallel()
	s := newDraftStage()
	s.change(0, edits(edit(s.pieces(0), 2, 0)))
	s.change(1, edits(edit(s.pieces(0), 3, 1)))
	require.Nil(t, s.change(0, draft.Change{Clear: true, Base: 2}))
	require.Nil(t, s.change(1, draft.Change{Clear: true, Base: 2}))
	require.Zero(t, s.twin())
}

// A returned order's draft begins with what was signed; a revision that was signed meanwhile ends it.
func TestDraft_OfARevision(t *testing.T) {
	t.Parallel()
	s := newDraftStage()
	r := s.submitted(t, 1, 2, 1)
	hash := s.w.Orders[r.Order].Hash
	require.Nil(t, s.change(0, draft.Change{Replaces: hash, Edits: []draft.Edit{edit(s.pieces(0), 3, 0)}}))
	d, _ := rules.Find[draft.Draft](s.w, draft.Key(s.order, hash))
	require.EqualValues(t, 3, draft.At(d.Cells, s.pieces(0)).Number)
	require.EqualValues(t, 1, draft.At(d.Cells, s.pieces(1)).Number)
	next := s.next(r)
	next.Note = "Інакше"
	require.Empty(t, s.do(s.laptops[1], seal.KindSubmitOrder, next))
	k := s.change(2, draft.Change{Replaces: hash, Edits: []draft.Edit{edit(s.pieces(1), 4, 1)}})
	require.Equal(t, conflict.TwoDrafts, k.Kind)
	require.EqualValues(t, 3, draft.At(s.twin().Cells, s.pieces(1)).Number)
}

func TestDraft_Refused(t *testing.T) {
	t.Parallel()
	unit := func(s *draftStage) *sharedtest.Actor { return s.laptops[0] }
	for name, row := range map[string]struct {
		by    func(s *draftStage) *sharedtest.Actor
		spoil func(c *draft.Change)
		want  fault.Code
	}{
		"who may not":         {func(s *draftStage) *sharedtest.Actor { return s.Officer }, func(*draft.Change) {}, fault.NotAllowed},
		"another unit's":      {func(s *draftStage) *sharedtest.Actor { return s.Second }, func(*draft.Change) {}, fault.NotYours},
		"no order":            {unit, func(c *draft.Change) { c.Order = id.ID[id.Order]{} }, fault.FieldMissing},
		"a twin of nothing":   {unit, func(c *draft.Change) { c.Order = draft.TwinOrder(c.Order) }, fault.FieldInvalid},
		"nothing":             {unit, func(c *draft.Change) { c.Edits = nil }, fault.FieldMissing},
		"a place twice":       {unit, func(c *draft.Change) { c.Edits = append(c.Edits, c.Edits[0]) }, fault.LineDuplicate},
		"no such field":       {unit, func(c *draft.Change) { c.Edits[0].Place.Field = 99 }, fault.FieldInvalid},
		"a line of no offer":  {unit, func(c *draft.Change) { c.Edits[0].Place.Offer = id.ID[id.Offer]{} }, fault.FieldInvalid},
		"less than no pieces": {unit, func(c *draft.Change) { c.Edits[0].Value.Number = -1 }, fault.TooLarge},
		"a value of another":  {unit, func(c *draft.Change) { c.Edits[0].Value.Text = "x" }, fault.FieldInvalid},
		"a day that is none": {unit, func(c *draft.Change) {
			c.Edits[0] = draft.Edit{Place: draft.Place{Field: draft.NeededBy}, Value: draft.Value{Text: "2026-13-01"}}
		}, fault.FieldInvalid},
		"an urgency of nothing": {unit, func(c *draft.Change) { c.Edits[0] = edit(draft.Place{Field: draft.Urgency}, 4, 0) }, fault.FieldInvalid},
		"a note out of order":   {unit, func(c *draft.Change) { c.Edits[0] = note("\u202e", 0) }, fault.TextNotClean},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDraftStage()
			s.change(0, edits(edit(s.pieces(0), 2, 0)))
			c := draft.Change{Order: s.order, Edits: []draft.Edit{edit(s.pieces(0), 1, 0)}}
			row.spoil(&c)
			_, reasons := sharedtest.Decide(s.w, row.by(s).Command(seal.KindChangeDraft, c, s.now), s.now)
			require.Equal(t, []string{row.want.String()}, reasons)
		})
	}
}

// sent is an edit on its way.
type sent struct {
	laptop int
	place  draft.Place
	number int64
	base   uint64
	knew   int // how many of taken its author had seen
}

// Whatever two or three laptops change, whenever each of them hears of the others and in
// whatever sequence their changes come: what stands in each place is the last that came, a
// change that met one its author did not know says so, and every change is in the history
// with what stood before it.
func TestDraft_AnyInterleaving(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newDraftStage()
		places := []draft.Place{s.pieces(0), s.pieces(1), {Field: draft.Urgency}}
		var (
			taken  []sent
			queues [3][]sent
			seen   [3]uint64
			knew   [3]int
			stands = map[draft.Place]int64{}
		)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			n := rapid.IntRange(0, 2).Draw(t, "laptop")
			switch rapid.IntRange(0, 2).Draw(t, "step") {
			case 0: // it changes something
				e := sent{laptop: n, place: rapid.SampledFrom(places).Draw(t, "place"), number: rapid.Int64Range(0, 3).Draw(t, "number")}
				e.base, e.knew = seen[n], knew[n]
				queues[n] = append(queues[n], e)
			case 1: // it hears of the others
				seen[n], knew[n] = s.draft().Version, len(taken)
			case 2: // what it has goes up, as one command
				if len(queues[n]) == 0 {
					continue
				}
				body, before := draft.Change{}, len(taken)
				for _, e := range queues[n] {
					if i := indexOf(body.Edits, e.place); i >= 0 {
						body.Edits[i].Value.Number = e.number // what was not sent yet is one change
						continue
					}
					body.Edits = append(body.Edits, edit(e.place, e.number, e.base))
					taken = append(taken, e)
				}
				require.Nil(t, s.change(n, body))
				for i, e := range body.Edits {
					tr := s.draft().Traces[before+i]
					require.Equal(t, stands[e.Place], tr.Was.Number)
					require.Equal(t, e.Value.Number, tr.Value.Number)
					raced := false
					for _, o := range taken[taken[before+i].knew:before] {
						raced = raced || o.place == e.Place && o.laptop != n
					}
					require.Equal(t, raced, tr.Raced)
					stands[e.Place] = e.Value.Number
				}
				queues[n] = nil
			}
			s.now = s.now.Add(time.Second)
		}
		d := s.draft()
		require.Len(t, d.Traces, len(taken))
		for p, n := range stands {
			require.Equal(t, n, draft.At(d.Cells, p).Number)
		}
	})
}

func indexOf(all []draft.Edit, p draft.Place) int {
	for i, e := range all {
		if e.Place == p {
			return i
		}
	}
	return -1
}

// With a signature or a giving up somewhere in between, every change is still in the history of the
// draft or of a twin, and never more is asked for in all than somebody asked for.
func TestDraft_NothingVanishes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newDraftStage()
		p := s.pieces(0)
		s.change(0, edits(edit(p, 1, 0)))
		var asked []int64
		ends := rapid.IntRange(0, 6).Draw(t, "ends")
		signs := rapid.Bool().Draw(t, "signs")
		for i := range 8 {
			s.now = s.now.Add(time.Second)
			if i == ends {
				if signs {
					r := s.Revision(1, 0, 1)
					r.NeededBy = s.now.AddDate(0, 1, 0).UnixMilli()
					require.Empty(t, s.do(s.laptops[0], seal.KindSubmitOrder, r))
				} else {
					require.Nil(t, s.change(0, draft.Change{Clear: true, Base: 1}))
				}
			}
			n := rapid.Int64Range(2, 9).Draw(t, "pieces")
			asked = append(asked, n)
			s.change(rapid.IntRange(1, 2).Draw(t, "laptop"), edits(edit(p, n, 1)))
		}
		d, twin := s.draft(), s.twin()
		require.False(t, d.IsOpen())
		have := map[int64]int{}
		for _, tr := range d.Traces {
			have[tr.At]++
		}
		for _, tr := range twin.Traces {
			have[tr.At]++
		}
		for i := range asked {
			require.NotZero(t, have[sharedtest.Now.Add(time.Duration(i+1)*time.Second).UnixMilli()], "change %d", i)
		}
		last, ordered := asked[len(asked)-1], int64(0)
		if signs {
			ordered = 1
		}
		require.Equal(t, last-ordered, draft.At(twin.Cells, p).Number)
	})
}

// A history is bounded; what somebody disputes stays longest.
func TestDraft_HistoryIsBounded(t *testing.T) {
	t.Parallel()
	s := newDraftStage()
	s.change(0, edits(edit(s.pieces(0), 1, 0)))
	s.change(1, edits(edit(s.pieces(0), 2, 0)))
	for range 2 * draft.MaxTraces {
		s.change(2, edits(note(s.now.Format(time.RFC3339Nano), s.draft().Version)))
		s.now = s.now.Add(time.Second)
	}
	d := s.draft()
	require.Len(t, d.Traces, draft.MaxTraces)
	require.True(t, d.Traces[0].Raced)
	require.EqualValues(t, 1, d.Traces[0].Was.Number)
	require.Len(t, d.Authors, 2)
	require.Less(t, len(seal.Encode(d)), 24<<10)
}

// Giving up the cart of an order that could not be applied takes nothing back that was
// signed: its case stays until the author or the desk ends it.
func TestDraft_GivenUpOfAParkedOrder(t *testing.T) {
	t.Parallel()
	d, r := stockGone(t)
	for _, b := range []draft.Change{
		{Order: r.Order, Laptop: "штаб", Edits: []draft.Edit{edit(draft.Place{Field: draft.Pieces, Offer: d.Offers[0].ID}, 1, 0)}},
		{Order: r.Order, Laptop: "штаб", Clear: true},
	} {
		_, reasons := sharedtest.Decide(d.w, d.Requisitioner.Command(seal.KindChangeDraft, b, sharedtest.Now), sharedtest.Now)
		require.Empty(t, reasons)
	}
	require.True(t, d.now().IsOpen())
	require.Len(t, d.w.Cases[r.Order], 1)
}
