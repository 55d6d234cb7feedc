package client

import (
	"cmp"
	"slices"
	"time"

	"dotchain/shared/draft"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// cartName is the name of the draft that is the cart; others are handover codes.
const cartName = "cart"

// maxUndo is how many changes of the cart can be taken back.
const maxUndo = 100

// slack is added to the longest lead time for the day proposed.
const slack = 3

// working is what this device alone knows of drafts: which of them is the cart, and what
// was changed of it and is in no command yet. The journal has it; whatever is in a command is not here.
type working struct {
	// Order and Replaces name the draft in the cart; none for an empty cart.
	Order    orderID   `cbor:"1,keyasint"`
	Replaces seal.Hash `cbor:"2,keyasint"`
	// Edits are what was changed of it since, each place once with its last value.
	Edits []draft.Edit `cbor:"3,keyasint,omitempty"`
	// Unit is the one that the draft is of; none in the cart of an older program. Set with the
	// first write of the cart, and never changed.
	Unit id.ID[id.Org] `cbor:"4,keyasint,omitzero"`
	// Refused says that the server did not take them: they go again once one more is made.
	Refused bool `cbor:"5,keyasint,omitempty"`
}

// of is the cart with its unit.
func (w working) of(unit id.ID[id.Org]) working {
	if !w.Order.IsZero() && w.Unit.IsZero() {
		w.Unit = unit
	}
	return w
}

func (w working) clone() working {
	w.Edits = slices.Clone(w.Edits)
	return w
}

// content is a draft as its document would be. What the person did not choose stays
// empty and follows the defaults, so that a late delivery of one more line
// moves the proposed day.
type content struct {
	// Order is made with the first line; Number is the revision that would be signed, Replaces the content it replaces.
	Order    orderID          `cbor:"1,keyasint"`
	Number   uint32           `cbor:"2,keyasint"`
	Replaces seal.Hash        `cbor:"3,keyasint"`
	Lines    []draftLine      `cbor:"4,keyasint,omitempty"`
	Budget   id.ID[id.Budget] `cbor:"5,keyasint"`
	Point    id.ID[id.Point]  `cbor:"6,keyasint"`
	// NeededBy is a date in Kyiv.
	NeededBy string         `cbor:"7,keyasint,omitempty"`
	Urgency  order.Urgency  `cbor:"8,keyasint,omitempty"`
	Note     string         `cbor:"9,keyasint,omitempty"`
	Answers  []order.Answer `cbor:"10,keyasint,omitempty"`
}

type draftLine struct {
	Offer    id.ID[id.Offer] `cbor:"1,keyasint"`
	Quantity int64           `cbor:"2,keyasint"`
	// Seen is the price the person saw last; what is signed is the price now.
	Seen        money.Amount       `cbor:"3,keyasint"`
	Substitutes []order.Substitute `cbor:"4,keyasint,omitempty"`
}

// undone is how a change of the cart is taken back.
type undone struct {
	// to is the draft that was the cart.
	to working
	// edits are the places with what stood there before.
	edits []draft.Edit
	// again is what a draft held that was given up and that others know: it is begun anew.
	again []draft.Cell
}

func (c *Core) loadDraft() error {
	if err := c.loadTaken(); err != nil {
		return err
	}
	b, err := c.cfg.Work.Draft(cartName)
	if err != nil || len(b) == 0 {
		return err
	}
	var w working
	if seal.Decode(b, &w) == nil {
		c.cart = w
		return nil
	}
	// Before drafts were shared, the cart was kept whole.
	var former content
	if err := seal.Decode(b, &former); err != nil {
		c.cfg.Logger.Error("draft not read", "error", err)
		return nil // a newer program's draft; it stays where it is until the next change
	}
	c.cart = working{Order: former.Order, Replaces: former.Replaces}
	for _, cell := range former.cells() {
		c.cart.Edits = append(c.cart.Edits, draft.Edit{Place: cell.Place, Value: cell.Value})
	}
	return nil
}

// cells are the places that a content fills.
func (d content) cells() []draft.Cell {
	var cells []draft.Cell
	put := func(p draft.Place, v draft.Value) { cells = draft.Put(cells, p, v) }
	for _, l := range d.Lines {
		put(draft.Place{Field: draft.Pieces, Offer: l.Offer}, draft.Value{Number: l.Quantity, Price: l.Seen})
		put(draft.Place{Field: draft.Substitutes, Offer: l.Offer}, draft.Value{Ranked: l.Substitutes})
	}
	put(draft.Place{Field: draft.Fund}, draft.Value{Budget: d.Budget})
	put(draft.Place{Field: draft.Point}, draft.Value{Point: d.Point})
	put(draft.Place{Field: draft.NeededBy}, draft.Value{Text: d.NeededBy})
	put(draft.Place{Field: draft.Urgency}, draft.Value{Number: int64(d.Urgency)})
	put(draft.Place{Field: draft.Note}, draft.Value{Text: d.Note})
	for _, a := range d.Answers {
		put(draft.Place{Field: draft.Answer, Question: a.Question}, draft.Value{Text: a.Text})
	}
	return cells
}

// contentOf is what cells say.
func contentOf(cells []draft.Cell) content {
	var d content
	for _, x := range cells {
		switch x.Place.Field {
		case draft.Pieces:
			d.Lines = append(d.Lines, draftLine{
				Offer: x.Place.Offer, Quantity: x.Value.Number, Seen: x.Value.Price,
				Substitutes: draft.At(cells, draft.Place{Field: draft.Substitutes, Offer: x.Place.Offer}).Ranked,
			})
		case draft.Substitutes: // with its line
		case draft.Fund:
			d.Budget = x.Value.Budget
		case draft.Point:
			d.Point = x.Value.Point
		case draft.NeededBy:
			d.NeededBy = x.Value.Text
		case draft.Urgency:
			d.Urgency = order.Urgency(x.Value.Number) //nolint:gosec // checked with the change
		case draft.Note:
			d.Note = x.Value.Text
		case draft.Answer:
			d.Answers = append(d.Answers, order.Answer{Question: x.Place.Question, Text: x.Value.Text})
		}
	}
	slices.SortFunc(d.Answers, func(a, b order.Answer) int { return cmp.Compare(a.Question, b.Question) })
	return d
}

// onCart is the draft in the cart as shown.
type onCart struct {
	working
	// line is the draft and its twins, documents with what waits here on top; nil while the cart is empty.
	line draft.Line
	// cells are what it holds with what was changed here since.
	cells []draft.Cell
	// content is what they say.
	content content
	// shared says that others know the draft, or will once what waits here has gone.
	shared bool
	// late says that the draft was ordered or given up while it was changed here; ended, that
	// it was and nothing is left of it to change.
	late, ended bool
}

// onCart makes the shown draft. The caller has called refresh.
func (c *Core) onCart() onCart {
	s := onCart{working: c.cart}
	if s.Order.IsZero() {
		return s
	}
	if c.isLeft() {
		return onCart{}
	}
	s.line, s.shared = c.draftLine(s.Order, s.Replaces)
	named := s.line[0]
	switch last, open := s.line.Last(); {
	case named.IsOpen():
		s.cells = slices.Clone(named.Cells)
		for _, e := range s.Edits {
			s.cells = draft.Put(s.cells, e.Place, e.Value)
		}
	case len(s.Edits) > 0:
		s.late = true
		twin := s.line.Keep(s.Edits, c.draftAuthor(), c.now())
		s.Order, s.Replaces, s.cells = twin.Order, twin.Replaces, twin.Cells
	case open:
		s.Order, s.Replaces, s.cells = last.Order, last.Replaces, slices.Clone(last.Cells)
		s.line = draft.Line{last}
	default:
		return onCart{line: s.line, ended: true}
	}
	s.content = contentOf(s.cells)
	s.content.Order, s.content.Replaces, s.content.Number = s.Order, s.Replaces, 1
	if !s.Replaces.IsZero() {
		c.ofRevision(&s.content)
	}
	return s
}

// ofRevision fills in what a draft of a later revision takes from the order: its number. The
// day that was signed is proposed anew once it is past, and answers are for open questions.
func (c *Core) ofRevision(d *content) {
	standing := c.over.Orders[d.Order]
	if standing == nil {
		standing, _ = c.orderDocument(d.Order)
	}
	if standing == nil {
		return
	}
	d.Number = standing.Revision + 1
	if r, err := order.DecodeRevision(standing.Content); err == nil && d.NeededBy == draft.DayOf(r.NeededBy) && r.NeededBy <= c.now() {
		d.NeededBy = ""
	}
	d.Answers = c.openAnswers(*d)
}

// draftLine is a draft with its twins as shown; false where nobody knows it yet.
func (c *Core) draftLine(o orderID, replaces seal.Hash) (draft.Line, bool) {
	w := rules.NewWorld()
	cmd := seal.Command{
		Kind: seal.KindChangeDraft, Person: c.profile.Person.ID, Device: c.profile.Device, ClaimedAt: c.now(),
		Body: seal.Encode(draft.Change{Order: o, Replaces: replaces}),
	}
	if err := c.load(w, c.over, cmd); err != nil {
		c.cfg.Logger.Error("draft not loaded", "error", err)
	}
	_, known := rules.Find[draft.Draft](w, draft.Key(o, replaces))
	return rules.DraftLine(w, c.profile.Org.ID, o, replaces), known
}

// isLeft reports whether the draft in the cart is of a unit that the person has left: its people go
// on with it, and signed for another unit it would be lost to them. What was changed of it is sent all
// the same, and the desk hears of it.
func (c *Core) isLeft() bool { return !c.cart.Unit.IsZero() && c.cart.Unit != c.profile.Org.ID }

func (c *Core) draftAuthor() draft.Author {
	return draft.Author{Person: c.profile.Person.ID, Name: c.profile.Person.Name, Device: c.profile.Device, Laptop: c.profile.DeviceName}
}

// cartEntry is what the journal and Work keep of the cart; an empty one is deleted.
func cartEntry(w working) (JournalEntry, map[string][]byte) {
	var b []byte
	if !w.Order.IsZero() {
		b = seal.Encode(w)
	}
	return JournalEntry{Kind: JournalDraft, Payload: seal.Encode(journalDraft{Name: cartName, Bytes: b})}, map[string][]byte{cartName: b}
}

// recart is how the cart changes: journal, Work, memory. More changes than are read again
// are commands at once.
func (c *Core) recart(w working) error {
	w = w.of(c.profile.Org.ID)
	if isLarge(w.Edits) && c.isSharer() {
		b, kept := sendable(w)
		return c.sendDraft(b, working{Order: w.Order, Replaces: w.Replaces, Edits: kept, Unit: w.Unit})
	}
	entry, drafts := cartEntry(w)
	if err := c.record([]JournalEntry{entry}, WorkBatch{Drafts: drafts}); err != nil {
		return err
	}
	c.cart = w
	if c.edited.last = c.cfg.Clock(); c.edited.since.IsZero() || len(w.Edits) == 0 {
		c.edited.since = c.edited.last
	}
	c.changed(TopicCart)
	return nil
}

// edit changes places of the cart, and begins a draft in an empty one. What could not be
// shared is refused, and with it the others. Faults: TooLarge, TextNotClean, FieldInvalid.
func (c *Core) edit(edits ...draft.Edit) error {
	if err := c.takeBack(); err != nil {
		return err
	}
	if err := c.refresh(); err != nil {
		return err
	}
	if c.onCart().late || c.isLeft() {
		// What was changed of a draft that is over goes first: it is kept in another, which
		// is the cart from here on. So does what was changed of the draft of a unit that was left.
		if err := c.shareAgain(); err != nil {
			return err
		}
		if err := c.refresh(); err != nil {
			return err
		}
	}
	s := c.onCart()
	w := s.clone()
	if w.Order.IsZero() {
		w = working{Order: newID[id.Order](c)}
	}
	back := undone{to: working{Order: w.Order, Replaces: w.Replaces}}
	var below []draft.Cell
	if len(s.line) > 0 && !s.ended {
		below = s.line[0].Cells
	}
	base, cells := c.knownVersion(w.Order, w.Replaces), slices.Clone(s.cells)
	for _, e := range edits {
		was := draft.At(s.cells, e.Place)
		if was.Same(e.Value) && was.Price == e.Value.Price {
			continue
		}
		if err := fit(cells, e); err != nil {
			return err
		}
		cells = draft.Put(cells, e.Place, e.Value)
		back.edits = append(back.edits, draft.Edit{Place: e.Place, Value: was})
		w.put(e, base, draft.At(below, e.Place))
	}
	if len(back.edits) == 0 {
		return nil
	}
	w.Refused = false
	if !s.shared && w.Replaces.IsZero() && len(w.Edits) == 0 {
		w = working{} // the last line of what nobody knows was taken out
	}
	if err := c.recart(w); err != nil {
		return err
	}
	c.undoable(back)
	return nil
}

// put is one more change of a place. What was changed before keeps its first base: its author has
// not seen what came to the place since. What stands anyway is no change.
func (w *working) put(e draft.Edit, base uint64, below draft.Value) {
	at := slices.IndexFunc(w.Edits, func(x draft.Edit) bool { return x.Place == e.Place })
	if at >= 0 {
		base = w.Edits[at].Base
		w.Edits = slices.Delete(w.Edits, at, at+1)
	}
	if !e.Value.Same(below) || e.Value.Price != below.Price {
		w.Edits = append(w.Edits, draft.Edit{Place: e.Place, Value: e.Value, Base: base})
	}
}

// knownVersion is the version of a draft's document here; 0 for none. What waits here
// does not count: others' changes may come between.
func (c *Core) knownVersion(o orderID, replaces seal.Hash) uint64 {
	if d, ok := c.documented(draft.Key(o, replaces)).(draft.Draft); ok {
		return d.Version
	}
	return 0
}

func (c *Core) undoable(u undone) {
	c.undo = append(c.undo, u)
	if len(c.undo) > maxUndo {
		c.undo = c.undo[1:]
	}
}

// edited is what this device notes of its changes.
type edited struct {
	// since and last are when the cart was changed here, for the first and the last time since it was shared.
	since, last time.Time
	// taken are the numbers of the refused changes that were taken back.
	taken []uint64
}
