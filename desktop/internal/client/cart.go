package client

import (
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

// defaults returns the draft with what the person did not choose filled in.
func (c *Core) defaults() content {
	d := c.onCart().content
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
	return r, c.fillLines(&r, d)
}

// fillLines gives a revision the lines of a draft with today's terms, and their total.
func (c *Core) fillLines(r *order.Revision, d content) error {
	for _, l := range d.Lines {
		line := order.Line{Offer: l.Offer, Quantity: l.Quantity, Price: l.Seen, Substitutes: l.Substitutes}
		o, err := readDoc[supply.Offer](c, wire.DocOffer, l.Offer)
		if err != nil {
			return err
		}
		if o != nil {
			line.Terms, line.UOM, line.Price, line.VATRate = o.Terms(), o.UOM, o.Price, o.VATRate
		}
		r.Lines = append(r.Lines, line)
	}
	if sums, err := r.Sums(); err == nil {
		r.Total = sums.Total
	}
	return nil
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
	// Draft is how the unit's laptops share it.
	Draft Sharing
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
	return c.cartView()
}

func (c *Core) cartView() (Cart, error) {
	if err := c.takeBack(); err != nil {
		return Cart{}, err
	}
	if err := c.refresh(); err != nil {
		return Cart{}, err
	}
	d := c.defaults()
	cart := Cart{
		Order: d.Order, Revision: d.Number, Revises: c.isKnown(d.Order), Points: c.profile.Org.Points, AsOf: c.marks.asOf,
		Form:      CartForm{Budget: d.Budget, Point: d.Point, NeededBy: d.NeededBy, Urgency: d.Urgency, Note: d.Note, Answers: d.Answers},
		Questions: c.questions(d), CanUndo: len(c.undo) > 0, Draft: c.sharing(),
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
		line.Offer.ID = l.Offer // also where it is not here (yet): the line can be taken out
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
