package client

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/delivery"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// A list that was patched is the list made anew, whatever came, changed and went.
func TestThings_Patched(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := &Core{things: map[wire.DocKind]*thingsOf{}}
		held := map[[16]byte]uint64{}
		for range rapid.IntRange(1, 12).Draw(t, "pages") {
			for range rapid.IntRange(0, 9).Draw(t, "documents") {
				key := [16]byte{rapid.Byte().Draw(t, "id") % 24}
				d := wire.Document{Kind: wire.DocClaim, ID: key, Version: held[key] + 1, Deleted: rapid.IntRange(0, 4).Draw(t, "deleted") == 0}
				if d.Deleted {
					delete(held, key)
				} else {
					held[key] = d.Version
					d.Body = seal.Encode(delivery.Claim{ID: key, Version: d.Version})
				}
				require.NoError(t, c.take(d))
			}
			all := things[delivery.Claim](c, wire.DocClaim)
			require.Len(t, all, len(held))
			require.True(t, slices.IsSortedFunc(all, func(a, b delivery.Claim) int { return bytes.Compare(a.ID[:], b.ID[:]) }))
			for _, d := range all {
				require.Equal(t, held[d.ID], d.Version)
			}
		}
	})
}
