package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/document"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/paper"
	"dotchain/shared/payment"
	"dotchain/shared/seal"
	"dotchain/shared/ubl"
	"dotchain/syncserver/syncservertest"
)

// TestLifeOfAnOrder is an order from its signature to its payment, with the network
// of whoever acts cut before each act.
func TestLifeOfAnOrder(t *testing.T) {
	t.Parallel()
	s := field.NewEmptyServer(t, syncservertest.Database(t))
	_, err := s.House.LoadDemo(t.Context())
	require.NoError(t, err)
	unit := s.Device(demoPerson(t, "unit-9001-requisitioner"))
	commander := s.Device(demoPerson(t, "unit-9001-signatory"))
	agency := s.Device(demoPerson(t, "agency-approver"))
	maker := s.Device(demoPerson(t, "supplier-99100014"))
	unit.Stocked(demoItems + 1)

	o, pieces := orderFrom(t, unit, "99100014")
	unit.Shown(o, order.InReview)
	agency.Shown(o, order.InReview)
	require.Equal(t, budget.Reserved.String(), unit.Row(o).Money)

	offline(agency, func() { agency.Approve(o) })
	unit.Shown(o, order.Approved)
	require.Equal(t, budget.Committed.String(), unit.Row(o).Money)

	// The supplier sees its part of it, and neither the unit nor the place.
	maker.Await("the order", func() bool { return len(supplierOrders(t, maker)) == 1 })
	seen, err := maker.Core.SupplierOrder(o)
	require.NoError(t, err)
	require.Len(t, seen.Parts, 1)
	offline(maker, func() {
		require.NoError(t, maker.Act(seal.KindRespondOrder, delivery.Respond{Order: o, Lines: []delivery.ResponseLine{{
			Line: 1, Part: 0, Status: delivery.LineAccepted, Confirmed: pieces, PromisedAt: seen.Parts[0].Given.PromisedAt,
		}}}))
	})
	unit.Await("the supplier's word", func() bool { return unit.Row(o).Delivery == order.SupplierConfirmed })

	code := maker.Core.NewHandover()
	offline(maker, func() {
		require.NoError(t, maker.Act(seal.KindDispatch, delivery.Dispatch{
			Order: o, Handover: delivery.HandoverHash(o, code), Carrier: "Вигаданий перевізник",
			Lines: []delivery.DispatchLine{{Line: 1, Part: 0, Quantity: pieces, Serials: serials(pieces)}},
		}))
	})
	unit.Await("a delivery", func() bool { return len(deliveries(t, unit, o)) == 1 })
	d := deliveries(t, unit, o)[0]
	require.NotEmpty(t, d.Note)

	// The receiver checks the code without a network, counts, and refuses one.
	offline(unit, func() {
		ok, failed := unit.Core.IsHandover(d.ID, "AAAAA-AAAAA")
		require.NoError(t, failed)
		require.False(t, ok)
		ok, failed = unit.Core.IsHandover(d.ID, code)
		require.NoError(t, failed)
		require.True(t, ok)
		require.NoError(t, unit.Act(seal.KindReceive, delivery.Receive{Delivery: d.ID, Code: code, Counts: []delivery.Count{{
			Delivered: pieces, Refused: 1, Reason: delivery.Damaged, Remark: "тріснув корпус", Bad: []string{"SN-2"},
		}}}))
	})
	commander.Await("a certificate to sign", func() bool {
		all := deliveries(t, commander, o)
		return len(all) == 1 && all[0].State == delivery.Received
	})
	offline(commander, func() {
		require.NoError(t, commander.Act(seal.KindAccept, delivery.Accept{Delivery: d.ID, Count: deliveries(t, commander, o)[0].Count}))
	})
	agency.Await("a certificate", func() bool {
		all := deliveries(t, agency, o)
		return len(all) == 1 && all[0].State == delivery.Accepted && all[0].Certificate != ""
	})

	// The piece that was refused is a claim; the supplier agrees, it is refunded.
	agency.Await("a claim", func() bool { return len(claims(t, agency, o)) == 1 })
	claim := claims(t, agency, o)[0]
	maker.Await("the claim", func() bool { return len(claims(t, maker, o)) == 1 })
	offline(maker, func() {
		require.NoError(t, maker.Act(seal.KindAnswerClaim, delivery.AnswerClaim{Claim: claim.ID, Text: "Згодні.", Agrees: true}))
	})
	agency.Await("the answer", func() bool { return claims(t, agency, o)[0].State == delivery.ClaimAnswered })
	offline(agency, func() {
		require.NoError(t, agency.Act(seal.KindSettleClaim, delivery.SettleClaim{Claim: claim.ID, Outcome: delivery.Refunded}))
	})

	// What is left is paid: the order of the agency, the word of the bank.
	agency.Await("an invoice that is payable", func() bool {
		all, failed := agency.Core.OrderInvoices(o)
		return failed == nil && len(all) == 1 && all[0].Credited > 0 && all[0].State == payment.Payable
	})
	invoices, err := agency.Core.OrderInvoices(o)
	require.NoError(t, err)
	offline(agency, func() {
		require.NoError(t, agency.Act(seal.KindOrderPayment, payment.Order{Invoices: []id.ID[id.Invoice]{invoices[0].ID}}))
	})
	agency.Await("a payment order", func() bool {
		all := payments(t, agency)
		return len(all) == 1 && all[0].Number != "" // the server numbers
	})
	paid := payments(t, agency)[0]
	offline(agency, func() {
		require.NoError(t, agency.Act(seal.KindConfirmPayments, payment.Confirm{Rows: []payment.Confirmation{{
			Number: paid.Number, Amount: paid.Total, ValueDate: agency.Row(o).SignedAt,
		}}}))
	})
	unit.Await("the end", func() bool {
		r := unit.Row(o)
		return r.Delivery == order.Closed && r.Money == budget.Paid.String()
	})
	detail := unit.Detail(o)
	require.NotZero(t, timeline(detail)[len(timeline(detail))-1])
	require.Equal(t, order.EventClosed, timeline(detail)[len(timeline(detail))-1])
	for _, b := range detail.Budgets {
		require.Equal(t, paid.Total, b.Paid)
		require.Zero(t, b.Reserved+b.Committed+b.Invoiced)
	}
	require.Empty(t, allCases(t, s.Device(demoPerson(t, "admin-sync"))))
	printed(t, unit, o)
	printed(t, agency, o)
}

// printed prints every paper of an order, on the device alone.
func printed(t *testing.T, d *field.Device, o id.ID[id.Order]) {
	t.Helper()
	papers := d.Detail(o).Papers
	kinds := map[string]bool{}
	for _, row := range papers {
		kinds[row.Kind] = true
		doc, err := d.Core.Paper(row.Kind, row.ID)
		require.NoError(t, err, row.Kind)
		for _, lang := range []document.Lang{document.Ukrainian, document.English} {
			pdf, failed := paper.Render(doc, lang)
			require.NoError(t, failed, row.Kind)
			require.Equal(t, "%PDF", string(pdf[:4]))
		}
		if ubl.Has(doc.Kind) {
			_, err = ubl.Marshal(doc)
			require.NoError(t, err, row.Kind)
		}
		if folder := os.Getenv("DOTCHAIN_PAPERS"); folder != "" {
			pdf, failed := paper.Render(doc, document.Ukrainian)
			require.NoError(t, failed)
			require.NoError(t, os.WriteFile(filepath.Join(folder, row.Kind+".pdf"), pdf, 0o600))
		}
	}
	require.Len(t, kinds, 9, "%v", kinds)
}

// offline does something with a device's link cut, and waits until it went.
func offline(d *field.Device, act func()) {
	d.Link.Cut()
	d.Offline()
	act()
	d.Link.Restore()
	d.Quiet()
}

// orderFrom signs an order of a few pieces of something that a supplier has.
func orderFrom(t *testing.T, d *field.Device, edrpou string) (o id.ID[id.Order], pieces int64) {
	t.Helper()
	page, err := d.Core.Catalogue(client.CatalogueQuery{Limit: 500})
	require.NoError(t, err)
	for _, card := range page.Cards {
		for _, offer := range card.Offers {
			pieces = max(offer.Minimum, 3*offer.Pack)
			if offer.Supplier.EDRPOU != edrpou || offer.Free < pieces || pieces > 50 {
				continue
			}
			o, err = d.Buy(map[id.ID[id.Offer]]int64{offer.ID: pieces})
			require.NoError(t, err)
			return o, pieces
		}
	}
	require.Fail(t, "nothing to order")
	return o, 0
}

func serials(n int64) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("SN-%d", i+1))
	}
	return all
}

func supplierOrders(t *testing.T, d *field.Device) []client.SupplierOrderRow {
	t.Helper()
	p, err := d.Core.SupplierOrders(client.PaperQuery{Limit: 10})
	require.NoError(t, err)
	return p.Rows
}

func deliveries(t *testing.T, d *field.Device, o id.ID[id.Order]) []client.DeliveryRow {
	t.Helper()
	p, err := d.Core.Deliveries(client.PaperQuery{Order: o, Limit: 10})
	require.NoError(t, err)
	return p.Rows
}

func claims(t *testing.T, d *field.Device, o id.ID[id.Order]) []client.ClaimRow {
	t.Helper()
	p, err := d.Core.Claims(client.PaperQuery{Order: o, Limit: 10})
	require.NoError(t, err)
	return p.Rows
}

func payments(t *testing.T, d *field.Device) []client.PaymentRow {
	t.Helper()
	p, err := d.Core.Payments(client.PaperQuery{Limit: 10})
	require.NoError(t, err)
	return p.Rows
}
