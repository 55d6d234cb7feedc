package rules

import (
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// isDisputed reports whether an open claim is about a line of the order (from 1).
func (a *act) isDisputed(_ int) bool { return false }

func (d *decision) respondOrder() (Outcome, []fault.Reason) { return d.unknown() }
func (d *decision) dispatch() (Outcome, []fault.Reason)     { return d.unknown() }
func (d *decision) receive() (Outcome, []fault.Reason)      { return d.unknown() }
func (d *decision) accept() (Outcome, []fault.Reason)       { return d.unknown() }
func (d *decision) openClaim() (Outcome, []fault.Reason)    { return d.unknown() }
func (d *decision) answerClaim() (Outcome, []fault.Reason)  { return d.unknown() }
func (d *decision) settleClaim() (Outcome, []fault.Reason)  { return d.unknown() }

// fulfilling asks for what these commands are about.
func (m *asker) fulfilling(_ seal.Command) {}
