package engine_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/supply"
)

// Commands of one request may each reach, through what came just before them, to
// something that nobody looked up: here the cap of an item that is new. However many of
// them there are, the request is decided.
func TestEngine_Push_CommandsThatReachFurtherThanTheOnesBefore(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		const orders = 100
		var envelopes []seal.Envelope
		revisions := make([]order.Revision, orders)
		for i := range revisions {
			item := b.Items[0]
			item.ID, item.Article, item.Cap = sharedtest.ID[id.Item](5000+uint64(i)), fmt.Sprintf("NEW-%d", i), 5 //nolint:gosec // small
			offer := b.Offers[0]
			offer.Item, offer.ID = item.ID, supply.OfferID(b.Supplier.ID, item.ID)
			envelopes = append(envelopes, b.Server.Do(seal.KindPublishCatalogue, rules.Publish{
				Supplier: b.Supplier.ID, Items: append(b.Items[:0:0], item), Offers: append(b.Offers[:0:0], offer),
				Stocks: []rules.OnHand{{Offer: offer.ID, Pieces: 9}},
			}, b.now))
			r := b.Revision(uint64(i)+1, 0, 1)
			r.Lines[0].Offer, r.Lines[0].Terms = offer.ID, offer.Terms()
			revisions[i] = r
		}
		for _, r := range revisions {
			envelopes = append(envelopes, b.Requisitioner.Do(seal.KindSubmitOrder, seal.Raw(r.Encode()), b.now))
		}
		receipts := b.push(b.Server, envelopes...)
		applied := 0
		for _, r := range receipts {
			if r.Verdict == seal.Applied {
				applied++
			}
		}
		require.Greater(t, applied, orders, "what the budget affords is ordered")
		// The chains end at the last command each, and a second try is told the same.
		require.EqualValues(t, orders, b.chain(b.Server).LastSeq)
		require.EqualValues(t, orders, b.chain(b.Requisitioner).LastSeq)
		require.Equal(t, receipts, b.push(b.Server, envelopes...))
		used := b.world(rules.Needs{Usages: []id.ID[id.Usage]{supply.UsageID(b.Units[0].ID, sharedtest.ID[id.Item](5000), rules.KyivYear(b.now.UnixMilli()))}})
		for _, u := range used.Usages {
			require.EqualValues(t, 1, u.Pieces)
		}
	})
}
