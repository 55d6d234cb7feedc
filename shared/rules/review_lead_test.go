package rules_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/payment"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
)

// However long a supplier says it takes, the promised day is a day that comes.
func TestRound_PromisesADay(t *testing.T) {
	t.Parallel()
	r := newRounds(t, 1)
	r.stock(0, 1)
	r.w.Offers[r.f.Offers[0].ID].LeadDays = math.MaxInt64 / 1000
	rev := r.order(0, nil, 1)
	_, reasons := r.sign(r.body(0))
	require.Empty(t, reasons)
	require.Greater(t, r.w.Orders[rev.Order].Lines[0].Parts[0].PromisedAt, r.at.UnixMilli())
}

// What a file of a bank is about is asked for once, in a time that grows with it and
// not with its square (which took half a minute).
func TestMissing_AsksForManyThingsOnce(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	w := f.World()
	var b payment.Confirm
	var keys []id.ID[id.Order]
	for k := range uint64(payment.MaxInvoices) {
		keys = append(keys, sharedtest.ID[id.Order](k))
	}
	for n := range uint64(payment.MaxConfirmations) {
		command := sharedtest.ID[id.Command](n)
		number := fmt.Sprintf("ПД-2026/%06d", n)
		p := payment.Payment{ID: payment.PaymentID(number), Number: number, Total: 1, Version: 1}
		for _, k := range keys {
			p.Rows = append(p.Rows, payment.Row{Invoice: payment.InvoiceID(command, k, f.Supplier.ID)})
		}
		w.Things[p.DocKey()] = p
		b.Rows = append(b.Rows, payment.Confirmation{Number: number, Amount: 1, ValueDate: 1})
	}
	n := rules.Missing(w, f.Finance.Command(seal.KindConfirmPayments, b, sharedtest.Now))
	seen := map[wire.Key]bool{}
	for _, k := range n.Things {
		if seen[k] { // an assertion of its own for each takes seconds
			require.Fail(t, "asked for twice", "%v", k)
		}
		seen[k] = true
	}
	require.Len(t, seen, payment.MaxConfirmations*payment.MaxInvoices+1)
}
