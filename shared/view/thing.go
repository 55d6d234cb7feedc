package view

import (
	"dotchain/shared/delivery"
	"dotchain/shared/draft"
	"dotchain/shared/forward"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/policy"
	"dotchain/shared/register"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Thing shows a thing to those it concerns: the policies to all who decide by them,
// suppliers not among them; what rounds published to everybody;
// what belongs to one order to its unit and the agency whole, and to its supplier
// without the unit, its people and its money.
func Thing(w *rules.World, t rules.Thing) []wire.Document {
	switch v := t.(type) {
	case policy.Set:
		return things(t, party.ScopePolicy)
	case round.Outlook:
		return things(t, party.ScopeCatalogue)
	case policy.Proxies:
		if o := w.Orgs[v.Org]; o != nil {
			return things(t, party.HomeScope(*o))
		}
		return things(t, party.ScopeAgency)
	case order.Recent:
		return things(t, party.ScopeUnit(v.Unit))
	case draft.Draft:
		return things(t, party.ScopeUnit(v.Unit))
	case round.Queue, round.Round, round.Credits, register.Register, forward.Parcel:
		return things(t, party.ScopeAgency)
	case delivery.Delivery:
		return append(things(t, party.ScopeUnit(v.Unit), party.ScopeAgency), things(blindDelivery(w, v), party.ScopeSupplier(v.Supplier))...)
	case delivery.Response:
		return append(things(t, party.ScopeUnit(v.Unit), party.ScopeAgency), things(blindResponse(v), party.ScopeSupplier(v.Supplier))...)
	case delivery.Claim:
		docs := things(t, party.ScopeAgency)
		if v.State == delivery.ClaimProposed || v.State == delivery.ClaimSettled && v.Number == "" {
			return docs // nobody has said it yet, or it was dropped before anybody did
		}
		docs = append(docs, things(t, party.ScopeUnit(v.Unit))...)
		return append(docs, things(blindClaim(w, v), party.ScopeSupplier(v.Supplier))...)
	case payment.Invoice:
		return append(things(t, party.ScopeUnit(v.Unit), party.ScopeAgency), things(blindInvoice(v), party.ScopeSupplier(v.Supplier))...)
	case payment.Payment:
		return append(things(t, party.ScopeAgency), things(blindPayment(v), party.ScopeSupplier(v.Supplier))...)
	}
	return nil
}

func things(t rules.Thing, scopes ...party.Scope) []wire.Document {
	body := seal.Encode(t)
	k := t.DocKey()
	docs := make([]wire.Document, len(scopes))
	for i, s := range scopes {
		docs[i] = wire.Document{Scope: s, Kind: k.Kind, ID: k.ID, Version: t.DocVersion(), Body: body}
	}
	return docs
}
