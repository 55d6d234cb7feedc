package client

import (
	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/draft"
	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/payment"
	"dotchain/shared/policy"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// This file says what a command is about: the things its body names, and the orders
// behind them. A body that cannot be read is about nothing.

// about names what a later act of the same kind replaces: the order of a decision,
// or the first thing of the others and what is done to it.
type about struct {
	order orderID
	thing wire.Key
	kind  seal.Kind
}

func (e *entry) about() about {
	switch {
	case e.isRefused():
		return about{} // no later change replaces what only this one has
	case e.command.Kind == seal.KindTakeOrder, len(e.subjects) > 0 && e.order.IsZero():
		a := about{order: e.order, kind: e.command.Kind}
		if len(e.subjects) > 0 {
			a.thing = e.subjects[0]
		}
		return a
	case e.command.Kind == seal.KindRespondOrder, e.command.Kind == seal.KindDispatch:
		return about{order: e.order, kind: e.command.Kind}
	}
	return about{order: e.order}
}

func (a about) isNothing() bool { return a.order.IsZero() && a.thing == wire.Key{} }

// subjectsOf are the things that a command's body names.
func subjectsOf(c seal.Command) []wire.Key {
	switch c.Kind {
	case seal.KindRespondOrder, seal.KindDispatch:
		return []wire.Key{order.SupplierOrderKey(rules.OrderOf(c))}
	case seal.KindReceive, seal.KindAccept:
		// Both bodies have the delivery as their first field.
		b, _ := read[struct {
			Delivery id.ID[id.Delivery] `cbor:"1,keyasint"`
		}](c)
		return []wire.Key{deliveryKey(b.Delivery)}
	case seal.KindOpenClaim:
		b, ok := read[delivery.OpenClaim](c)
		switch {
		case !ok:
			return nil
		case b.Claim.IsZero():
			return []wire.Key{deliveryKey(b.Delivery)}
		case b.Delivery.IsZero():
			return []wire.Key{claimKey(b.Claim)}
		}
		return []wire.Key{claimKey(b.Claim), deliveryKey(b.Delivery)}
	case seal.KindAnswerClaim, seal.KindSettleClaim:
		b, _ := read[struct {
			Claim id.ID[id.Claim] `cbor:"1,keyasint"`
		}](c)
		return []wire.Key{claimKey(b.Claim)}
	case seal.KindOrderPayment:
		b, _ := read[payment.Order](c)
		return keysOf(b.Invoices, func(i id.ID[id.Invoice]) wire.Key { return payment.Invoice{ID: i}.DocKey() })
	case seal.KindConfirmPayments:
		b, _ := read[payment.Confirm](c)
		return keysOf(b.Rows, func(r payment.Confirmation) wire.Key {
			return payment.Payment{ID: payment.PaymentID(r.Number)}.DocKey()
		})
	case seal.KindCancelPayment:
		b, _ := read[payment.Cancel](c)
		return []wire.Key{payment.Key(b.Payment)}
	case seal.KindSetPolicy:
		return []wire.Key{policy.Set{ID: policy.ID()}.DocKey()}
	case seal.KindDelegate:
		b, _ := read[policy.Delegate](c)
		return []wire.Key{policy.Proxies{ID: policy.ProxiesID(b.To)}.DocKey()}
	case seal.KindSignRound:
		b, _ := read[round.Sign](c)
		return keysOf(b.Items, func(i id.ID[id.Item]) wire.Key { return round.Queue{ID: round.QueueID(i)}.DocKey() })
	case seal.KindResend:
		b, _ := read[forward.Resend](c)
		return []wire.Key{forward.Parcel{ID: b.Parcel}.DocKey()}
	case seal.KindChangeDraft:
		b, _ := read[draft.Change](c)
		return []wire.Key{draft.Key(b.Order, b.Replaces)}
	case seal.KindSubmitOrder, seal.KindReturnOrder, seal.KindApproveOrder, seal.KindRejectOrder, seal.KindCancelOrder,
		seal.KindCosignOrder, seal.KindVerifyOrder, seal.KindTakeOrder, seal.KindExpireOrder, seal.KindPublishCatalogue,
		seal.KindAppropriate, seal.KindRegister, seal.KindTransferBudget, seal.KindAmendBudget, seal.KindSetPosture,
		seal.KindCloseYear, seal.KindForwarded,
		seal.KindRuleCase, seal.KindReverseCase, seal.KindAssignCase, seal.KindCommentCase:
	}
	return nil
}

// read reads a body signed here, or a part of it; fields it has no use for are passed over.
func read[B any](c seal.Command) (b B, ok bool) {
	return b, wire.Decode(c.Body, &b) == nil
}

func keysOf[V any](all []V, key func(V) wire.Key) []wire.Key {
	keys := make([]wire.Key, 0, len(all))
	for _, v := range all {
		keys = append(keys, key(v))
	}
	return keys
}

func deliveryKey(d id.ID[id.Delivery]) wire.Key { return delivery.Delivery{ID: d}.DocKey() }

func claimKey(k id.ID[id.Claim]) wire.Key { return delivery.Claim{ID: k}.DocKey() }

// ordersOf are the orders that a command is about: the one it names, or those of the
// papers it names as far as they are here.
func (c *Core) ordersOf(cmd seal.Command, subjects []wire.Key) []orderID {
	if o := rules.OrderOf(cmd); !o.IsZero() {
		return []orderID{o}
	}
	var all []orderID
	for _, k := range subjects {
		if o := orderOfThing(c.thingShown(k)); !o.IsZero() {
			all = appendOnce(all, o)
		}
	}
	return all
}

// thingShown is a thing as shown; nil for none.
func (c *Core) thingShown(k wire.Key) rules.Thing {
	if c.over != nil {
		if t := c.over.Things[k]; t != nil {
			return t
		}
	}
	return c.documented(k)
}

// orderOfThing is the order that a paper belongs to, none for what belongs to no one order.
func orderOfThing(t rules.Thing) orderID {
	switch v := t.(type) {
	case delivery.Delivery:
		return v.Order
	case delivery.Claim:
		return v.Order
	case payment.Invoice:
		return v.Order
	case forward.Parcel:
		return v.Order
	case order.SupplierOrder:
		return v.Order
	}
	return orderID{}
}

// budgetsOf are the budgets that a command of money names.
func budgetsOf(c seal.Command) []id.ID[id.Budget] {
	switch c.Kind { //nolint:exhaustive // the others name none
	case seal.KindTransferBudget:
		b, _ := read[budget.Transfer](c)
		return []id.ID[id.Budget]{b.From, b.To}
	case seal.KindAmendBudget:
		b, _ := read[budget.Amend](c)
		return []id.ID[id.Budget]{b.Budget}
	case seal.KindCloseYear:
		b, _ := read[budget.CloseYear](c)
		return b.Budgets
	}
	return nil
}

func appendOnce[V comparable](all []V, v V) []V {
	for _, x := range all {
		if x == v {
			return all
		}
	}
	return append(all, v)
}
