package rules

import (
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

func (d *decision) cosign() (Outcome, []fault.Reason)     { return d.unknown() }
func (d *decision) verify() (Outcome, []fault.Reason)     { return d.unknown() }
func (d *decision) takeInHand() (Outcome, []fault.Reason) { return d.unknown() }
func (d *decision) expire() (Outcome, []fault.Reason)     { return d.unknown() }
func (d *decision) setPolicy() (Outcome, []fault.Reason)  { return d.unknown() }
func (d *decision) delegate() (Outcome, []fault.Reason)   { return d.unknown() }

// verifying asks for what these commands are about.
func (m *asker) verifying(_ seal.Command) {}
