// Package forecast says before signing, without a connection, what an order can
// expect of an item's rounds: how many pieces in the next one, and by when all of
// them, each as a range that holds in about 80 of 100 cases. It reads nothing but
// the small document the rounds publish (Published) and the ask; section 9 of
// docs/formats/allocation.md has the rule. It counts in whole numbers and draws
// from a fixed sequence, so the same document gives the same range on every machine.
//
// The package holds no state.
package forecast
