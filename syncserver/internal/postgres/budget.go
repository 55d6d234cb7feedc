package postgres

import (
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/budget"
	"dotchain/shared/seal"
)

//nolint:gochecknoglobals // a constant
var budgetTable = newTable("budget",
	func(b budget.Budget) [16]byte { return b.ID },
	func(b budget.Budget) uint64 { return b.Version },
	key("id", func(b budget.Budget) pgtype.UUID { return uid(b.ID) }),
	key("unit", func(b budget.Budget) pgtype.UUID { return uid(b.Unit) }),
	number("year", func(b budget.Budget) int64 { return b.Year }),
	small("fund", func(b budget.Budget) int16 { return int16(b.Fund) }),
	text("kpkvk", func(b budget.Budget) string { return b.KPKVK }),
	text("kekv", func(b budget.Budget) string { return b.KEKV }),
	number("appropriated", func(b budget.Budget) int64 { return int64(b.Appropriated) }),
	number("reserved", func(b budget.Budget) int64 { return int64(b.Reserved) }),
	number("committed", func(b budget.Budget) int64 { return int64(b.Committed) }),
	number("invoiced", func(b budget.Budget) int64 { return int64(b.Invoiced) }),
	number("paid", func(b budget.Budget) int64 { return int64(b.Paid) }),
	number("closed_at", func(b budget.Budget) int64 { return b.ClosedAt }),
	bytea("changes", func(b budget.Budget) []byte { return seal.Encode(b.Changes) }),
)

const selectBudgets = `
SELECT
    id,
    unit,
    year,
    fund,
    kpkvk,
    kekv,
    appropriated,
    reserved,
    committed,
    invoiced,
    paid,
    closed_at,
    changes,
    version
FROM budget
WHERE id = ANY($1)`

func scanBudget(row pgx.CollectableRow) (budget.Budget, error) {
	var b budget.Budget
	err := row.Scan(
		into(&b.ID), into(&b.Unit), &b.Year, &b.Fund, &b.KPKVK, &b.KEKV,
		&b.Appropriated, &b.Reserved, &b.Committed, &b.Invoiced, &b.Paid, &b.ClosedAt, bodyInto{&b.Changes}, &b.Version,
	)
	if len(b.Changes) == 0 {
		b.Changes = nil
	}
	return b, err
}

// queuePostings appends to the ledger. Postings of one budget follow one
// another because its row is locked until the end of the transaction.
func queuePostings(b *pgx.Batch, postings []budget.Posting) {
	if len(postings) == 0 {
		return
	}
	budgets, orders := make([]pgtype.UUID, len(postings)), make([]pgtype.UUID, len(postings))
	from, to := make([]int16, len(postings)), make([]int16, len(postings))
	amounts := make([]int64, len(postings))
	for i, p := range postings {
		budgets[i], orders[i] = uid(p.Budget), uid(p.Order)
		from[i], to[i], amounts[i] = int16(p.From), int16(p.To), int64(p.Amount)
	}
	b.Queue(`
INSERT INTO budget_posting (budget, order_id, from_state, to_state, amount)
SELECT
    x.budget,
    x.order_id,
    x.from_state,
    x.to_state,
    x.amount
FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::smallint[], $5::bigint[])
    WITH ORDINALITY AS x (budget, order_id, from_state, to_state, amount, place)
ORDER BY x.place`, budgets, orders, from, to, amounts)
}
