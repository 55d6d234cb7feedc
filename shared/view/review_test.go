package view_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
)

// lateShipment came twenty days late, its receiver named in a remark.
func lateShipment(t *testing.T) *shipment {
	t.Helper()
	f := sharedtest.NewField()
	f.Units[0].Points[0].Name = "Ангар"
	s := &shipment{Field: f, t: t, w: f.World(), at: sharedtest.Now}
	r := f.Revision(1, 0, 4)
	s.key = r.Order
	s.do(f.Requisitioner, seal.KindSubmitOrder, r)
	s.do(f.Officer, seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())})
	s.do(f.Maker, seal.KindDispatch, delivery.Dispatch{
		Order: r.Order, Handover: delivery.HandoverHash(r.Order, "A"), Lines: []delivery.DispatchLine{{Line: 1, Quantity: 4}},
	})
	s.at = s.at.Add(20 * 24 * time.Hour)
	s.do(f.Receiver, seal.KindReceive, delivery.Receive{
		Delivery: s.delivery().ID, Code: "A",
		Counts: []delivery.Count{{Delivered: 4, Refused: 1, Reason: delivery.Damaged, Remark: "Перевірила " + f.Receiver.Person.Name}},
	})
	v := s.delivery()
	s.do(f.Acceptor, seal.KindAccept, delivery.Accept{Delivery: v.ID, Count: v.Count})
	return s
}

// to are the documents that a scope got.
func (s *shipment) to(scope party.Scope) []wire.Document {
	var all []wire.Document
	for _, d := range s.docs {
		if d.Scope == scope {
			all = append(all, d)
		}
	}
	return all
}

// A penalty that the agency drops was never said to anybody.
func TestThing_AProposalThatIsDroppedStaysWithTheAgency(t *testing.T) {
	t.Parallel()
	s := lateShipment(t)
	c := s.claim(1)
	require.Equal(t, delivery.ClaimProposed, c.State)
	s.do(s.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: c.ID, Outcome: delivery.Withdrawn, Comment: "Дорога була закрита."})
	for _, scope := range []party.Scope{party.ScopeSupplier(s.Supplier.ID), party.ScopeUnit(s.Units[0].ID)} {
		for _, d := range s.to(scope) {
			require.False(t, d.Kind == wire.DocClaim && d.ID == c.DocKey().ID, "%s", scope)
		}
	}
	require.NotEmpty(t, s.to(party.ScopeAgency))
}

// The remark of a certificate's claim is the receiver's word: the name does not travel.
func TestThing_AClaimDoesNotNameWhoCounted(t *testing.T) {
	t.Parallel()
	s := lateShipment(t)
	c := s.claim(0)
	s.do(s.Maker, seal.KindAnswerClaim, delivery.AnswerClaim{Claim: c.ID, Agrees: true})
	for _, d := range s.to(party.ScopeSupplier(s.Supplier.ID)) {
		require.False(t, bytes.Contains(d.Body, []byte(s.Receiver.Person.Name)), "%s", d.Kind)
	}
}
