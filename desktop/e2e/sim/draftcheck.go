package sim

import (
	"slices"

	"dotchain/desktop/internal/client"
	"dotchain/shared/conflict"
	"dotchain/shared/draft"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/memservertest"
)

// This file is what has to hold of drafts. The order of the merge is that of the log: of two
// edits of a place the one that the server took last stands, and both are in the history.

// checkDrafts: no edit is lost, none stands against a later one, a draft gives one order,
// and what came too late or unseen is kept in a twin.
func (w *world) checkDrafts(outcomes []memservertest.Outcome, stand *rules.World) {
	log := w.decided(outcomes)
	for _, f := range w.foldDrafts(log) {
		d, known := rules.Find[draft.Draft](stand, draft.Key(f.order, f.replaces))
		c := draftCheck{world: w, folded: f, d: d, known: known, twins: twins(stand, f.order)}
		c.history()
		c.stands(stand)
		c.signatures(stand)
		c.unseen(stand)
	}
	for _, d := range drafts(stand) {
		w.count.Drafts++
		if !d.Of.IsZero() {
			w.count.Twins++
		}
	}
	w.checkLate(log, stand)
}

// draftCheck is one draft by the log, and as it stands with its twins.
type draftCheck struct {
	*world
	*folded
	d     draft.Draft
	known bool
	twins []draft.Draft
}

// twins are those of an order's draft.
func twins(stand *rules.World, o id.ID[id.Order]) []draft.Draft {
	var all []draft.Draft
	for range draft.MaxTwins {
		o = draft.TwinOrder(o)
		t, ok := rules.Find[draft.Draft](stand, draft.Key(o, seal.Hash{}))
		if !ok {
			break
		}
		all = append(all, t)
	}
	return all
}

func (c *draftCheck) failf(format string, args ...any) {
	c.world.failf("draft "+draft.ID(c.order, c.replaces).String()+": "+format, args...)
}

// history: each edit is in the history, by whoever made it. A long history forgets.
func (c *draftCheck) history() {
	for _, t := range c.edits {
		c.count.Edits++
		x, ok := trace(c.d, t)
		switch {
		case !c.known:
			c.failf("%s was set to %v and there is no such draft", t.Place.Field, t.Value)
		case !ok && len(c.d.Traces) < draft.MaxTraces:
			c.failf("%s was set to %v by %s, which its history does not have", t.Place.Field, t.Value, t.by)
		case ok && x.Raced:
			c.count.Raced++
		}
	}
}

// trace is the change of a draft's history that an edit made. A twin may have fewer pieces.
func trace(d draft.Draft, t taken) (draft.Trace, bool) {
	i := slices.IndexFunc(d.Traces, func(x draft.Trace) bool {
		isLess := !d.Of.IsZero() && t.Place.Field == draft.Pieces && x.Value.Number <= t.Value.Number
		return x.Place == t.Place && x.At == t.at && d.By(x).Device == t.by && (isLess || x.Value.Same(t.Value))
	})
	if i < 0 {
		return draft.Trace{}, false
	}
	return d.Traces[i], true
}

// stands: of an open draft each place says what was taken last, and nothing that nobody set.
func (c *draftCheck) stands(stand *rules.World) {
	if !c.known {
		return
	}
	switch c.d.State {
	case draft.Open:
	case draft.Ordered:
		c.count.Ordered++
	case draft.Cleared:
		c.count.Cleared++
	}
	if c.d.IsOpen() && c.isClosed && goesOn(stand, c.d) {
		c.failf("it was ended and is open")
	}
	if !c.d.IsOpen() || draft.IsTwin(c.order) {
		return // of a twin only its own edits are in the log under its name
	}
	last := c.last()
	for _, t := range last {
		if is := draft.At(c.d.Cells, t.Place); t.Place.Field != draft.Substitutes && !is.Same(t.Value) {
			c.failf("%s is %v, and was set to %v last", t.Place.Field, is, t.Value)
		}
	}
	for _, x := range c.d.Cells {
		if isSet := slices.ContainsFunc(last, func(t taken) bool { return t.Place == x.Place }); !isSet && c.replaces.IsZero() {
			c.failf("%s is %v, and nobody set it", x.Place.Field, x.Value)
		}
	}
}

// signatures: a draft gives one order, and is closed by it. What another laptop changed and
// its signer did not sign is kept.
func (c *draftCheck) signatures(stand *rules.World) {
	if len(c.signed) > 1 {
		c.failf("it was ordered %d times", len(c.signed))
	}
	o := stand.Orders[c.order]
	if c.known && c.d.State == draft.Ordered && o == nil {
		c.failf("it says that it was ordered, and there is no order")
	}
	for _, s := range c.signed {
		if o == nil || !slices.ContainsFunc(o.Revisions, func(r order.Standing) bool { return r.Hash == seal.Sum(s.Encode()) }) {
			c.failf("what was signed of it does not stand")
		}
		// A server that lost its past takes the order of a twin that it does not know (any more), and
		// begins the twin again with the next that comes too late.
		isAgain := draft.IsTwin(c.order) && c.count.Restores > 0
		if c.known && c.d.IsOpen() && !isAgain {
			c.failf("it was signed and is open")
		}
		cells := draft.CellsOf(s.Revision)
		for _, t := range s.last {
			is := draft.At(cells, t.Place)
			isIn := t.Value.Same(is) || t.Place.Field == draft.Pieces && t.Value.Number <= is.Number
			if t.by != s.by && !t.Value.IsNothing() && !isIn && !c.isOvertaken(t) && !c.isKept(t) {
				c.failf("%s was set to %v by %s, is not in what %s signed, and no twin has it", t.Place.Field, t.Value, t.by, s.by)
			}
		}
	}
}

// isOvertaken reports whether something came to a place after an edit that the log has under
// another name: what was kept for a twin.
func (c *draftCheck) isOvertaken(t taken) bool {
	x, ok := trace(c.d, t)
	return ok && draft.IsTwin(c.order) && slices.ContainsFunc(c.d.Traces, func(o draft.Trace) bool { return o.Place == t.Place && o.Version > x.Version })
}

// isKept reports whether a twin's history has an edit.
func (c *draftCheck) isKept(t taken) bool {
	return slices.ContainsFunc(c.twins, func(d draft.Draft) bool {
		_, ok := trace(d, t)
		return ok || len(d.Traces) == draft.MaxTraces
	})
}

// unseen: what whoever gave it up did not know, and what came after it had ended, is kept. A draft
// whose order had moved on by then stays as it is.
func (c *draftCheck) unseen(stand *rules.World) {
	for _, g := range c.given {
		if c.d.IsOpen() && !goesOn(stand, c.d) {
			break
		}
		for _, t := range g.its {
			if x, ok := trace(c.d, t); ok && t.by != g.by && x.Version > g.base && !c.isKept(t) {
				c.failf("%s was set to %v by %s, which %s did not know when they gave it up, and no twin has it", t.Place.Field, t.Value, t.by, g.by)
			}
		}
	}
	for _, t := range c.late {
		c.count.Late++
		if !c.isKept(t) {
			c.failf("%s was set to %v by %s when it had ended, and no twin has it", t.Place.Field, t.Value, t.by)
		}
	}
}

// checkLate: what came too late has a case that says so, and as long as it is open what was
// kept can still be ordered.
func (w *world) checkLate(log []decided, stand *rules.World) {
	for _, x := range log {
		if x.command.Kind != seal.KindChangeDraft || x.isApplied() || x.k.Kind != conflict.TwoDrafts {
			continue
		}
		kept, ok := rules.Find[draft.Draft](stand, draft.Key(x.k.Order, seal.Hash{}))
		if !ok || x.k.IsOpen() && !kept.IsOpen() {
			w.failf("case %s is open %t; what it kept is there %t and open %t", x.k.ID, x.k.IsOpen(), ok, kept.IsOpen())
		}
	}
}

// checkShown: every laptop of a unit shows the same drafts, place by place, with the same
// history: those that stand.
func (w *world) checkShown(d *device, stand *rules.World) {
	if d.writes == nil || d.program == nil || d.program.core == nil {
		return
	}
	core := d.program.core
	was, err := core.Cart()
	if err != nil {
		w.failf("%s shows no cart: %v", d.name, err)
		return
	}
	if was.Draft.Refused {
		return // a copy's: what was typed is there, and goes with the next change
	}
	if was.Draft.Unsent {
		w.failf("%s: what was typed was not sent", d.name)
	}
	cart, err := core.NewDraft()
	if err != nil {
		w.failf("%s begins no draft: %v", d.name, err)
		return
	}
	listed := map[id.ID[id.Draft]]bool{}
	for _, r := range cart.Draft.Drafts {
		listed[r.ID] = true
	}
	for _, x := range drafts(stand) {
		if want := x.IsOpen() && goesOn(stand, x) && x.Unit == w.unitOf(d); want != listed[x.ID] {
			w.failf("%s lists draft %s: %t, and it is %s of version %d", d.name, x.ID, !want, x.State, x.Version)
		} else if want {
			w.checkDraftOn(d, core, x)
		}
	}
}

// goesOn reports whether a draft can still be signed.
func goesOn(stand *rules.World, d draft.Draft) bool {
	o := stand.Orders[d.Order]
	return o == nil && d.Replaces.IsZero() || o != nil && o.Hash == d.Replaces && o.State.CanRevise()
}

// drafts are all that stand.
func drafts(stand *rules.World) []draft.Draft {
	var all []draft.Draft
	for key := range stand.Things {
		if key.Kind == wire.DocDraft {
			d, _ := rules.Find[draft.Draft](stand, key)
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b draft.Draft) int { return a.ID.Compare(b.ID) })
	return all
}

func (w *world) checkDraftOn(d *device, core *client.Core, x draft.Draft) {
	cart, err := core.OpenDraft(x.ID)
	if err != nil {
		w.failf("%s does not open draft %s: %v", d.name, x.ID, err)
		return
	}
	if len(cart.Lines) != draft.Lines(x.Cells) {
		w.failf("%s shows %d lines of draft %s, which has %d", d.name, len(cart.Lines), x.ID, draft.Lines(x.Cells))
	}
	places := []draft.Place{{Field: draft.Note}}
	for _, c := range x.Cells {
		places = append(places, c.Place)
	}
	for _, at := range places {
		want := draft.At(x.Cells, at)
		if is := shown(cart, at, want); !is.Same(want) && (at.Field != draft.NeededBy || x.Replaces.IsZero()) {
			w.failf("%s shows %v as %s of draft %s, where %v stands", d.name, is, at.Field, x.ID, want)
		}
	}
	if len(cart.Draft.History) != len(x.Traces) || cart.Draft.Unsent {
		w.failf("%s shows %d changes of draft %s, which has %d (unsent: %t)", d.name, len(cart.Draft.History), x.ID, len(x.Traces), cart.Draft.Unsent)
		return
	}
	for i, h := range cart.Draft.History {
		t := x.Traces[len(x.Traces)-1-i]
		if h.Pending || h.Place != t.Place || !h.Value.Same(t.Value) || !h.Was.Same(t.Was) || h.Version != t.Version || h.By != x.By(t) {
			w.failf("%s shows the change %v of draft %s (by %v, pending %t), which is %v by %v", d.name, h.Trace, x.ID, h.By, h.Pending, t, x.By(t))
		}
	}
}

// checkTyped: whatever a person typed was sent once, unless they set the same place again before.
func (w *world) checkTyped(d *device) {
	var sent []sentEdit
	for e, err := range d.journal.Replay(0) {
		if err != nil || e.Kind != client.JournalCommand {
			continue
		}
		envelope, err := seal.Open(e.Payload)
		if err != nil {
			continue // checkOutbox tells of it
		}
		c, err := seal.OpenCommand(envelope)
		if err == nil {
			sent = append(sent, editsOf(c, e.Seq)...)
		}
	}
	for i, t := range d.typed {
		again := slices.ContainsFunc(d.typed[i+1:], func(o typed) bool { return o.place == t.place && (o.order == t.order || o.order.IsZero()) })
		has := slices.ContainsFunc(sent, func(s sentEdit) bool {
			if s.signed != nil {
				return s.seq > t.after && s.order == t.order && draft.At(s.signed, t.place).Same(t.value)
			}
			return s.seq > t.after && s.place == t.place && s.value.Same(t.value)
		})
		if t.waits && !again && !has {
			w.failf("%s: %s of order %s was set to %v and never sent", d.name, t.place.Field, t.order, t.value)
		}
	}
	w.checkOnce(d, sent)
}

// checkOnce: no edit was sent twice. Who revises what they signed begins with all that it said.
func (w *world) checkOnce(d *device, sent []sentEdit) {
	type edit struct {
		order    id.ID[id.Order]
		replaces seal.Hash
		text     string
		base     uint64
	}
	times := map[edit]int{}
	for _, t := range d.typed {
		if t.place.Field == draft.Note {
			times[edit{text: t.value.Text}]++
		}
	}
	note := draft.Place{Field: draft.Note}
	for _, s := range sent {
		delete(times, edit{text: draft.At(s.signed, note).Text})
	}
	for _, s := range sent {
		typed, ok := times[edit{text: s.value.Text}]
		if !ok || d.former[s.value.Text] || s.place.Field != draft.Note || s.signed != nil {
			continue
		}
		one := edit{s.order, s.replaces, s.value.Text, s.base}
		if times[one]++; times[one] > typed {
			w.failf("%s: the note %q of order %s was sent %d times", d.name, s.value.Text, s.order, times[one])
		}
	}
}

// sentEdit is what a command of a device sets a place of a draft to.
type sentEdit struct {
	order    id.ID[id.Order]
	replaces seal.Hash
	place    draft.Place
	value    draft.Value
	base     uint64
	// seq is the journal's. signed is a revision, which has every place; nil for a change.
	seq    uint64
	signed []draft.Cell
}

func editsOf(c seal.Command, seq uint64) (all []sentEdit) {
	var b draft.Change
	if c.Kind == seal.KindChangeDraft && seal.Decode(c.Body, &b) == nil {
		for _, e := range b.Edits {
			all = append(all, sentEdit{b.Order, b.Replaces, e.Place, e.Value, e.Base, seq, nil})
		}
	}
	if r, err := order.DecodeRevision(c.Body); c.Kind == seal.KindSubmitOrder && err == nil {
		all = append(all, sentEdit{order: r.Order, seq: seq, signed: draft.CellsOf(r)})
	}
	return all
}
