package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
)

// A supplier may say much of an order, and not so much that nobody can read it any more.
func TestRespond_IsSaidSoOften(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 4)
	for range delivery.MaxResponses {
		x.done(x.Maker, seal.KindRespondOrder, delivery.Respond{Order: x.order})
	}
	require.Equal(t, []string{"too_large"}, x.refused(x.Maker, seal.KindRespondOrder, delivery.Respond{Order: x.order}))
	x.sent(x.note(4)) // what it has to do it still does
}

// otherMaker gives the second line of a trade's order to another supplier.
func (x *trade) otherMaker() *sharedtest.Actor {
	org := party.Org{ID: sharedtest.ID[id.Org](50), Kind: party.OrgSupplier, EDRPOU: "87654321", NameUk: "ТОВ «Інше»", Version: 1}
	a := sharedtest.NewActor(50, "Настя Інша", org, party.ZoneSupplier, party.RoleSupplierManager)
	x.w.Apply(rules.Outcome{Orgs: []party.Org{org}, People: []party.Person{a.Person}})
	o := x.w.Orders[x.order].Clone()
	o.Lines[1].Parts[0].Supplier = org.ID
	x.w.Apply(rules.Outcome{Orders: []order.Order{o}})
	return a
}

// One supplier that sends its pieces one by one takes no other's turn.
func TestDispatch_EachSupplierHasItsShareOfDeliveries(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 30, 30)
	other := x.otherMaker()
	o := x.w.Orders[x.order].Clone()
	for n := range uint64(delivery.MaxDeliveries / 2) {
		v := delivery.Delivery{ID: sharedtest.ID[id.Delivery](n), Order: o.ID, Supplier: x.Supplier.ID, State: delivery.Dispatched, Version: 1}
		o.Deliveries = append(o.Deliveries, v.ID)
		x.w.Things[v.DocKey()] = v
	}
	x.w.Apply(rules.Outcome{Orders: []order.Order{o}})
	require.Equal(t, []string{"too_large"}, x.refused(x.Maker, seal.KindDispatch, x.note(1)))
	for range 2 {
		b := x.note(0, 1)
		x.done(other, seal.KindDispatch, b)
	}
	require.Equal(t, []string{"not_yours"}, x.refused(other, seal.KindDispatch, x.note(1)))
}

// A line that waits in every round tells of it once, and when its figures change.
func TestRound_WaitingIsToldOnce(t *testing.T) {
	t.Parallel()
	r := newRounds(t, 1)
	r.stock(0, 0)
	rev := r.order(0, nil, 5)
	told := func() int {
		n := 0
		for _, e := range r.w.Orders[rev.Order].Events {
			if e.Kind == order.EventBackordered {
				n++
			}
		}
		return n
	}
	for range 4 {
		r.at = r.at.Add(24 * time.Hour)
		_, reasons := r.sign(r.body(0))
		require.Empty(t, reasons)
		require.Equal(t, 1, told())
	}
	r.stock(0, 2)
	_, reasons := r.sign(r.body(0))
	require.Empty(t, reasons)
	require.Equal(t, 2, told())
}

// However much happens to an order, it can be read.
func TestOrder_TellsOfNoMoreThanCanBeRead(t *testing.T) {
	t.Parallel()
	o := order.Order{}
	for n := range int64(order.MaxEvents + 500) {
		o.Tell(order.Event{At: n, Kind: order.EventForwarded})
	}
	require.Len(t, o.Events, order.MaxEvents)
	require.Zero(t, o.Events[0].At, "how it began")
	require.EqualValues(t, order.MaxEvents+499, o.Events[order.MaxEvents-1].At, "and what was last")
	var read order.Order
	require.NoError(t, wire.Decode(seal.Encode(o), &read))
}
