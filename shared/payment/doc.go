// Package payment holds the money documents of an order: one invoice per supplier
// and approval or round, the credit notes that lessen it, payment orders and what a
// bank or the treasury confirmed of them.
//
// An invoice comes to be when pieces are given. It is payable as far as dispatch
// notes and signed acceptance certificates match it, three ways; a difference is a
// credit note. Ordered: a payment order was made of what is payable. Paid: the bank
// said so. Money of the budget goes committed → invoiced when it becomes payable, and
// invoiced → paid when it is confirmed.
//
// A payment order that the bank does not execute is taken back: what it was to pay is
// open again. Pieces that are taken back after a payment order was made of their money
// are credited all the same; what was ordered beyond what is left is a refund that the
// supplier owes.
package payment
