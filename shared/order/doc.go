// Package order holds call-off orders (UBL Order, type 226): the revisions that
// people sign, the order as it stands, and the machine of its states.
//
// Four states are kept apart (domain.md, "States"): State is the decision,
// Fulfilment is per line, money is the budget's, and the state of
// synchronisation exists on the device only.
//
//	draft → awaiting_signatures → signed → submitted → verifying → in_review
//	from in_review → approved | rejected | returned
//	from returned → (a new signed revision) → in_review
//	from in_review, returned, approved → cancelled
//	from any open one → expired, superseded
//
// A signed revision never changes. A change is a new revision that names the
// hash of the one it replaces, so revisions form a chain without forks.
package order
