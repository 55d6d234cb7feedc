package publish_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/intake"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/payment"
	"dotchain/shared/rules"
	"dotchain/shared/sharedtest"
)

// ordered puts a payment order of 100.00 UAH for an order into the store.
func (b *bench) ordered(n int) string {
	number := fmt.Sprintf("ПД-2026/%06d", n)
	key := sharedtest.ID[id.Order](uint64(n)) //nolint:gosec // small
	invoice := payment.Invoice{
		ID: sharedtest.ID[id.Invoice](uint64(n)), Order: key, Total: 100_00, Matched: 100_00, Ordered: 100_00, State: payment.Ordered, Version: 1, //nolint:gosec // small
	}
	fund := *b.store.World().Budgets[b.Budgets[0].ID]
	fund.Invoiced += 100_00
	b.store.Put(rules.Outcome{
		Budgets: []budget.Budget{fund},
		Orders: []order.Order{{
			ID: key, Unit: b.Field.Units[0].ID, State: order.Approved, Budget: fund.ID, Holds: budget.Holding{Invoiced: 100_00},
			Invoices: []id.ID[id.Invoice]{invoice.ID}, Content: order.Revision{Order: key}.Encode(), Version: 1,
		}},
		Things: []rules.Thing{invoice, payment.Payment{
			ID: payment.PaymentID(number), Number: number, Total: 100_00, Rows: []payment.Row{{Invoice: invoice.ID, Amount: 100_00}}, Version: 1,
		}},
	})
	return number
}

func paidRow(line int, number string, amount money.Amount) intake.StatementRow {
	return intake.StatementRow{Line: line, Number: number, Amount: amount, Day: "2026-03-09", Reference: "R" + number[len(number)-3:]}
}

// A bank may execute what was taken back: the row is told with those that are wrong, and
// the payment order keeps it.
func TestPayments_OfWhatWasTakenBackAreToldAndKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	number, other := b.ordered(1), b.ordered(2)
	p, ok := rules.Find[payment.Payment](b.store.World(), payment.Key(payment.PaymentID(number)))
	require.True(t, ok)
	p.Cancelled = &payment.Cancellation{At: 1, Reason: payment.NotExecuted}
	p.Version++
	b.store.Put(rules.Outcome{Things: []rules.Thing{p}})
	s := intake.Statement{Rows: []intake.StatementRow{paidRow(3, number, 100_00), paidRow(4, other, 100_00)}, Lines: intake.Lines{Total: 2, Good: 2}}
	report, err := b.Payments(t.Context(), s, "file")
	require.NoError(t, err)
	require.Equal(t, 1, report.Changed)
	require.Zero(t, report.Unchanged)
	require.Len(t, report.Refused, 1)
	require.Equal(t, 3, report.Refused[0].Row)
	require.Contains(t, report.Lines("uk")[0].Why, "відкликано")
	require.True(t, report.IsBad())
	p, ok = rules.Find[payment.Payment](b.store.World(), p.DocKey())
	require.True(t, ok)
	require.Zero(t, p.PaidAt)
	require.Len(t, p.Unmatched, 1)
	require.Equal(t, "file", p.Unmatched[0].Source)
}

func TestPayments_GoodRowsAreConfirmedAndBadOnesTold(t *testing.T) {
	t.Parallel()
	b := setup(t)
	one, two := b.ordered(1), b.ordered(2)
	s := intake.Statement{Rows: []intake.StatementRow{
		paidRow(3, one, 100_00), paidRow(4, two, 99_99), paidRow(5, "ПД-2026/000009", 1),
	}, Lines: intake.Lines{Total: 4, Good: 3, Bad: 1}}
	report, err := b.Payments(t.Context(), s, "file")
	require.NoError(t, err)
	require.Equal(t, 1, report.Changed)
	require.Equal(t, 1, report.LeftOut)
	require.Len(t, report.Refused, 2)
	require.Equal(t, 4, report.Refused[0].Row)
	require.Equal(t, fault.PaymentDiffers, report.Refused[0].Reasons[0].Code)
	require.Equal(t, 5, report.Refused[1].Row)
	require.Equal(t, fault.PaymentUnknown, report.Refused[1].Reasons[0].Code)
	require.Contains(t, report.Lines("uk")[0].Why, "банк каже інше")

	w := b.store.World()
	fund := w.Budgets[b.Budgets[0].ID]
	require.Equal(t, money.Amount(100_00), fund.Paid)
	require.Equal(t, money.Amount(100_00), fund.Invoiced, "of the other one")
	p, ok := rules.Find[payment.Payment](w, payment.Key(payment.PaymentID(one)))
	require.True(t, ok)
	require.NotZero(t, p.PaidAt)
	require.Equal(t, "file", p.Source)
	require.NotZero(t, w.Orders[sharedtest.ID[id.Order](1)].ClosedAt, "nothing of it is left")

	commands := len(b.store.Records())
	s.Rows, s.Lines = s.Rows[:1], intake.Lines{Total: 1, Good: 1}
	report, err = b.Payments(t.Context(), s, "file")
	require.NoError(t, err)
	require.Equal(t, 1, report.Unchanged)
	require.Len(t, b.store.Records(), commands, "a file that was imported before makes no command")
}
