package publish

import (
	"context"
	"fmt"

	"dotchain/shared/fault"
	"dotchain/shared/intake"
	"dotchain/shared/payment"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// Payments imports a statement of a bank or the treasury: what it says was paid is
// confirmed. source is the SHA-256 of the file, hex. A payment that was confirmed
// before is unchanged; one that differs from what was ordered is refused and the others
// go on. One whose payment order was taken back is kept with it and pays nothing: it is
// told with those that were refused.
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
	var unmatched []Refusal
	done, err := submit(ctx, p.operator, batch[placed[payment.Confirmation]]{
		kind: seal.KindConfirmPayments,
		body: func(rows []placed[payment.Confirmation]) any {
			return payment.Confirm{Rows: things(rows), Source: source}
		},
		place: placed[payment.Confirmation].refusal,
		changes: func(o rules.Outcome, rows []placed[payment.Confirmation]) []change {
			is := map[string]payment.Payment{}
			for _, t := range o.Things {
				if v, ok := t.(payment.Payment); ok {
					is[v.Number] = v
				}
			}
			all := make([]change, 0, len(rows))
			for _, r := range rows {
				switch v, ok := is[r.thing.Number]; {
				case !ok:
					all = append(all, unchanged)
				case v.IsCancelled():
					x := r.refusal()
					x.Reasons = []fault.Reason{{Code: fault.PaymentCancelled, Ref: v.Number}}
					unmatched = append(unmatched, x)
				default:
					all = append(all, changed)
				}
			}
			return all
		},
	}, rows)
	report.add(done)
	report.Refused = append(report.Refused, unmatched...)
	return report, wrap("payments", err)
}
