package rules_test

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
)

// whole is a trade with a delivery in every state and a claim in every state.
func whole(t require.TestingT) *trade {
	x := newTrade(t, 12, 8)
	x.at = x.at.Add(12 * day)
	bad := receipt(x.sent(x.note(4, 2)))
	bad.Counts[0] = delivery.Count{Delivered: 3, Refused: 1, Remarked: 1, Reason: delivery.Quality}
	x.signedFor(bad) // late, short and with a refusal: three claims
	x.settled(x.claims()[0], delivery.Replaced)
	x.done(x.Maker, seal.KindAnswerClaim, delivery.AnswerClaim{Claim: x.claims()[1].ID, Agrees: true})
	x.done(x.Receiver, seal.KindOpenClaim, delivery.OpenClaim{Delivery: bad.Delivery, Reason: delivery.Price})
	x.done(x.Receiver, seal.KindReceive, receipt(x.sent(x.note(1, 1))))
	n := x.note(2, 1)
	n.Lines[0].Serials = []string{"A", "B"}
	x.sent(n)
	return x
}

// hostile draws bodies whose ids are good ones now and then and whose figures are not.
type hostile struct {
	*trade
	r *rapid.T
}

func (h hostile) number() int64 {
	return rapid.SampledFrom([]int64{0, 1, 2, 3, 6, 12, -1, math.MaxInt64, math.MinInt64, math.MaxInt64 - 1, math.MaxInt32}).Draw(h.r, "number")
}

func (h hostile) small() int { return int(h.number()) }

func (h hostile) text() string {
	return rapid.SampledFrom([]string{"", "A", "B", "Z", handoverCode, "\u202e", "a\x00", "../x", "ні"}).Draw(h.r, "text")
}

func (h hostile) texts() []string {
	return rapid.SampledFrom([][]string{nil, {"A"}, {"A", "A"}, {"A", "B"}, {""}, {"B", "A", "C"}}).Draw(h.r, "texts")
}

func (h hostile) hash() seal.Hash {
	all := []seal.Hash{{}, seal.Sum([]byte("x")), delivery.HandoverHash(h.order, handoverCode)}
	for _, k := range h.w.Orders[h.order].Deliveries {
		all = append(all, h.delivery(k).Count)
	}
	return rapid.SampledFrom(all).Draw(h.r, "hash")
}

func (h hostile) orderID() id.ID[id.Order] {
	return rapid.SampledFrom([]id.ID[id.Order]{h.order, h.order, {}, sharedtest.ID[id.Order](9)}).Draw(h.r, "order")
}

func (h hostile) deliveryID() id.ID[id.Delivery] {
	return rapid.SampledFrom(append([]id.ID[id.Delivery]{{}}, h.w.Orders[h.order].Deliveries...)).Draw(h.r, "delivery")
}

func (h hostile) claimID() id.ID[id.Claim] {
	return rapid.SampledFrom(append([]id.ID[id.Claim]{{}, {}}, h.w.Orders[h.order].Claims...)).Draw(h.r, "claim")
}

func (h hostile) attachments() []delivery.Attachment {
	var all []delivery.Attachment
	for range rapid.IntRange(0, 2).Draw(h.r, "attachments") {
		all = append(all, delivery.Attachment{Hash: h.hash(), Name: h.text(), Type: h.text(), Bytes: h.number()})
	}
	return all
}

func times[T any](h hostile, one func() T) []T {
	var all []T
	for range rapid.IntRange(0, 3).Draw(h.r, "rows") {
		all = append(all, one())
	}
	return all
}

func (h hostile) body(kind seal.Kind) any {
	reason := func() delivery.ClaimReason { return delivery.ClaimReason(rapid.Uint8Range(0, 9).Draw(h.r, "reason")) }
	switch kind { //nolint:exhaustive // of these
	case seal.KindRespondOrder:
		return delivery.Respond{Order: h.orderID(), Comment: h.text(), Lines: times(h, func() delivery.ResponseLine {
			status := rapid.SampledFrom([]delivery.LineStatus{0, 1, 3, 5, 7, 42}).Draw(h.r, "status")
			return delivery.ResponseLine{Line: h.small(), Part: h.small(), Status: status, Confirmed: h.number(), PromisedAt: h.number()}
		})}
	case seal.KindDispatch:
		return delivery.Dispatch{Order: h.orderID(), Handover: h.hash(), Carrier: h.text(), Replaces: h.claimID(), Lines: times(h, func() delivery.DispatchLine {
			return delivery.DispatchLine{Line: h.small(), Part: h.small(), Quantity: h.number(), Serials: h.texts()}
		})}
	case seal.KindReceive:
		return delivery.Receive{Delivery: h.deliveryID(), Code: handoverCode, Attachments: h.attachments(), Counts: times(h, func() delivery.Count {
			return delivery.Count{
				Delivered: h.number(), Remarked: h.number(), Refused: h.number(), Reason: reason(), Remark: h.text(), Missing: h.texts(), Bad: h.texts(),
			}
		})}
	case seal.KindAccept:
		return delivery.Accept{Delivery: h.deliveryID(), Count: h.hash(), Comment: h.text()}
	case seal.KindOpenClaim:
		return delivery.OpenClaim{Delivery: h.deliveryID(), Claim: h.claimID(), Reason: reason(), Attachments: h.attachments(), Lines: times(h, func() delivery.ClaimLine {
			return delivery.ClaimLine{Line: h.small(), Part: h.small(), Pieces: h.number(), Serials: h.texts()}
		})}
	case seal.KindAnswerClaim:
		return delivery.AnswerClaim{Claim: h.claimID(), Text: h.text(), Agrees: h.number() > 0}
	}
	return delivery.SettleClaim{Claim: h.claimID(), Outcome: delivery.Outcome(rapid.Uint8Range(0, 9).Draw(h.r, "outcome")), Comment: h.text()}
}

// without is a world that lost things, as on a device that has read half of its documents.
func (h hostile) without() *rules.World {
	w := rules.NewWorld()
	// What is decided on it stays with it: the world it was made from goes on.
	w.Orgs, w.People, w.Items = maps.Clone(h.w.Orgs), maps.Clone(h.w.People), maps.Clone(h.w.Items)
	w.Offers, w.Cases = maps.Clone(h.w.Offers), maps.Clone(h.w.Cases)
	lost := func(what string) bool { return rapid.IntRange(0, 7).Draw(h.r, what) == 0 }
	for _, k := range slices.SortedFunc(maps.Keys(h.w.Things), wire.Key.Compare) {
		if w.Things[k] = h.w.Things[k]; lost("thing") {
			w.Things[k] = nil
		}
	}
	if !lost("order") {
		w.Orders[h.order] = h.w.Orders[h.order]
	} else {
		held := h.w.Orders[h.order].Blind("P-01")[0]
		w.Orders[h.order], w.Things[held.DocKey()] = nil, held
	}
	if !lost("stock") {
		w.Stocks = maps.Clone(h.w.Stocks)
	}
	if !lost("budget") {
		w.Budgets = maps.Clone(h.w.Budgets)
	}
	return w
}

func TestGoods_HostileBodiesNeverBreakThem(t *testing.T) {
	t.Parallel()
	kinds := []seal.Kind{
		seal.KindRespondOrder, seal.KindDispatch, seal.KindReceive, seal.KindAccept,
		seal.KindOpenClaim, seal.KindAnswerClaim, seal.KindSettleClaim,
	}
	rapid.Check(t, func(t *rapid.T) {
		x := whole(t)
		h := hostile{trade: x, r: t}
		actors := []*sharedtest.Actor{x.Maker, x.Receiver, x.Acceptor, x.Quality, x.Approver, x.Requisitioner}
		for range 20 {
			kind, by := rapid.SampledFrom(kinds).Draw(t, "kind"), rapid.SampledFrom(actors).Draw(t, "by")
			c := by.Command(kind, h.body(kind), x.at)
			if _, err := seal.SignCommand(c, by.Key); err != nil {
				continue // nothing that can be sent
			}
			for n := rules.Missing(x.w, c); !n.IsEmpty(); n = rules.Missing(x.w, c) {
				sharedtest.Fill(x.w, n)
			}
			out, reasons := rules.Decide(rules.Facts{Now: x.at.UnixMilli(), World: x.w}, c)
			require.Equal(t, len(reasons) > 0, out.IsEmpty(), "an outcome or a reason")
			x.w.Apply(out)
			(&walk{trade: x, r: t}).counted()

			half := h.without()
			_, _ = sharedtest.Decide(half, by.Command(kind, h.body(kind), x.at), x.at)
		}
	})
}
