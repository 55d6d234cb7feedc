package client

import (
	"maps"
	"slices"

	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// PutLine sets how many pieces of an offer are in the cart; 0 takes it out. The
// price is seen again. Faults: ItemUnknown, TooLarge.
func (c *Core) PutLine(offer id.ID[id.Offer], pieces int64) (Cart, error) {
	c.mu.Lock()
	defer c.unlock()
	if pieces < 0 || pieces > order.MaxQuantity {
		return Cart{}, fault.Because("put line", fault.Reason{Code: fault.TooLarge, Field: "quantity", Have: pieces, Want: order.MaxQuantity})
	}
	e := draft.Edit{Place: draft.Place{Field: draft.Pieces, Offer: offer}}
	if pieces > 0 {
		o, err := readDoc[supply.Offer](c, wire.DocOffer, offer)
		if err != nil {
			return Cart{}, err
		}
		if o == nil {
			return Cart{}, fault.Because("put line", fault.Reason{Code: fault.ItemUnknown, Ref: offer.String()})
		}
		e.Value = draft.Value{Number: pieces, Price: o.Price}
	}
	if err := c.edit(e); err != nil {
		return Cart{}, err
	}
	return c.cartView()
}

// isKnown reports whether the order exists already, as a document or signed here.
func (c *Core) isKnown(o orderID) bool {
	if c.rows[o] != nil {
		return true
	}
	return slices.ContainsFunc(c.entries, func(e *entry) bool { return e.order == o })
}

// CartForm is what stands beside the lines of a draft. Zero fields follow the defaults.
type CartForm struct {
	Budget   id.ID[id.Budget]
	Point    id.ID[id.Point]
	NeededBy string
	Urgency  order.Urgency
	Note     string
	Answers  []order.Answer
}

// SetCartForm sets what stands beside the lines.
func (c *Core) SetCartForm(f CartForm) (Cart, error) {
	c.mu.Lock()
	defer c.unlock()
	if f.NeededBy != "" && EndOfDay(f.NeededBy) == 0 {
		return Cart{}, fault.Because("cart", fault.Reason{Code: fault.FieldInvalid, Field: "needed_by", Ref: f.NeededBy})
	}
	if err := c.refresh(); err != nil {
		return Cart{}, err
	}
	shown := c.defaults()
	var edits []draft.Edit
	set := func(field draft.Field, v draft.Value) {
		edits = append(edits, draft.Edit{Place: draft.Place{Field: field}, Value: v})
	}
	// What the window gives back unchanged was not chosen.
	if f.Budget != shown.Budget {
		set(draft.Fund, draft.Value{Budget: f.Budget})
	}
	if f.Point != shown.Point {
		set(draft.Point, draft.Value{Point: f.Point})
	}
	if f.NeededBy != shown.NeededBy {
		set(draft.NeededBy, draft.Value{Text: f.NeededBy})
	}
	if f.Urgency != shown.Urgency {
		set(draft.Urgency, draft.Value{Number: int64(f.Urgency)})
	}
	set(draft.Note, draft.Value{Text: seal.Clean(f.Note)})
	answers := map[uint32]string{}
	for _, a := range shown.Answers {
		answers[a.Question] = ""
	}
	for _, a := range f.Answers {
		answers[a.Question] = seal.Clean(a.Text)
	}
	for _, q := range slices.Sorted(maps.Keys(answers)) {
		edits = append(edits, draft.Edit{Place: draft.Place{Field: draft.Answer, Question: q}, Value: draft.Value{Text: answers[q]}})
	}
	if err := c.edit(edits...); err != nil {
		return Cart{}, err
	}
	return c.cartView()
}

// ClearCart gives the draft in the cart up; Undo brings it back.
func (c *Core) ClearCart() (Cart, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return Cart{}, err
	}
	s := c.onCart()
	back := undone{to: c.cart.clone()}
	switch {
	case s.ended || s.Order.IsZero() && c.cart.Order.IsZero():
		back = undone{}
		if c.cart.Order.IsZero() {
			return c.cartView()
		}
		if err := c.recart(working{}); err != nil {
			return Cart{}, err
		}
	case s.shared && !s.late:
		back.again = s.cells
		if err := c.giveUp(s); err != nil {
			return Cart{}, err
		}
	default:
		if err := c.recart(working{}); err != nil {
			return Cart{}, err
		}
	}
	if !back.to.Order.IsZero() {
		c.undoable(back)
	}
	return c.cartView()
}

// UndoCart takes back the last change of the cart. What others changed since stays.
func (c *Core) UndoCart() (Cart, error) {
	c.mu.Lock()
	defer c.unlock()
	n := len(c.undo)
	if n == 0 {
		return c.cartView()
	}
	u, rest := c.undo[n-1], c.undo[:n-1:n-1]
	var err error
	switch {
	case u.again != nil:
		// Others know that it was given up: it is another draft from here on.
		w := working{Order: newID[id.Order](c)}
		for _, x := range u.again {
			w.Edits = append(w.Edits, draft.Edit{Place: x.Place, Value: x.Value})
		}
		err = c.recart(w)
	case u.edits == nil:
		err = c.recart(u.to)
	default:
		was := c.cart
		if c.cart.Order.IsZero() {
			c.cart = working{Order: u.to.Order, Replaces: u.to.Replaces}
		}
		if err = c.edit(u.edits...); err != nil {
			c.cart = was
		}
	}
	if err != nil {
		return Cart{}, err
	}
	c.undo = rest
	return c.cartView()
}

// ReviseOrder takes an order of this unit into the cart, to be signed as a new
// revision: the version that the desk offered where it did, else the parked revision where there
// is one, else what stands, with what other laptops of the unit changed of it since. Terms are the offers' of now; what the person saw then is kept beside them. Faults:
// OrderUnknown, NotYours, StateForbids.
func (c *Core) ReviseOrder(o orderID) (Cart, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return Cart{}, err
	}
	s, err := c.view(o)
	if err != nil {
		return Cart{}, err
	}
	if s.order.Unit != c.profile.Org.ID {
		return Cart{}, fault.Because("revise", fault.Reason{Code: fault.NotYours, Ref: o.String()})
	}
	w := working{Order: o}
	standing := c.over.Orders[o]
	if standing == nil && s.documented {
		standing = &s.order
	}
	var signed []byte // what is not in any draft yet
	if standing != nil {
		if !standing.State.CanRevise() {
			return Cart{}, fault.Because("revise", fault.Reason{Code: fault.StateForbids, Ref: standing.State.String()})
		}
		w.Replaces = standing.Hash
	} else if signed = s.order.Content; s.order.State == order.Cancelled {
		return Cart{}, fault.Because("revise", fault.Reason{Code: fault.StateForbids, Ref: s.order.State.String()})
	}
	for _, e := range s.parked {
		if e.command.Kind == seal.KindSubmitOrder {
			signed = e.command.Body
		}
	}
	offered, is, err := c.offered(o)
	if err != nil {
		return Cart{}, err
	}
	if is {
		c.startFrom(&w, offered)
	} else if signed != nil {
		r, err := order.DecodeRevision(signed)
		if err != nil {
			return Cart{}, err
		}
		c.startFrom(&w, r)
	}
	if err := c.turnTo(w); err != nil {
		return Cart{}, err
	}
	return c.cartView()
}

// startFrom makes a draft say what a revision says that no draft has.
func (c *Core) startFrom(w *working, r order.Revision) {
	if r.NeededBy <= c.now() {
		r.NeededBy = 0
	}
	open := c.openAnswers(content{Order: r.Order, Answers: r.Answers})
	r.Answers = open
	line, _ := c.draftLine(w.Order, w.Replaces)
	base, target := c.knownVersion(w.Order, w.Replaces), draft.CellsOf(r)
	for _, x := range line[0].Cells {
		if draft.At(target, x.Place).IsNothing() && (x.Place.Field != draft.Substitutes) {
			w.put(draft.Edit{Place: x.Place}, base, x.Value)
		}
	}
	var below []draft.Cell
	if line[0].IsOpen() {
		below = line[0].Cells
	}
	// Of a draft that was given up all is a change: it is kept in its twin.
	for _, x := range target {
		w.put(draft.Edit{Place: x.Place, Value: x.Value}, base, draft.At(below, x.Place))
	}
}

// turnTo puts another draft into the cart. The one that was there stays among the unit's drafts.
func (c *Core) turnTo(w working) error {
	if err := c.leave(); err != nil {
		return err
	}
	back := undone{to: c.cart.clone()}
	if err := c.recart(w); err != nil {
		return err
	}
	c.undoable(back)
	return nil
}

// openAnswers keeps the answers to questions that are still open.
func (c *Core) openAnswers(d content) []order.Answer {
	open := c.questions(d)
	return slices.DeleteFunc(slices.Clone(d.Answers), func(a order.Answer) bool {
		return !slices.ContainsFunc(open, func(q order.Question) bool { return q.Number == a.Question })
	})
}

// questions are those that wait for an answer of the draft.
func (c *Core) questions(d content) []order.Question {
	if d.Order.IsZero() {
		return nil
	}
	if o := c.over.Orders[d.Order]; o != nil {
		return o.OpenQuestions()
	}
	if o, err := c.orderDocument(d.Order); err == nil && o != nil {
		return o.OpenQuestions()
	}
	return nil
}
