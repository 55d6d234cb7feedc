package rules

import "dotchain/shared/order"

// Forward makes the packages of an order that becomes InReview at a moment.
func Forward(w *World, o order.Order, at int64) Outcome {
	d := &decision{now: at, w: w}
	a := d.act(o.Clone())
	a.forward()
	return a.outcome()
}
