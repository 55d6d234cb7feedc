package view_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/shared/wire"
)

// shipment is an order on its way, and all documents that its commands made.
type shipment struct {
	*sharedtest.Field
	t    *testing.T
	w    *rules.World
	key  id.ID[id.Order]
	at   time.Time
	docs []wire.Document
}

func (s *shipment) do(a *sharedtest.Actor, kind seal.Kind, body any) {
	s.t.Helper()
	s.at = s.at.Add(time.Hour)
	out, reasons := sharedtest.Decide(s.w, a.Command(kind, body, s.at), s.at)
	require.Empty(s.t, reasons, "%s", kind)
	s.docs = append(s.docs, view.Documents(s.w, out)...)
}

func (s *shipment) delivery() delivery.Delivery {
	all := s.w.Orders[s.key].Deliveries
	v, ok := rules.Find[delivery.Delivery](s.w, delivery.Delivery{ID: all[len(all)-1]}.DocKey())
	require.True(s.t, ok)
	return v
}

func (s *shipment) claim(n int) delivery.Claim {
	c, ok := rules.Find[delivery.Claim](s.w, delivery.Claim{ID: s.w.Orders[s.key].Claims[n]}.DocKey())
	require.True(s.t, ok)
	return c
}

// shipped goes all the way, with people who write more than they should.
func shipped(t *testing.T) *shipment {
	t.Helper()
	f := sharedtest.NewField()
	f.Units[0].NameEn = "Unit One"
	s := &shipment{Field: f, t: t, w: f.World(), at: sharedtest.Now}
	r := f.Revision(1, 0, 4)
	r.Note = "Для Вишгорода"
	s.key = r.Order
	talk := "Частина 1 (А9001, Unit One), Склад, " + f.Receiver.Person.Name
	s.do(f.Requisitioner, seal.KindSubmitOrder, r)
	s.do(f.Officer, seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())})
	s.do(f.Maker, seal.KindRespondOrder, delivery.Respond{Order: r.Order, Lines: []delivery.ResponseLine{{Line: 1, Status: delivery.LineAccepted, Confirmed: 4}}})
	s.do(f.Maker, seal.KindDispatch, delivery.Dispatch{
		Order: r.Order, Handover: delivery.HandoverHash(r.Order, "A"), Lines: []delivery.DispatchLine{{Line: 1, Quantity: 4}},
	})
	s.at = s.at.Add(20 * 24 * time.Hour)
	s.do(f.Receiver, seal.KindReceive, delivery.Receive{
		Delivery: s.delivery().ID, Code: "A", Comment: talk,
		Counts:      []delivery.Count{{Delivered: 4, Refused: 1, Reason: delivery.Damaged, Remark: talk}},
		Attachments: []delivery.Attachment{{Hash: seal.Sum([]byte("x")), Name: "Склад А9001.png", Type: "image/png", Bytes: 1}},
	})
	v := s.delivery()
	s.do(f.Acceptor, seal.KindAccept, delivery.Accept{Delivery: v.ID, Count: v.Count, Comment: talk})
	s.do(f.Receiver, seal.KindOpenClaim, delivery.OpenClaim{Delivery: v.ID, Reason: delivery.Paperwork, Text: talk})
	s.do(f.Approver, seal.KindOpenClaim, delivery.OpenClaim{Delivery: v.ID, Claim: s.claim(1).ID, Reason: delivery.Late})
	s.do(f.Maker, seal.KindAnswerClaim, delivery.AnswerClaim{Claim: s.claim(0).ID, Text: "Пишіть самі."})
	s.do(f.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: s.claim(0).ID, Outcome: delivery.Refunded, Comment: talk})
	s.do(f.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: s.claim(1).ID, Outcome: delivery.Fined, Comment: f.Quality.Person.Name})
	s.do(f.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: s.claim(2).ID, Outcome: delivery.Withdrawn})
	s.do(f.Finance, seal.KindOrderPayment, payment.Order{Invoices: s.w.Orders[s.key].Invoices})
	return s
}

func TestBlind_NoDocumentOfASupplierNamesTheUnit(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	seen := map[wire.DocKind]int{}
	for _, d := range s.docs {
		if d.Scope != party.ScopeSupplier(s.Supplier.ID) && d.Scope != party.ScopeCatalogue {
			continue
		}
		seen[d.Kind]++
		unit := s.Units[0]
		secrets := [][]byte{
			[]byte(unit.Number), []byte(unit.NameUk), []byte(unit.NameEn), unit.ID.Bytes(), []byte(unit.Points[0].Name), unit.Points[0].ID.Bytes(),
			[]byte("Вишгород"), s.Budgets[0].ID.Bytes(),
		}
		for _, a := range s.Actors() {
			if a != s.Maker {
				secrets = append(secrets, []byte(a.Person.Name), a.Person.ID.Bytes())
			}
		}
		for _, secret := range secrets {
			require.False(t, bytes.Contains(d.Body, secret), "%q in %s", secret, d.Kind)
		}
	}
	for _, kind := range []wire.DocKind{wire.DocSupplierOrder, wire.DocDelivery, wire.DocClaim, wire.DocInvoice, wire.DocPayment, wire.DocResponse} {
		require.NotZero(t, seen[kind], kind)
	}
}

// The other side of it: what hides must hide it from the supplier alone.
func TestBlind_TheUnitSeesItAll(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	found := map[wire.DocKind]bool{}
	for _, d := range s.docs {
		if d.Scope == party.ScopeUnit(s.Units[0].ID) && bytes.Contains(d.Body, []byte(s.Receiver.Person.Name)) {
			found[d.Kind] = true
		}
	}
	require.True(t, found[wire.DocDelivery])
	require.True(t, found[wire.DocClaim])
	require.True(t, found[wire.DocOrder])
}

// What nobody has said yet is the agency's alone.
func TestBlind_AProposedClaimIsTheAgencys(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	proposed := 0
	for _, d := range s.docs {
		if d.Kind != wire.DocClaim {
			continue
		}
		var c delivery.Claim
		require.NoError(t, wire.Decode(d.Body, &c))
		if c.State == delivery.ClaimProposed {
			require.Equal(t, party.ScopeAgency, d.Scope)
			proposed++
		}
	}
	require.Equal(t, 1, proposed)
}

// Hiding changes a copy: the world stays as it was decided.
func TestBlind_LeavesTheThingAlone(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	for _, thing := range []rules.Thing{s.delivery(), s.claim(0), s.claim(1)} {
		before := seal.Encode(thing)
		first := view.Thing(s.w, thing)
		require.Equal(t, before, seal.Encode(thing))
		require.Equal(t, first, view.Thing(s.w, thing))
	}
}
