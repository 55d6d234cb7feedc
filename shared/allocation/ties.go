package allocation

import (
	"bytes"
	"cmp"
	"crypto/sha256"
)

// ticket is a place in the order of ties: credit first, then the draw, then the
// id. Neither clocks nor arrival are in it.
type ticket struct {
	credit int64
	draw   [sha256.Size]byte
	id     string
}

// newTicket draws for an id: SHA-256(draw ‖ "/" ‖ id).
func newTicket(draw, id string, credit int64) ticket {
	return ticket{credit: credit, draw: sha256.Sum256([]byte(draw + "/" + id)), id: id}
}

// compare is negative when t comes before u.
func (t *ticket) compare(u *ticket) int {
	return cmp.Or(
		cmp.Compare(u.credit, t.credit),
		bytes.Compare(t.draw[:], u.draw[:]),
		cmp.Compare(t.id, u.id),
	)
}
