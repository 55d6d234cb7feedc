// Package draft holds orders before they are signed, as the laptops of one unit share
// them. A draft is a set of places (how many pieces of an offer, the fund, the day, a
// note, …) with a value each. People change places, not drafts: two laptops that changed
// different places without a link have both changes; of two changes of one place the
// one the server took last stands, and the history keeps both, so that anybody may take
// the other. Nothing here is signed content: that is package order's, and never merges.
//
//	           change                 another's, made before it was known
//	           ┌───┐                  ┌─────────────────────────────┐
//	           ▼   │  order.submit    ▼                             │
//	begun ──► open ┴──────────────► ordered ──┐                     │
//	           │                               ├──► its twin: open ─┘
//	           └───────────────────► cleared ──┘
//
// A draft that was ordered or cleared stays as it is. What somebody changed of it without
// knowing is kept as another draft, its twin.
//
// The draft of a revision that was cleared begins anew with the next change, as long as the
// order can still be revised: an order has one such draft and no other.
package draft
