package app

import (
	"encoding/json"

	"dotchain/desktop/internal/client"
	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// PrepareAct shows an act: what would be signed, and what it does.
func (a *App) PrepareAct(form ActForm) (SigningView, error) {
	text, err := json.Marshal(form)
	if err != nil {
		return SigningView{}, a.fail("prepare act", err)
	}
	a.query("act", string(text)) // the panel asks again whenever things change
	return call(a, "prepare act", func(s *Session) (SigningView, error) {
		p, err := a.prepareAct(s, form)
		if err != nil {
			return SigningView{}, err
		}
		number := ""
		if len(p.Decisions) == 1 {
			number = p.Decisions[0].Row.Number
		}
		return signingView(p, number), nil
	})
}

func (a *App) prepareAct(s *Session, form ActForm) (client.Signing, error) {
	r := &reader{}
	kind := r.kind(form.Act)
	var body any
	switch kind { //nolint:exhaustive // the others are no acts of this way
	case seal.KindCosignOrder, seal.KindVerifyOrder, seal.KindTakeOrder:
		ask := client.DecisionAsk{Kind: kind, Orders: readIDs[id.Order](r, "order", form.Orders), Comment: form.Comment, Release: form.Release}
		if err := r.err(); err != nil {
			return client.Signing{}, err
		}
		return s.Core.PrepareDecision(ask)
	case seal.KindDelegate:
		body = r.delegate(form.Delegate)
	case seal.KindSetPolicy:
		body = r.policy(form.Policy, form.Comment)
	case seal.KindTransferBudget, seal.KindAmendBudget, seal.KindCloseYear:
		body = r.money(kind, form.Money, form.Comment)
	case seal.KindSetPosture:
		body = r.posture(form.Posture)
	case seal.KindSignRound:
		if form.Round == nil {
			r.missing("round")
			break
		}
		b, err := roundBody(s, *form.Round, form.Comment)
		if err != nil {
			return client.Signing{}, err
		}
		body = b
	case seal.KindRespondOrder:
		body = r.response(form.Response, form.Comment)
	case seal.KindDispatch:
		body = r.dispatch(form.Dispatch, form.Comment)
	case seal.KindReceive:
		body = r.receive(s.files(), form.Receive, form.Comment)
	case seal.KindAccept:
		d, err := s.Core.Delivery(readID[id.Delivery](r, "delivery", form.ID, 0))
		if err != nil && len(r.reasons) == 0 {
			return client.Signing{}, err
		}
		body = delivery.Accept{Delivery: d.ID, Count: d.Count, Comment: seal.Clean(form.Comment)}
	case seal.KindOpenClaim:
		b, err := r.claim(s, form.Claim, form.Comment)
		if err != nil {
			return client.Signing{}, err
		}
		body = b
	case seal.KindAnswerClaim:
		body = delivery.AnswerClaim{Claim: readID[id.Claim](r, "claim", form.ID, 0), Text: seal.Clean(form.Comment), Agrees: form.Agrees}
	case seal.KindSettleClaim:
		body = delivery.SettleClaim{
			Claim: readID[id.Claim](r, "claim", form.ID, 0), Outcome: oneOf(r, "outcome", form.Outcome, 0, delivery.Outcomes()), Comment: seal.Clean(form.Comment),
		}
	case seal.KindOrderPayment:
		body = payment.Order{Invoices: readIDs[id.Invoice](r, "invoices", form.Invoices), Comment: seal.Clean(form.Comment)}
	case seal.KindConfirmPayments:
		b, err := a.statementBody(form.Statement)
		if err != nil {
			return client.Signing{}, err
		}
		body = b
	case seal.KindCancelPayment:
		body = payment.Cancel{
			Payment: readID[id.Payment](r, "payment", form.ID, 0), Reason: oneOf(r, "reason", form.Reason, 0, payment.CancelReasons()),
			Comment: seal.Clean(form.Comment),
		}
	case seal.KindRuleCase, seal.KindReverseCase, seal.KindAssignCase, seal.KindCommentCase:
		bodies, err := r.deskBodies(s, kind, form.Case, form.Comment)
		if err != nil {
			return client.Signing{}, err
		}
		return s.Core.PrepareAct(client.ActAsk{Kind: kind, Bodies: bodies})
	case seal.KindResend:
		body = forward.Resend{Parcel: readID[id.Parcel](r, "parcel", form.ID, 0)}
	default:
		r.wrong("act", form.Act, 0)
	}
	if err := r.err(); err != nil {
		return client.Signing{}, err
	}
	return s.Core.PrepareAct(client.ActAsk{Kind: kind, Bodies: [][]byte{seal.Encode(body)}, Code: form.code()})
}

// code is the one-time code of a dispatch, which stays here.
func (f ActForm) code() string {
	if f.Dispatch == nil {
		return ""
	}
	return seal.Clean(f.Dispatch.Code)
}

// kind is the kind of command with a name; 0 where there is none.
func (r *reader) kind(act string) seal.Kind {
	for k := seal.KindSubmitOrder; k <= seal.KindCommentCase; k++ {
		if k.String() == act && act != "unknown" {
			return k
		}
	}
	return 0
}

// missing notes that the part of a form that belongs to its act is not there.
func (r *reader) missing(field string) {
	r.reasons = append(r.reasons, fault.Reason{Code: fault.FieldMissing, Field: field})
}

func (r *reader) delegate(f *DelegateForm) (b policy.Delegate) {
	if f == nil {
		r.missing("person")
		return b
	}
	b.To = readID[id.Person](r, "person", f.PersonID, 0)
	if f.Until == "" {
		return b // taken back
	}
	b.Roles = r.roles("roles", f.Roles)
	b.Since, b.Until = r.startOf("since", f.Since, 0), r.endOf("until", f.Until, 0)
	return b
}

func (r *reader) money(kind seal.Kind, f *MoneyForm, comment string) any {
	if f == nil {
		r.missing("fund")
		return nil
	}
	comment = seal.Clean(comment)
	switch kind { //nolint:exhaustive // the others have forms of their own
	case seal.KindTransferBudget:
		return budget.Transfer{
			From: readID[id.Budget](r, "fund", f.From, 1), To: readID[id.Budget](r, "fund", f.To, 2), Amount: money.Amount(f.Amount), Comment: comment,
		}
	case seal.KindAmendBudget:
		return budget.Amend{Budget: readID[id.Budget](r, "fund", f.From, 0), Amount: money.Amount(f.Amount), Comment: comment}
	}
	return budget.CloseYear{Year: int64(f.Year), Budgets: readIDs[id.Budget](r, "fund", f.Budgets)}
}

func (r *reader) posture(f *PostureForm) (b rules.SetPosture) {
	if f == nil {
		r.missing("posture")
		return b
	}
	for i, u := range f.Units {
		b.Units = append(b.Units, rules.UnitPosture{
			Unit: readID[id.Org](r, "unit", u.UnitID, i+1), Posture: someOf(r, "posture", u.Posture, i+1, party.Postures()), Weight: u.Weight,
		})
	}
	if f.Apply {
		b.Year, b.KPKVK, b.KEKV, b.Apply = int64(f.Year), seal.Clean(f.KPKVK), seal.Clean(f.KEKV), true
	}
	return b
}

func urgencies() []order.Urgency { return []order.Urgency{order.Routine, order.Priority, order.Urgent} }

func (r *reader) response(f *ResponseForm, comment string) (b delivery.Respond) {
	if f == nil {
		r.missing("lines")
		return b
	}
	b = delivery.Respond{Order: readID[id.Order](r, "order", f.OrderID, 0), Lines: []delivery.ResponseLine{}, Comment: seal.Clean(comment)}
	statuses := []delivery.LineStatus{delivery.LineAccepted, delivery.LineChanged, delivery.LineNotAccepted}
	for i, l := range f.Lines {
		b.Lines = append(b.Lines, delivery.ResponseLine{
			Line: l.Line, Part: l.Part, Status: oneOf(r, "status", l.Status, i+1, statuses), Confirmed: l.Confirmed,
			PromisedAt: r.endOf("promised_at", l.PromisedOn, i+1), InProduction: l.InProduction,
		})
	}
	return b
}

func (r *reader) dispatch(f *DispatchForm, comment string) (b delivery.Dispatch) {
	if f == nil {
		r.missing("lines")
		return b
	}
	b = delivery.Dispatch{
		Order: readID[id.Order](r, "order", f.OrderID, 0), Lines: []delivery.DispatchLine{}, Carrier: seal.Clean(f.Carrier),
		Vehicle: seal.Clean(f.Vehicle), Comment: seal.Clean(comment), Replaces: readSomeID[id.Claim](r, "claim", f.Replaces, 0),
	}
	if f.Code == "" {
		r.missing("handover")
	} else {
		b.Handover = delivery.HandoverHash(b.Order, f.Code)
	}
	for _, l := range f.Lines {
		b.Lines = append(b.Lines, delivery.DispatchLine{Line: l.Line, Part: l.Part, Quantity: l.Quantity, Serials: lines(l.Serials)})
	}
	return b
}

func (r *reader) receive(files Attachments, f *ReceiveForm, comment string) (b delivery.Receive) {
	if f == nil {
		r.missing("counts")
		return b
	}
	b = delivery.Receive{
		Delivery: readID[id.Delivery](r, "delivery", f.DeliveryID, 0), Code: seal.Clean(f.Code), Counts: []delivery.Count{}, Comment: seal.Clean(comment),
	}
	for i, n := range f.Counts {
		b.Counts = append(b.Counts, delivery.Count{
			Delivered: n.Delivered, Remarked: n.Remarked, Refused: n.Refused, Reason: someOf(r, "reason", n.Reason, i+1, delivery.ClaimReasons()),
			Remark: seal.Clean(n.Remark), Missing: lines(n.Missing), Bad: lines(n.Bad),
		})
	}
	b.Attachments = r.attachments(files, f.Attachments)
	return b
}

// claim is a new claim on a delivery, or the opening of the proposed one, which says
// itself what it is about.
func (r *reader) claim(s *Session, f *ClaimForm, comment string) (b delivery.OpenClaim, err error) {
	if f == nil {
		r.missing("claim")
		return b, r.err()
	}
	b.Attachments = r.attachments(s.files(), f.Attachments)
	b.Text = seal.Clean(comment)
	if f.ClaimID != "" {
		if b.Claim = readID[id.Claim](r, "claim", f.ClaimID, 0); len(r.reasons) > 0 {
			return b, r.err()
		}
		k, err := s.Core.Claim(b.Claim)
		b.Delivery, b.Reason = k.Delivery, k.Reason
		return b, err
	}
	b.Delivery = readID[id.Delivery](r, "delivery", f.DeliveryID, 0)
	b.Reason = oneOf(r, "reason", f.Reason, 0, delivery.ClaimReasons())
	for _, l := range f.Lines {
		b.Lines = append(b.Lines, delivery.ClaimLine{Line: l.Line, Part: l.Part, Pieces: l.Pieces, Serials: lines(l.Serials)})
	}
	return b, r.err()
}
