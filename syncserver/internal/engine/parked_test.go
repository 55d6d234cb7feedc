package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
)

// Papers that came before their orders are what their notes say once they are decided
// again: each has its own name, whether the rulings come together or one by one.
func TestEngine_ParkedPapersKeepTheirNames(t *testing.T) {
	t.Parallel()
	for name, together := range map[string]bool{"together": true, "one by one": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everywhere(t, func(t *testing.T, b *bench) {
				t.Helper()
				var cases []id.ID[id.Case]
				var notes []id.ID[id.Delivery]
				for n := uint64(1); n <= 2; n++ {
					o := sharedtest.ID[id.Order](n)
					r := b.push(b.Maker, b.Maker.Do(seal.KindDispatch, delivery.Dispatch{
						Order: o, Lines: []delivery.DispatchLine{{Line: 1, Quantity: 1}}, Carrier: "x", Handover: delivery.HandoverHash(o, "123456"),
					}, b.now))[0]
					require.Equal(t, seal.Parked, r.Verdict)
					cases, notes = append(cases, r.Case), append(notes, delivery.DeliveryID(r.Command))
				}
				for n := uint64(1); n <= 2; n++ {
					who := []*sharedtest.Actor{b.Requisitioner, b.Second}[n-1]
					r := b.Revision(n, int(n)-1, 1)
					require.Equal(t, seal.Applied, b.push(who, who.Do(seal.KindSubmitOrder, seal.Raw(r.Encode()), b.now))[0].Verdict)
					x := b.push(b.Officer, b.Officer.Do(seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())}, b.now))[0]
					require.Equal(t, seal.Applied, x.Verdict, "%v", x.Reasons)
				}
				b.now = b.now.Add(time.Minute)
				var rulings []seal.Envelope
				for _, key := range cases {
					k := b.onDesk(key)
					rulings = append(rulings, b.Server.Do(seal.KindRuleCase, conflict.RuleCase{Case: key, Seen: k.Seen(), Outcome: conflict.Apply, Ground: k.Granted()}, b.now))
				}
				receipts := []seal.Receipt{}
				if together {
					receipts = b.push(b.Server, rulings...)
				} else {
					for _, e := range rulings {
						receipts = append(receipts, b.push(b.Server, e)...)
					}
				}
				for _, r := range receipts {
					require.Equal(t, seal.Applied, r.Verdict, "%v", r.Reasons)
				}
				for n := range uint64(2) {
					require.Equal(t, []id.ID[id.Delivery]{notes[n]}, b.order(n+1).Deliveries)
					key := wire.Key{Kind: wire.DocDelivery, ID: notes[n]}
					made, ok := b.world(rules.Needs{Things: []wire.Key{key}}).Things[key].(delivery.Delivery)
					require.True(t, ok)
					require.Equal(t, sharedtest.ID[id.Order](n+1), made.Order)
				}
			})
		})
	}
}
