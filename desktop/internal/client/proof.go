package client

import (
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// This file says when what a command did has arrived in the documents, so that it
// need not be laid over them any more. A version alone cannot say so: somebody
// else's act may have raised it before.

// provenAfter is after how long of being up to date a command that no document can
// prove is taken for arrived, milliseconds: all that the server decided is here then.
const provenAfter = 60_000

// isProven reports whether the documents hold what an applied command did.
func (c *Core) isProven(e *entry) bool {
	if e.proven {
		return true
	}
	if e.receipt != nil && !e.isApplied() {
		return false
	}
	_, all := c.arrived(e)
	e.proven = all
	return e.proven
}

// arrived says whether some, and whether all, of what a command did is in the documents.
func (c *Core) arrived(e *entry) (some, all bool) {
	all = true
	note := func(here bool) { some, all = some || here, all && here }
	known := false
	if !e.order.IsZero() && !c.isBlind() {
		o, err := c.orderDocument(e.order)
		if err != nil {
			c.cfg.Logger.Error("order not read", "error", err)
			return false, false
		}
		note(o != nil && proves(*o, e))
		known = true
	}
	if e.receipt == nil {
		// Another laptop's word on a content can be seen before the receipt; all else cannot.
		return some, all && known && len(e.subjects) == 0 && e.outcome.IsEmpty()
	}
	for _, o := range e.outcome.Orders {
		if o.ID == e.order {
			continue
		}
		d, err := c.orderDocument(o.ID)
		note(err == nil && d != nil && (hasEvent(*d, e) || d.Version >= o.Version))
		known = true
	}
	for _, t := range e.outcome.Things {
		if c.isHeld(t) {
			note(c.thingArrived(t, e))
			known = true
		}
	}
	for _, b := range e.outcome.Budgets {
		if len(budgetsOf(e.command)) > 0 {
			d := c.budgets[b.ID]
			note(d != nil && budgetArrived(*d, b, e))
			known = true
		}
	}
	for _, o := range e.outcome.Orgs {
		d := c.orgs[o.ID]
		note(d != nil && d.Version >= o.Version)
		known = true
	}
	if e.order.IsZero() && !all && c.isLongAgo(e) {
		return true, true
	}
	return some, all && (known || c.isLongAgo(e))
}

// isLongAgo reports whether the documents stand for a moment well after the server
// decided a command, in the same past of the server.
func (c *Core) isLongAgo(e *entry) bool {
	return e.receipt.Epoch == c.marks.cursor.Epoch && !c.offer.wants(e) && c.marks.asOf-e.receipt.ReceivedAt > provenAfter
}

// isBlind reports whether this device holds orders as a supplier sees them only.
func (c *Core) isBlind() bool { return c.profile.Person.Zone == party.ZoneSupplier }

// isHeld reports whether documents of a thing that a command changed come to this
// device and stay: those of numbering, queues and memory change with others' acts.
func (c *Core) isHeld(t rules.Thing) bool {
	switch t.(type) {
	case delivery.Delivery, delivery.Claim, payment.Invoice, order.SupplierOrder, policy.Set:
		return true
	case payment.Payment, forward.Parcel:
		return c.profile.Person.Zone == party.ZoneAgency
	case policy.Proxies:
		return true
	}
	return false
}

// hasEvent reports whether an order's timeline has what a command did: its author at
// the server's own moment of deciding.
func hasEvent(o order.Order, e *entry) bool {
	return slices.ContainsFunc(o.Events, func(x order.Event) bool {
		return x.At == e.receipt.ReceivedAt && x.Person == e.command.Person
	})
}

// thingArrived reports whether the document of a thing has what a command did to it.
func (c *Core) thingArrived(predicted rules.Thing, e *entry) bool {
	if p, ok := predicted.(payment.Payment); ok && e.command.Kind == seal.KindOrderPayment {
		return c.hasPayment(p, e)
	}
	is := c.documented(predicted.DocKey())
	if is == nil {
		return false
	}
	at, person := e.receipt.ReceivedAt, e.command.Person
	switch v := is.(type) {
	case policy.Set:
		return v.SetAt >= at
	case delivery.Delivery:
		switch e.command.Kind { //nolint:exhaustive // the others do not change it alone
		case seal.KindDispatch:
			return true
		case seal.KindReceive:
			return v.State >= delivery.Received
		case seal.KindAccept:
			return slices.ContainsFunc(v.Signatures, func(s order.Signature) bool { return s.Person == person })
		}
	case delivery.Claim:
		switch e.command.Kind { //nolint:exhaustive // the others do not change it alone
		case seal.KindOpenClaim:
			return v.State >= delivery.ClaimOpen
		case seal.KindAnswerClaim:
			return slices.ContainsFunc(v.Thread, func(w delivery.Word) bool { return w.At == at && w.FromSupplier })
		case seal.KindSettleClaim:
			return v.State == delivery.ClaimSettled
		}
	case payment.Payment:
		return v.PaidAt != 0
	case forward.Parcel:
		return v.QueuedAt >= at
	case order.SupplierOrder:
		if e.command.Kind == seal.KindDispatch {
			return c.agreesWithDeliveries(v)
		}
	}
	return is.DocVersion() >= predicted.DocVersion()
}

// hasPayment finds the payment order that a command made: its number, and so its id,
// are the server's.
func (c *Core) hasPayment(predicted payment.Payment, e *entry) bool {
	of := c.things[predicted.DocKey().Kind]
	if of == nil {
		return false
	}
	for _, t := range of.byID {
		if p, ok := t.(payment.Payment); ok && p.OrderedBy == e.command.Person && p.OrderedAt == e.receipt.ReceivedAt {
			return true
		}
	}
	return false
}

// agreesWithDeliveries reports whether an order says that at least as much was sent
// as its dispatch notes say.
func (c *Core) agreesWithDeliveries(s order.SupplierOrder) bool {
	type place struct{ line, part int }
	sent := map[place]int64{}
	of := c.things[deliveryKey(id.ID[id.Delivery]{}).Kind]
	if of == nil {
		return false
	}
	for _, t := range of.byID {
		if d, ok := t.(delivery.Delivery); ok && d.Order == s.Order {
			for _, l := range d.Lines {
				sent[place{l.Line, l.Part}] += l.Dispatched
			}
		}
	}
	return !slices.ContainsFunc(s.Lines, func(l order.SupplierLine) bool {
		return l.Given.Dispatched < sent[place{l.Line, l.Part}]
	})
}

// budgetArrived reports whether a budget's document has the change a command made of it.
func budgetArrived(is, predicted budget.Budget, e *entry) bool {
	if e.command.Kind == seal.KindCloseYear {
		return is.ClosedAt != 0
	}
	told := func(x budget.Change) bool { return x.At == e.receipt.ReceivedAt && x.By == e.command.Person }
	if !slices.ContainsFunc(predicted.Changes, told) {
		return is.Version >= predicted.Version
	}
	return slices.ContainsFunc(is.Changes, told)
}

// proves reports whether an order as the server has it went through a command that names it.
func proves(o order.Order, e *entry) bool {
	c := e.command
	var kinds []order.EventKind
	switch c.Kind {
	case seal.KindSubmitOrder:
		hash := seal.Sum(c.Body)
		return slices.ContainsFunc(o.Revisions, func(s order.Standing) bool { return s.Hash == hash })
	case seal.KindTakeOrder:
		return provesTake(o, e)
	case seal.KindReturnOrder:
		kinds = []order.EventKind{order.EventReturned}
	case seal.KindApproveOrder:
		kinds = []order.EventKind{order.EventApproved, order.EventStepped}
	case seal.KindRejectOrder:
		kinds = []order.EventKind{order.EventRejected}
	case seal.KindCancelOrder:
		kinds = []order.EventKind{order.EventCancelled}
	case seal.KindCosignOrder:
		kinds = []order.EventKind{order.EventCosigned}
	case seal.KindVerifyOrder:
		kinds = []order.EventKind{order.EventVerified}
	case seal.KindExpireOrder, seal.KindPublishCatalogue, seal.KindAppropriate, seal.KindRegister, seal.KindSetPolicy, seal.KindDelegate,
		seal.KindTransferBudget, seal.KindAmendBudget, seal.KindSetPosture, seal.KindCloseYear, seal.KindSignRound, seal.KindRespondOrder,
		seal.KindDispatch, seal.KindReceive, seal.KindAccept, seal.KindOpenClaim, seal.KindAnswerClaim, seal.KindSettleClaim,
		seal.KindOrderPayment, seal.KindConfirmPayments, seal.KindForwarded, seal.KindResend:
		return e.receipt != nil && hasEvent(o, e)
	}
	// All these bodies have the content hash as their second field.
	named, ok := read[struct {
		Hash seal.Hash `cbor:"2,keyasint"`
	}](c)
	if !ok {
		return false
	}
	for _, s := range o.Revisions {
		if s.Hash != named.Hash {
			continue
		}
		return slices.ContainsFunc(o.Events, func(x order.Event) bool {
			return slices.Contains(kinds, x.Kind) && x.Person == c.Person && x.Revision == s.Revision
		})
	}
	return false
}

// provesTake: taking in hand leaves no step in the timeline.
func provesTake(o order.Order, e *entry) bool {
	if e.receipt == nil {
		return false
	}
	b, _ := read[order.Take](e.command)
	mine := o.Taken != nil && o.Taken.By == e.command.Person && o.Taken.Until > e.receipt.ReceivedAt
	over := o.State != order.Verifying && o.State != order.InReview
	return over || mine != b.Release || e.outcome.IsEmpty() || len(e.outcome.Orders) > 0 && o.Version >= e.outcome.Orders[0].Version
}
