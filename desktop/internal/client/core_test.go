package client_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

// From an empty cart to a signed order with no link: put a line, look, sign.
func TestOrder_Offline(t *testing.T) {
	t.Parallel()
	f := newField(t)
	f.unit.keys.fresh = false
	cart, err := f.unit.core.PutLine(f.offers[0].ID, 2)
	require.NoError(t, err)
	require.True(t, cart.Ready, "%v", cart.Problems)
	require.Equal(t, f.budget, cart.Form.Budget)
	require.Equal(t, numbered[id.Point](1), cart.Form.Point)
	require.Equal(t, "2026-06-28", cart.Form.NeededBy, "ten days of lead and three of slack")
	require.Equal(t, 2400*money.Hryvnia, cart.Sums.Total)
	require.Equal(t, 1_000_000*money.Hryvnia-2400*money.Hryvnia, cart.FreeAfter)

	p, err := f.unit.core.PrepareOrder()
	require.NoError(t, err)
	require.True(t, p.Ready)
	require.True(t, p.NeedPassphrase)
	require.Equal(t, "дрон 1", p.Order.Lines[0].Item.NameUk)
	require.Equal(t, int64(10), p.Stocks[0].Before)
	require.Equal(t, int64(8), p.Stocks[0].After)
	_, err = f.unit.core.Sign(p.Token, "")
	require.Equal(t, fault.FreshFactorNeeded, fault.CodeOf(err))
	_, err = f.unit.core.Sign(p.Token, "wrong")
	require.Equal(t, fault.PassphraseWrong, fault.CodeOf(err))
	signed, err := f.unit.core.Sign(p.Token, passphrase)
	require.NoError(t, err)
	require.Len(t, signed.Orders, 1)

	row := f.unit.row(signed.Orders[0])
	require.Equal(t, order.Signed, row.State)
	require.Equal(t, client.Queued, row.Sync)
	require.Equal(t, client.TurnServer, row.Turn)
	require.Empty(t, row.Money)
	budgets, err := f.unit.core.Budgets()
	require.NoError(t, err)
	require.Equal(t, 2400*money.Hryvnia, budgets[0].Pending)
	require.Equal(t, 1_000_000*money.Hryvnia-2400*money.Hryvnia, budgets[0].Free)
	cart, err = f.unit.core.Cart()
	require.NoError(t, err)
	require.Empty(t, cart.Lines)
	require.Equal(t, 1, f.unit.core.Standing().Pending)

	_, err = f.unit.core.Sign(p.Token, passphrase)
	require.Equal(t, fault.StaleSigning, fault.CodeOf(err), "a token signs once")
}

// The main job: order, return with a question, answer, approve.
func TestOrder_WholeLife(t *testing.T) {
	t.Parallel()
	f := newField(t)
	o := f.order(0, 2)
	f.unit.sync()
	require.Equal(t, order.InReview, f.unit.row(o).State)
	require.Equal(t, client.Confirmed, f.unit.row(o).Sync)
	require.Equal(t, "reserved", f.unit.row(o).Money)

	f.agency.sync()
	f.decide(seal.KindReturnOrder, o)
	require.Equal(t, order.Returned, f.agency.row(o).State)
	require.Equal(t, client.Queued, f.agency.row(o).Sync)
	f.agency.sync()
	f.unit.sync()
	require.Equal(t, order.Returned, f.unit.row(o).State)
	require.Equal(t, 1, f.unit.row(o).Questions)

	cart, err := f.unit.core.ReviseOrder(o)
	require.NoError(t, err)
	require.True(t, cart.Revises)
	require.Equal(t, uint32(2), cart.Revision)
	require.Len(t, cart.Questions, 1)
	require.False(t, cart.Ready)
	require.Equal(t, fault.AnswerMissing, cart.Problems[0].Code)
	form := cart.Form
	form.Answers = []order.Answer{{Question: 1, Text: "two crews"}}
	cart, err = f.unit.core.SetCartForm(form)
	require.NoError(t, err)
	require.True(t, cart.Ready, "%v", cart.Problems)
	_, err = f.unit.core.PutLine(f.offers[0].ID, 3)
	require.NoError(t, err)
	p, err := f.unit.core.PrepareOrder()
	require.NoError(t, err)
	require.Equal(t, []order.Change{{Line: 1, Field: "quantity", Kind: order.Changed, Before: "2", After: "3"}}, p.Changes)
	require.Equal(t, o, f.sign())
	f.unit.sync()
	f.agency.sync()
	require.Equal(t, uint32(2), f.agency.row(o).Revision)
	f.decide(seal.KindApproveOrder, o)
	require.Equal(t, order.Approved, f.agency.row(o).State)
	f.agency.sync()
	f.unit.sync()
	detail, err := f.unit.core.Order(o)
	require.NoError(t, err)
	require.Equal(t, order.Approved, detail.Row.State)
	require.Equal(t, "committed", detail.Row.Money)
	require.Equal(t, order.Allocated, detail.Row.Delivery)
	require.Len(t, detail.Revisions, 2)
	require.Equal(t, "two crews", detail.Questions[0].Answer)
}

// Whatever step of an act the power goes in, the next start shows the order
// exactly once: in the cart, or signed, never both and never neither.
func TestKillBetweenSteps(t *testing.T) {
	t.Parallel()
	for steps := range 12 {
		t.Run(fmt.Sprint(steps), func(t *testing.T) {
			t.Parallel()
			f := newField(t)
			_, err := f.unit.core.PutLine(f.offers[0].ID, 2)
			require.NoError(t, err)
			f.unit.kill = &killer{left: steps}
			killed := func() (killed bool) {
				defer func() {
					if r := recover(); r != nil {
						require.Equal(t, errKilled, r)
						killed = true
					}
				}()
				f.unit.open()
				f.sign()
				f.unit.push(true)
				f.unit.pull(2)
				f.unit.pull(1000)
				return false
			}()
			f.unit.restart()
			cart, err := f.unit.core.Cart()
			require.NoError(t, err)
			require.Equal(t, 1, len(cart.Lines)+len(f.unit.rows()), "killed=%v", killed)
			if len(cart.Lines) > 0 {
				f.sign()
			}
			f.unit.sync()
			rows := f.unit.rows()
			require.Len(t, rows, 1)
			require.Equal(t, order.InReview, rows[0].State)
			require.Equal(t, client.Confirmed, rows[0].Sync)
			require.Len(t, f.server.applied, 1)
			require.Empty(t, f.unit.core.Notices())
		})
	}
}

// Two units want the last pieces: one of them keeps its order, parked, with the reason.
func TestParked(t *testing.T) {
	t.Parallel()
	f := newField(t)
	o := f.order(0, 8)
	// Somebody else takes what was there meanwhile.
	stock := *f.server.world.Stocks[f.offers[0].ID]
	stock.Reserved, stock.Version = 5, 2
	f.server.publish(rules.Outcome{Stocks: []supply.Stock{stock}})
	f.unit.push(true)
	check := func(when string) {
		row := f.unit.row(o)
		require.Equal(t, client.Parked, row.Sync, when)
		require.Equal(t, order.Signed, row.State, when)
		require.Equal(t, fault.StockGone, row.Reasons[0].Code, when)
		require.Equal(t, client.TurnUnit, row.Turn, when)
		budgets, err := f.unit.core.Budgets()
		require.NoError(t, err)
		require.Zero(t, budgets[0].Pending, when)
		require.Equal(t, 0, f.unit.core.Standing().Pending, when)
	}
	check("after the receipt")
	f.unit.sync()
	check("after the case came")
	f.unit.restart()
	check("after a restart")
	require.Equal(t, 1, f.unit.core.Standing().OpenCases)

	cart, err := f.unit.core.ReviseOrder(o)
	require.NoError(t, err)
	require.Equal(t, uint32(1), cart.Revision)
	require.Equal(t, int64(8), cart.Lines[0].Quantity)
	require.Equal(t, fault.StockGone, cart.Problems[0].Code)
	require.True(t, cart.Ready, "stock is a warning here: the server knows better")
	_, err = f.unit.core.PutLine(f.offers[0].ID, 5)
	require.NoError(t, err)
	require.Equal(t, o, f.sign())
	require.Equal(t, client.Queued, f.unit.row(o).Sync)
	f.unit.sync()
	require.Equal(t, order.InReview, f.unit.row(o).State)
	require.Equal(t, client.Confirmed, f.unit.row(o).Sync)
	require.Equal(t, 0, f.unit.core.Standing().OpenCases)
}

// A parked order that nobody wants any more can be given up.
func TestParked_GivenUp(t *testing.T) {
	t.Parallel()
	f := newField(t)
	o := f.order(0, 8)
	stock := *f.server.world.Stocks[f.offers[0].ID]
	stock.Reserved, stock.Version = 5, 2
	f.server.publish(rules.Outcome{Stocks: []supply.Stock{stock}})
	f.unit.sync()
	p, err := f.unit.core.PrepareDecision(client.DecisionAsk{Kind: seal.KindCancelOrder, Orders: []id.ID[id.Order]{o}, Reason: order.NoLongerNeeded})
	require.NoError(t, err)
	require.True(t, p.Ready, "%v", p.Decisions)
	_, err = f.unit.core.Sign(p.Token, "")
	require.NoError(t, err)
	require.Equal(t, order.Cancelled, f.unit.row(o).State)
	require.Equal(t, client.Queued, f.unit.row(o).Sync)
	f.unit.restart()
	f.unit.sync()
	require.Equal(t, order.Cancelled, f.unit.row(o).State)
	require.Equal(t, client.Confirmed, f.unit.row(o).Sync)
	require.Equal(t, 0, f.unit.core.Standing().OpenCases)
}

// What would be signed is not what was shown any more: the price changed in between.
func TestSign_Stale(t *testing.T) {
	t.Parallel()
	f := newField(t)
	_, err := f.unit.core.PutLine(f.offers[0].ID, 2)
	require.NoError(t, err)
	p, err := f.unit.core.PrepareOrder()
	require.NoError(t, err)
	offer := f.offers[0]
	offer.Price, offer.Version = offer.Price+1, 2
	f.server.publish(rules.Outcome{Offers: []supply.Offer{offer}})
	f.unit.sync()
	_, err = f.unit.core.Sign(p.Token, "")
	require.Equal(t, fault.StaleSigning, fault.CodeOf(err))
	cart, err := f.unit.core.Cart()
	require.NoError(t, err)
	require.Equal(t, fault.PriceChanged, cart.Problems[0].Code)
	require.False(t, cart.Problems[0].Stops)
	require.NotEqual(t, cart.Lines[0].Seen, cart.Lines[0].Offer.Price)
	f.sign() // looked at again, it is the price now that is signed
	f.unit.sync()
	require.Equal(t, client.Confirmed, f.unit.rows()[0].Sync)
}

// A hundred approvals are prepared and signed as one act.
func TestApproveMany(t *testing.T) {
	t.Parallel()
	f := newField(t)
	stock := *f.server.world.Stocks[f.offers[0].ID]
	stock.OnHand, stock.Version = 1000, 2
	f.server.publish(rules.Outcome{Stocks: []supply.Stock{stock}})
	f.unit.sync()
	var orders []id.ID[id.Order]
	for range 100 {
		orders = append(orders, f.order(0, 1))
	}
	f.unit.sync()
	f.agency.sync()
	// All but the first look asked twice: somebody has to look before they are approved.
	f.decide(seal.KindVerifyOrder, orders[1:]...)
	before := len(f.agency.journal.entries)
	f.decide(seal.KindApproveOrder, orders...)
	require.Len(t, f.agency.journal.entries, before+100)
	f.agency.sync()
	f.agency.sync() // a push takes a hundred
	f.unit.sync()
	for _, o := range orders {
		require.Equal(t, order.Approved, f.unit.row(o).State)
	}
}

// A restored server gets everything again and nothing happens twice.
func TestNewEpoch(t *testing.T) {
	t.Parallel()
	f := newField(t)
	first := f.order(0, 1)
	f.unit.sync()
	f.unit.sync()
	kept := newServer(f.clock) // the backup of before the order
	kept.feed, kept.world = nil, rules.NewWorld()
	again := bareField(t)
	kept.feed, kept.world, kept.epoch = again.server.feed, again.server.world, id.ID[id.Epoch]{0: 1, 15: 2}
	f.unit.server = kept
	second := f.order(1, 1)
	f.unit.restart()
	f.unit.pull(1000) // the resnapshot
	require.Equal(t, order.InReview, f.unit.row(first).State, "what was applied before is still shown")
	f.unit.sync()
	require.Equal(t, order.InReview, f.unit.row(first).State)
	require.Equal(t, order.InReview, f.unit.row(second).State)
	require.Len(t, kept.applied, 2)
	f.unit.restart()
	envelopes, err := f.unit.core.Unsent(100, 1<<20)
	require.NoError(t, err)
	require.Empty(t, envelopes, "all were answered since")
}

// Receipts of another server, or for what was not signed here, change nothing.
func TestAcknowledge_Refuses(t *testing.T) {
	t.Parallel()
	f := newField(t)
	f.order(0, 1)
	envelopes, err := f.unit.core.Unsent(10, 1<<20)
	require.NoError(t, err)
	forged, err := seal.SignReceipt(seal.Receipt{Envelope: seal.Sum(envelopes[0]), Verdict: seal.Applied}, newSigner(5))
	require.NoError(t, err)
	foreign, err := seal.SignReceipt(seal.Receipt{Envelope: seal.Sum([]byte("another")), Verdict: seal.Applied}, f.server.key)
	require.NoError(t, err)
	for _, raw := range [][]byte{forged.Raw, foreign.Raw, []byte("nonsense")} {
		require.Error(t, f.unit.core.Acknowledge([][]byte{raw}))
		require.Equal(t, 1, f.unit.core.Standing().Pending)
	}
	require.NoError(t, f.unit.core.Acknowledge(f.server.take(envelopes)))
	require.Equal(t, 0, f.unit.core.Standing().Pending)
}

func TestUndo(t *testing.T) {
	t.Parallel()
	f := newField(t)
	for pieces := range int64(4) {
		_, err := f.unit.core.PutLine(f.offers[0].ID, pieces+1)
		require.NoError(t, err)
	}
	_, err := f.unit.core.ClearCart()
	require.NoError(t, err)
	for want := int64(4); want > 0; want-- {
		cart, undoErr := f.unit.core.UndoCart()
		require.NoError(t, undoErr)
		require.Equal(t, want, cart.Lines[0].Quantity)
	}
	f.unit.restart()
	cart, err := f.unit.core.UndoCart()
	require.NoError(t, err)
	require.Equal(t, int64(1), cart.Lines[0].Quantity, "the cart survives the program")
}

// The officer approved what the unit had replaced meanwhile: the approval is
// parked, nobody's revision inherits it, and deciding anew settles it.
func TestApprovalRace(t *testing.T) {
	t.Parallel()
	f := newField(t)
	o := f.order(0, 2)
	f.unit.sync()
	f.agency.sync()
	_, err := f.unit.core.ReviseOrder(o)
	require.NoError(t, err)
	_, err = f.unit.core.PutLine(f.offers[0].ID, 3)
	require.NoError(t, err)
	f.sign()
	f.unit.sync()
	f.decide(seal.KindApproveOrder, o) // offline: the officer still sees the first revision
	require.Equal(t, order.Approved, f.agency.row(o).State)
	f.agency.sync()
	row := f.agency.row(o)
	require.Equal(t, order.InReview, row.State)
	require.Equal(t, uint32(2), row.Revision)
	require.Equal(t, client.Parked, row.Sync)
	require.Equal(t, fault.ContentChanged, row.Reasons[0].Code)
	f.agency.restart()
	require.Equal(t, client.Parked, f.agency.row(o).Sync)
	page, err := f.agency.core.Orders(client.OrderQuery{View: client.ViewParked})
	require.NoError(t, err)
	require.Equal(t, 1, page.Total)
	f.decide(seal.KindApproveOrder, o)
	f.agency.sync()
	require.Equal(t, order.Approved, f.agency.row(o).State)
	require.Equal(t, client.Confirmed, f.agency.row(o).Sync)
}

// A returned order comes back to the cart at the prices of now, and says what they were.
func TestRevise_PriceIsSeen(t *testing.T) {
	t.Parallel()
	f := newField(t)
	o := f.order(0, 2)
	f.unit.sync()
	f.agency.sync()
	f.decide(seal.KindReturnOrder, o)
	f.agency.sync()
	offer := f.offers[0]
	offer.Price, offer.Version = offer.Price+500, 2
	f.server.publish(rules.Outcome{Offers: []supply.Offer{offer}})
	f.unit.sync()
	cart, err := f.unit.core.ReviseOrder(o)
	require.NoError(t, err)
	require.Equal(t, f.offers[0].Price, cart.Lines[0].Seen)
	require.Equal(t, offer.Price, cart.Lines[0].Offer.Price)
	form := cart.Form
	form.Answers = []order.Answer{{Question: 1, Text: "two crews"}}
	cart, err = f.unit.core.SetCartForm(form)
	require.NoError(t, err)
	require.True(t, cart.Ready)
	require.Equal(t, []fault.Code{fault.PriceChanged}, []fault.Code{cart.Problems[0].Code})
	p, err := f.unit.core.PrepareOrder()
	require.NoError(t, err)
	require.Equal(t, "unit_price", p.Changes[0].Field)
	f.sign()
	f.unit.sync()
	row := f.unit.row(o)
	require.Equal(t, order.InReview, row.State)
	require.Zero(t, row.Questions)
	require.Equal(t, client.Confirmed, row.Sync)
}

// A parked revision of an order that stands: the order stays as it stands, the
// revision stays to be signed anew.
func TestParked_Revision(t *testing.T) {
	t.Parallel()
	f := newField(t)
	o := f.order(0, 2)
	f.unit.sync()
	_, err := f.unit.core.ReviseOrder(o)
	require.NoError(t, err)
	_, err = f.unit.core.PutLine(f.offers[0].ID, 9)
	require.NoError(t, err)
	f.sign()
	require.Equal(t, order.Signed, f.unit.row(o).State)
	stock := *f.server.world.Stocks[f.offers[0].ID]
	stock.OnHand, stock.Version = 5, stock.Version+1
	f.server.publish(rules.Outcome{Stocks: []supply.Stock{stock}})
	f.unit.sync()
	detail, err := f.unit.core.Order(o)
	require.NoError(t, err)
	require.Equal(t, order.InReview, detail.Row.State)
	require.Equal(t, uint32(1), detail.Row.Revision)
	require.Equal(t, client.Parked, detail.Row.Sync)
	require.Equal(t, []string{"current", "parked"}, []string{detail.Revisions[0].Is, detail.Revisions[1].Is})
	require.True(t, detail.CanRevise)
	require.True(t, detail.Timeline[len(detail.Timeline)-1].Parked)
	cart, err := f.unit.core.ReviseOrder(o)
	require.NoError(t, err)
	require.Equal(t, uint32(2), cart.Revision)
	require.Equal(t, int64(9), cart.Lines[0].Quantity, "what was signed last is what is mended")
}

// Catalogue, item, cases and devices are read from what arrived.
func TestReads(t *testing.T) {
	t.Parallel()
	f := newField(t)
	page, err := f.unit.core.Catalogue(client.CatalogueQuery{})
	require.NoError(t, err)
	require.Len(t, page.Cards, 3)
	item, err := f.unit.core.Item(page.Cards[0].ID)
	require.NoError(t, err)
	require.Len(t, item.Offers, 1)
	require.Equal(t, "виробник", item.Offers[0].Supplier.NameUk)
	_, err = f.unit.core.PutLine(item.Offers[0].ID, 4)
	require.NoError(t, err)
	item, err = f.unit.core.Item(item.ID)
	require.NoError(t, err)
	require.Equal(t, int64(4), item.InCart)
	f.sign()
	item, err = f.unit.core.Item(item.ID)
	require.NoError(t, err)
	require.Equal(t, int64(6), item.Offers[0].Free, "what was signed here is taken off")
	require.Zero(t, item.InCart)
	_, err = f.unit.core.Item(id.ID[id.Item]{9})
	require.Equal(t, fault.ItemUnknown, fault.CodeOf(err))
	_, err = f.unit.core.Case(id.ID[id.Case]{9})
	require.Equal(t, fault.CaseUnknown, fault.CodeOf(err))
}

// The log outlives the program and can be searched.
func TestSyncLog(t *testing.T) {
	t.Parallel()
	f := newField(t)
	f.unit.core.Log(client.LogRecord{Level: 1, Kind: "connected"})
	f.unit.core.Log(client.LogRecord{Level: 3, Kind: "disconnected", Reason: seal.Encode(fault.Reason{Code: fault.ServerUntrusted})})
	f.unit.restart()
	records, total, err := f.unit.core.SyncLog(0, "", 0, 10)
	require.NoError(t, err)
	require.Equal(t, 2, total)
	require.Equal(t, "disconnected", records[0].Kind)
	require.Equal(t, fault.ServerUntrusted, client.ReasonIn(records[0]).Code)
	_, total, err = f.unit.core.SyncLog(0, "untrusted", 0, 10)
	require.NoError(t, err)
	require.Equal(t, 1, total)
	_, total, err = f.unit.core.SyncLog(1, "", 0, 10)
	require.NoError(t, err)
	require.Equal(t, 1, total)
}
