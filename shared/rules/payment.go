package rules

import (
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// invoice issues one invoice per supplier for parts that were just given to an
// approved order. Their money stays committed until it is payable.
func (a *act) invoice(_ []partRef) []fault.Reason { return nil }

// match releases what an acceptance certificate, its dispatch note and the invoice
// agree on: that money goes from committed to invoiced.
func (a *act) match(_ delivery.Delivery) []fault.Reason { return nil }

// credit takes pieces off the invoices that hold them, with a credit note each, and
// gives their money back to the budget. A claim is named where one is settled by it.
func (a *act) credit(_ []partRef, _ id.ID[id.Claim]) []fault.Reason { return nil }

// settle closes the order when nothing of it is left to deliver, to accept or to pay.
func (a *act) settle() {}

func (d *decision) orderPayment() (Outcome, []fault.Reason)    { return d.unknown() }
func (d *decision) confirmPayments() (Outcome, []fault.Reason) { return d.unknown() }

// paying asks for what these commands are about.
func (m *asker) paying(_ seal.Command) {}
