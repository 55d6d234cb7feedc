package rules

import (
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

func (d *decision) transferBudget() (Outcome, []fault.Reason) { return d.unknown() }
func (d *decision) amendBudget() (Outcome, []fault.Reason)    { return d.unknown() }
func (d *decision) setPosture() (Outcome, []fault.Reason)     { return d.unknown() }
func (d *decision) closeYear() (Outcome, []fault.Reason)      { return d.unknown() }

// funds asks for what these commands are about.
func (m *asker) funds(_ seal.Command) {}
