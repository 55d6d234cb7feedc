package app

import (
	"cmp"
	"slices"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// PrepareOrder shows the cart as the document to be signed.
func (a *App) PrepareOrder() (SigningView, error) {
	a.touch("", "")
	return call(a, "prepare order", func(s *Session) (SigningView, error) {
		p, err := s.Core.PrepareOrder()
		if err != nil {
			return SigningView{}, err
		}
		a.shareLater(s)
		number := ""
		if p.Order != nil {
			number = order.Number(p.Order.Unit.Number, p.Order.Revision.Order)
		}
		return signingView(p, number), nil
	})
}

// PrepareDecision shows a decision about orders.
func (a *App) PrepareDecision(form DecisionForm) (SigningView, error) {
	a.query("decision", form) // the panel asks again whenever orders change
	return call(a, "prepare decision", func(s *Session) (SigningView, error) {
		ask, err := decisionAsk(form)
		if err != nil {
			return SigningView{}, err
		}
		p, err := s.Core.PrepareDecision(ask)
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

// Sign signs what a token names. It is on the disk when this returns.
func (a *App) Sign(token, passphrase string) (SignedView, error) {
	a.touch("", "")
	return call(a, "sign", func(s *Session) (SignedView, error) {
		signed, err := s.Core.Sign(token, passphrase)
		if err != nil {
			return SignedView{}, err
		}
		s.Syncer.Kick()
		v := SignedView{SavedAt: moment(signed.SavedAt), Online: a.isOnline(), OrderIDs: []string{}}
		for _, o := range signed.Orders {
			v.OrderIDs = append(v.OrderIDs, o.String())
		}
		return v, nil
	})
}

func (a *App) isOnline() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.status.State == syncer.Live || a.status.State == syncer.CatchingUp
}

func decisionAsk(form DecisionForm) (client.DecisionAsk, error) {
	ask := client.DecisionAsk{Reason: order.ParseReturnReason(form.Reason), Comment: form.Comment}
	switch form.Act {
	case "approve":
		ask.Kind = seal.KindApproveOrder
	case "return":
		ask.Kind = seal.KindReturnOrder
	case "reject":
		ask.Kind = seal.KindRejectOrder
	case "cancel":
		ask.Kind = seal.KindCancelOrder
	default:
		return client.DecisionAsk{}, invalid("act", form.Act)
	}
	for _, text := range form.Orders {
		key, err := id.Parse[id.Order](text)
		if err != nil {
			return client.DecisionAsk{}, invalid("order", text)
		}
		ask.Orders = append(ask.Orders, key)
	}
	for _, q := range form.Questions {
		ask.Questions = append(ask.Questions, order.Ask{Line: q.Line, Field: q.Field, Reason: order.ParseReturnReason(q.Reason), Text: q.Text})
	}
	return ask, nil
}

func signingView(p client.Signing, number string) SigningView {
	v := SigningView{
		Token: p.Token, Kind: p.Kind.String(), Hash: p.Hash.String(), Changes: changeViews(p.Changes), Problems: problemViews(p.Problems),
		Ready: p.Ready, NeedPassphrase: p.NeedPassphrase, SignerName: p.Signer.Name, SignerRole: roleName(p.Role),
		NextSigner: roleName(p.NextSigner),
		Decisions:  []DecisionEffect{}, Facts: make([]Fact, 0, len(p.Facts)),
	}
	for _, f := range p.Facts {
		v.Facts = append(v.Facts, factView(f))
	}
	if p.Order != nil {
		d := documentView(*p.Order, number)
		v.Order = &d
	}
	for _, d := range p.Decisions {
		v.Decisions = append(v.Decisions, DecisionEffect{
			OrderID: d.Row.ID.String(), Number: d.Row.Number, UnitName: d.Row.UnitName, Total: int64(d.Row.Total),
			Hash: d.Hash.String(), Problems: problemViews(d.Problems),
		})
	}
	v.Budgets, v.Stocks = budgetEffects(p.Budgets), stockEffects(p.Stocks)
	return v
}

func budgetEffects(all []client.BudgetEffect) []BudgetEffect {
	views := make([]BudgetEffect, 0, len(all))
	for _, b := range all {
		views = append(views, BudgetEffect{
			UnitName: b.UnitName, Fund: b.Fund.String(), Year: int(b.Year), Before: int64(b.Before), After: int64(b.After), AsOf: moment(b.AsOf),
		})
	}
	return views
}

func stockEffects(all []client.StockEffect) []StockEffect {
	views := make([]StockEffect, 0, len(all))
	for _, e := range all {
		views = append(views, StockEffect{
			ItemID: e.Line.Item.ID.String(), NameUk: e.Line.Item.NameUk, NameEn: e.Line.Item.NameEn, SupplierName: e.Line.Supplier.NameUk,
			Before: e.Before, After: e.After, Others: e.Others,
		})
	}
	return views
}

// factView: days and moments are texts, as everywhere in the window's contract.
func factView(f client.Fact) Fact {
	v := Fact{Name: f.Name, Kind: string(f.Kind), Text: f.Text, Value: f.Value}
	switch f.Kind {
	case client.FactDay:
		v.Text, v.Value = client.DayOf(f.Value), 0
	case client.FactMoment:
		v.Text, v.Value = moment(f.Value), 0
	case client.FactText, client.FactMoney, client.FactPieces, client.FactCode, client.FactPercent:
	}
	return v
}

func roleName(r party.Role) string {
	if r == 0 {
		return ""
	}
	return r.String()
}

func sortFacet(counts []FacetCount) {
	slices.SortFunc(counts, func(a, b FacetCount) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Key, b.Key)) })
}
