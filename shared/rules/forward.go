package rules

import (
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// forward makes the packages that leave once an order's verification has passed.
func (a *act) forward() {}

func (d *decision) forwarded() (Outcome, []fault.Reason) { return d.unknown() }
func (d *decision) resend() (Outcome, []fault.Reason)    { return d.unknown() }

// forwarding asks for what these commands are about.
func (m *asker) forwarding(_ seal.Command) {}
