package payment_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/money"
	"dotchain/shared/payment"
)

func TestInvoice_Stands(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		i    payment.Invoice
		want payment.State
	}{
		"issued":                       {payment.Invoice{Total: 100}, payment.Issued},
		"some of it credited":          {payment.Invoice{Total: 100, Credited: 40}, payment.Issued},
		"credited whole":               {payment.Invoice{Total: 100, Credited: 100}, payment.Void},
		"some of it accepted":          {payment.Invoice{Total: 100, Matched: 40}, payment.Payable},
		"all that is payable, ordered": {payment.Invoice{Total: 100, Matched: 40, Ordered: 40}, payment.Ordered},
		"and paid, the rest to come":   {payment.Invoice{Total: 100, Matched: 40, Ordered: 40, Paid: 40}, payment.Ordered},
		"more accepted":                {payment.Invoice{Total: 100, Matched: 50, Ordered: 40, Paid: 40}, payment.Payable},
		"ordered whole":                {payment.Invoice{Total: 100, Matched: 100, Ordered: 100, Paid: 40}, payment.Ordered},
		"paid whole":                   {payment.Invoice{Total: 100, Matched: 100, Ordered: 100, Paid: 100}, payment.Paid},
		"paid but for the penalty":     {payment.Invoice{Total: 100, Matched: 90, Credited: 10, Withheld: 5, Ordered: 85, Paid: 85}, payment.Paid},
		"withheld whole":               {payment.Invoice{Total: 100, Matched: 100, Withheld: 100}, payment.Paid},
		"what is accepted, withheld":   {payment.Invoice{Total: 100, Matched: 10, Withheld: 10}, payment.Issued},
		"taken back when it was paid":  {payment.Invoice{Total: 100, Credited: 100, Ordered: 100, Paid: 100}, payment.RefundDue},
		"taken back when on its way":   {payment.Invoice{Total: 100, Matched: 60, Credited: 40, Ordered: 100}, payment.RefundDue},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.want, row.i.Stands())
			require.NotEqual(t, "unknown", row.i.Stands().String())
			require.Contains(t, payment.States(), row.i.Stands())
			i := row.i
			require.Equal(t, i.Matched-i.Withheld, i.Ordered+i.Open()-i.Refund(), "what is due is ordered, open or owed back")
		})
	}
}

// However a line is accepted and credited, piece by piece, the parts add up to the line.
func TestInvoiceLine_PartsAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := payment.InvoiceLine{
			Quantity: rapid.Int64Range(1, 50).Draw(t, "quantity"), Price: money.Amount(rapid.Int64Range(1, 9_999).Draw(t, "price")),
			VATRate: money.BasisPoints(rapid.Int32Range(0, 10_000).Draw(t, "rate")),
		}
		whole, err := l.Sums(l.Quantity)
		require.NoError(t, err)
		accepted, credited := money.Amount(0), money.Amount(0)
		for {
			coming, rest, err := l.Coming()
			require.NoError(t, err)
			require.Equal(t, whole.Total, accepted+credited+rest)
			if coming == 0 {
				break
			}
			n := rapid.Int64Range(1, coming).Draw(t, "pieces")
			if rapid.Bool().Draw(t, "accept") {
				amount, failed := l.Accepting(n)
				require.NoError(t, failed)
				require.Positive(t, amount)
				accepted += amount
				l.Matched += n
				continue
			}
			amount, err := l.Crediting(n)
			require.NoError(t, err)
			require.Positive(t, amount)
			credited += amount
			l.Credited += n
		}
		require.Equal(t, whole.Total, accepted+credited)
	})
}

func TestPayment_Says(t *testing.T) {
	t.Parallel()
	p := payment.Payment{Total: 7, Reference: "A"}
	require.True(t, p.Says(payment.Confirmation{Amount: 7, Reference: "A", ValueDate: 5}))
	require.True(t, p.Says(payment.Confirmation{Amount: 7}))
	require.False(t, p.Says(payment.Confirmation{Amount: 7, Reference: "B"}))
	require.False(t, p.Says(payment.Confirmation{Amount: 8, Reference: "A"}))
}

func TestPayment_Stands(t *testing.T) {
	t.Parallel()
	back := &payment.Cancellation{At: 5}
	for want, p := range map[payment.PaymentState]payment.Payment{
		payment.Waiting:       {},
		payment.Executed:      {PaidAt: 5},
		payment.TakenBack:     {Cancelled: back},
		payment.TakenBackPaid: {Cancelled: back, Unmatched: []payment.Unmatched{{}}},
	} {
		require.Equal(t, want, p.Stands())
		require.Contains(t, payment.PaymentStates(), want)
		require.NotEqual(t, "unknown", want.String())
	}
	require.Equal(t, "unknown", payment.PaymentState(0).String())
	for _, r := range payment.CancelReasons() {
		require.NotEmpty(t, r.String())
	}
	require.Empty(t, payment.CancelReason(0).String())
}

// A bank's file knows the number alone.
func TestPaymentID_FollowsFromTheNumber(t *testing.T) {
	t.Parallel()
	require.NotZero(t, payment.PaymentID("ПД-2026/000001"))
	require.NotEqual(t, payment.PaymentID("ПД-2026/000001"), payment.PaymentID("ПД-2026/000011"))
}
