package figures_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/figures"
	"dotchain/shared/order"
)

// An order is behind a figure exactly where the figure of that order alone counts something.
func TestIsBehind_IsWhatIsCounted(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 6, 20, 12, 0, 0, 0, time.UTC).UnixMilli()
	rapid.Check(t, func(t *rapid.T) {
		d := aDigest(t, now)
		f := figures.Count([]*figures.Digest{d}, now)
		counted := map[figures.Behind]bool{
			figures.BehindCycle:    f.Cycle != figures.None,
			figures.BehindOnTime:   f.OnTime != figures.None,
			figures.BehindOpen:     f.Open > 0,
			figures.BehindAgency:   f.WithAgency > 0,
			figures.BehindUnit:     f.WithUnit > 0,
			figures.BehindWaiting:  f.WaitingOrders > 0,
			figures.BehindLate:     f.LateOrders > 0,
			figures.BehindApproved: f.Approved > 0,
			figures.BehindPaid:     f.Paid > 0,
			"unheard":              false,
		}
		for _, s := range figures.Stages() {
			counted[figures.BehindStage(s)] = false
		}
		for _, s := range f.Stages {
			counted[figures.BehindStage(s.Stage)] = true
		}
		for _, r := range []order.ReturnReason{order.QuantityUnclear, order.FundWrong, order.Duplicate} {
			counted[figures.BehindReturn(r)] = f.Returns[r] > 0
			counted[figures.BehindRejection(r)] = f.Rejections[r] > 0
		}
		for b, is := range counted {
			require.Equal(t, is, d.IsBehind(b, now), "%s", b)
		}
	})
}
