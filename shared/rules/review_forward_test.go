package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/forward"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/shared/wire"
)

// A package that leaves after the approval changes the order; the supplier's document
// of it is made anew and still says to which place the goods go.
func TestForward_KeepsTheSuppliersPlaceOfDelivery(t *testing.T) {
	t.Parallel()
	f := newForwarding(t)
	ok := forward.Forwarded{Parcel: f.parcel(ministry).ID, State: forward.Answered, Receipt: "1", Answer: "так", Agrees: true}
	require.Empty(t, f.receipt(ok))
	_, reasons := sharedtest.Decide(f.w, f.Officer.Command(seal.KindApproveOrder, order.Decision{Order: f.o.ID, Hash: f.o.Hash}, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)

	// What a server loads for the command, and nothing else.
	later := sharedtest.Now.Add(time.Hour)
	c := f.Server.Command(seal.KindForwarded, forward.Forwarded{Parcel: f.parcel(staff).ID, State: forward.Sent, Receipt: "2"}, later)
	w := loaded(f.w, c)
	out, refused := rules.Decide(rules.Facts{Now: later.UnixMilli(), World: w}, c)
	require.Empty(t, refused)
	w.Apply(out)
	seen := 0
	for _, d := range view.Documents(w, out) {
		if d.Kind != wire.DocSupplierOrder {
			continue
		}
		var s order.SupplierOrder
		require.NoError(t, wire.Decode(d.Body, &s))
		require.Equal(t, party.ScopeSupplier(f.Supplier.ID), d.Scope)
		require.Equal(t, "P-01", s.PointCode)
		seen++
	}
	require.Equal(t, 1, seen)
}

// loaded is a world that holds of another what Missing asks for.
func loaded(from *rules.World, c seal.Command) *rules.World {
	w := rules.NewWorld()
	for {
		n := rules.Missing(w, c)
		if n.IsEmpty() {
			return w
		}
		sharedtest.Fill(w, n)
		copied(w.Orgs, from.Orgs)
		copied(w.People, from.People)
		copied(w.Items, from.Items)
		copied(w.Offers, from.Offers)
		copied(w.Stocks, from.Stocks)
		copied(w.Usages, from.Usages)
		copied(w.Budgets, from.Budgets)
		copied(w.Orders, from.Orders)
		for k := range w.Things {
			w.Things[k] = from.Things[k]
		}
	}
}

func copied[K comparable, V any](into, from map[K]*V) {
	for k := range into {
		into[k] = from[k]
	}
}
