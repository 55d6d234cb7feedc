// Package order holds call-off orders (UBL Order, type 226): the revisions that
// people sign, the order as it stands, and the machine of its states.
//
// Four states are kept apart (domain.md, "States"): State is the decision,
// Fulfilment is per line, money is the budget's, and the state of
// synchronisation exists on the device only.
//
//	draft → (awaiting_signatures →) signed → submitted → verifying → in_review
//	from verifying, in_review → returned | rejected
//	from in_review → approved
//	from awaiting_signatures, verifying, in_review, returned → (a new signed revision) → draft
//	from each of these and approved → cancelled
//	from what waits on its unit → expired
//
// A signed revision never changes. A change is a new revision that names the
// hash of the one it replaces, so revisions form a chain without forks.
package order
