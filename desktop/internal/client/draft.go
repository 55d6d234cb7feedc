package client

import (
	"bytes"
	"cmp"
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// cartName is the name of the draft that is the cart; others are handover codes.
const cartName = "cart"

// maxUndo is how many changes of the cart can be taken back.
const maxUndo = 100

// slack is added to the longest lead time for the day proposed.
const slack = 3

// draft is an order before it is signed. What the person did not choose stays
// empty and follows the defaults, so that a late delivery of one more line
// moves the proposed day.
type draft struct {
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

func (d draft) isEmpty() bool { return bytes.Equal(seal.Encode(d), seal.Encode(draft{})) }

func (d draft) clone() draft {
	d.Lines, d.Answers = slices.Clone(d.Lines), slices.Clone(d.Answers)
	return d
}

func (c *Core) loadDraft() error {
	b, err := c.cfg.Work.Draft(cartName)
	if err != nil || len(b) == 0 {
		return err
	}
	var d draft
	if err := seal.Decode(b, &d); err != nil {
		c.cfg.Logger.Error("draft not read", "error", err)
		return nil // a newer program's draft; it stays where it is until the next change
	}
	c.draft = d
	return nil
}

// draftEntry is what the journal and Work keep of a draft; an empty one is deleted.
func draftEntry(d draft) (JournalEntry, map[string][]byte) {
	var b []byte
	if !d.isEmpty() {
		b = seal.Encode(d)
	}
	return JournalEntry{Kind: JournalDraft, Payload: seal.Encode(journalDraft{Name: cartName, Bytes: b})}, map[string][]byte{cartName: b}
}

// redraft is how every change of the cart happens: journal, Work, memory.
func (c *Core) redraft(d draft) error {
	entry, drafts := draftEntry(d)
	if err := c.record([]JournalEntry{entry}, WorkBatch{Drafts: drafts}); err != nil {
		return err
	}
	c.draft = d
	c.changed(TopicCart)
	return nil
}

// change makes a change of the cart that can be taken back.
func (c *Core) change(d draft) error {
	before := c.draft
	if err := c.redraft(d); err != nil {
		return err
	}
	c.undo = append(c.undo, before)
	if len(c.undo) > maxUndo {
		c.undo = c.undo[1:]
	}
	return nil
}

// PutLine sets how many pieces of an offer are in the cart; 0 takes it out. The
// price is seen again. Faults: ItemUnknown, TooLarge.
func (c *Core) PutLine(offer id.ID[id.Offer], pieces int64) (Cart, error) {
	c.mu.Lock()
	defer c.unlock()
	if pieces < 0 || pieces > order.MaxQuantity {
		return Cart{}, fault.Because("put line", fault.Reason{Code: fault.TooLarge, Field: "quantity", Have: pieces, Want: order.MaxQuantity})
	}
	d := c.draft.clone()
	at := slices.IndexFunc(d.Lines, func(l draftLine) bool { return l.Offer == offer })
	switch {
	case pieces == 0 && at < 0:
		return c.cart()
	case pieces == 0:
		d.Lines = slices.Delete(d.Lines, at, at+1)
		if len(d.Lines) == 0 && d.Number <= 1 && d.Replaces.IsZero() && !c.isKnown(d.Order) {
			d = draft{}
		}
	default:
		o, err := readDoc[supply.Offer](c, wire.DocOffer, offer)
		if err != nil {
			return Cart{}, err
		}
		if o == nil {
			return Cart{}, fault.Because("put line", fault.Reason{Code: fault.ItemUnknown, Ref: offer.String()})
		}
		if at < 0 {
			d.Lines = append(d.Lines, draftLine{Offer: offer})
			at = len(d.Lines) - 1
		}
		d.Lines[at].Quantity, d.Lines[at].Seen = pieces, o.Price
		if d.Order.IsZero() {
			d.Order, d.Number = newID[id.Order](c), 1
		}
	}
	if err := c.change(d); err != nil {
		return Cart{}, err
	}
	return c.cart()
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
	d := c.draft.clone()
	shown := c.defaults()
	// What the window gives back unchanged was not chosen.
	if f.Budget != shown.Budget {
		d.Budget = f.Budget
	}
	if f.Point != shown.Point {
		d.Point = f.Point
	}
	if f.NeededBy != shown.NeededBy {
		d.NeededBy = f.NeededBy
	}
	if f.Urgency != shown.Urgency {
		d.Urgency = f.Urgency
	}
	d.Note, d.Answers = seal.Clean(f.Note), nil
	for _, a := range f.Answers {
		if text := seal.Clean(a.Text); text != "" {
			d.Answers = append(d.Answers, order.Answer{Question: a.Question, Text: text})
		}
	}
	slices.SortFunc(d.Answers, func(a, b order.Answer) int { return cmp.Compare(a.Question, b.Question) })
	if bytes.Equal(seal.Encode(d), seal.Encode(c.draft)) {
		return c.cart()
	}
	if err := c.change(d); err != nil {
		return Cart{}, err
	}
	return c.cart()
}

// ClearCart empties the cart; Undo brings it back.
func (c *Core) ClearCart() (Cart, error) {
	c.mu.Lock()
	defer c.unlock()
	if c.draft.isEmpty() {
		return c.cart()
	}
	if err := c.change(draft{}); err != nil {
		return Cart{}, err
	}
	return c.cart()
}

// UndoCart takes back the last change of the cart.
func (c *Core) UndoCart() (Cart, error) {
	c.mu.Lock()
	defer c.unlock()
	n := len(c.undo)
	if n == 0 {
		return c.cart()
	}
	if err := c.redraft(c.undo[n-1]); err != nil {
		return Cart{}, err
	}
	c.undo = c.undo[:n-1]
	return c.cart()
}

// ReviseOrder loads an order of this unit into the cart, to be signed as a new
// revision: the parked revision where there is one, else what stands. Terms are
// the offers' of now; what the person saw then is kept beside them. Faults:
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
	d := draft{Order: o, Number: 1}
	standing := c.over.Orders[o]
	if standing == nil && s.documented {
		standing = &s.order
	}
	content := s.order.Content
	if standing != nil {
		if !standing.State.CanRevise() {
			return Cart{}, fault.Because("revise", fault.Reason{Code: fault.StateForbids, Ref: standing.State.String()})
		}
		d.Number, d.Replaces, content = standing.Revision+1, standing.Hash, standing.Content
	} else if s.order.State == order.Cancelled {
		return Cart{}, fault.Because("revise", fault.Reason{Code: fault.StateForbids, Ref: s.order.State.String()})
	}
	for _, e := range s.parked {
		if e.command.Kind == seal.KindSubmitOrder {
			content = e.command.Body
		}
	}
	r, err := order.DecodeRevision(content)
	if err != nil {
		return Cart{}, err
	}
	d.Budget, d.Point, d.Urgency, d.Note, d.Answers = r.Budget, r.Point, r.Urgency, r.Note, r.Answers
	if r.NeededBy > c.now() {
		d.NeededBy = DayOf(r.NeededBy)
	}
	for _, l := range r.Lines {
		d.Lines = append(d.Lines, draftLine{Offer: l.Offer, Quantity: l.Quantity, Seen: l.Price, Substitutes: l.Substitutes})
	}
	d.Answers = c.openAnswers(d)
	if err := c.change(d); err != nil {
		return Cart{}, err
	}
	return c.cart()
}

// openAnswers keeps the answers to questions that are still open.
func (c *Core) openAnswers(d draft) []order.Answer {
	open := c.questions(d)
	return slices.DeleteFunc(slices.Clone(d.Answers), func(a order.Answer) bool {
		return !slices.ContainsFunc(open, func(q order.Question) bool { return q.Number == a.Question })
	})
}

// questions are those that wait for an answer of the draft.
func (c *Core) questions(d draft) []order.Question {
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

// defaults returns the draft with what the person did not choose filled in.
func (c *Core) defaults() draft {
	d := c.draft.clone()
	if d.Budget.IsZero() {
		d.Budget = c.defaultFund()
	}
	if d.Point.IsZero() {
		d.Point = c.defaultPoint()
	}
	if d.Urgency == 0 {
		d.Urgency = order.Routine
	}
	if d.NeededBy == "" {
		days := int64(slack)
		for _, l := range d.Lines {
			if o, err := readDoc[supply.Offer](c, wire.DocOffer, l.Offer); err == nil && o != nil {
				days = max(days, o.LeadDays+slack)
			}
		}
		d.NeededBy = c.cfg.Clock().In(kyiv).AddDate(0, 0, int(days)).Format(dayForm)
	}
	return d
}

// defaultFund is the guaranteed budget of this year with most free; any other
// of this year where there is none.
func (c *Core) defaultFund() id.ID[id.Budget] {
	year := rules.KyivYear(c.now())
	own := c.funds(func(b budget.Budget) bool { return b.Unit == c.profile.Org.ID && b.Year == year })
	if len(own) == 0 {
		return id.ID[id.Budget]{}
	}
	return slices.MaxFunc(own, func(a, b BudgetFigures) int {
		return cmp.Or(cmp.Compare(b.Fund, a.Fund), cmp.Compare(a.Free, b.Free), b.ID.Compare(a.ID))
	}).ID
}

// defaultPoint is where the unit's latest order goes, else its first point.
func (c *Core) defaultPoint() id.ID[id.Point] {
	unit := c.profile.Org
	var (
		last   int64
		chosen id.ID[id.Point]
	)
	for _, s := range c.rows {
		if _, ok := unit.Point(s.point); ok && s.row.Unit == unit.ID && s.row.SignedAt > last {
			last, chosen = s.row.SignedAt, s.point
		}
	}
	for _, e := range c.entries {
		if r, err := order.DecodeRevision(e.command.Body); err == nil && e.command.Kind == seal.KindSubmitOrder && e.savedAt > last {
			if _, ok := unit.Point(r.Point); ok {
				last, chosen = e.savedAt, r.Point
			}
		}
	}
	if chosen.IsZero() && len(unit.Points) > 0 {
		return unit.Points[0].ID
	}
	return chosen
}

// revision is what would be signed of the draft now.
func (c *Core) revision() (order.Revision, error) {
	d := c.defaults()
	r := order.Revision{
		Order: d.Order, Number: d.Number, Replaces: d.Replaces, Unit: c.profile.Org.ID, Budget: d.Budget, Point: d.Point,
		NeededBy: EndOfDay(d.NeededBy), Urgency: d.Urgency, Note: d.Note, Answers: d.Answers,
	}
	for _, l := range d.Lines {
		line := order.Line{Offer: l.Offer, Quantity: l.Quantity, Price: l.Seen, Substitutes: l.Substitutes}
		o, err := readDoc[supply.Offer](c, wire.DocOffer, l.Offer)
		if err != nil {
			return order.Revision{}, err
		}
		if o != nil {
			line.Terms, line.UOM, line.Price, line.VATRate = o.Terms(), o.UOM, o.Price, o.VATRate
		}
		r.Lines = append(r.Lines, line)
	}
	if sums, err := r.Sums(); err == nil {
		r.Total = sums.Total
	}
	return r, nil
}

// Cart is the draft as shown.
type Cart struct {
	// Order is zero while the cart is empty; Revises says that the order exists already.
	Order    orderID
	Number   string
	Revision uint32
	Revises  bool
	Lines    []CartLine
	Form     CartForm
	// Questions are the agency's, to be answered before the revision is signed.
	Questions []order.Question
	Points    []party.Point
	Funds     []BudgetFigures
	// Problems are what the rules would say now; Ready is true when none stops.
	Problems []Problem
	Ready    bool
	Sums     order.Sums
	// FreeBefore and FreeAfter are of the chosen fund.
	FreeBefore, FreeAfter money.Amount
	AsOf                  int64
	CanUndo               bool
}

// CartLine is a line of the draft.
type CartLine struct {
	Offer    OfferDetail
	Item     catalogue.Item
	Quantity int64
	Sums     order.Sums
	// Seen is the price when it was put in the cart.
	Seen money.Amount
}

// Problem is a reason with what it means here and now.
type Problem struct {
	fault.Reason
	// Stops: it cannot be signed like this. Others are warnings.
	Stops bool
}

func problems(reasons []fault.Reason) []Problem {
	all := make([]Problem, 0, len(reasons))
	for _, r := range reasons {
		all = append(all, Problem{Reason: r, Stops: rules.StopsSigning(r)})
	}
	return all
}

func stops(all []Problem) bool {
	return slices.ContainsFunc(all, func(p Problem) bool { return p.Stops })
}

// Cart returns the draft with what the rules say of it now.
func (c *Core) Cart() (Cart, error) {
	c.mu.Lock()
	defer c.unlock()
	return c.cart()
}

func (c *Core) cart() (Cart, error) {
	if err := c.refresh(); err != nil {
		return Cart{}, err
	}
	d := c.defaults()
	cart := Cart{
		Order: d.Order, Revision: d.Number, Revises: c.isKnown(d.Order), Points: c.profile.Org.Points, AsOf: c.marks.asOf,
		Form:      CartForm{Budget: d.Budget, Point: d.Point, NeededBy: d.NeededBy, Urgency: d.Urgency, Note: d.Note, Answers: d.Answers},
		Questions: c.questions(d), CanUndo: len(c.undo) > 0,
	}
	year := rules.KyivYear(c.now())
	cart.Funds = c.funds(func(b budget.Budget) bool { return b.Unit == c.profile.Org.ID && (b.Year == year || b.ID == d.Budget) })
	if !d.Order.IsZero() {
		cart.Number = c.orderNumber(d.Order)
	}
	r, err := c.revision()
	if err != nil {
		return Cart{}, err
	}
	for i, l := range d.Lines {
		line := CartLine{Quantity: l.Quantity, Seen: l.Seen}
		if line.Offer, err = c.offerDetail(l.Offer); err != nil {
			return Cart{}, err
		}
		var item *catalogue.Item
		if item, err = readDoc[catalogue.Item](c, wire.DocItem, line.Offer.Item); err != nil {
			return Cart{}, err
		}
		if item != nil {
			line.Item = *item
		}
		if line.Sums, err = r.Lines[i].Sums(); err != nil {
			line.Sums = order.Sums{}
		}
		cart.Lines = append(cart.Lines, line)
	}
	if cart.Sums, err = r.Sums(); err != nil {
		cart.Sums = order.Sums{}
	}
	fork, outcome, reasons, err := c.try(seal.KindSubmitOrder, r.Encode())
	if err != nil {
		return Cart{}, err
	}
	cart.FreeBefore, cart.FreeAfter = freeOf(fork, outcome, r)
	cart.Problems = problems(reasons)
	if len(cart.Lines) == 0 {
		return cart, nil // nothing was begun: there is nothing to complain of but that
	}
	cart.Ready = !stops(cart.Problems)
	for i, l := range cart.Lines {
		if l.Offer.Price != 0 && l.Seen != l.Offer.Price {
			cart.Problems = append(cart.Problems, Problem{Reason: fault.Reason{
				Code: fault.PriceChanged, Line: i + 1, Field: "unit_price", Have: int64(l.Offer.Price), Want: int64(l.Seen), Ref: l.Item.Article,
			}})
		}
	}
	return cart, nil
}

// freeOf is what the fund of a revision has free before and after it.
func freeOf(fork *rules.World, outcome rules.Outcome, r order.Revision) (before, after money.Amount) {
	b := fork.Budgets[r.Budget]
	if b == nil {
		return 0, 0
	}
	before = b.Free()
	for _, x := range outcome.Budgets {
		if x.ID == r.Budget {
			return before, x.Free()
		}
	}
	after = before - r.Total
	if standing := fork.Orders[r.Order]; standing != nil && standing.Budget == r.Budget && standing.Money() == budget.Reserved {
		after += standing.Total
	}
	return before, after
}

// try asks the rules about a body as if it were signed now, on top of all that
// waits here. The fork is the world before it.
func (c *Core) try(kind seal.Kind, body []byte) (*rules.World, rules.Outcome, []fault.Reason, error) {
	cmd := seal.Command{Kind: kind, Person: c.profile.Person.ID, Device: c.profile.Device, ClaimedAt: c.now(), Body: body}
	fork := rules.NewWorld()
	if err := c.load(fork, c.over, cmd); err != nil {
		return nil, rules.Outcome{}, nil, err
	}
	outcome, reasons := c.decide(fork, cmd.ClaimedAt, cmd, c.ordersOf(cmd, subjectsOf(cmd)))
	return fork, outcome, reasons, nil
}
