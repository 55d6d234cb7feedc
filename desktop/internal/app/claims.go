package app

import (
	"dotchain/desktop/internal/client"
	"dotchain/shared/id"
)

// Claims lists claims.
func (a *App) Claims(q PaperQuery) (ClaimPage, error) {
	a.query("claims", q)
	return call(a, "claims", func(s *Session) (ClaimPage, error) {
		ask, err := paperQuery(q)
		if err != nil {
			return ClaimPage{}, err
		}
		page, err := s.Core.Claims(ask)
		if err != nil {
			return ClaimPage{}, err
		}
		v := ClaimPage{Total: page.Total, Rows: claimRows(page.Rows), Views: page.Views, Reasons: []FacetCount{}, AsOf: moment(page.AsOf)}
		for reason, count := range page.Reasons {
			v.Reasons = append(v.Reasons, FacetCount{Key: reason.String(), Count: count})
		}
		sortFacet(v.Reasons)
		return v, nil
	})
}

// Claim returns one claim.
func (a *App) Claim(claimID string) (ClaimView, error) {
	a.touch("claim", claimID)
	return call(a, "claim", func(s *Session) (ClaimView, error) {
		r := &reader{}
		key := readID[id.Claim](r, "claim", claimID, 0)
		if err := r.err(); err != nil {
			return ClaimView{}, err
		}
		k, err := s.Core.Claim(key)
		if err != nil {
			return ClaimView{}, err
		}
		return claimView(s, k), nil
	})
}

func claimRows(rows []client.ClaimRow) []ClaimRow {
	all := make([]ClaimRow, 0, len(rows))
	for _, k := range rows {
		all = append(all, claimRow(k))
	}
	return all
}

func claimRow(k client.ClaimRow) ClaimRow {
	return ClaimRow{
		ID: k.ID.String(), Number: k.Number, OrderID: k.Order.String(), OrderNumber: k.OrderNumber, DeliveryID: k.Delivery.String(),
		Supplier: k.Supplier.NameUk, UnitNo: k.UnitNumber, State: k.State.String(), Reason: k.Reason.String(), Outcome: k.Outcome.String(),
		Sync: string(k.Sync), Pieces: k.Pieces, Penalty: int64(k.Penalty), DaysLate: int(k.DaysLate), OpenedAt: moment(k.OpenedAt),
		SettledAt: moment(k.SettledAt),
	}
}

func claimView(s *Session, k client.ClaimDetail) ClaimView {
	v := ClaimView{
		Row: claimRow(k.ClaimRow), Text: k.Text, OpenedBy: k.OpenedName, Lines: []ClaimLine{}, Thread: []WordView{},
		Attachments: s.attachmentViews(k.Attachments), CanOpen: k.CanOpen, CanAnswer: k.CanAnswer, Outcomes: []string{},
	}
	for _, o := range k.Outcomes {
		v.Outcomes = append(v.Outcomes, o.String())
	}
	for i, l := range k.Lines {
		v.Lines = append(v.Lines, ClaimLine{
			Line: l.Line, Part: l.Part, NameUk: k.Items[i].NameUk, NameEn: k.Items[i].NameEn, Pieces: l.Pieces, Serials: texts(l.Serials),
		})
	}
	for _, w := range k.Thread {
		v.Thread = append(v.Thread, WordView{At: moment(w.At), Name: w.Name, FromSupplier: w.FromSupplier, Text: w.Text, Agrees: w.Agrees})
	}
	return v
}
