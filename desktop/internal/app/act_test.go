package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/app"
	"dotchain/shared/id"
)

// A form that is not what its types say is refused with the field and the row.
func TestPrepareAct_Strict(t *testing.T) {
	t.Parallel()
	a, _ := open(t)
	t.Cleanup(func() { a.Lock() })
	some := id.ID[id.Order]{1}.String()
	for name, row := range map[string]struct {
		form  app.ActForm
		code  string
		field string
		line  int
	}{
		"no act":                  {app.ActForm{Act: "dance"}, "field_invalid", "act", 0},
		"the server's own act":    {app.ActForm{Act: "order.expire"}, "field_invalid", "act", 0},
		"an act of another way":   {app.ActForm{Act: "order.approve", Orders: []string{some}}, "field_invalid", "act", 0},
		"an order that is none":   {app.ActForm{Act: "order.cosign", Orders: []string{some, "x"}}, "field_invalid", "order", 2},
		"no order":                {app.ActForm{Act: "order.verify"}, "field_missing", "order", 0},
		"an order that is not":    {app.ActForm{Act: "order.take", Orders: []string{some}}, "order_unknown", "", 0},
		"no delegate":             {app.ActForm{Act: "party.delegate"}, "field_missing", "person", 0},
		"a role that is none":     {app.ActForm{Act: "party.delegate", Delegate: &app.DelegateForm{PersonID: some, Roles: []string{"approver", "king"}, Until: "2026-12-31"}}, "field_invalid", "roles", 2},
		"a date that is none":     {app.ActForm{Act: "party.delegate", Delegate: &app.DelegateForm{PersonID: some, Until: "soon"}}, "field_invalid", "until", 0},
		"no policy":               {app.ActForm{Act: "policy.set"}, "field_missing", "policy", 0},
		"a check that is none":    {app.ActForm{Act: "policy.set", Policy: &app.PolicyView{YearEnd: "carry_over", Checks: []app.PolicyCheck{{Code: "internal", Verdict: "stop"}}}}, "field_invalid", "checks", 1},
		"a share above the whole": {app.ActForm{Act: "policy.set", Policy: &app.PolicyView{YearEnd: "give_back", Allocation: []app.PolicyShare{{Mode: "rounds", FloorShare: 10_001}}}}, "field_invalid", "allocation", 1},
		"money without a form":    {app.ActForm{Act: "budget.amend"}, "field_missing", "fund", 0},
		"money to nowhere":        {app.ActForm{Act: "budget.transfer", Money: &app.MoneyForm{From: some}}, "field_invalid", "fund", 2},
		"a posture that is none":  {app.ActForm{Act: "party.posture", Posture: &app.PostureForm{Units: []app.UnitPosture{{UnitID: some, Posture: "asleep"}}}}, "field_invalid", "posture", 1},
		"a word on nothing":       {app.ActForm{Act: "order.respond"}, "field_missing", "lines", 0},
		"a status that is none":   {app.ActForm{Act: "order.respond", Response: &app.ResponseForm{OrderID: some, Lines: []app.ResponseLine{{Line: 1, Status: "added"}}}}, "field_invalid", "status", 1},
		"goods without a code":    {app.ActForm{Act: "delivery.dispatch", Dispatch: &app.DispatchForm{OrderID: some}}, "field_missing", "handover", 0},
		"a reason that is none":   {app.ActForm{Act: "delivery.receive", Receive: &app.ReceiveForm{DeliveryID: some, Counts: []app.Count{{}, {Reason: "ugly"}}}}, "field_invalid", "reason", 2},
		"files do not travel":     {app.ActForm{Act: "delivery.receive", Receive: &app.ReceiveForm{DeliveryID: some, Attachments: []string{"aa"}}}, "field_invalid", "attachments", 1},
		"no delivery to sign":     {app.ActForm{Act: "delivery.accept", ID: some}, "delivery_unknown", "", 0},
		"a claim on nothing":      {app.ActForm{Act: "claim.open"}, "field_missing", "claim", 0},
		"a claim that is not":     {app.ActForm{Act: "claim.open", Claim: &app.ClaimForm{ClaimID: some}}, "claim_unknown", "", 0},
		"an end that is none":     {app.ActForm{Act: "claim.settle", ID: some, Outcome: "forgotten"}, "field_invalid", "outcome", 0},
		"no round":                {app.ActForm{Act: "round.sign"}, "field_missing", "round", 0},
		"an invoice that is none": {app.ActForm{Act: "payment.order", Invoices: []string{""}}, "field_invalid", "invoices", 1},
		"a package that is none":  {app.ActForm{Act: "forward.resend"}, "field_invalid", "parcel", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := a.PrepareAct(row.form)
			got := failure(t, err).Reasons[0]
			require.Equal(t, row.code, got.Code)
			require.Equal(t, row.field, got.Field)
			require.Equal(t, row.line, got.Line)
		})
	}
}

// What may be looked at before it is signed says whether it may be signed.
func TestPrepareAct_Shown(t *testing.T) {
	t.Parallel()
	a, _ := open(t)
	t.Cleanup(func() { a.Lock() })
	v, err := a.PrepareAct(app.ActForm{Act: "budget.amend", Comment: "лист 1", Money: &app.MoneyForm{From: id.ID[id.Budget]{1}.String(), Amount: -5}})
	require.NoError(t, err)
	require.False(t, v.Ready)
	require.Equal(t, "not_allowed", v.Problems[0].Code, "a requisitioner has no say in budgets")
	require.Equal(t, "budget.amend", v.Kind)
	require.Equal(t, app.Fact{Name: "amount", Kind: "money", Value: -5}, v.Facts[1])
	require.Empty(t, v.NextSigner)
}

// Lists of a profile without any document are empty lists, not missing ones.
func TestLists_Empty(t *testing.T) {
	t.Parallel()
	a, _ := open(t)
	t.Cleanup(func() { a.Lock() })
	deliveries, err := a.Deliveries(app.PaperQuery{View: "late", Text: "x"})
	require.NoError(t, err)
	require.Equal(t, app.DeliveryPage{
		Rows: []app.DeliveryRow{}, Views: map[string]int{"": 0, "on_the_way": 0, "to_receive": 0, "to_sign": 0, "late": 0, "done": 0},
	}, deliveries)
	claims, err := a.Claims(app.PaperQuery{})
	require.NoError(t, err)
	require.Equal(t, app.ClaimPage{Rows: []app.ClaimRow{}, Views: claims.Views, Reasons: []app.FacetCount{}}, claims)
	require.Contains(t, claims.Views, "reason.quality")
	for view, count := range claims.Views {
		require.Zero(t, count, view)
	}
	supplies, err := a.SupplierOrders(app.PaperQuery{Limit: -1, Offset: -5})
	require.NoError(t, err)
	require.Equal(t, app.SupplierOrderPage{
		Rows: []app.SupplierOrderRow{}, Views: map[string]int{"": 0, "to_confirm": 0, "to_dispatch": 0, "late": 0, "on_time": 0, "done": 0},
	}, supplies)
	_, err = a.Deliveries(app.PaperQuery{Order: "x"})
	require.Equal(t, "field_invalid", failure(t, err).Code)
	for name, do := range map[string]func(text string) error{
		"delivery":       func(x string) (err error) { _, err = a.Delivery(x); return err },
		"claim":          func(x string) (err error) { _, err = a.Claim(x); return err },
		"supplier order": func(x string) (err error) { _, err = a.SupplierOrder(x); return err },
		"handover":       func(x string) (err error) { _, err = a.CheckHandover(x, ""); return err },
	} {
		require.Equal(t, "field_invalid", failure(t, do("x")).Code, name)
	}
	code, err := a.NewHandover()
	require.NoError(t, err)
	require.Len(t, code, 11)
}
