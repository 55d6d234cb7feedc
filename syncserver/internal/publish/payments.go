package publish

import (
	"context"
	"fmt"

	"dotchain/shared/intake"
	"dotchain/shared/payment"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// Payments imports a statement of a bank or the treasury: what it says was paid is
// confirmed. source is the SHA-256 of the file, hex. A payment that was confirmed
// before is unchanged; one that differs from what was ordered is refused and the others
// go on.
func (p *Publisher) Payments(ctx context.Context, s intake.Statement, source string) (Report, error) {
	var report Report
	report.take(s.Findings, s.FindingsLeftOut, s.Lines)
	rows := make([]placed[payment.Confirmation], 0, len(s.Rows))
	for _, r := range s.Rows {
		day, err := r.Day.Start(p.kyiv)
		if err != nil {
			return report, wrap("payments", fmt.Errorf("row %d: %w", r.Line, err))
		}
		rows = append(rows, placed[payment.Confirmation]{payment.Confirmation{
			Number: r.Number, Amount: r.Amount, ValueDate: day.UnixMilli(), Reference: r.Reference,
		}, r.Sheet, r.Line, r.Number})
	}
	done, err := submit(ctx, p.operator, batch[placed[payment.Confirmation]]{
		kind: seal.KindConfirmPayments,
		body: func(rows []placed[payment.Confirmation]) any {
			return payment.Confirm{Rows: things(rows), Source: source}
		},
		place: placed[payment.Confirmation].refusal,
		changes: func(o rules.Outcome, rows []placed[payment.Confirmation]) []change {
			paid := map[string]bool{}
			for _, t := range o.Things {
				if v, ok := t.(payment.Payment); ok {
					paid[v.Number] = true
				}
			}
			all := make([]change, len(rows))
			for i, r := range rows {
				if paid[r.thing.Number] {
					all[i] = changed
				}
			}
			return all
		},
	}, rows)
	report.add(done)
	return report, wrap("payments", err)
}
