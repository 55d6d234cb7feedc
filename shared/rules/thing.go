package rules

import (
	"fmt"

	"dotchain/shared/delivery"
	"dotchain/shared/draft"
	"dotchain/shared/forward"
	"dotchain/shared/order"
	"dotchain/shared/payment"
	"dotchain/shared/policy"
	"dotchain/shared/register"
	"dotchain/shared/round"
	"dotchain/shared/wire"
)

// Thing is a value that the rules decide about and that has no table of its own:
// no constraint of the database speaks of it alone. It is stored, loaded and sent as
// its one form in bytes, under its key. Its DocVersion counts its changes from 1.
type Thing interface {
	DocKey() wire.Key
	DocVersion() uint64
}

// DecodeThing reads a thing of a kind.
func DecodeThing(kind wire.DocKind, body []byte) (Thing, error) {
	switch kind {
	case wire.DocSupplierOrder:
		return decodeThing[order.SupplierOrder](body)
	case wire.DocPolicy:
		return decodeThing[policy.Set](body)
	case wire.DocProxies:
		return decodeThing[policy.Proxies](body)
	case wire.DocRecent:
		return decodeThing[order.Recent](body)
	case wire.DocQueue:
		return decodeThing[round.Queue](body)
	case wire.DocRound:
		return decodeThing[round.Round](body)
	case wire.DocOutlook:
		return decodeThing[round.Outlook](body)
	case wire.DocCredits:
		return decodeThing[round.Credits](body)
	case wire.DocDelivery:
		return decodeThing[delivery.Delivery](body)
	case wire.DocClaim:
		return decodeThing[delivery.Claim](body)
	case wire.DocInvoice:
		return decodeThing[payment.Invoice](body)
	case wire.DocPayment:
		return decodeThing[payment.Payment](body)
	case wire.DocRegister:
		return decodeThing[register.Register](body)
	case wire.DocParcel:
		return decodeThing[forward.Parcel](body)
	case wire.DocResponse:
		return decodeThing[delivery.Response](body)
	case wire.DocDraft:
		return decodeThing[draft.Draft](body)
	case wire.DocOrg, wire.DocPerson, wire.DocItem, wire.DocOffer, wire.DocStock, wire.DocBudget, wire.DocOrder, wire.DocCase,
		wire.DocUsage, wire.DocDevice:
	}
	return nil, fmt.Errorf("decode thing: %s is none", kind)
}

func decodeThing[T Thing](body []byte) (Thing, error) {
	var v T
	// Not seal.Decode: its limits are for what people sign.
	if err := wire.Decode(body, &v); err != nil {
		return nil, err
	}
	return v, nil
}

// IsThing reports whether documents of a kind are things.
func IsThing(kind wire.DocKind) bool {
	return kind >= wire.DocSupplierOrder && kind <= wire.DocDraft
}

// Find returns the thing of a world with a key; false where it is not there or was
// not looked up.
func Find[T Thing](w *World, k wire.Key) (T, bool) {
	v, ok := w.Things[k].(T)
	return v, ok
}

// Policies are the policies that hold: the signed set, or Default before there is one.
func Policies(w *World) policy.Set {
	if s, ok := Find[policy.Set](w, policyKey()); ok {
		return s
	}
	return policy.Default()
}

func policyKey() wire.Key { return policy.Set{ID: policy.ID()}.DocKey() }

// things collects the things that a decision changes, each once in its last state.
type things struct {
	w       *World
	changed map[wire.Key]int
	all     []Thing
}

func newThings(w *World) *things { return &things{w: w, changed: map[wire.Key]int{}} }

// put takes over a thing as it is to be. Its version is the caller's to raise.
func (t *things) put(v Thing) {
	if i, ok := t.changed[v.DocKey()]; ok {
		t.all[i] = v
		return
	}
	t.changed[v.DocKey()] = len(t.all)
	t.all = append(t.all, v)
}

// got returns a thing as this decision left it, else as the world has it.
func got[T Thing](t *things, k wire.Key) (T, bool) {
	if i, ok := t.changed[k]; ok {
		v, ok := t.all[i].(T)
		return v, ok
	}
	return Find[T](t.w, k)
}

// number gives the next number of a series in a year (Kyiv's, of a moment in Unix milliseconds).
func (t *things) number(series string, at int64) string {
	year := KyivYear(at)
	r := t.register(series, year)
	return register.Number(series, year, r.Last)
}

func (t *things) register(series string, year int64) register.Register {
	k := registerKey(series, year)
	_, again := t.changed[k]
	r, ok := got[register.Register](t, k)
	if !ok {
		r = register.Register{ID: register.ID(series, year), Series: series, Year: year}
	}
	r.Last++
	if !again {
		r.Version++
	}
	t.put(r)
	return r
}

func registerKey(series string, year int64) wire.Key {
	return register.Register{ID: register.ID(series, year)}.DocKey()
}
