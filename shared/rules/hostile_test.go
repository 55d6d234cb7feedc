package rules_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/supply"
)

// A receipt is read by the rules of signed bytes: reasons that do not fit into
// it would keep a command in its device's queue for ever.
func TestDecide_ReasonsFitIntoAReceipt(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	hostile := f.Revision(1, 0, 1)
	line := hostile.Lines[0]
	line.Quantity, line.UOM = 0, strings.Repeat("\u202e", 30)
	hostile.Lines = nil
	for range seal.MaxItems {
		hostile.Lines = append(hostile.Lines, line)
	}
	_, reasons := decide(w, f.Requisitioner, seal.KindSubmitOrder, hostile)
	opened(t, reasons)
	for _, c := range []fault.Code{fault.LinesTooMany, fault.LineDuplicate, fault.QuantityNotPositive, fault.FieldInvalid, fault.TotalDiffers} {
		require.True(t, fault.Has(reasons, c), "%v is told at least once", c)
	}
	for _, r := range reasons {
		require.True(t, seal.IsClean(r.Ref), "what a stranger wrote is not shown as it is")
	}

	// An honest one: as many lines as may be, and the whole list changed meanwhile.
	honest := f.Revision(2, 0, 1)
	honest.Lines = nil
	for n := range uint64(order.MaxLines) {
		item := f.Items[0]
		item.ID, item.NSN, item.Cap = sharedtest.ID[id.Item](1000+n), "", 1
		item.Article = strings.Repeat("Ж", 2000)
		offer := f.Offers[0]
		offer.Item, offer.ID, offer.Minimum, offer.Pack, offer.UOM = item.ID, supply.OfferID(offer.Supplier, item.ID), 9, 9, "KT"
		w.Items[item.ID], w.Offers[offer.ID], w.Stocks[offer.ID] = &item, &offer, &supply.Stock{Offer: offer.ID}
		honest.Lines = append(honest.Lines, order.Line{
			Offer: offer.ID, Terms: offer.Terms(), Quantity: 8, UOM: "H87", Price: offer.Price, VATRate: offer.VATRate,
		})
	}
	_, reasons = decide(w, f.Requisitioner, seal.KindSubmitOrder, sharedtest.Totalled(honest))
	opened(t, reasons)
	require.True(t, fault.Has(reasons, fault.CapExceeded))
	require.True(t, fault.Has(reasons, fault.BudgetExceeded))
}

// opened requires that a device can read a receipt with the reasons.
func opened(t *testing.T, reasons []fault.Reason) {
	t.Helper()
	key := sharedtest.NewKey("server")
	e, err := seal.SignReceipt(seal.Receipt{Verdict: seal.Parked, Reasons: reasons}, key)
	require.NoError(t, err)
	r, err := seal.OpenReceipt(e.Raw, key.Public())
	require.NoError(t, err)
	require.Equal(t, reasons, r.Reasons)
}

// decide decides a command without applying it.
func decide(w *rules.World, a *sharedtest.Actor, kind seal.Kind, body any) (rules.Outcome, []fault.Reason) {
	c := a.Command(kind, body, sharedtest.Now)
	for n := rules.Missing(w, c); !n.IsEmpty(); n = rules.Missing(w, c) {
		sharedtest.Fill(w, n)
	}
	return rules.Decide(rules.Facts{Now: sharedtest.Now.UnixMilli(), World: w}, c)
}

func TestDecide_OfferWithoutStockHasNothingFree(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	w.Stocks[f.Offers[0].ID] = nil
	require.Equal(t, []string{"stock_gone"}, submit(t, w, f.Requisitioner, f.Revision(1, 0, 1)))
}

// A device sees documents in pages: an order may be there before or after the
// budget and the stock that go with it. That is a reason, never a panic.
func TestDecide_MoneyThatIsNotWhereTheOrderSays(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(w *rules.World, r order.Revision){
		"the budget is not there yet":     func(w *rules.World, r order.Revision) { w.Budgets[r.Budget] = nil },
		"the budget has released already": func(w *rules.World, r order.Revision) { w.Budgets[r.Budget].Reserved = 0 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, kind := range []seal.Kind{seal.KindSubmitOrder, seal.KindApproveOrder, seal.KindRejectOrder, seal.KindCancelOrder} {
				f := sharedtest.NewField()
				w := f.World()
				r := f.Revision(1, 0, 2)
				require.Empty(t, submit(t, w, f.Requisitioner, r))
				lose(w, r)
				author, body := f.Officer, any(order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode()), Reason: order.OtherReason})
				switch kind { //nolint:exhaustive // the others are the officer's
				case seal.KindCancelOrder:
					author = f.Requisitioner
				case seal.KindSubmitOrder:
					r.Number, r.Replaces = 2, seal.Sum(r.Encode())
					author, body = f.Requisitioner, r
				}
				var reasons []fault.Reason
				require.NotPanics(t, func() { _, reasons = decide(w, author, kind, body) }, kind)
				require.NotEmpty(t, reasons, kind)
			}
		})
	}
	t.Run("the stock has released already", func(t *testing.T) {
		t.Parallel()
		f := sharedtest.NewField()
		w := f.World()
		r := f.Revision(1, 0, 2)
		require.Empty(t, submit(t, w, f.Requisitioner, r))
		w.Stocks[f.Offers[0].ID].Reserved = 0
		out, reasons := decide(w, f.Requisitioner, seal.KindCancelOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode()), Reason: order.OtherReason})
		require.Empty(t, reasons)
		for _, s := range out.Stocks {
			require.GreaterOrEqual(t, s.Reserved, int64(0))
		}
	})
}

// An order is a document that travels whole: what may be added to it has an end.
func TestDecide_OrderDoesNotGrowForEver(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	r := f.Revision(1, 0, 1)
	var reasons []string
	for n := range 100 * order.MaxRevisions {
		if reasons = submit(t, w, f.Requisitioner, r); reasons != nil {
			require.Equal(t, order.MaxRevisions, n)
			break
		}
		r.Number, r.Replaces = r.Number+1, seal.Sum(r.Encode())
	}
	require.Equal(t, []string{"too_large"}, reasons)

	// The agency may still ask, and be answered, until its questions are used up.
	asked := 0
	for {
		standing := w.Orders[r.Order]
		ask := order.Return{Order: r.Order, Hash: standing.Hash}
		for range 10 {
			ask.Questions = append(ask.Questions, order.Ask{Reason: order.OtherReason, Text: "Чому?"})
		}
		_, reasons = sharedtest.Decide(w, f.Officer.Command(seal.KindReturnOrder, ask, sharedtest.Now), sharedtest.Now)
		if reasons != nil {
			break
		}
		asked += len(ask.Questions)
		require.LessOrEqual(t, asked, order.MaxQuestions)
		r.Number, r.Replaces, r.Answers = w.Orders[r.Order].Revision+1, w.Orders[r.Order].Hash, nil
		for _, q := range w.Orders[r.Order].OpenQuestions() {
			r.Answers = append(r.Answers, order.Answer{Question: q.Number, Text: "Так."})
		}
		require.Empty(t, submit(t, w, f.Requisitioner, r))
	}
	require.Equal(t, []string{"too_large"}, reasons)
	require.Equal(t, order.MaxQuestions, asked)
	_, reasons = sharedtest.Decide(w, f.Officer.Command(seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: w.Orders[r.Order].Hash}, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons, "it can always be decided")
}

func TestDecide_NobodyDecidesOnARevisionOfTheirs(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	second := sharedtest.NewActor(9, "Степан Другий", f.Units[0], party.ZoneUnit, party.RoleRequisitioner, party.RoleApprover)
	w.People[second.Person.ID] = &second.Person
	r := f.Revision(1, 0, 1)
	require.Empty(t, submit(t, w, f.Requisitioner, r))
	r.Number, r.Replaces = 2, seal.Sum(r.Encode())
	require.Empty(t, submit(t, w, second, r))
	_, reasons := sharedtest.Decide(w, second.Command(seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())}, sharedtest.Now), sharedtest.Now)
	require.Equal(t, []string{"own_decision"}, reasons)
}

// A clock that runs ahead does not open the money and the caps of a later year.
func TestDecide_ClaimOfALaterYear(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	next := sharedtest.Now.AddDate(1, 0, 0)
	f.Budgets[0].Year++
	w := f.World()
	r := f.Revision(1, 0, 1)
	r.NeededBy = next.AddDate(0, 1, 0).UnixMilli()
	_, reasons := sharedtest.Decide(w, f.Requisitioner.Command(seal.KindSubmitOrder, r, next), sharedtest.Now)
	require.Equal(t, []string{"budget_year_wrong"}, reasons)
	_, reasons = sharedtest.Decide(w, f.Requisitioner.Command(seal.KindSubmitOrder, r, next), next)
	require.Empty(t, reasons, "when it is that year")
	var c seal.Command
	w.Budgets[r.Budget].Year--
	r = f.Revision(3, 0, 1)
	r.NeededBy = next.AddDate(0, 1, 0).UnixMilli()
	_, reasons = sharedtest.Decide(w, f.Requisitioner.Command(seal.KindSubmitOrder, r, next), sharedtest.Now)
	require.Equal(t, []string{"budget_year_wrong"}, reasons, "nor this year's money with the caps of the next")
	for _, at := range []int64{math.MinInt64, -1, 0, math.MaxInt64} {
		c = f.Requisitioner.Command(seal.KindSubmitOrder, r, sharedtest.Now)
		c.ClaimedAt = at
		_, reasons = sharedtest.Decide(w, c, sharedtest.Now)
		require.NotEmpty(t, reasons, at)
	}
}

// Nor does one that is set back open what was left of a year long over; what was
// signed in December and comes in January is that year's.
func TestDecide_ClaimOfAYearLongOver(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	r := f.Revision(1, 0, 1)
	signed := time.Date(2026, time.December, 30, 9, 0, 0, 0, time.UTC)
	r.NeededBy = signed.AddDate(0, 1, 0).UnixMilli()
	_, reasons := sharedtest.Decide(w, f.Requisitioner.Command(seal.KindSubmitOrder, r, signed), signed.AddDate(0, 8, 0))
	require.Equal(t, []string{"budget_year_wrong"}, reasons)
	_, reasons = sharedtest.Decide(w, f.Requisitioner.Command(seal.KindSubmitOrder, r, signed), signed.AddDate(0, 0, 20))
	require.Empty(t, reasons)
}

func TestDecide_QuestionNamesACleanField(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	r := f.Revision(1, 0, 1)
	require.Empty(t, submit(t, w, f.Requisitioner, r))
	ask := order.Return{Order: r.Order, Hash: seal.Sum(r.Encode()), Questions: []order.Ask{{Field: "a\x00b", Reason: order.OtherReason}}}
	_, reasons := sharedtest.Decide(w, f.Officer.Command(seal.KindReturnOrder, ask, sharedtest.Now), sharedtest.Now)
	require.Equal(t, []string{"text_not_clean"}, reasons)
}

func TestDecide_RegisterRefuses(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	unit := f.Units[0]
	unit.ID, unit.Number = sharedtest.ID[id.Org](99), "А9009"
	withParent, withNumber := unit, unit
	withParent.Parent = sharedtest.ID[id.Org](404)
	withNumber.Kind, withNumber.Number = party.OrgAgency, "\x00"
	turned, kindless := f.Units[0], unit
	turned.Kind, turned.EDRPOU, kindless.Kind = party.OrgSupplier, "12345678", 9
	person := party.Person{ID: sharedtest.ID[id.Person](99), Name: "Хтось", Org: f.Units[0].ID, Zone: party.ZoneUnit, Roles: []party.Role{party.RoleRequisitioner}}
	elsewhere := person
	elsewhere.Zone = party.ZoneAgency
	for name, row := range map[string]struct {
		body rules.Register
		want []string
	}{
		"a parent nobody knows":             {rules.Register{Orgs: []party.Org{withParent}}, []string{"field_invalid"}},
		"a number that is no text":          {rules.Register{Orgs: []party.Org{withNumber}}, []string{"field_invalid"}},
		"a unit's person in agency's scope": {rules.Register{People: []party.Person{elsewhere}}, []string{"field_invalid"}},
		"a unit that becomes a supplier":    {rules.Register{Orgs: []party.Org{turned}}, []string{"field_invalid"}},
		"a kind that nothing is":            {rules.Register{Orgs: []party.Org{kindless}}, []string{"field_invalid"}},
		"as it should be":                   {rules.Register{Orgs: []party.Org{unit}, People: []party.Person{person}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, reasons := sharedtest.Decide(f.World(), f.Server.Command(seal.KindRegister, row.body, sharedtest.Now), sharedtest.Now)
			require.Equal(t, row.want, reasons)
		})
	}
}

// Naming a large order in many small commands must not fill the desk with copies of it.
func TestPark_IsSmall(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	large := &order.Order{ID: sharedtest.ID[id.Order](1), Unit: f.Units[0].ID, Content: make([]byte, 200<<10)}
	w.Orders[large.ID] = large
	c := f.Requisitioner.Command(seal.KindCancelOrder, order.Decision{Order: large.ID}, sharedtest.Now)
	k := rules.Park(rules.Facts{World: w}, c, seal.Sum(nil), f.Requisitioner.Device, nil)
	require.Less(t, len(seal.Encode(k)), 100<<10)
}

// A body of more lines than may be is refused; looking up all it names first
// would cost the locks of as many rows.
func TestMissing_AsksNothingForTooManyLines(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	r := f.Revision(1, 0, 1)
	for len(r.Lines) <= order.MaxLines {
		l := r.Lines[0]
		l.Offer = sharedtest.ID[id.Offer](uint64(len(r.Lines)))
		r.Lines = append(r.Lines, l)
	}
	w := f.World()
	require.Empty(t, rules.Missing(w, f.Requisitioner.Command(seal.KindSubmitOrder, r, sharedtest.Now)).Stocks)
	require.Contains(t, fmt.Sprint(submit(t, w, f.Requisitioner, r)), "lines_too_many")
}
