// Package allocation decides who gets how many pieces when there are fewer than
// were asked for. docs/formats/allocation.md has the rule in words; this package
// is it in whole numbers: no clock, no randomness, no floating point, so the same
// published input gives the same result on every machine and in every input order.
//
//	Round   ── Run ──────→ Result         one item
//	Several ── RunSeveral → SeveralResult  items with prices, funds and substitutes
//
// A part is a claimant (an order line of a unit); a parent is the unit whose
// weight and floor count, so that splitting gains nothing. Inside a round every
// quantity is counted in packs; what goes in and comes out is counted in pieces.
//
// The package holds no state.
package allocation
