// Package postgres is the authority's database: it keeps what the engine
// decides, the feed that devices read and the tickets, devices and keys of the
// authority. It implements engine.Store, feed.Store and authority.Store.
//
// Isolation is READ COMMITTED with row locks, taken in one fixed order, each
// kind by id: device (Tx.Chain), orders, cases, budgets, stocks, usages. Two
// transactions that want the same rows queue up instead of failing, which a
// hot budget or stock needs; what still deadlocks (a load that comes late) is
// run again. Offers and items are read after the stock rows are locked, and
// whoever changes an offer loads its stock too (rules.Missing asks for both):
// so a price cannot change under a decision. What is not locked, because it is
// not there yet or is no row of money and pieces, is guarded by its version:
// Save inserts what was absent and changes only the version that was loaded,
// else the transaction runs again.
//
// What is true between calls: every change of a thing stands in one
// transaction with the command that made it, its receipt, and the documents it
// makes (outbox); the feed and the log are written by the one sequencer alone.
// Check verifies all of it.
package postgres

//go:generate go test -count=1 -run ^TestSchema_IsTheDump$ . -update
