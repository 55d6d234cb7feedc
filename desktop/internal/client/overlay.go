package client

import (
	"fmt"
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/conflict"
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// This file is the overlay: what the entries change on top of the documents. It
// is a function of documents and entries alone, so whatever came in whichever
// order, the same two show the same.

// TimelineEvent is a step of an order's life as shown here.
type TimelineEvent struct {
	order.Event
	// Pending: it happened here and the server has not confirmed it. Parked: the
	// server could not apply what was signed.
	Pending, Parked bool
}

// shownOrder is an order that entries are about, with their effects.
type shownOrder struct {
	order order.Order
	// documented says that the server has a document of it.
	documented bool
	timeline   []TimelineEvent
	// waiting have no receipt, parked were refused.
	waiting, parked []*entry
	// signed says that the last effect is a revision the server has not received.
	signed bool
	row    *OrderRow
}

// refresh decides all entries again on the documents as they are. Without it
// over and shown are stale.
func (c *Core) refresh() error {
	if c.over != nil {
		return nil
	}
	c.over, c.shown, c.laid = rules.NewWorld(), map[orderID]*shownOrder{}, map[wire.Key][]*entry{}
	c.unshown()
	for _, e := range c.entries {
		err := c.lay(e)
		if fault.CodeOf(err) == fault.Malformed {
			// A document it rests on is not for this program; the others are shown all the same.
			c.cfg.Logger.Error("entry not shown", "device_seq", e.seq, "error", err)
			continue
		}
		if err != nil {
			c.stale()
			return err
		}
	}
	return nil
}

// lay puts one entry's effect on top of those before it.
func (c *Core) lay(e *entry) error {
	e.doubts, c.shelf.over = nil, nil
	for _, k := range e.subjects {
		c.lie(k, e)
	}
	for _, o := range c.ordersOf(e.command, e.subjects) {
		if err := c.mark(o, e); err != nil {
			return err
		}
	}
	if e.isParked() {
		c.layKept(c.keptOf(e, e.receipt.Reasons, e.receipt.ReceivedAt), e)
		return nil
	}
	if c.isProven(e) {
		return nil
	}
	if err := c.load(c.over, nil, e.command); err != nil {
		return err
	}
	if s := c.shown[e.order]; s != nil && c.over.Orders[e.order] == nil && !s.order.ID.IsZero() && e.command.Kind == seal.KindCancelOrder {
		c.layGivenUp(s, e)
		return nil
	}
	outcome := c.foresee(e)
	before := map[orderID]*order.Order{}
	for _, o := range outcome.Orders {
		before[o.ID] = c.over.Orders[o.ID]
	}
	c.over.Apply(outcome)
	for _, t := range outcome.Things {
		if isShown(t) {
			c.lie(t.DocKey(), e)
		}
	}
	for _, o := range outcome.Orders {
		if err := c.mark(o.ID, e); err != nil {
			return err
		}
		c.shown[o.ID].advance(before[o.ID], o, e)
	}
	return nil
}

// lie notes that a thing is changed by an entry, or named in it.
func (c *Core) lie(k wire.Key, e *entry) {
	if !slices.Contains(c.laid[k], e) {
		c.laid[k] = append(c.laid[k], e)
		if of := c.things[k.Kind]; of != nil {
			of.shown = nil
		}
	}
}

// mark puts an entry among those that an order waits for, or that were refused.
func (c *Core) mark(o orderID, e *entry) error {
	s, err := c.showing(o)
	if err != nil {
		return err
	}
	s.row = nil
	switch {
	case e.isParked() && !slices.Contains(s.parked, e):
		c.layParked(s, e)
	case e.receipt == nil && !slices.Contains(s.waiting, e):
		s.waiting = append(s.waiting, e)
	}
	return nil
}

// foresee is what an entry changes on top of those before it.
func (c *Core) foresee(e *entry) rules.Outcome {
	if e.isApplied() {
		if some, _ := c.arrived(e); some {
			return c.outstanding(e)
		}
	}
	at := e.command.ClaimedAt
	if e.isApplied() {
		at = e.receipt.ReceivedAt
	}
	outcome, reasons := c.decide(c.over, at, e.command, c.ordersOf(e.command, e.subjects))
	if len(reasons) == 0 {
		e.outcome = c.unnumbered(c.held(outcome))
		return e.outcome
	}
	// The documents moved on, or do not say enough here. What a person signed is still
	// shown, as long as the order itself allows it: the server has the last word.
	e.doubts = reasons
	if kept := c.keptOf(e, reasons, at); kept != nil {
		return rules.Outcome{Things: kept}
	}
	if e.isApplied() && !e.outcome.IsEmpty() {
		return c.outstanding(e)
	}
	if forced, ok := c.force(c.over.Orders[e.order], e, at); ok {
		return rules.Outcome{Orders: []order.Order{forced}}
	}
	return rules.Outcome{}
}

// outstanding is what of an applied command's effect the documents do not have yet.
// Those of one act may arrive in two pages.
func (c *Core) outstanding(e *entry) rules.Outcome {
	var rest rules.Outcome
	for _, o := range e.outcome.Orders {
		if is := c.over.Orders[o.ID]; is == nil || is.Version < o.Version {
			rest.Orders = append(rest.Orders, o)
		}
	}
	for _, t := range e.outcome.Things {
		if is := c.thingShown(t.DocKey()); is == nil || is.DocVersion() < t.DocVersion() {
			rest.Things = append(rest.Things, t)
		}
	}
	for _, b := range e.outcome.Budgets {
		if is := c.over.Budgets[b.ID]; is != nil && is.Version < b.Version {
			rest.Budgets = append(rest.Budgets, b)
		}
	}
	return rest
}

// held leaves out what never comes to this device: whoever has no document of it does
// not see it for a moment either.
func (c *Core) held(out rules.Outcome) rules.Outcome {
	if c.profile.Person.Zone == party.ZoneAgency {
		return out
	}
	out.Things = slices.DeleteFunc(out.Things, func(t rules.Thing) bool {
		switch t.DocKey().Kind { //nolint:exhaustive // all others come here
		case wire.DocParcel, wire.DocQueue, wire.DocRound, wire.DocCredits, wire.DocPayment:
			return true
		}
		k, ok := t.(delivery.Claim)
		return ok && k.State == delivery.ClaimProposed
	})
	return out
}

// isShown reports whether a thing has a screen: the others only carry numbers and
// memory from act to act.
func isShown(t rules.Thing) bool {
	switch t.DocKey().Kind { //nolint:exhaustive // all others are shown
	case wire.DocRegister, wire.DocRecent, wire.DocCredits, wire.DocOutlook:
		return false
	}
	return true
}

// unnumbered takes the numbers off papers that come to be here: the register is the
// server's, and two laptops would give the same one.
func (c *Core) unnumbered(out rules.Outcome) rules.Outcome {
	given := map[string]bool{}
	blank := func(now *string, was string) {
		if *now != was {
			given[*now] = true
			*now = was
		}
	}
	for i, t := range out.Things {
		switch v := t.(type) {
		case delivery.Delivery:
			was, _ := c.thingShown(v.DocKey()).(delivery.Delivery)
			blank(&v.Note, was.Note)
			blank(&v.Waybill, was.Waybill)
			blank(&v.Certificate, was.Certificate)
			out.Things[i] = v
		case delivery.Response:
			was, _ := c.thingShown(v.DocKey()).(delivery.Response)
			blank(&v.Number, was.Number)
			out.Things[i] = v
		case delivery.Claim:
			was, _ := c.thingShown(v.DocKey()).(delivery.Claim)
			blank(&v.Number, was.Number)
			out.Things[i] = v
		case payment.Invoice:
			was, _ := c.thingShown(v.DocKey()).(payment.Invoice)
			blank(&v.Number, was.Number)
			out.Things[i] = v
		case payment.Payment:
			was, _ := c.thingShown(v.DocKey()).(payment.Payment)
			blank(&v.Number, was.Number)
			out.Things[i] = v
		}
	}
	for i := range out.Orders {
		events := slices.Clone(out.Orders[i].Events)
		for j := range events {
			if given[events[j].Ref] {
				events[j].Ref = ""
			}
		}
		out.Orders[i].Events = events
	}
	return out
}

// showing returns the shown form of an order, made from its document.
func (c *Core) showing(o orderID) (*shownOrder, error) {
	if s := c.shown[o]; s != nil {
		return s, nil
	}
	s := &shownOrder{}
	d, err := c.orderDocument(o)
	if err != nil {
		return nil, err
	}
	if d != nil {
		s.order, s.documented = *d, true
		for _, e := range d.Events {
			s.timeline = append(s.timeline, TimelineEvent{Event: e})
		}
	}
	c.shown[o] = s
	return s, nil
}

// advance takes over what an entry made of the order.
func (s *shownOrder) advance(before *order.Order, after order.Order, e *entry) {
	old := 0
	if before != nil {
		old = len(before.Events)
	}
	for _, event := range after.Events[min(old, len(after.Events)):] {
		if e.receipt == nil && isServerEvent(event.Kind) {
			continue // it has not happened yet
		}
		s.timeline = append(s.timeline, TimelineEvent{Event: event, Pending: e.receipt == nil})
	}
	s.order = after
	kind := e.command.Kind
	s.signed = e.receipt == nil && after.State != order.AwaitingSignatures && (kind == seal.KindSubmitOrder || kind == seal.KindCosignOrder)
}

// isServerEvent reports whether only the server makes it happen.
func isServerEvent(k order.EventKind) bool {
	switch k {
	case order.EventReceived, order.EventReserved, order.EventReleased, order.EventChecked, order.EventExpired, order.EventAllocated,
		order.EventBackordered, order.EventInvoiced, order.EventPaid, order.EventClosed, order.EventForwarded, order.EventCarriedOver:
		return true
	case order.EventSigned, order.EventReturned, order.EventAnswered, order.EventApproved, order.EventRejected, order.EventCancelled,
		order.EventCosigned, order.EventVerified, order.EventStepped, order.EventConfirmed, order.EventDispatched, order.EventDelivered,
		order.EventAccepted, order.EventClaimed, order.EventSettled, order.EventPaymentCancelled:
		return false
	}
	return false
}

// layParked shows what the server could not apply: its effect is gone, the
// order and the reasons stay. An order that never stood is drawn from what was signed.
func (c *Core) layParked(s *shownOrder, e *entry) {
	s.parked = append(s.parked, e)
	person := c.profile.Person
	event := order.Event{Person: person.ID, Name: person.Name, OrgName: c.profile.Org.NameUk}
	var told []TimelineEvent
	if r, err := order.DecodeRevision(e.command.Body); err == nil && e.command.Kind == seal.KindSubmitOrder {
		event.Revision = r.Number
		signed := event
		signed.At, signed.Kind = e.command.ClaimedAt, order.EventSigned
		told = append(told, TimelineEvent{Event: signed})
		if s.order.ID.IsZero() {
			s.order = c.unreceived(r, e, e.command.ClaimedAt)
			s.order.Events, s.signed = nil, true
		}
	}
	event.At, event.Reasons = e.receipt.ReceivedAt, e.receipt.Reasons
	s.tell(event.At, append(told, TimelineEvent{Event: event, Parked: true}))
}

// tell puts what the server said at a moment, by its own clock, among what it said before.
// The clocks of devices put nothing in order: what was signed stays with the word on it.
func (s *shownOrder) tell(at int64, told []TimelineEvent) {
	i := slices.IndexFunc(s.timeline, func(x TimelineEvent) bool { return !x.isOfDevice() && x.At > at })
	if i < 0 {
		s.timeline = append(s.timeline, told...)
		return
	}
	for i > 0 && s.timeline[i-1].isOfDevice() {
		i--
	}
	s.timeline = slices.Insert(s.timeline, i, told...)
}

// isOfDevice reports whether the moment of a step is a device's claim.
func (x TimelineEvent) isOfDevice() bool { return x.Pending || x.Kind == order.EventSigned }

// layGivenUp shows an order that never stood as cancelled by its author.
func (c *Core) layGivenUp(s *shownOrder, e *entry) {
	var b order.Decision
	_ = seal.Decode(e.command.Body, &b) // signed here: it decodes
	s.order.State, s.order.Holds, s.signed, s.parked = order.Cancelled, budget.Holding{}, false, nil
	s.timeline = append(s.timeline, TimelineEvent{Pending: e.receipt == nil, Event: order.Event{
		At: e.command.ClaimedAt, Kind: order.EventCancelled, Person: c.profile.Person.ID, Name: c.profile.Person.Name,
		OrgName: c.profile.Org.NameUk, Revision: s.order.Revision, Reason: b.Reason, Comment: b.Comment,
	}})
}

// force shows the effect of a command that the rules would refuse on the
// documents here: only on the order, no money and no stock. ok is false where
// the order itself has moved on.
func (c *Core) force(standing *order.Order, e *entry, at int64) (order.Order, bool) {
	event := order.Event{
		At: at, Person: c.profile.Person.ID, Name: c.profile.Person.Name, OrgName: c.profile.Org.NameUk,
	}
	var (
		o    order.Order
		hash seal.Hash
		to   order.State
	)
	switch e.command.Kind { //nolint:exhaustive // the others are shown once the server has spoken
	case seal.KindSubmitOrder:
		r, err := order.DecodeRevision(e.command.Body)
		if err != nil {
			return order.Order{}, false
		}
		if standing == nil {
			return c.unreceived(r, e, at), true
		}
		if standing.Hash != r.Replaces || !standing.State.CanRevise() {
			return order.Order{}, false
		}
		next := c.unreceived(r, e, at)
		o = standing.Clone()
		o.Before = standing.Content
		o.State, o.Revision, o.Content, o.Hash, o.Total = next.State, next.Revision, next.Content, next.Hash, next.Total
		o.Lines = next.Lines
		o.Revisions = append(o.Revisions, next.Revisions...)
		o.Events = append(o.Events, next.Events...)
		o.Version++
		return o, true
	case seal.KindReturnOrder:
		var b order.Return
		_ = seal.Decode(e.command.Body, &b) // signed here: it decodes
		hash, to, event.Kind, event.Comment = b.Hash, order.Returned, order.EventReturned, b.Comment
		if standing == nil || standing.Hash != hash || !standing.State.CanBecome(to) {
			return order.Order{}, false
		}
		o = standing.Clone()
		for _, q := range b.Questions {
			event.Reason = q.Reason
			o.Questions = append(o.Questions, order.Question{
				Number: uint32(len(o.Questions)) + 1, Revision: o.Revision, Line: q.Line, Field: q.Field, Reason: q.Reason, //nolint:gosec // bounded by the format
				Text: q.Text, AskedAt: at, AskedBy: event.Person, AskedName: event.Name,
			})
		}
	case seal.KindVerifyOrder:
		b, _ := read[order.Verify](e.command)
		to, event.Kind, event.Comment = order.InReview, order.EventVerified, b.Comment
		if standing == nil || standing.Hash != b.Hash || !standing.State.CanBecome(to) {
			return order.Order{}, false
		}
		o = standing.Clone()
	case seal.KindApproveOrder, seal.KindRejectOrder, seal.KindCancelOrder:
		var b order.Decision
		_ = seal.Decode(e.command.Body, &b) // signed here: it decodes
		hash, event.Reason, event.Comment = b.Hash, b.Reason, b.Comment
		to, event.Kind = order.Approved, order.EventApproved
		if e.command.Kind == seal.KindRejectOrder {
			to, event.Kind = order.Rejected, order.EventRejected
		}
		if e.command.Kind == seal.KindCancelOrder {
			to, event.Kind = order.Cancelled, order.EventCancelled
		}
		if standing == nil || standing.Hash != hash || !standing.State.CanBecome(to) {
			return order.Order{}, false
		}
		o = standing.Clone()
	default: // their effect is not on the decision alone
		return order.Order{}, false
	}
	event.Revision = o.Revision
	o.State = to
	o.Events = append(o.Events, event)
	o.Version++
	return o, true
}

// unreceived is an order as it is known from a signed revision alone.
func (c *Core) unreceived(r order.Revision, e *entry, at int64) order.Order {
	p := c.profile
	return order.Order{
		ID: r.Order, Unit: r.Unit, UnitNumber: p.Org.Number, UnitName: p.Org.NameUk, State: order.InReview,
		Revision: r.Number, Content: e.command.Body, Hash: seal.Sum(e.command.Body), Total: r.Total, Budget: r.Budget,
		Lines: make([]order.LineState, len(r.Lines)), CreatedBy: p.Person.ID, Version: 1,
		Revisions: []order.Standing{{
			Revision: r.Number, Hash: seal.Sum(e.command.Body), Replaces: r.Replaces, By: p.Person.ID, ByName: p.Person.Name,
			SignedAt: e.command.ClaimedAt, ReceivedAt: at, Total: r.Total,
		}},
		Events: []order.Event{{
			At: e.command.ClaimedAt, Kind: order.EventSigned, Person: p.Person.ID, Name: p.Person.Name, OrgName: p.Org.NameUk, Revision: r.Number,
		}},
	}
}

// decide asks the rules. Documents of one act may arrive in two pages; an order
// whose budget does not hold its money yet is not for the rules, which trust
// that both are of one moment. Orders are those the command is about.
func (c *Core) decide(w *rules.World, at int64, cmd seal.Command, orders []orderID) (rules.Outcome, []fault.Reason) {
	for _, named := range orders {
		o := w.Orders[named]
		if o == nil || o.Money() == budget.Free {
			continue
		}
		if b, asked := w.Budgets[o.Budget]; asked && (b == nil || !covers(*b, o.Holds)) {
			return rules.Outcome{}, []fault.Reason{{Code: fault.BudgetMissing, Field: "fund", Ref: o.Budget.String()}}
		}
	}
	return rules.Decide(rules.Facts{Now: at, World: w, Server: c.cfg.Trust.Server}, cmd)
}

// covers reports whether a budget holds at least what an order says it holds.
func covers(b budget.Budget, h budget.Holding) bool {
	return b.Reserved >= h.Reserved && b.Committed >= h.Committed && b.Invoiced >= h.Invoiced && b.Paid >= h.Paid
}

// load puts into a world all that deciding a command needs: from another world
// where that knows it, else from the documents.
func (c *Core) load(w, from *rules.World, cmd seal.Command) error {
	if from == nil {
		from = rules.NewWorld()
	}
	for {
		n := rules.Missing(w, cmd)
		if n.IsEmpty() {
			return nil
		}
		for _, o := range n.Cases {
			open, ok := from.Cases[o]
			if !ok {
				open = c.openCases(o)
			}
			w.Cases[o] = open
		}
		for _, k := range n.Desk {
			known, ok := from.Desk[k]
			if !ok {
				known = c.cases[k]
			}
			w.Desk[k] = known
		}
		for _, k := range n.Things {
			var err error
			if w.Things[k], err = c.thing(from, k); err != nil {
				return fmt.Errorf("load what %s needs: %w", cmd.Kind, err)
			}
		}
		err := firstOf(
			fetch(n.Orgs, w.Orgs, from.Orgs, func(k id.ID[id.Org]) (*party.Org, error) { return c.org(k), nil }),
			fetch(n.People, w.People, from.People, c.person),
			fetch(n.Items, w.Items, from.Items, func(k id.ID[id.Item]) (*catalogue.Item, error) {
				return readDoc[catalogue.Item](c, wire.DocItem, k)
			}),
			fetch(n.Offers, w.Offers, from.Offers, func(k id.ID[id.Offer]) (*supply.Offer, error) {
				return readDoc[supply.Offer](c, wire.DocOffer, k)
			}),
			fetch(n.Stocks, w.Stocks, from.Stocks, func(k id.ID[id.Offer]) (*supply.Stock, error) {
				return readDoc[supply.Stock](c, wire.DocStock, k)
			}),
			fetch(n.Usages, w.Usages, from.Usages, func(k id.ID[id.Usage]) (*supply.Usage, error) {
				return readDoc[supply.Usage](c, wire.DocUsage, k)
			}),
			fetch(n.Budgets, w.Budgets, from.Budgets, func(k id.ID[id.Budget]) (*budget.Budget, error) { return c.budgets[k], nil }),
			fetch(n.Orders, w.Orders, from.Orders, c.orderDocument),
		)
		if err != nil {
			return fmt.Errorf("load what %s needs: %w", cmd.Kind, err)
		}
	}
}

// thing is a thing as another world has it, else as its document says; nil for none.
func (c *Core) thing(from *rules.World, k wire.Key) (rules.Thing, error) {
	if t, ok := from.Things[k]; ok {
		return t, nil
	}
	return c.readThing(k)
}

func fetch[K comparable, V any](keys []K, into, known map[K]*V, read func(K) (*V, error)) error {
	for _, k := range keys {
		v, ok := known[k]
		if !ok {
			var err error
			if v, err = read(k); err != nil {
				return err
			}
		}
		into[k] = v
	}
	return nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// person and org fall back on the enrolment: a profile can sign before its first page came.
func (c *Core) person(p id.ID[id.Person]) (*party.Person, error) {
	v, err := readDoc[party.Person](c, wire.DocPerson, p)
	if v == nil && err == nil && p == c.profile.Person.ID {
		whose := c.profile.Person
		return &whose, nil
	}
	return v, err
}

func (c *Core) org(o id.ID[id.Org]) *party.Org {
	if v := c.orgs[o]; v != nil {
		return v
	}
	if o == c.profile.Org.ID {
		whose := c.profile.Org
		return &whose
	}
	return nil
}

func (c *Core) openCases(o orderID) []conflict.Case {
	var open []conflict.Case
	for _, k := range c.cases {
		if k.Order == o && k.IsOpen() {
			open = append(open, *k)
		}
	}
	slices.SortFunc(open, func(a, b conflict.Case) int { return a.ID.Compare(b.ID) })
	return open
}

func compare(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
