package allocation

// Arrival is a line with the moment the server took it in.
type Arrival struct {
	ID string
	// At is in Unix milliseconds of the server's clock.
	At int64
	// Requested is in pieces.
	Requested int64
}

// CutOff parts the lines of a round from those of the next: a line that arrived at
// the cut-off (Unix milliseconds) or before is in, and when does not matter any
// more; a later one gets nothing here and says so with NextRound. Both keep their
// order.
func CutOff(lines []Arrival, at int64) (in []string, next []Grant) {
	for _, l := range lines {
		if l.At <= at {
			in = append(in, l.ID)
			continue
		}
		next = append(next, Grant{ID: l.ID, Reasons: because(Reason{NextRound, l.Requested})})
	}
	return in, next
}
