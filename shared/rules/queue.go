package rules

import (
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// enqueue puts the lines of an approved order that wait for a round into the
// queues of their items, with as many pieces as they wait for.
func (a *act) enqueue() {}

// dequeue takes all lines of the order out of the queues they stand in.
func (a *act) dequeue() {}

func (d *decision) signRound() (Outcome, []fault.Reason) { return d.unknown() }

// round asks for what these commands are about.
func (m *asker) round(_ seal.Command) {}
