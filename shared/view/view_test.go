package view_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/shared/wire"
)

// approved is the outcome of approving an order of two lines, and its world.
func approved(t *testing.T, f *sharedtest.Field) (*rules.World, rules.Outcome) {
	t.Helper()
	w := f.World()
	r := f.Revision(1, 0, 2, 1)
	r.Note = "Для Вишгорода"
	_, reasons := sharedtest.Decide(w, f.Requisitioner.Command(seal.KindSubmitOrder, r, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	out, reasons := sharedtest.Decide(w, f.Officer.Command(seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())}, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	return w, out
}

func TestDocuments_ASupplierLearnsNoUnitAndNoPlace(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w, out := approved(t, f)
	seen := false
	for _, d := range view.Documents(w, out) {
		if d.Scope != party.ScopeSupplier(f.Supplier.ID) && d.Scope != party.ScopeCatalogue {
			continue
		}
		seen = seen || d.Kind == wire.DocSupplierOrder
		unit := f.Units[0]
		for _, secret := range [][]byte{
			[]byte(unit.Number), []byte(unit.NameUk), unit.ID.Bytes(), []byte(unit.Points[0].Name), unit.Points[0].ID.Bytes(),
			[]byte(f.Requisitioner.Person.Name), f.Requisitioner.Person.ID.Bytes(), []byte("Вишгород"),
		} {
			require.False(t, bytes.Contains(d.Body, secret), "%s in %s", secret, d.Kind)
		}
	}
	require.True(t, seen)
}

func TestDocuments_AUnitSeesNothingOfAnother(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w, out := approved(t, f)
	staff := false
	for _, d := range view.Documents(w, out) {
		require.NotEqual(t, party.ScopeUnit(f.Units[1].ID), d.Scope)
		switch d.Kind { //nolint:exhaustive // the others are other tests'
		case wire.DocOrder:
			require.Contains(t, []party.Scope{party.ScopeUnit(f.Units[0].ID), party.ScopeAgency}, d.Scope)
		case wire.DocBudget:
			require.Contains(t, []party.Scope{party.ScopeUnit(f.Units[0].ID), party.ScopeAgency, party.ScopeStaff, party.ScopeAdmin}, d.Scope)
			staff = staff || d.Scope == party.ScopeStaff
		}
	}
	require.True(t, staff, "who gives budgets sees what was given")
}

// The desk sees an order as long as a case is about it; what it writes for itself stays there.
func TestDocuments_OfTheDesk(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w, out := approved(t, f)
	o := out.Orders[0]
	k := conflict.Case{
		ID: sharedtest.ID[id.Case](1), Kind: conflict.ApprovalRace, Org: f.Units[0].ID, Order: o.ID, Version: 1,
		Comments: []conflict.Comment{{Text: "between us"}, {Text: "for you", ToAuthor: true}},
	}
	opened := rules.Outcome{Cases: []conflict.Case{k}}
	w.Apply(opened)
	kinds := map[wire.DocKind]int{}
	for _, d := range view.Documents(w, opened) {
		kinds[d.Kind]++
		if d.Scope != party.ScopeAdmin {
			require.Equal(t, party.ScopeUnit(f.Units[0].ID), d.Scope)
			require.NotContains(t, string(d.Body), "between us")
			require.Contains(t, string(d.Body), "for you")
		}
	}
	require.Equal(t, map[wire.DocKind]int{wire.DocCase: 2, wire.DocOrder: 1}, kinds)
	admin := 0
	for _, d := range view.Documents(w, rules.Outcome{Orders: out.Orders}) {
		if d.Scope == party.ScopeAdmin && d.Kind == wire.DocOrder {
			admin++
		}
	}
	require.Equal(t, 1, admin)
}

func TestDocuments_AreTheSameEveryTime(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w, out := approved(t, f)
	first := view.Documents(w, out)
	require.Equal(t, first, view.Documents(w, out))
}
