package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// What came too late for a draft is a case, and with the same commit a draft of its own: of
// what one laptop changed and another ordered without it nothing vanishes.
func TestEngine_Push_TooLateForADraft(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, b *bench) {
		t.Helper()
		r := b.Revision(1, 0, 2)
		require.Equal(t, seal.Applied, b.push(b.Requisitioner, b.submit(b.Requisitioner, 1, 0, 2))[0].Verdict)
		pieces := draft.Place{Field: draft.Pieces, Offer: b.Offers[0].ID}
		late := draft.Change{Order: r.Order, Edits: []draft.Edit{{Place: pieces, Value: draft.Value{Number: 5}}}}
		got := b.push(b.Requisitioner, b.Requisitioner.Do(seal.KindChangeDraft, late, b.now))[0]
		parked(t, got, fault.DraftClosed, conflict.TwoDrafts)
		key := draft.Key(draft.TwinOrder(r.Order), seal.Hash{})
		twin, ok := rules.Find[draft.Draft](b.world(rules.Needs{Things: []wire.Key{key}}), key)
		require.True(t, ok)
		require.EqualValues(t, 3, draft.At(twin.Cells, pieces).Number, "two of five were ordered")
		require.True(t, twin.HasFrom(b.Requisitioner.Device.ID, got.ReceivedAt))
	})
}
