package app

import (
	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/order"
)

// fillPapers puts what there is of an order after its signature into its view.
func fillPapers(v *OrderView, o client.OrderDetail) {
	v.Progress = []LineProgress{}
	for _, l := range o.Progress {
		v.Progress = append(v.Progress, lineProgress(l))
	}
	var warned, noted []fault.Reason // what has to be looked at stands first
	for _, f := range o.Findings {
		if f.Warns {
			warned = append(warned, f.Reason)
		} else {
			noted = append(noted, f.Reason)
		}
	}
	v.Findings = append(reasonViews(warned, "warn"), reasonViews(noted, "info")...)
	v.Signing, v.Approving, v.Signatures = stepViews(o.Signing), stepViews(o.Approving), signatureViews(o.Signatures)
	if o.Taken != nil {
		v.TakenBy, v.TakenUntil, v.TakenByMe = o.Taken.Name, moment(o.Taken.Until), o.TakenByMe
	}
	v.HoldUntil, v.Awaits = moment(o.HoldUntil), texts(o.Awaits)
	v.Deliveries, v.Claims, v.Invoices = deliveryRows(o.Deliveries), claimRows(o.Claims), invoiceRows(o.Invoices)
	v.Documents = documentRows(o.Papers)
	v.CanCosign, v.CanVerify, v.CanTake = o.CanCosign, o.CanVerify, o.CanTake
}

// documentRows are an order's papers.
func documentRows(all []client.RegisterRow) []RegisterRow {
	rows := make([]RegisterRow, 0, len(all))
	for _, p := range all {
		rows = append(rows, RegisterRow{
			Number: p.Number, Kind: p.Kind, ID: p.ID, At: moment(p.At), OrderID: p.Order.String(), OrderNumber: p.OrderNumber, Party: p.Party,
			Amount: int64(p.Amount),
		})
	}
	return rows
}

func stepViews(steps []client.Step) []StepView {
	all := make([]StepView, 0, len(steps))
	for _, s := range steps {
		all = append(all, StepView{Step: s.Step, Role: roleName(s.Role), Count: s.Count, Done: s.Done})
	}
	return all
}

func lineProgress(l client.LineProgress) LineProgress {
	v := LineProgress{
		Line: l.Line, State: l.State.String(), Ordered: l.Ordered, Waiting: l.Waiting, Dropped: l.Dropped, InRounds: l.InRounds, Parts: partViews(l.Parts),
	}
	if l.Slip != nil {
		s := slipView(*l.Slip)
		v.Slip = &s
	}
	return v
}

func slipView(s order.Slip) SlipView {
	v := SlipView{
		Round: s.Number, At: moment(s.At), Requested: s.Requested, Claim: s.Claim, Granted: s.Granted, Tier: s.Tier, StockBefore: s.StockBefore,
		StockAfter: s.StockAfter, FromFloor: s.FromFloor, Weight: s.Weight, Place: s.Place, Credit: s.Credit, CreditAfter: s.CreditAfter,
		Short: make([]ShortCount, 0, len(s.Short)),
	}
	for _, x := range s.Short {
		v.Short = append(v.Short, ShortCount{Code: x.Code, Pieces: x.Pieces})
	}
	return v
}
