package client

import (
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/draft"
	"dotchain/shared/forward"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/policy"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
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

// arrived says whether some, and whether all, of what a command did is in the
// documents. What the rules said of it helps where it is still known: after a restart
// the command itself has to do.
func (c *Core) arrived(e *entry) (some, all bool) {
	var checks []bool
	if !e.order.IsZero() && !c.isBlind() {
		o, err := c.orderDocument(e.order)
		if err != nil {
			c.cfg.Logger.Error("order not read", "error", err)
			return false, false
		}
		checks = append(checks, o != nil && (proves(*o, e) || stoodLater(*o, e)))
	}
	if e.receipt != nil {
		checks = append(append(checks, c.traces(e)...), c.foreseen(e)...)
		if e.order.IsZero() || e.command.Kind == seal.KindTakeOrder || c.isBlind() {
			if c.isLongAgo(e) {
				return true, true // what became of it since says nothing of it
			}
		}
	} else if len(e.subjects) > 0 {
		return false, false
	}
	return slices.Contains(checks, true), len(checks) > 0 && !slices.Contains(checks, false)
}

// traces are what a command leaves in the documents, by its body alone: whether each is there.
func (c *Core) traces(e *entry) []bool {
	var checks []bool
	for _, k := range c.traceKeys(e) {
		checks = append(checks, c.hasTrace(k, e))
	}
	for _, key := range budgetsOf(e.command) {
		b := c.budgets[key]
		checks = append(checks, b != nil && hasChange(*b, e))
	}
	if key := caseOf(e.command); !key.IsZero() {
		checks = append(checks, c.hasRuled(key, e))
	}
	switch e.command.Kind { //nolint:exhaustive // the others leave no more
	case seal.KindOrderPayment:
		checks = append(checks, c.hasPayment(e))
	case seal.KindSetPosture:
		b, _ := read[rules.SetPosture](e.command)
		for _, u := range b.Units {
			o := c.orgs[u.Unit]
			checks = append(checks, o != nil && o.Posture == u.Posture)
		}
	case seal.KindReceive, seal.KindAccept:
		for _, named := range c.ordersOf(e.command, e.subjects) {
			o, err := c.orderDocument(named)
			checks = append(checks, err == nil && o != nil && hasEvent(*o, e))
		}
	}
	return checks
}

// traceKeys are the things that have a trace of a command.
func (c *Core) traceKeys(e *entry) []wire.Key {
	switch e.command.Kind { //nolint:exhaustive // the others leave theirs elsewhere
	case seal.KindDispatch:
		return append(slices.Clone(e.subjects), deliveryKey(delivery.DeliveryID(e.command.ID)))
	case seal.KindOpenClaim:
		if b, _ := read[delivery.OpenClaim](e.command); b.Claim.IsZero() {
			return []wire.Key{claimKey(delivery.ClaimID(e.command.ID, 0))}
		}
		return e.subjects[:1]
	case seal.KindSignRound:
		return []wire.Key{round.Round{ID: round.ID(e.command.ID)}.DocKey()}
	case seal.KindOrderPayment:
		return nil
	}
	return e.subjects
}

// hasTrace reports whether the document of a thing has the trace of a command.
func (c *Core) hasTrace(k wire.Key, e *entry) bool {
	at, person := e.receipt.ReceivedAt, e.command.Person
	switch v := c.documented(k).(type) {
	case policy.Set:
		return v.SetAt >= at
	case policy.Proxies:
		b, _ := read[policy.Delegate](e.command)
		lent := slices.ContainsFunc(v.From, func(x policy.Proxy) bool { return x.From == person && x.Until == b.Until })
		return lent || b.Until == 0 && !slices.ContainsFunc(v.From, func(x policy.Proxy) bool { return x.From == person })
	case delivery.Delivery:
		if e.command.Kind == seal.KindAccept {
			return slices.ContainsFunc(v.Signatures, func(s order.Signature) bool { return s.Person == person })
		}
		return e.command.Kind == seal.KindDispatch || v.State >= delivery.Received
	case delivery.Claim:
		switch e.command.Kind { //nolint:exhaustive // no other leaves a trace here
		case seal.KindOpenClaim:
			return v.State >= delivery.ClaimOpen
		case seal.KindAnswerClaim:
			return slices.ContainsFunc(v.Thread, func(w delivery.Word) bool { return w.At == at && w.FromSupplier })
		}
		return v.State == delivery.ClaimSettled
	case payment.Payment:
		if e.command.Kind == seal.KindCancelPayment {
			return v.IsCancelled()
		}
		return v.PaidAt != 0 || len(v.Unmatched) > 0
	case forward.Parcel:
		return v.QueuedAt >= at
	case order.SupplierOrder:
		if e.command.Kind == seal.KindDispatch {
			return c.knowsDispatch(v, e)
		}
		return knowsResponse(v, e)
	case round.Round:
		return true
	case draft.Draft:
		return v.HasFrom(e.command.Device, at)
	}
	return false
}

// foreseen says of all else that the rules said the command would change whether it is
// there: by its version, or by the author's step in an order's timeline.
func (c *Core) foreseen(e *entry) []bool {
	var checks []bool
	traced := c.traceKeys(e)
	for _, o := range e.outcome.Orders {
		if o.ID == e.order {
			continue
		}
		d, err := c.orderDocument(o.ID)
		checks = append(checks, err == nil && d != nil && (hasEvent(*d, e) || d.Version >= o.Version))
	}
	for _, t := range e.outcome.Things {
		if !c.isHeld(t) || slices.Contains(traced, t.DocKey()) {
			continue
		}
		is := c.documented(t.DocKey())
		checks = append(checks, is != nil && is.DocVersion() >= t.DocVersion())
	}
	return checks
}

// isLongAgo reports whether the documents stand for a moment well after the server
// decided a command, in the same past of the server: the one that was met last. The receipt
// may name the one before, where a server that was restored still knew the command.
func (c *Core) isLongAgo(e *entry) bool {
	return c.offer.Epoch == c.marks.cursor.Epoch && !c.offer.wants(e) && c.marks.asOf-e.receipt.ReceivedAt > provenAfter
}

// isBlind reports whether this device holds orders as a supplier sees them only.
func (c *Core) isBlind() bool { return c.profile.Person.Zone == party.ZoneSupplier }

// isHeld reports whether documents of a thing that a command changed come to this
// device and stay: those of numbering, queues and memory change with others' acts, and
// a payment order's number, and so its id, is the server's.
func (c *Core) isHeld(t rules.Thing) bool {
	switch t.(type) {
	case delivery.Delivery, delivery.Claim, payment.Invoice, order.SupplierOrder:
		return true
	case forward.Parcel, round.Round:
		return c.profile.Person.Zone == party.ZoneAgency
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

// hasPayment finds the payment order that a command made.
func (c *Core) hasPayment(e *entry) bool {
	of := c.things[wire.DocPayment]
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

// knowsResponse reports whether an order says of each part what a response said of it.
func knowsResponse(s order.SupplierOrder, e *entry) bool {
	b, _ := read[delivery.Respond](e.command)
	for _, l := range b.Lines {
		is := slices.ContainsFunc(s.Lines, func(x order.SupplierLine) bool {
			said := x.Given.Confirmed == l.Confirmed || l.Status == delivery.LineNotAccepted && x.Given.OnShelf() == 0
			return x.Line == l.Line && x.Part == l.Part && said
		})
		if !is {
			return false
		}
	}
	return true
}

// knowsDispatch reports whether an order says that as much was sent as its dispatch
// notes and this one, which may come a page later, say together.
func (c *Core) knowsDispatch(s order.SupplierOrder, e *entry) bool {
	type place struct{ line, part int }
	sent := map[place]int64{}
	own := deliveryKey(delivery.DeliveryID(e.command.ID))
	if c.documented(own) == nil {
		b, _ := read[delivery.Dispatch](e.command)
		for _, l := range b.Lines {
			sent[place{l.Line, l.Part}] += l.Quantity
		}
	}
	p := c.shelf.kinds[own.Kind]
	for _, row := range p.ofOrder(s.Order) {
		// On the shelf there may be one that is only laid on top: the document counts.
		if d, ok := c.documented(wire.Key{Kind: own.Kind, ID: p.rows[row].id}).(delivery.Delivery); ok {
			for _, l := range d.Lines {
				sent[place{l.Line, l.Part}] += l.Dispatched
			}
		}
	}
	return !slices.ContainsFunc(s.Lines, func(l order.SupplierLine) bool {
		return l.Given.Dispatched < sent[place{l.Line, l.Part}]
	})
}

// hasChange reports whether a budget's document has the change that a command made of it.
func hasChange(b budget.Budget, e *entry) bool {
	if e.command.Kind == seal.KindCloseYear {
		return b.ClosedAt != 0
	}
	return slices.ContainsFunc(b.Changes, func(x budget.Change) bool {
		return x.At == e.receipt.ReceivedAt && x.By == e.command.Person
	})
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
		seal.KindOrderPayment, seal.KindConfirmPayments, seal.KindCancelPayment, seal.KindForwarded, seal.KindResend,
		seal.KindRuleCase, seal.KindReverseCase, seal.KindAssignCase, seal.KindCommentCase, seal.KindChangeDraft:
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

// stoodLater reports whether an applied cancellation gave up what never stood: its order was
// parked then, and stands because somebody signed it anew since. No document tells of it.
func stoodLater(o order.Order, e *entry) bool {
	return e.command.Kind == seal.KindCancelOrder && e.receipt != nil &&
		len(o.Revisions) > 0 && o.Revisions[0].ReceivedAt > e.receipt.ReceivedAt
}

// provesTake: taking in hand leaves no step in the timeline.
func provesTake(o order.Order, e *entry) bool {
	if e.receipt == nil {
		return false
	}
	b, _ := read[order.Take](e.command)
	mine := o.Taken != nil && o.Taken.By == e.command.Person && o.Taken.Until > e.receipt.ReceivedAt
	over := o.State != order.Verifying && o.State != order.InReview
	return over || mine != b.Release || len(e.outcome.Orders) > 0 && o.Version >= e.outcome.Orders[0].Version
}
