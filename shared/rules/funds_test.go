package rules_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// nextYear is a moment of the year after the field's.
func nextYear() time.Time { return time.Date(2027, time.January, 5, 9, 0, 0, 0, time.UTC) }

func TestDecide_TransferMovesFreeMoney(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	require.Empty(t, submit(t, w, f.Requisitioner, f.Revision(1, 0, 2))) // 24,000.00 are reserved
	from, to := f.Budgets[0].ID, f.Budgets[1].ID
	body := budget.Transfer{From: from, To: to, Amount: 976_000_00, Comment: "Розпорядження № 7"}
	out, reasons := sharedtest.Decide(w, f.Finance.Command(seal.KindTransferBudget, body, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	require.Len(t, out.Budgets, 2)
	require.Zero(t, w.Budgets[from].Free())
	require.Equal(t, money.Amount(1_976_000_00), w.Budgets[to].Appropriated)
	require.Equal(t, []budget.Change{{
		At: sharedtest.Now.UnixMilli(), Kind: budget.ChangeTransferred, Amount: -976_000_00, Other: to,
		By: f.Finance.Person.ID, ByName: f.Finance.Person.Name, Comment: "Розпорядження № 7",
	}}, w.Budgets[from].Changes)
	require.Equal(t, money.Amount(976_000_00), w.Budgets[to].Changes[0].Amount)
	require.Equal(t, from, w.Budgets[to].Changes[0].Other)
	require.Equal(t, uint64(2), w.Budgets[to].Version)
}

func TestDecide_TransferRefuses(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		change func(w *rules.World, b *budget.Transfer)
		want   string
	}{
		"the same budget":      {func(_ *rules.World, b *budget.Transfer) { b.To = b.From }, "transfer_same"},
		"nothing":              {func(_ *rules.World, b *budget.Transfer) { b.Amount = 0 }, "field_invalid"},
		"less than nothing":    {func(_ *rules.World, b *budget.Transfer) { b.Amount = -1 }, "field_invalid"},
		"more than there is":   {func(_ *rules.World, b *budget.Transfer) { b.Amount = 1_000_000_01 }, "budget_exceeded"},
		"all money there is":   {func(_ *rules.World, b *budget.Transfer) { b.Amount = math.MaxInt64 }, "field_invalid"},
		"no word why":          {func(_ *rules.World, b *budget.Transfer) { b.Comment = "" }, "field_missing"},
		"a long word why":      {func(_ *rules.World, b *budget.Transfer) { b.Comment = strings.Repeat("x", 401) }, "too_large"},
		"an unclean word why":  {func(_ *rules.World, b *budget.Transfer) { b.Comment = "a\u202eb" }, "text_not_clean"},
		"from nowhere":         {func(_ *rules.World, b *budget.Transfer) { b.From = sharedtest.ID[id.Budget](9) }, "budget_missing"},
		"to nowhere":           {func(_ *rules.World, b *budget.Transfer) { b.To = id.ID[id.Budget]{} }, "budget_missing"},
		"another year":         {func(w *rules.World, b *budget.Transfer) { w.Budgets[b.To].Year++ }, "budget_year_wrong"},
		"from what is closed":  {func(w *rules.World, b *budget.Transfer) { w.Budgets[b.From].ClosedAt = 1 }, "year_closed"},
		"to what is closed":    {func(w *rules.World, b *budget.Transfer) { w.Budgets[b.To].ClosedAt = 1 }, "year_closed"},
		"to what is full":      {func(w *rules.World, b *budget.Transfer) { w.Budgets[b.To].Appropriated = budget.MaxAppropriated }, "too_large"},
		"to what is overfull":  {func(w *rules.World, b *budget.Transfer) { w.Budgets[b.To].Appropriated = math.MaxInt64 }, "too_large"},
		"what orders hold":     {func(w *rules.World, b *budget.Transfer) { w.Budgets[b.From].Committed = 1_000_000_00 }, "budget_exceeded"},
		"what is paid already": {func(w *rules.World, b *budget.Transfer) { w.Budgets[b.From].Paid = 999_999_00 }, "budget_exceeded"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := sharedtest.NewField()
			w := f.World()
			body := budget.Transfer{From: f.Budgets[0].ID, To: f.Budgets[1].ID, Amount: 500_00, Comment: "Лист № 1"}
			row.change(w, &body)
			out, reasons := sharedtest.Decide(w, f.Finance.Command(seal.KindTransferBudget, body, sharedtest.Now), sharedtest.Now)
			require.Equal(t, []string{row.want}, reasons)
			require.True(t, out.IsEmpty())
		})
	}
}

func TestDecide_AmendGoesDownToWhatIsFree(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	require.Empty(t, submit(t, w, f.Requisitioner, f.Revision(1, 0, 2)))
	for _, row := range []struct {
		amount money.Amount
		want   []string
	}{
		{-976_000_01, []string{"appropriation_too_low"}},
		{math.MinInt64, []string{"field_invalid"}},
		{math.MaxInt64, []string{"field_invalid"}},
		{budget.MaxAppropriated, []string{"too_large"}},
		{0, []string{"field_invalid"}},
		{-976_000_00, nil},
		{-1, []string{"appropriation_too_low"}},
		{5, nil},
	} {
		body := budget.Amend{Budget: f.Budgets[0].ID, Amount: row.amount, Comment: "Зміни до розпису"}
		_, reasons := sharedtest.Decide(w, f.Finance.Command(seal.KindAmendBudget, body, sharedtest.Now), sharedtest.Now)
		require.Equal(t, row.want, reasons, "%s", row.amount)
	}
	require.Equal(t, money.Amount(5), w.Budgets[f.Budgets[0].ID].Free())
	require.Len(t, w.Budgets[f.Budgets[0].ID].Changes, 2)
}

func TestDecide_PostureSetsTheGuaranteedFund(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	set := policy.Default()
	set.Version, set.Guaranteed = 1, []policy.Guarantee{{Posture: party.Engaged, Amount: 2_000_000_00}, {Posture: party.InReserve, Amount: 10_000_00}}
	w.Things[set.DocKey()] = set
	body := rules.SetPosture{
		Units: []rules.UnitPosture{{Unit: f.Units[0].ID, Posture: party.Engaged, Weight: 3}, {Unit: f.Units[1].ID, Posture: party.InReserve}},
		Year:  2026, KPKVK: "2101150", KEKV: "2260", Apply: true,
	}
	do := func() (rules.Outcome, []string) {
		return sharedtest.Decide(w, f.Staff.Command(seal.KindSetPosture, body, sharedtest.Now), sharedtest.Now)
	}
	_, reasons := do()
	require.Empty(t, reasons)
	require.Equal(t, party.Engaged, w.Orgs[f.Units[0].ID].Posture)
	require.Equal(t, int64(3), w.Orgs[f.Units[0].ID].Weight)
	require.Equal(t, money.Amount(2_000_000_00), w.Budgets[f.Budgets[0].ID].Appropriated)
	require.Equal(t, money.Amount(10_000_00), w.Budgets[f.Budgets[1].ID].Appropriated)
	change := w.Budgets[f.Budgets[1].ID].Changes[0]
	require.Equal(t, budget.ChangePosture, change.Kind)
	require.Equal(t, money.Amount(-990_000_00), change.Amount)

	out, reasons := do()
	require.Empty(t, reasons)
	require.True(t, out.IsEmpty(), "a second time changes nothing")

	// A unit that has ordered more than its new posture gives keeps its budget, and so do the others.
	require.Empty(t, submit(t, w, f.Requisitioner, f.Revision(1, 0, 2)))
	body.Units[0].Posture, body.Units[1].Posture = party.InReserve, party.Engaged
	_, reasons = do()
	require.Equal(t, []string{"appropriation_too_low"}, reasons)
	require.Equal(t, party.InReserve, w.Orgs[f.Units[1].ID].Posture)

	// A year that has no fund yet gets one.
	body.Units, body.Year = body.Units[1:], 2027
	_, reasons = do()
	require.Empty(t, reasons)
	fund := w.Budgets[budget.ID(f.Units[1].ID, 2027, budget.Guaranteed, "2101150", "2260")]
	require.Equal(t, money.Amount(2_000_000_00), fund.Free())
	require.Equal(t, uint64(1), fund.Version)
}

func TestDecide_PostureRefuses(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		change func(f *sharedtest.Field, b *rules.SetPosture)
		want   string
	}{
		"nobody":            {func(_ *sharedtest.Field, b *rules.SetPosture) { b.Units = nil }, "field_missing"},
		"no unit":           {func(f *sharedtest.Field, b *rules.SetPosture) { b.Units[0].Unit = f.Supplier.ID }, "field_invalid"},
		"no posture":        {func(_ *sharedtest.Field, b *rules.SetPosture) { b.Units[0].Posture = 0 }, "field_invalid"},
		"another posture":   {func(_ *sharedtest.Field, b *rules.SetPosture) { b.Units[0].Posture = 9 }, "field_invalid"},
		"a negative weight": {func(_ *sharedtest.Field, b *rules.SetPosture) { b.Units[0].Weight = -1 }, "field_invalid"},
		"a huge weight":     {func(_ *sharedtest.Field, b *rules.SetPosture) { b.Units[0].Weight = math.MaxInt64 }, "field_invalid"},
		"no year":           {func(_ *sharedtest.Field, b *rules.SetPosture) { b.Apply = true }, "field_invalid"},
		"no rule of posture": {func(_ *sharedtest.Field, b *rules.SetPosture) {
			b.Apply, b.Year, b.KPKVK, b.KEKV = true, 2026, "2101150", "2260"
		}, "field_missing"},
		"twice": {func(_ *sharedtest.Field, b *rules.SetPosture) { b.Units = append(b.Units, b.Units[0]) }, "line_duplicate"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := sharedtest.NewField()
			w := f.World()
			body := rules.SetPosture{Units: []rules.UnitPosture{{Unit: f.Units[0].ID, Posture: party.Engaged}}}
			row.change(f, &body)
			_, reasons := sharedtest.Decide(w, f.Staff.Command(seal.KindSetPosture, body, sharedtest.Now), sharedtest.Now)
			require.Equal(t, []string{row.want}, reasons)
		})
	}
}

func TestDecide_CloseYear(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	require.Empty(t, submit(t, w, f.Requisitioner, f.Revision(1, 0, 2)))
	key := f.Budgets[0].ID
	body := budget.CloseYear{Year: 2026, Budgets: []id.ID[id.Budget]{key}}
	do := func(at time.Time) (rules.Outcome, []string) {
		return sharedtest.Decide(w, f.Finance.Command(seal.KindCloseYear, body, nextYear()), at)
	}
	_, reasons := do(time.Date(2026, time.December, 31, 21, 59, 59, 0, time.UTC))
	require.Equal(t, []string{"year_not_over"}, reasons, "a second is left in Kyiv, whatever the laptop says")
	_, reasons = do(time.Date(2026, time.December, 31, 22, 0, 0, 0, time.UTC))
	require.Empty(t, reasons)
	closed := *w.Budgets[key]
	require.NotZero(t, closed.ClosedAt)
	require.Equal(t, money.Amount(24_000_00), closed.Reserved, "what orders hold stays with them")
	require.Equal(t, budget.ChangeYearEnd, closed.Changes[0].Kind)
	out, reasons := do(nextYear())
	require.Empty(t, reasons)
	require.True(t, out.IsEmpty())

	body.Budgets = []id.ID[id.Budget]{key, key}
	_, reasons = do(nextYear())
	require.Equal(t, []string{"line_duplicate"}, reasons)
	body.Budgets = []id.ID[id.Budget]{sharedtest.ID[id.Budget](9)}
	_, reasons = do(nextYear())
	require.Equal(t, []string{"budget_missing"}, reasons)
	body.Year, body.Budgets = 2025, []id.ID[id.Budget]{key}
	_, reasons = do(nextYear())
	require.Equal(t, []string{"budget_year_wrong"}, reasons)
}

func TestDecide_AppropriationsAreTold(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	b := f.Budgets[0]
	for n := range budget.MaxChanges + 3 {
		body := rules.Appropriate{Budgets: []rules.Appropriation{{Unit: b.Unit, Year: b.Year, Fund: b.Fund, KPKVK: b.KPKVK, KEKV: b.KEKV, Amount: money.Amount(n + 1)}}}
		_, reasons := sharedtest.Decide(w, f.Server.Command(seal.KindAppropriate, body, sharedtest.Now), sharedtest.Now)
		require.Empty(t, reasons)
	}
	changes := w.Budgets[b.ID].Changes
	require.Len(t, changes, budget.MaxChanges, "the oldest are told no more")
	require.Equal(t, money.Amount(1), changes[0].Amount)
	w.Budgets[b.ID].ClosedAt = 1
	body := rules.Appropriate{Budgets: []rules.Appropriation{{Unit: b.Unit, Year: b.Year, Fund: b.Fund, KPKVK: b.KPKVK, KEKV: b.KEKV, Amount: 1}}}
	_, reasons := sharedtest.Decide(w, f.Server.Command(seal.KindAppropriate, body, sharedtest.Now), sharedtest.Now)
	require.Equal(t, []string{"year_closed"}, reasons)
}

// Whatever finance and the General Staff sign, in any sequence: no budget is below zero,
// transfers make no money, and what changed is told.
func TestDecide_FundsAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := sharedtest.NewField()
		w := f.World()
		set := policy.Default()
		set.Version, set.Guaranteed = 1, []policy.Guarantee{{Posture: party.Engaged, Amount: 3_000_00}, {Posture: party.InReserve, Amount: 5_00}}
		w.Things[set.DocKey()] = set
		keys := []id.ID[id.Budget]{f.Budgets[0].ID, f.Budgets[1].ID}
		for _, k := range keys {
			w.Budgets[k].Committed = 4_00
		}
		key, amount := rapid.SampledFrom(keys), rapid.Custom(func(t *rapid.T) money.Amount {
			return money.Amount(rapid.SampledFrom([]int64{math.MinInt64, -1_000_000_00, -5_00, -1, 0, 1, 7_00, 1_000_000_00, int64(budget.MaxAppropriated), math.MaxInt64}).Draw(t, "amount"))
		})
		given := map[id.ID[id.Budget]]money.Amount{keys[0]: 1_000_000_00, keys[1]: 1_000_000_00}
		for range rapid.IntRange(1, 12).Draw(t, "commands") {
			var out rules.Outcome
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				body := budget.Transfer{From: key.Draw(t, "from"), To: key.Draw(t, "to"), Amount: amount.Draw(t, "amount"), Comment: "Лист"}
				out, _ = sharedtest.Decide(w, f.Finance.Command(seal.KindTransferBudget, body, sharedtest.Now), sharedtest.Now)
				sum := money.Amount(0)
				for _, b := range out.Budgets {
					sum += b.Changes[len(b.Changes)-1].Amount
				}
				require.Zero(t, sum)
			case 1:
				body := budget.Amend{Budget: key.Draw(t, "budget"), Amount: amount.Draw(t, "amount"), Comment: "Лист"}
				out, _ = sharedtest.Decide(w, f.Finance.Command(seal.KindAmendBudget, body, sharedtest.Now), sharedtest.Now)
			case 2:
				p := rapid.SampledFrom([]party.Posture{party.Engaged, party.InReserve}).Draw(t, "posture")
				body := rules.SetPosture{Units: []rules.UnitPosture{{Unit: f.Units[0].ID, Posture: p}}, Year: 2026, KPKVK: "2101150", KEKV: "2260", Apply: true}
				out, _ = sharedtest.Decide(w, f.Staff.Command(seal.KindSetPosture, body, sharedtest.Now), sharedtest.Now)
			}
			for _, b := range out.Budgets {
				given[b.ID] += b.Changes[len(b.Changes)-1].Amount
			}
			for _, k := range keys {
				require.GreaterOrEqual(t, w.Budgets[k].Free(), money.Amount(0))
				require.Equal(t, given[k], w.Budgets[k].Appropriated)
			}
		}
	})
}

// What a bank's file may say against what was ordered.
func TestDecide_ConfirmRefuses(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	paid := payment.Payment{ID: payment.PaymentID("ПД-2026/000001"), Number: "ПД-2026/000001", Total: 100, PaidAt: 5, Reference: "A", Version: 2}
	open := payment.Payment{ID: payment.PaymentID("ПД-2026/000002"), Number: "ПД-2026/000002", Total: 200, Version: 1}
	w.Things[paid.DocKey()], w.Things[open.DocKey()] = paid, open
	now := sharedtest.Now.UnixMilli()
	for name, row := range map[string]struct {
		c    payment.Confirmation
		want []string
	}{
		"as before":                    {payment.Confirmation{Number: paid.Number, Amount: 100, ValueDate: now, Reference: "A"}, nil},
		"as before, by another file":   {payment.Confirmation{Number: paid.Number, Amount: 100, ValueDate: 9}, nil},
		"paid twice":                   {payment.Confirmation{Number: paid.Number, Amount: 100, ValueDate: now, Reference: "B"}, []string{"payment_differs"}},
		"another amount than before":   {payment.Confirmation{Number: paid.Number, Amount: 101, ValueDate: now, Reference: "A"}, []string{"payment_differs"}},
		"another amount than ordered":  {payment.Confirmation{Number: open.Number, Amount: 199, ValueDate: now}, []string{"payment_differs"}},
		"a number nobody gave":         {payment.Confirmation{Number: "ПД-2026/000009", Amount: 1, ValueDate: now}, []string{"payment_unknown"}},
		"no number":                    {payment.Confirmation{Amount: 1, ValueDate: now}, []string{"field_missing"}},
		"no day":                       {payment.Confirmation{Number: open.Number, Amount: 200}, []string{"field_invalid"}},
		"a day that has not come":      {payment.Confirmation{Number: open.Number, Amount: 200, ValueDate: now + 3*24*3600_000}, []string{"field_invalid"}},
		"a reference that turns round": {payment.Confirmation{Number: open.Number, Amount: 200, ValueDate: now, Reference: "\u202e"}, []string{"text_not_clean"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// The second of two rows, so that its reason says so.
			rows := []payment.Confirmation{{Number: paid.Number, Amount: 100, ValueDate: now}, row.c}
			out, reasons := decide(f.World(), f.Finance, seal.KindConfirmPayments, payment.Confirm{Rows: rows})
			require.True(t, out.IsEmpty())
			require.NotEmpty(t, reasons, "a world without payments knows none")

			world := f.World()
			world.Things[paid.DocKey()], world.Things[open.DocKey()] = paid, open
			out, reasons = decide(world, f.Finance, seal.KindConfirmPayments, payment.Confirm{Rows: rows})
			require.True(t, out.IsEmpty())
			var names []string
			for _, r := range reasons {
				names = append(names, r.Code.String())
				require.Equal(t, 2, r.Line)
			}
			require.Equal(t, row.want, names)
		})
	}
	out, reasons := decide(w, f.Finance, seal.KindConfirmPayments, payment.Confirm{})
	require.True(t, out.IsEmpty())
	require.True(t, fault.Has(reasons, fault.FieldMissing))
	_, reasons = decide(w, f.Approver, seal.KindConfirmPayments, payment.Confirm{})
	require.True(t, fault.Has(reasons, fault.NotAllowed))
	_, reasons = decide(w, f.Server, seal.KindOrderPayment, payment.Order{})
	require.True(t, fault.Has(reasons, fault.NotAllowed), "the server orders no payment")
}

// A payment order is numbered by the server's year; a laptop whose clock is years off
// would take a register that nobody looked up.
func TestDecide_OrderPaymentOfAnOldClock(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	i := payment.Invoice{ID: sharedtest.ID[id.Invoice](1), Number: "РФ-2026/000001", Supplier: f.Supplier.ID, Total: 7, Matched: 7, Version: 1}
	w.Things[i.DocKey()] = i
	body := payment.Order{Invoices: []id.ID[id.Invoice]{i.ID}}
	_, reasons := sharedtest.Decide(w, f.Finance.Command(seal.KindOrderPayment, body, sharedtest.Now.AddDate(-3, 0, 0)), sharedtest.Now)
	require.Equal(t, []string{"clock_skew"}, reasons)
	body.Invoices = append(body.Invoices, i.ID)
	_, reasons = sharedtest.Decide(w, f.Finance.Command(seal.KindOrderPayment, body, sharedtest.Now), sharedtest.Now)
	require.Equal(t, []string{"nothing_payable"}, reasons, "named twice")
	out, reasons := sharedtest.Decide(w, f.Finance.Command(seal.KindOrderPayment, payment.Order{Invoices: body.Invoices[:1]}, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	require.Len(t, out.Things, 3, "the invoice, the register and the payment order")
	p, ok := rules.Find[payment.Payment](w, payment.Key(payment.PaymentID("ПД-2026/000001")))
	require.True(t, ok)
	require.Equal(t, []payment.Row{{Invoice: i.ID, Number: i.Number, Amount: 7}}, p.Rows)
}

// Whatever such a body says, there is an outcome or a reason, never a panic; and nobody
// is paid more than was ordered.
func TestDecide_HostileBodiesOfMoney(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := sharedtest.NewField()
		w := f.World()
		invoice := payment.Invoice{ID: sharedtest.ID[id.Invoice](1), Supplier: f.Supplier.ID, Order: sharedtest.ID[id.Order](1), Total: 9, Matched: 7, Version: 1}
		paid := payment.Payment{
			ID: payment.PaymentID("ПД-2026/000001"), Number: "ПД-2026/000001", Total: 5, Version: 1,
			Rows: []payment.Row{{Invoice: invoice.ID, Amount: 5}, {Invoice: sharedtest.ID[id.Invoice](2), Amount: math.MaxInt64}},
		}
		w.Things[invoice.DocKey()], w.Things[paid.DocKey()] = invoice, paid
		number := rapid.SampledFrom([]int64{math.MinInt64, -1, 0, 1, 5, 2026, math.MaxInt64 / 2, math.MaxInt64})
		text := rapid.SampledFrom([]string{"", "x", "\u202e", "\xff", strings.Repeat("ж", 1900), "2101150", "2260", "ПД-2026/000001"})
		fund := rapid.SampledFrom([]id.ID[id.Budget]{{}, f.Budgets[0].ID, f.Budgets[1].ID, sharedtest.ID[id.Budget](77)})
		unit := rapid.SampledFrom([]id.ID[id.Org]{{}, f.Units[0].ID, f.Units[1].ID, f.Supplier.ID, sharedtest.ID[id.Org](77)})
		bill := rapid.SampledFrom([]id.ID[id.Invoice]{{}, invoice.ID, sharedtest.ID[id.Invoice](77)})
		amount := func(label string) money.Amount { return money.Amount(number.Draw(t, label)) }
		var body any
		kind := rapid.SampledFrom([]seal.Kind{
			seal.KindTransferBudget, seal.KindAmendBudget, seal.KindSetPosture, seal.KindCloseYear, seal.KindOrderPayment, seal.KindConfirmPayments, seal.KindCancelPayment,
		}).Draw(t, "kind")
		who := f.Finance
		switch kind { //nolint:exhaustive // those of money
		case seal.KindTransferBudget:
			body = budget.Transfer{From: fund.Draw(t, "from"), To: fund.Draw(t, "to"), Amount: amount("amount"), Comment: text.Draw(t, "comment")}
		case seal.KindAmendBudget:
			body = budget.Amend{Budget: fund.Draw(t, "budget"), Amount: amount("amount"), Comment: text.Draw(t, "comment")}
		case seal.KindSetPosture:
			who = f.Staff
			b := rules.SetPosture{Year: number.Draw(t, "year"), KPKVK: text.Draw(t, "kpkvk"), KEKV: text.Draw(t, "kekv"), Apply: rapid.Bool().Draw(t, "apply")}
			for range rapid.IntRange(0, 3).Draw(t, "units") {
				b.Units = append(b.Units, rules.UnitPosture{Unit: unit.Draw(t, "unit"), Posture: party.Posture(rapid.Byte().Draw(t, "posture")), Weight: number.Draw(t, "weight")})
			}
			body = b
		case seal.KindCloseYear:
			body = budget.CloseYear{Year: number.Draw(t, "year"), Budgets: rapid.SliceOfN(fund, 0, 3).Draw(t, "budgets")}
		case seal.KindOrderPayment:
			body = payment.Order{Invoices: rapid.SliceOfN(bill, 0, 3).Draw(t, "invoices"), Comment: text.Draw(t, "comment")}
		case seal.KindCancelPayment:
			of := rapid.SampledFrom([]id.ID[id.Payment]{{}, paid.ID, payment.PaymentID("")})
			body = payment.Cancel{Payment: of.Draw(t, "payment"), Reason: payment.CancelReason(rapid.Byte().Draw(t, "reason")), Comment: text.Draw(t, "comment")}
		case seal.KindConfirmPayments:
			b := payment.Confirm{Source: text.Draw(t, "source")}
			for range rapid.IntRange(0, 3).Draw(t, "rows") {
				b.Rows = append(b.Rows, payment.Confirmation{Number: text.Draw(t, "number"), Amount: amount("amount"), ValueDate: number.Draw(t, "day"), Reference: text.Draw(t, "reference")})
			}
			body = b
		}
		out, reasons := decide(w, who, kind, body)
		if len(reasons) > 0 {
			require.True(t, out.IsEmpty())
		}
		for _, b := range out.Budgets {
			require.GreaterOrEqual(t, b.Free(), money.Amount(0))
			require.LessOrEqual(t, b.Appropriated, budget.MaxAppropriated)
		}
		for _, v := range out.Things {
			if i, ok := v.(payment.Invoice); ok {
				require.LessOrEqual(t, i.Ordered, i.Matched)
			}
		}
	})
}
