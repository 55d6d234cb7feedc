package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

// cut takes the network from devices.
func cut(devices ...*field.Device) {
	for _, d := range devices {
		d.Link.Cut()
		d.Offline()
	}
}

// restore gives it back, one after the other, so that it is known who was first.
func restore(devices ...*field.Device) {
	for _, d := range devices {
		d.Link.Restore()
		d.Quiet()
	}
}

// openCase waits until the administration has the one open case of a kind about
// an order, and returns it.
func openCase(t *testing.T, admin *field.Device, kind conflict.Kind, o id.ID[id.Order]) client.CaseRow {
	t.Helper()
	var found client.CaseRow
	admin.Await(kind.String(), func() bool {
		for _, c := range allCases(t, admin) {
			if c.IsOpen() && c.Order == o && c.Kind == kind {
				found = c
				return true
			}
		}
		return false
	})
	require.NotEmpty(t, found.Signed, "what was signed is kept")
	return found
}

// closedCase waits until a case is closed.
func closedCase(t *testing.T, admin *field.Device, c client.CaseRow, how conflict.Closure) {
	t.Helper()
	admin.Await("a closed case", func() bool {
		for _, now := range allCases(t, admin) {
			if now.ID == c.ID {
				return now.Closed == how
			}
		}
		return false
	})
}

// Two units ask for the last pieces: exactly one gets them, the other gets the
// reason and keeps the order.
func TestRace_LastPieces(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	first, second := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Buyers[1][0])
	admin := s.Device(s.Place.Operator)
	cut(first, second)
	orders := map[*field.Device]id.ID[id.Order]{first: first.Order(s.Place, 10), second: second.Order(s.Place, 10)}
	// Both at once: who is first is not known, that it is one of them is.
	first.Link.Restore()
	second.Link.Restore()
	first.Quiet()
	second.Quiet()
	winner, loser := first, second
	if first.Row(orders[first]).Sync == client.Parked {
		winner, loser = second, first
	}
	winner.Shown(orders[winner], order.InReview)
	row := loser.Parked(orders[loser])
	require.Equal(t, fault.StockGone, row.Reasons[0].Code)
	require.EqualValues(t, 0, row.Reasons[0].Have)
	require.EqualValues(t, 10, row.Reasons[0].Want)
	k := openCase(t, admin, conflict.StockGone, orders[loser])

	// The order is not lost: its unit asks for another item instead.
	_, err := loser.Core.ReviseOrder(orders[loser])
	require.NoError(t, err)
	_, err = loser.Core.PutLine(s.Place.Offers[0].ID, 0)
	require.NoError(t, err)
	_, err = loser.Core.PutLine(s.Place.Offers[1].ID, 3)
	require.NoError(t, err)
	_, err = loser.SignCart()
	require.NoError(t, err)
	loser.Shown(orders[loser], order.InReview)
	closedCase(t, admin, k, conflict.Superseded)
}

// What changed between the signature and the server is a case, and nothing of it
// is applied; the unit signs anew and it is.
func TestRace_CatalogueMovedOn(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	unit, agency, admin := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Approver), s.Device(s.Place.Operator)
	cut(unit)
	dearer, gone := s.Place.Offers[0], s.Place.Offers[1]
	priced, withdrawn, untouched := unit.Order(s.Place, 1), unit.Order(s.Place, 0, 1), unit.Order(s.Place, 0, 0, 1)
	dearer.Price += 100
	gone.Withdrawn = true
	s.Publish(rules.Publish{Offers: []supply.Offer{dearer, gone}})
	restore(unit)
	require.Equal(t, fault.PriceChanged, unit.Parked(priced).Reasons[0].Code)
	require.Equal(t, fault.ItemWithdrawn, unit.Parked(withdrawn).Reasons[0].Code)
	unit.Shown(untouched, order.InReview)
	agency.Shown(untouched, order.InReview)
	k := openCase(t, admin, conflict.PriceChanged, priced)
	other := openCase(t, admin, conflict.ItemWithdrawn, withdrawn)
	require.Equal(t, client.OrderRow{}, agency.Row(priced), "not applied silently")

	// The unit looks at the new price and signs that.
	unit.Await("the new price", func() bool {
		item, err := unit.Core.Item(s.Place.Items[0].ID)
		return err == nil && len(item.Offers) == 1 && item.Offers[0].Price == dearer.Price
	})
	_, err := unit.Core.ReviseOrder(priced)
	require.NoError(t, err)
	_, err = unit.SignCart()
	require.NoError(t, err)
	unit.Shown(priced, order.InReview)
	closedCase(t, admin, k, conflict.Superseded)
	// And gives the other one up.
	require.NoError(t, unit.Decide(client.DecisionAsk{Kind: seal.KindCancelOrder, Orders: []id.ID[id.Order]{withdrawn}, Reason: order.NoLongerNeeded}))
	closedCase(t, admin, other, conflict.Cancelled)
	require.Equal(t, order.Cancelled, unit.Row(withdrawn).State)
}

// Two laptops of one unit answer the same order: one answer stands, the other is
// a case that shows both.
func TestRace_TwoLaptops(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	one, two := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Buyers[0][1])
	agency, admin := s.Device(s.Place.Approver), s.Device(s.Place.Operator)
	o := one.Order(s.Place, 2)
	agency.Shown(o, order.InReview)
	agency.Return(o, "why?")
	one.Shown(o, order.Returned)
	two.Shown(o, order.Returned)
	cut(one, two)
	for i, d := range []*field.Device{one, two} {
		revise(t, d, o, s.Place.Offers[0].ID, int64(3+i))
	}
	restore(one, two)
	one.Shown(o, order.InReview)
	require.Equal(t, fault.RevisionRace, two.Parked(o).Reasons[0].Code)
	k := openCase(t, admin, conflict.RevisionRace, o)
	require.NotEmpty(t, k.Standing, "both versions are in the case")
	agency.Await("the answer that stands", func() bool { return agency.Row(o).Revision == 2 })
	require.EqualValues(t, 3, agency.Detail(o).Document.Lines[0].Quantity)
}

// revise signs a revision with another quantity and the same answer to everything.
func revise(t *testing.T, d *field.Device, o id.ID[id.Order], offer id.ID[id.Offer], pieces int64) {
	t.Helper()
	cart, err := d.Core.ReviseOrder(o)
	require.NoError(t, err)
	form := cart.Form
	for _, q := range cart.Questions {
		form.Answers = append(form.Answers, order.Answer{Question: q.Number, Text: "so it must be"})
	}
	_, err = d.Core.SetCartForm(form)
	require.NoError(t, err)
	_, err = d.Core.PutLine(offer, pieces)
	require.NoError(t, err)
	_, err = d.SignCart()
	require.NoError(t, err)
}

// Two officers decide the same order differently, and a unit takes an order back
// that is being approved: the first stands, the second is a case.
func TestRace_Approval(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	unit, admin := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Operator)
	one, two := s.Device(s.Place.Approver), s.Device(s.Place.Verifier)
	decided, cancelled := unit.Order(s.Place, 1), unit.Order(s.Place, 0, 1)
	for _, officer := range []*field.Device{one, two} {
		officer.Shown(decided, order.InReview)
		officer.Shown(cancelled, order.InReview)
	}
	unit.Shown(cancelled, order.InReview)
	cut(unit, one, two)
	one.Approve(decided)
	two.Return(decided, "why?")
	require.NoError(t, unit.Decide(client.DecisionAsk{Kind: seal.KindCancelOrder, Orders: []id.ID[id.Order]{cancelled}, Reason: order.NoLongerNeeded}))
	two.Approve(cancelled)
	restore(unit, one, two)
	unit.Shown(decided, order.Approved)
	unit.Shown(cancelled, order.Cancelled)
	require.Equal(t, fault.AlreadyDecided, two.Parked(decided).Reasons[0].Code)
	require.Equal(t, fault.AlreadyDecided, two.Parked(cancelled).Reasons[0].Code)
	openCase(t, admin, conflict.ApprovalRace, decided)
	openCase(t, admin, conflict.ApprovalRace, cancelled)
}

// An approval names the content it approves: it does not carry over to a
// revision that was signed meanwhile.
func TestRace_ApprovalOfAnotherContent(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	unit, admin := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Operator)
	slow, quick := s.Device(s.Place.Approver), s.Device(s.Place.Verifier)
	o := unit.Order(s.Place, 1)
	slow.Shown(o, order.InReview)
	cut(slow)
	slow.Approve(o)
	quick.Shown(o, order.InReview)
	quick.Return(o, "why?")
	unit.Shown(o, order.Returned)
	revise(t, unit, o, s.Place.Offers[0].ID, 9)
	unit.Shown(o, order.InReview)
	restore(slow)
	require.Equal(t, fault.ContentChanged, slow.Parked(o).Reasons[0].Code)
	openCase(t, admin, conflict.ApprovalRace, o)
	unit.Shown(o, order.InReview)
	require.Equal(t, uint32(2), unit.Row(o).Revision)
}

// Two laptops of a unit spend the same money.
func TestRace_Budget(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	one, two := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Buyers[0][1])
	admin := s.Device(s.Place.Operator)
	s.OnHand(0, 2000)
	for _, d := range []*field.Device{one, two} {
		d.Await("the stock", func() bool {
			item, err := d.Core.Item(s.Place.Items[0].ID)
			return err == nil && item.Offers[0].Free == 2000
		})
	}
	cut(one, two)
	// 500 pieces of 1,000 with 20 % VAT are 600,000 of a million.
	kept, refused := one.Order(s.Place, 500), two.Order(s.Place, 500)
	restore(one, two)
	one.Shown(kept, order.InReview)
	require.Equal(t, fault.BudgetExceeded, two.Parked(refused).Reasons[0].Code)
	openCase(t, admin, conflict.BudgetGone, refused)
}

// An order that cannot be applied and is given up arrive together: the case
// opens and closes in one transaction, and the device goes on.
func TestRace_GivenUpBeforeItWasRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	unit, admin := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Operator)
	cut(unit)
	o := unit.Order(s.Place, 5)
	require.NoError(t, unit.Decide(client.DecisionAsk{Kind: seal.KindCancelOrder, Orders: []id.ID[id.Order]{o}, Reason: order.NoLongerNeeded}))
	s.OnHand(0, 0)
	restore(unit)
	require.Equal(t, order.Cancelled, unit.Row(o).State)
	admin.Await("the closed case", func() bool {
		all := allCases(t, admin)
		return len(all) == 1 && all[0].Kind == conflict.StockGone && all[0].Closed == conflict.Cancelled
	})
	next := unit.Order(s.Place, 0, 1)
	unit.Shown(next, order.InReview)
}
