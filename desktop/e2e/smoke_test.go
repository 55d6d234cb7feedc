package e2e_test

import (
	"testing"

	"dotchain/shared/order"
)

func TestSmoke(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	unit := s.Device(s.Place.Buyers[0][0])
	agency := s.Device(s.Place.Approver)
	o := unit.Order(s.Place, 1, 2)
	agency.Shown(o, order.InReview)
	agency.Approve(o)
	unit.Shown(o, order.Approved)
	agency.Shown(o, order.Approved)
}
