package rendition_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/catalogue"
	"dotchain/shared/code"
	"dotchain/shared/delivery"
	"dotchain/shared/document"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/paper"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/rendition"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/ubl"
)

const place = "Склад на хуторі Вигаданому"

// field is one order of two lines, the second of which two rounds served, with all
// its papers.
type field struct {
	*sharedtest.Field
	order    order.Order
	revision order.Revision
	items    rendition.Items
	byOffer  map[id.ID[id.Offer]]catalogue.Item
	delivery delivery.Delivery
	invoice  payment.Invoice
}

func edrpou(seven string) string {
	e, err := code.WithCheckDigit(seven)
	if err != nil {
		panic(err)
	}
	return string(e)
}

func newField() *field {
	f := &field{Field: sharedtest.NewField(), items: rendition.Items{}, byOffer: map[id.ID[id.Offer]]catalogue.Item{}}
	f.Agency.EDRPOU, f.Supplier.EDRPOU = edrpou("4500000"), edrpou("3900001")
	f.Units[0].Points[0].Name = place
	for i, x := range f.Items {
		f.items[x.ID], f.byOffer[f.Offers[i].ID] = x, x
	}
	f.revision = f.Revision(1, 0, 3, 5)
	f.revision.Note = "Передзвонити на " + place
	at := sharedtest.Now.UnixMilli()
	content := f.revision.Encode()
	part := func(i int, n int64) order.Part {
		o := f.Offers[i]
		return order.Part{Offer: o.ID, Supplier: f.Supplier.ID, Quantity: n, Price: o.Price, VATRate: o.VATRate, UOM: o.UOM}
	}
	f.order = order.Order{
		ID: f.revision.Order, Unit: f.Units[0].ID, UnitNumber: f.Units[0].Number, UnitName: f.Units[0].NameUk, Content: content, Hash: seal.Sum(content),
		Revision: 1, State: order.Approved, ApprovedAt: at,
		Revisions:  []order.Standing{{Revision: 1, Hash: seal.Sum(content), ByName: f.Requisitioner.Person.Name, SignedAt: at, ReceivedAt: at}},
		Signatures: []order.Signature{{Role: party.RoleSignatory, Name: f.Commander.Person.Name, Hash: seal.Sum(content), SignedAt: at + 1, At: at + 1}},
		Approvals:  []order.Signature{{Role: party.RoleApprover, Name: f.Approver.Person.Name, ForName: "Хтось Інший", Hash: seal.Sum(content), SignedAt: at + 9, At: at + 9}},
		Lines: []order.LineState{
			{Item: f.Items[0].ID, Parts: []order.Part{part(0, 3)}},
			{Item: f.Items[1].ID, Parts: []order.Part{part(1, 2), part(1, 3)}},
		},
	}
	f.deliver(at)
	return f
}

func (f *field) deliver(at int64) {
	count := seal.Sum([]byte("counts"))
	f.delivery = delivery.Delivery{
		Note: "ВН-2026/000001", Waybill: "ТТН-2026/000001", Certificate: "АПП-2026/000001", Carrier: "ТОВ «Перевезення»", Vehicle: "КА 1234 ВС",
		PointCode: "P-01", DispatchedAt: at, ReceivedAt: at + 5, AcceptedAt: at + 9, DispatchedName: f.Maker.Person.Name, Count: count,
		Lines: []delivery.Line{
			{Line: 1, Part: 0, Dispatched: 3, Delivered: 3, Accepted: 2, Remarked: 1, Refused: 1, Reason: delivery.Damaged, Serials: []string{"a", "b", "c"}, Bad: []string{"b"}},
			{Line: 2, Part: 1, Dispatched: 3, Delivered: 3, Accepted: 3},
		},
		Signatures: []order.Signature{
			{Role: party.RoleReceiver, Name: f.Receiver.Person.Name, Hash: count, SignedAt: at + 5, At: at + 5},
			{Role: party.RoleAcceptanceSigner, Name: f.Acceptor.Person.Name, Hash: count, SignedAt: at + 9, At: at + 9},
		},
	}
	f.invoice = payment.Invoice{
		Number: "РФ-2026/000007", IssuedAt: at,
		Lines: []payment.InvoiceLine{
			{Line: 1, Part: 0, Quantity: 3, Price: f.Offers[0].Price, VATRate: 2000, UOM: "H87"},
			{Line: 2, Part: 1, Quantity: 3, Price: f.Offers[1].Price, VATRate: 2000, UOM: "H87"},
		},
		Credits: []payment.Credit{{Number: "КН-2026/000001", At: at, Lines: []payment.CreditLine{{Line: 0, Pieces: 1}}}},
	}
}

func (f *field) sides() rendition.Sides {
	return rendition.Sides{
		Agency:   &rendition.Side{Org: f.Agency, IBAN: "UA213223130000026007233566001", Bank: "Казначейство"},
		Unit:     &rendition.Side{Org: f.Units[0], Address: place},
		Supplier: &rendition.Side{Org: f.Supplier, IBAN: "UA903052992990004149123456789", Bank: "Банк"},
		Carrier:  "ТОВ «Перевезення»", CarrierEDRPOU: edrpou("4100002"),
	}
}

// papers are all kinds, as the agency has them.
func (f *field) papers(t *testing.T, s rendition.Sides, g rendition.Goods, orderNumber string) map[document.Kind]document.Document {
	t.Helper()
	at := sharedtest.Now.UnixMilli()
	of := rendition.Named{Number: orderNumber, At: at}
	onDelivery := rendition.DeliveryOf{Delivery: f.delivery, Order: of, Goods: g, Sides: s, Result: document.Valid}
	if !s.Blind {
		onDelivery.Point = place
	}
	onInvoice := rendition.InvoiceOf{Invoice: f.invoice, Order: of, Goods: g, Sides: s}
	claim := delivery.Claim{
		Number: "РК-2026/000001", OpenedAt: at, OpenedName: f.Receiver.Person.Name, Reason: delivery.Damaged, Text: "Корпус тріснув",
		Lines: []delivery.ClaimLine{{Line: 1, Part: 0, Pieces: 1, Serials: []string{"b"}}}, Penalty: 100_00,
	}
	all := map[document.Kind]document.Document{}
	add := func(d document.Document, err error) {
		require.NoError(t, err)
		all[d.Kind] = d
	}
	if !s.Blind {
		add(rendition.Order(rendition.OrderOf{Order: f.order, Content: f.order.Content, Sides: s, Items: f.byOffer, Budget: &f.Budgets[0], Result: document.Valid}))
	}
	add(rendition.Response(rendition.ResponseOf{
		Role: party.RoleSupplierSigner, Order: of, Goods: g, Sides: s, Result: document.Valid,
		Response: delivery.Response{
			Number: "ПЗ-2026/000001", At: at, ByName: f.Maker.Person.Name, Comment: "Прискоримо", Lines: []delivery.ResponseLine{
				{Line: 1, Status: delivery.LineAccepted, Confirmed: 3, PromisedAt: at}, {Line: 2, Part: 1, Status: delivery.LineNotAccepted},
			},
		},
	}))
	add(rendition.Specification(rendition.SpecificationOf{
		Number: "СП-2026/000001", At: at, Contract: "договір № 1", ContractAt: at, Lines: []rendition.Good{g[rendition.Place{Line: 1}]}, Sides: s,
	}))
	add(rendition.Invoice(onInvoice))
	add(rendition.DispatchNote(onDelivery))
	add(rendition.Waybill(onDelivery))
	add(rendition.AcceptanceCertificate(onDelivery))
	add(rendition.Claim(rendition.ClaimOf{
		Claim: claim, Certificate: rendition.Named{Number: f.delivery.Certificate, At: at}, Order: of, Goods: g, Sides: s, Result: document.Valid,
	}))
	add(rendition.CreditNote(onInvoice, 0, document.Quality, "Повернуто"))
	add(rendition.PaymentOrder(rendition.PaymentOf{
		Payment: payment.Payment{Number: "ПД-2026/000001", OrderedAt: at, OrderedName: f.Finance.Person.Name, Total: 120_00, Rows: []payment.Row{{Number: f.invoice.Number, Amount: 120_00}}},
		VAT:     20_00, Invoices: []payment.Invoice{f.invoice}, Sides: s, Result: document.Valid,
	}))
	return all
}

func TestEveryPaperIsSoundAndPrints(t *testing.T) {
	t.Parallel()
	f := newField()
	all := f.papers(t, f.sides(), rendition.GoodsOf(f.order, f.items), order.Number(f.order.UnitNumber, f.order.ID))
	require.Len(t, all, len(document.Kinds()))
	for kind, d := range all {
		require.Empty(t, document.Check(d), kind)
		_, err := paper.Render(d, document.Ukrainian)
		require.NoError(t, err, kind)
		if ubl.Has(kind) {
			_, err = ubl.Marshal(d)
			require.NoError(t, err, kind)
		}
	}
}

// The code changes nothing of what the note states.
func TestDispatchNote_CarriesTheCode(t *testing.T) {
	t.Parallel()
	f := newField()
	x := rendition.DeliveryOf{Delivery: f.delivery, Goods: rendition.GoodsOf(f.order, f.items), Sides: f.sides(), Result: document.Valid}
	without, err := rendition.DispatchNote(x)
	require.NoError(t, err)
	x.Handover = "7Q4KM-2XW9T"
	with, err := rendition.DispatchNote(x)
	require.NoError(t, err)
	require.Equal(t, x.Handover, with.Handover)
	require.Equal(t, without.Encode(), with.Encode())
	waybill, err := rendition.Waybill(x)
	require.NoError(t, err)
	require.Empty(t, waybill.Handover, "the carrier's own paper")
}

func TestOrder_SaysWhatWasSigned(t *testing.T) {
	t.Parallel()
	f := newField()
	x := rendition.OrderOf{Order: f.order, Content: f.order.Content, Sides: f.sides(), Items: f.byOffer, Budget: &f.Budgets[0], Result: document.Valid}
	d, err := rendition.Order(x)
	require.NoError(t, err)
	require.Equal(t, f.order.Hash, d.Hash)
	require.Equal(t, f.revision.Total, d.Totals.Total)
	require.Len(t, d.Signatures, 3)
	require.Equal(t, f.Approver.Person.Name+" (за Хтось Інший)", d.Signatures[2].Name)

	x.Until = sharedtest.Now.UnixMilli() + 1
	d, err = rendition.Order(x)
	require.NoError(t, err)
	require.Len(t, d.Signatures, 2, "what came later is left out")

	// A revision that was replaced has none of the signatures of the next.
	x.Content = f.Revision(1, 0, 1).Encode()
	d, err = rendition.Order(x)
	require.NoError(t, err)
	require.Empty(t, d.Signatures)
}

func TestAcceptance_CountsApart(t *testing.T) {
	t.Parallel()
	f := newField()
	d := f.papers(t, f.sides(), rendition.GoodsOf(f.order, f.items), "ЗМ-2026/000001")[document.AcceptanceCertificate]
	l := d.Lines[0]
	require.Equal(t, []int64{3, 1, 1, 1}, []int64{l.Dispatched, l.Accepted, l.Remarked, l.Refused}, "accepted counts those with remarks, too")
	require.Equal(t, []string{"a", "c"}, l.Serials)
	require.Equal(t, document.Quality, l.Reason)
	require.Equal(t, 1002, d.Lines[1].Number, "a second part has a number of its own")
	require.Equal(t, f.delivery.Count, d.Hash)
}

// A supplier's laptop knows no unit, and what it prints bears the same hash.
func TestBlindCopies_HaveTheSameHashAndNoUnit(t *testing.T) {
	t.Parallel()
	f := newField()
	full := f.papers(t, f.sides(), rendition.GoodsOf(f.order, f.items), order.Number(f.order.UnitNumber, f.order.ID))
	supplied := f.order.Blind("P-01")
	require.Len(t, supplied, 1)
	s := f.sides()
	s.Unit, s.Blind = nil, true
	goods := rendition.GoodsOfSupplier(supplied[0], f.items)
	for kind, d := range f.papers(t, s, goods, order.BlindNumber(f.order.ID)) {
		require.Empty(t, document.Check(d), kind)
		require.Equal(t, full[kind].Hash, d.Hash, kind)
		for _, secret := range []string{place, f.Units[0].NameUk, f.Units[0].Number, f.Receiver.Person.Name} {
			require.NotContains(t, string(d.Encode()), secret, "%s names %s", kind, secret)
		}
	}
}

func TestUnknownPlacesAreErrors(t *testing.T) {
	t.Parallel()
	f := newField()
	f.delivery.Lines[0].Line = 77
	x := rendition.DeliveryOf{Delivery: f.delivery, Goods: rendition.GoodsOf(f.order, f.items), Sides: f.sides()}
	for name, write := range map[string]func(rendition.DeliveryOf) (document.Document, error){
		"dispatch note": rendition.DispatchNote, "waybill": rendition.Waybill, "certificate": rendition.AcceptanceCertificate,
	} {
		_, err := write(x)
		require.ErrorContains(t, err, "line 77", name)
	}
	_, err := rendition.CreditNote(rendition.InvoiceOf{Invoice: f.invoice}, 1, document.Quality, "")
	require.ErrorContains(t, err, "no credit note 2")
	_, err = rendition.Order(rendition.OrderOf{Content: []byte("x")})
	require.Error(t, err)
}

func TestReasons_AllHaveACode(t *testing.T) {
	t.Parallel()
	for _, r := range delivery.ClaimReasons() {
		require.NotEmpty(t, rendition.Reason(r), r)
	}
}

// A payment order that was taken back says so with its reason, whichever it is.
func TestPaymentOrder_TakenBack(t *testing.T) {
	t.Parallel()
	f := newField()
	of := rendition.PaymentOf{
		Payment: payment.Payment{Number: "ПД-2026/000001", OrderedAt: 1, Total: 120_00, Rows: []payment.Row{{Number: f.invoice.Number, Amount: 120_00}}},
		VAT:     20_00, Invoices: []payment.Invoice{f.invoice}, Sides: f.sides(), Result: document.Valid,
	}
	stands, err := rendition.PaymentOrder(of)
	require.NoError(t, err)
	require.Nil(t, stands.Withdrawn)
	for _, r := range payment.CancelReasons() {
		of.Payment.Cancelled = &payment.Cancellation{At: 2, Name: f.Finance.Person.Name, Reason: r, Comment: "Закрито"}
		d, err := rendition.PaymentOrder(of)
		require.NoError(t, err)
		require.Equal(t, int64(2), d.Withdrawn.At)
		require.Equal(t, "Закрито", d.Withdrawn.Comment)
		require.Equal(t, f.Finance.Person.Name, d.Withdrawn.Name)
		require.NotEmpty(t, d.Withdrawn.ReasonUk, r)
		require.NotEmpty(t, d.Withdrawn.ReasonEn, r)
		require.Equal(t, stands.Digest(), d.Digest(), "what it states does not change")
	}
}
