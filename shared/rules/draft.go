package rules

import (
	"dotchain/shared/conflict"
	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// changeDraft changes places of a draft of the author's unit; the first change begins it. It
// is never refused for another's change of the same place. What comes after the draft was
// ordered or given up is parked, and kept in its twin (Kept).
func (d *decision) changeDraft() (Outcome, []fault.Reason) {
	b, line, reasons := d.draftNamed()
	if reasons != nil {
		return refuse(reasons...)
	}
	named := line[0]
	if was, ok := Find[draft.Draft](d.w, named.DocKey()); len(b.Edits) == 0 && (!named.IsOpen() || ok && !was.IsOpen()) {
		return Outcome{}, nil // it was given up twice
	}
	if !named.IsOpen() {
		return refuse(fault.Reason{Code: fault.DraftClosed, Ref: line.Open().Order.String()})
	}
	by := d.draftAuthor(b.Laptop)
	if len(b.Edits) > 0 {
		named = named.With(b.Edits, by, d.now)
	}
	if !b.Clear {
		return Outcome{Things: []Thing{named}}, nil
	}
	unseen := named.Unseen(by.Device, b.Base)
	line[0] = named.Cleared(by, d.now)
	out := Outcome{Things: []Thing{line[0]}}
	if twin, ok := line.Retrace(line[0], unseen, d.now); ok {
		out.Things = append(out.Things, twin)
	}
	// What had come too late for another draft was looked at, and is not wanted. What was
	// signed and could not be applied stays a case: giving up a draft takes no order back.
	for _, k := range d.closeCases(order.Order{ID: named.Order, Unit: named.Unit}, conflict.Cancelled) {
		if k.Command == seal.KindChangeDraft {
			out.Cases = append(out.Cases, k)
		}
	}
	return out, nil
}

// draftNamed reads the change of a draft, and the draft with its twins as it stands.
func (d *decision) draftNamed() (draft.Change, draft.Line, []fault.Reason) {
	var b draft.Change
	if r := d.may(party.ActionChangeDraft); r != nil {
		return b, nil, r
	}
	if r := d.body(&b); r != nil {
		return b, nil, r
	}
	if d.org.Kind != party.OrgUnit {
		return b, nil, []fault.Reason{{Code: fault.NotYours, Ref: b.Order.String()}}
	}
	if r := b.Check(); r != nil {
		return b, nil, r
	}
	if _, ok := Find[draft.Draft](d.w, draft.Key(b.Order, b.Replaces)); !ok && draft.IsTwin(b.Order) && b.Replaces.IsZero() {
		// Only the server begins twins: nobody else's draft may stand where one will.
		return b, nil, []fault.Reason{{Code: fault.FieldInvalid, Field: "order", Ref: b.Order.String()}}
	}
	line := draftLine(d.w, d.org.ID, b.Order, b.Replaces)
	standing := d.w.Orders[b.Order]
	if line[0].Unit != d.org.ID || standing != nil && standing.Unit != d.org.ID {
		return b, nil, []fault.Reason{{Code: fault.NotYours, Ref: b.Order.String()}}
	}
	return b, line, nil
}

func (d *decision) draftAuthor(laptop string) draft.Author {
	return draft.Author{Person: d.person.ID, Name: d.person.Name, Device: d.c.Device, Laptop: laptop}
}

// Kept is what becomes of a command that is parked, beside its case: a change of a draft that
// came too late is kept in the draft's twin. The reasons are those it is parked with.
func Kept(f Facts, c seal.Command, reasons []fault.Reason) []Thing {
	person := f.World.People[c.Person]
	if c.Kind != seal.KindChangeDraft || !fault.Has(reasons, fault.DraftClosed) || person == nil {
		return nil
	}
	d := decision{now: f.Now, w: f.World, c: c, person: *person}
	if o := f.World.Orgs[person.Org]; o != nil {
		d.org = *o
	}
	b, line, refused := d.draftNamed()
	if refused != nil || line[0].IsOpen() {
		return nil
	}
	kept := []Thing{line.Keep(b.Edits, d.draftAuthor(b.Laptop), d.now)}
	if was, ok := Find[draft.Draft](f.World, line[0].DocKey()); ok && was.IsOpen() {
		kept = append(kept, line[0]) // what overtook it left it open
	}
	return kept
}

// DraftLine is the draft of an order's revision as it stands, with its twins: begun where nobody changed it yet,
// closed where the order has moved on. The world must hold what deciding a change of it needs.
func DraftLine(w *World, unit id.ID[id.Org], o orderID, replaces seal.Hash) draft.Line {
	return draftLine(w, unit, o, replaces)
}

func draftLine(w *World, unit id.ID[id.Org], o orderID, replaces seal.Hash) draft.Line {
	standing := w.Orders[o]
	named, ok := Find[draft.Draft](w, draft.Key(o, replaces))
	if !ok {
		var r *order.Revision
		if standing != nil && standing.Hash == replaces {
			if content, err := order.DecodeRevision(standing.Content); err == nil {
				r = &content
			}
		}
		named = draft.Begin(unit, o, replaces, r)
	}
	return append(draft.Line{begunAnew(overtaken(named, standing), standing)}, twinsOf(w, o)...)
}

// begunAnew opens the draft of a revision that was given up while the order waits for that
// revision still: it says once more what stands. There is no other draft of it, so the order
// could never be revised again.
func begunAnew(d draft.Draft, standing *order.Order) draft.Draft {
	if d.State != draft.Cleared || d.Replaces.IsZero() || standing == nil || standing.Hash != d.Replaces || !standing.State.CanRevise() {
		return d
	}
	r, err := order.DecodeRevision(standing.Content)
	if err != nil {
		return d
	}
	d.State, d.ClosedAt, d.ClosedBy, d.Cells = draft.Open, 0, nil, draft.CellsOf(r)
	return d
}

// twinsOf are the twins that came to be of an order's draft.
func twinsOf(w *World, o orderID) draft.Line {
	var line draft.Line
	for range draft.MaxTwins {
		o = draft.TwinOrder(o)
		twin, ok := Find[draft.Draft](w, draft.Key(o, seal.Hash{}))
		if !ok {
			break
		}
		line = append(line, twin)
	}
	return line
}

// overtaken closes a draft whose order has moved on without it.
func overtaken(d draft.Draft, standing *order.Order) draft.Draft {
	if !d.IsOpen() || standing == nil && d.Replaces.IsZero() {
		return d
	}
	if standing != nil && standing.Hash == d.Replaces && standing.State.CanRevise() {
		return d
	}
	ended := standing == nil
	if standing != nil {
		ended = standing.State == order.Rejected || standing.State == order.Cancelled || standing.State == order.Expired
	}
	if !ended {
		if r, err := order.DecodeRevision(standing.Content); err == nil {
			n := len(standing.Revisions)
			by := draft.Author{Person: standing.CreatedBy}
			at := int64(0)
			if n > 0 {
				by = draft.Author{Person: standing.Revisions[n-1].By, Name: standing.Revisions[n-1].ByName}
				at = standing.Revisions[n-1].ReceivedAt
			}
			return d.Ordered(r, by, at)
		}
	}
	return d.Cleared(draft.Author{}, 0)
}

// isDraftOfAnother reports whether a revision is of a draft that another unit shares: whoever was moved
// with it in their cart would take it from those they left, who could neither sign nor change it any more.
func (d *decision) isDraftOfAnother(r order.Revision) bool {
	named, ok := Find[draft.Draft](d.w, draft.Key(r.Order, r.Replaces))
	return ok && named.Unit != r.Unit
}

// signDraft closes the draft that a revision was made of. What other laptops changed of it and is
// not in the revision goes to its twin: its signer did not know.
func (a *act) signDraft(r order.Revision) {
	named, ok := Find[draft.Draft](a.d.w, draft.Key(r.Order, r.Replaces))
	if !ok || !named.IsOpen() || named.Unit != a.o.Unit {
		return
	}
	by := a.d.draftAuthor("")
	line := append(draft.Line{named.Ordered(r, by, a.d.now)}, twinsOf(a.d.w, r.Order)...)
	a.things.put(line[0])
	if twin, ok := line.Retrace(named, named.Unsigned(r, by.Device), a.d.now); ok {
		a.things.put(twin)
	}
}

// draft asks for what a change of a draft is about.
func (m *asker) draft(c seal.Command) {
	var b draft.Change
	if seal.Decode(c.Body, &b) != nil || b.Order.IsZero() {
		return
	}
	ask(m.w.Orders, b.Order, &m.needs.Orders)
	if b.Clear {
		if _, ok := m.w.Cases[b.Order]; !ok {
			m.needs.Cases = append(m.needs.Cases, b.Order)
		}
	}
	m.drafts(b.Order, b.Replaces)
	// What comes too late is kept in a twin, also where nothing of the order stands.
	m.twins(b.Order)
}

// drafts asks for the draft of an order's revision and, where there is one, for its twins.
func (m *asker) drafts(o orderID, replaces seal.Hash) {
	key := draft.Key(o, replaces)
	m.thing(key)
	if m.w.Things[key] != nil {
		m.twins(o)
	}
}

func (m *asker) twins(o orderID) {
	for range draft.MaxTwins {
		o = draft.TwinOrder(o)
		key := draft.Key(o, seal.Hash{})
		m.thing(key)
		if m.w.Things[key] == nil {
			return
		}
	}
}

// closedDraft is the draft that a change came too late for, as its document says.
func closedDraft(w *World, c seal.Command, unit id.ID[id.Org]) []byte {
	var b draft.Change
	if c.Kind != seal.KindChangeDraft || seal.Decode(c.Body, &b) != nil {
		return nil
	}
	return seal.Encode(draftLine(w, unit, b.Order, b.Replaces)[0])
}
