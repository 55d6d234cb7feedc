package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine/memstore"
)

// What many commands of a push change is published once a transaction, not once a
// command: what the server remembers of a unit's orders is as big as a hundred of them.
func TestEngine_Push_PublishesAThingOnceATransaction(t *testing.T) {
	t.Parallel()
	store := memstore.New(id.ID[id.Epoch]{})
	b := setup(t, store)
	for i := range b.Stocks {
		b.Stocks[i].OnHand = 1_000_000
	}
	b.Budgets[0].Appropriated = 1_000_000_000_000_00
	store.Put(rules.Outcome{Stocks: b.Stocks, Budgets: b.Budgets})
	before := len(store.Outbox())

	const commands, transactions = wire.MaxPushCommands, 4
	envelopes := make([]seal.Envelope, commands)
	for i := range envelopes {
		envelopes[i] = b.submit(b.Requisitioner, uint64(i)+1, 0, int64(i%5)+1) //nolint:gosec // small
	}
	for _, r := range b.push(b.Requisitioner, envelopes...) {
		require.Equal(t, seal.Applied, r.Verdict, r.Reasons)
	}

	type place struct {
		scope string
		key   wire.Key
	}
	times, orders := map[place]int{}, 0
	for _, d := range store.Outbox()[before:] {
		p := place{string(d.Scope), wire.Key{Kind: d.Kind, ID: d.ID}}
		times[p]++
		require.LessOrEqual(t, times[p], transactions, "%s in %s", d.Kind, d.Scope)
		if d.Kind == wire.DocOrder {
			orders++
		}
	}
	require.Equal(t, 2*commands, orders, "each order once for its unit and once for the agency")
	like := order.BriefOf(b.Revision(1, 0, 1), 0)
	recent, ok := rules.Find[order.Recent](store.World(), order.Recent{ID: order.RecentID(b.Units[0].ID, like)}.DocKey())
	require.True(t, ok)
	require.Len(t, recent.Orders, order.MaxRecent)
}
