package client_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/document"
	"dotchain/shared/fault"
	"dotchain/shared/figures"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/paper"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/ubl"
)

// paid is an order of four pieces of which one was refused and refunded, delivered in
// five days and paid.
func (c *crew) paid() id.ID[id.Order] {
	o := c.approved(4)
	c.clock.pass(24 * time.Hour)
	c.maker.act(seal.KindRespondOrder, delivery.Respond{Order: o, Lines: []delivery.ResponseLine{
		{Line: 1, Status: delivery.LineAccepted, Confirmed: 4, PromisedAt: c.clock.now().Add(5 * 24 * time.Hour).UnixMilli()},
	}})
	c.all()
	c.clock.pass(24 * time.Hour)
	code := c.maker.core.NewHandover()
	c.maker.act(seal.KindDispatch, delivery.Dispatch{
		Order: o, Lines: []delivery.DispatchLine{{Line: 1, Quantity: 4}}, Carrier: "Віз", Handover: delivery.HandoverHash(o, code),
	})
	c.all()
	c.clock.pass(3 * 24 * time.Hour)
	d := c.receiver.delivery()
	c.receiver.act(seal.KindReceive, delivery.Receive{Delivery: d.ID, Code: code, Counts: []delivery.Count{
		{Delivered: 4, Refused: 1, Reason: delivery.Quality, Remark: "не вмикається"},
	}})
	c.all()
	c.acceptor.act(seal.KindAccept, delivery.Accept{Delivery: d.ID, Count: c.acceptor.delivery().Count})
	c.all()
	c.quality.act(seal.KindSettleClaim, delivery.SettleClaim{Claim: c.quality.claims()[0].ID, Outcome: delivery.Refunded})
	c.all()
	page, err := c.finance.core.Invoices(client.PaperQuery{View: "payable"})
	require.NoError(c.unit.t, err)
	require.Len(c.unit.t, page.Rows, 1)
	c.finance.act(seal.KindOrderPayment, payment.Order{Invoices: []id.ID[id.Invoice]{page.Rows[0].ID}})
	c.all()
	waits, err := c.finance.core.Payments(client.PaperQuery{View: "waiting"})
	require.NoError(c.unit.t, err)
	require.Len(c.unit.t, waits.Rows, 1)
	c.clock.pass(24 * time.Hour)
	c.finance.act(seal.KindConfirmPayments, payment.Confirm{Rows: []payment.Confirmation{
		{Number: waits.Rows[0].Number, Amount: waits.Rows[0].Total, ValueDate: c.clock.now().UnixMilli(), Reference: "77"},
	}})
	c.all()
	return o
}

const (
	piece = 1_200 * money.Hryvnia // with VAT
)

func TestMoney_OfAWholeLife(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o := c.paid()
	invoices, err := c.unit.core.Invoices(client.PaperQuery{Order: o})
	require.NoError(t, err)
	require.Equal(t, 1, invoices.Views["paid"])
	require.Zero(t, invoices.Views["payable"])
	v, err := c.finance.core.Invoice(invoices.Rows[0].ID)
	require.NoError(t, err)
	require.Equal(t, 4*piece, v.Row.Total)
	require.Equal(t, 3*piece, v.Row.Paid)
	require.Equal(t, piece, v.Row.Credited)
	require.False(t, v.CanPay)
	require.Equal(t, "дрон 1", v.Items[0].NameUk)
	require.Equal(t, "виробник", v.Row.SupplierName)
	blind, err := c.maker.core.OrderInvoices(o)
	require.NoError(t, err)
	require.Len(t, blind, 1)
	require.Empty(t, blind[0].UnitNumber)
	_, err = c.unit.core.Invoice(id.ID[id.Invoice]{1})
	require.Equal(t, fault.InvoiceUnknown, fault.CodeOf(err))

	payments, err := c.finance.core.Payments(client.PaperQuery{Order: o})
	require.NoError(t, err)
	require.Len(t, payments.Rows, 1)
	require.Equal(t, "77", payments.Rows[0].Reference)

	reg, err := c.finance.core.Register(client.RegisterQuery{})
	require.NoError(t, err)
	require.Equal(t, map[string]int{"РФ": 1, "ВН": 1, "ТТН": 1, "АПП": 1, "РК": 1, "КН": 1, "ПД": 1}, reg.Series)
	require.Equal(t, []int64{2026}, reg.Years)
	require.Equal(t, 7, reg.Total)
	turned, err := c.finance.core.Register(client.RegisterQuery{Sort: "oldest"})
	require.NoError(t, err)
	require.Equal(t, reg.Total, turned.Total)
	slices.Reverse(turned.Rows)
	require.Equal(t, reg.Rows, turned.Rows)
	second, err := c.finance.core.Register(client.RegisterQuery{Sort: "oldest", Offset: 1, Limit: 2})
	require.NoError(t, err)
	slices.Reverse(turned.Rows)
	require.Equal(t, turned.Rows[1:3], second.Rows)
	one, err := c.finance.core.Register(client.RegisterQuery{Series: "КН", Text: "кн-2026"})
	require.NoError(t, err)
	require.Len(t, one.Rows, 1)
	require.Equal(t, piece, one.Rows[0].Amount)
	none, err := c.finance.core.Register(client.RegisterQuery{Year: 2025})
	require.NoError(t, err)
	require.Zero(t, none.Total)
}

func TestBudget_BurnsDown(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o := c.paid()
	b, err := c.unit.core.Budget(c.budget)
	require.NoError(t, err)
	require.Equal(t, []client.BudgetOrder{{Order: o, Number: c.unit.row(o).Number, State: order.Approved, Holds: budget.Holding{Paid: 3 * piece}}}, b.Orders)
	at := map[string]money.Amount{}
	for _, p := range b.BurnDown {
		at[p.Day] = p.Value
	}
	whole := 1_000_000 * money.Hryvnia
	require.Equal(t, whole, at["2026-01-01"])
	require.Equal(t, whole, at["2026-06-14"])
	require.Equal(t, whole-4*piece, at["2026-06-15"], "reserved when it was signed")
	last := b.BurnDown[len(b.BurnDown)-1]
	require.Equal(t, "2026-06-21", last.Day)
	require.Equal(t, b.Budget.Free, last.Value, "the plot ends at what is free")
	require.Equal(t, "2026-06-22", b.Forecast[0].Day)
	require.Equal(t, "2026-12-31", b.Forecast[len(b.Forecast)-1].Day)
	for _, p := range b.Forecast {
		require.LessOrEqual(t, p.Low, p.Value)
		require.LessOrEqual(t, p.Value, p.High)
	}
	require.Empty(t, b.ExhaustedOn, "at this pace it lasts")
	_, err = c.unit.core.Budget(id.ID[id.Budget]{1})
	require.Equal(t, fault.BudgetMissing, fault.CodeOf(err))
}

func TestDashboard_OfEachZone(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.paid()
	for name, d := range map[string]*device{"unit": c.unit, "agency": c.finance} {
		v, err := d.core.Dashboard()
		require.NoError(t, err, name)
		require.Equal(t, int64(50), v.Cycle, "%s: five days from signature to acceptance", name)
		require.Equal(t, int64(10_000), v.OnTime, name)
		require.Equal(t, 3*piece, v.Paid, name)
		require.Equal(t, int64(1), v.Claims[delivery.Quality], name)
		require.Zero(t, v.Open, name)
		require.Zero(t, v.Payable, name)
		require.Equal(t, int64(10+10+6), v.Stock, name)
		stages := map[string]figures.StageFigure{}
		for _, s := range v.Stages {
			stages[s.Stage.String()] = s
		}
		require.Equal(t, int64(72), stages["dispatched"].Median, name)
		again, err := d.core.Dashboard()
		require.NoError(t, err)
		require.Equal(t, v, again)
	}
	v, err := c.maker.core.Dashboard()
	require.NoError(t, err)
	require.Equal(t, figures.None, v.Cycle, "a supplier does not know when the unit signed")
	require.Equal(t, int64(10_000), v.OnTime)
	require.Zero(t, v.ToConfirm+v.ToDispatch)
	c.order(1, 1)
	v, err = c.unit.core.Dashboard()
	require.NoError(t, err)
	require.Equal(t, int64(1), v.Open, "what was signed here counts at once")
}

func TestPaper_OfEveryKind(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o := c.paid()
	reg, err := c.finance.core.Register(client.RegisterQuery{Limit: 100})
	require.NoError(t, err)
	rows := append(reg.Rows, client.RegisterRow{Kind: "order", ID: o.String()}, client.RegisterRow{Kind: "response", ID: o.String()})
	require.Len(t, rows, 9)
	for _, row := range rows {
		d, err := c.finance.core.Paper(row.Kind, row.ID)
		require.NoError(t, err, row.Kind)
		pdf, err := paper.Render(d, document.Ukrainian)
		require.NoError(t, err, row.Kind)
		require.Equal(t, "%PDF", string(pdf[:4]), row.Kind)
		if ubl.Has(d.Kind) {
			_, err = ubl.Marshal(d)
			require.NoError(t, err, row.Kind)
		}
		blind, err := c.maker.core.Paper(row.Kind, row.ID)
		if row.Kind == "order" {
			require.Equal(t, fault.OrderUnknown, fault.CodeOf(err), "a supplier does not hold it")
			continue
		}
		require.NoError(t, err, row.Kind)
		if row.Kind == "payment_order" {
			continue
		}
		require.True(t, blind.Blind, row.Kind)
		require.NotContains(t, fmt.Sprintf("%+v", blind), "А0001", row.Kind)
	}
	for _, bad := range [][2]string{{"order", "x"}, {"novel", o.String()}, {"invoice", o.String()}, {"credit_note", reg.Rows[0].ID + ".9"}} {
		_, err := c.finance.core.Paper(bad[0], bad[1])
		require.NotEqual(t, fault.Internal, fault.CodeOf(err), bad)
	}
}

// Two suppliers answered one order: each answer is a paper of its own, with its own
// lines and who gave it. What a supplier gets does not name the unit.
func TestPaper_OfTwoSuppliers(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	key := c.paid()
	o := c.server.world.Orders[key].Clone()
	other := party.Org{ID: id.ID[id.Org]{7, 15: 7}, Kind: party.OrgSupplier, NameUk: "ТОВ Другий", Version: 1}
	second := o.Lines[0].Parts[0]
	second.Supplier, second.Confirmed = other.ID, 2
	o.Lines[0].Parts = append(o.Lines[0].Parts, second)
	answer := delivery.Response{
		ID: id.ID[id.Response]{9, 15: 9}, Order: key, Supplier: other.ID, Unit: o.Unit, Number: "ПЗ-2026/000009", Comment: "Дві",
		Lines: []delivery.ResponseLine{{Line: 1, Part: 1, Status: delivery.LineAccepted, Confirmed: 2}}, Hash: seal.Sum([]byte("Дві")),
		At: c.clock.now().UnixMilli(), ByName: "Друга Особа", Version: 1,
	}
	o.Responses = append(o.Responses, order.Answered{ID: answer.ID, Supplier: other.ID})
	o.Version++
	c.server.publish(rules.Outcome{Orgs: []party.Org{other}, Orders: []order.Order{o}, Things: []rules.Thing{answer}})
	c.finance.sync()

	detail, err := c.finance.core.Order(key)
	require.NoError(t, err)
	answers := map[string]document.Document{}
	for _, row := range detail.Papers {
		if row.Kind != "response" && row.Kind != "specification" {
			continue
		}
		d, failed := c.finance.core.Paper(row.Kind, row.ID)
		require.NoError(t, failed)
		if row.Kind == "response" {
			answers[row.Party] = d
			continue
		}
		require.NotContains(t, fmt.Sprintf("%+v", d), "А0001")
	}
	require.Len(t, answers, 2)
	theirs := answers[other.NameUk]
	require.Equal(t, "Дві", theirs.Note)
	require.Equal(t, int64(2), theirs.Lines[0].Confirmed)
	delete(answers, other.NameUk)
	for _, d := range answers {
		require.Equal(t, int64(4), d.Lines[0].Confirmed, "one was refunded since; the answer stays what it was")
		require.NotEqual(t, "Друга Особа", d.Signatures[0].Name)
	}
	last, err := c.finance.core.Paper("response", key.String()+".1")
	require.NoError(t, err)
	require.Equal(t, theirs, last, "an order's id and a supplier's place are its last answer")
	_, err = c.finance.core.Paper("response", key.String()+".2")
	require.Equal(t, fault.FieldInvalid, fault.CodeOf(err))
}

func TestUnitsAndColleagues(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	units, err := c.finance.core.Units()
	require.NoError(t, err)
	require.Len(t, units, 1)
	people, err := c.finance.core.Colleagues()
	require.NoError(t, err)
	names := []string{}
	for _, p := range people {
		names = append(names, p.Name)
	}
	require.Equal(t, []string{"Ілля", "Тарас"}, names)
	set, canEdit, err := c.access.core.Policy()
	require.NoError(t, err)
	require.True(t, canEdit)
	require.Zero(t, set.Version)
	_, _, err = c.maker.core.Policy()
	require.Equal(t, fault.NotAllowed, fault.CodeOf(err), "a supplier holds no policies")
}

// Each word of a supplier on an order is a paper of its own, on its device too.
func TestPaper_OfEveryAnswer(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o := c.approved(4)
	days := []int{5, 3}
	for n, day := range days {
		c.clock.pass(24 * time.Hour)
		c.maker.act(seal.KindRespondOrder, delivery.Respond{Order: o, Lines: []delivery.ResponseLine{
			{Line: 1, Status: delivery.LineAccepted, Confirmed: 4, PromisedAt: c.clock.now().Add(time.Duration(day) * 24 * time.Hour).UnixMilli()},
		}})
		waits, err := c.maker.core.SupplierOrder(o)
		require.NoError(t, err)
		require.Len(t, waits.Responses, n, "what waits here has no number yet")
		c.all()
	}
	v, err := c.maker.core.SupplierOrder(o)
	require.NoError(t, err)
	require.Len(t, v.Responses, len(days))
	require.Less(t, v.Responses[0].At, v.Responses[1].At)
	require.NotEqual(t, v.Responses[0].Number, v.Responses[1].Number)
	for _, r := range v.Responses {
		d, err := c.maker.core.Paper(r.Kind, r.ID)
		require.NoError(t, err)
		require.Equal(t, r.Number, d.Number.String())
	}
}

// Fifty thousand orders: the dashboard is counted in less than a fifth of a second.
func BenchmarkDashboard(b *testing.B) {
	f := bareField(b)
	out := rules.Outcome{}
	for n := range 50_000 {
		r := order.Revision{Order: id.Derive[id.Order]("bench", fmt.Append(nil, n)), Number: 1, Lines: []order.Line{{Offer: f.offers[0].ID, Quantity: 1}}}
		at := epochStart.Add(-time.Duration(n) * time.Minute).UnixMilli()
		out.Orders = append(out.Orders, order.Order{
			ID: r.Order, State: order.Approved, Content: r.Encode(), ApprovedAt: at, Version: 1, Unit: f.unit.who.Org.ID,
			Revisions: []order.Standing{{SignedAt: at, ReceivedAt: at}},
			Lines:     []order.LineState{{State: order.Accepted, Parts: []order.Part{{Quantity: 1, Dispatched: 1, Delivered: 1, Accepted: 1, PromisedAt: at, DeliveredAt: at}}}},
			Events: []order.Event{
				{Kind: order.EventReceived, At: at}, {Kind: order.EventChecked, At: at}, {Kind: order.EventApproved, At: at + 1}, {Kind: order.EventAccepted, At: at + 9},
			},
		})
	}
	f.server.publish(out)
	f.agency.sync()
	for b.Loop() {
		f.clock.pass(2 * time.Minute) // older than what is kept
		_, err := f.agency.core.Dashboard()
		require.NoError(b, err)
	}
}
