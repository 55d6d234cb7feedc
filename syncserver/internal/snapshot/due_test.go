package snapshot

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// When a scope is packed, and when it is left alone.
func TestIsDue(t *testing.T) {
	t.Parallel()
	const now = int64(1_000 * 24 * 3600 * 1000)
	ago := func(d time.Duration) int64 { return now - d.Milliseconds() }
	packed := Packed{Seq: 100, Documents: 10_000, MadeAt: ago(2 * time.Minute), Signed: []byte("m")}
	fresh, old := packed, packed
	fresh.MadeAt, old.MadeAt = ago(59*time.Second), ago(24*time.Hour)
	for name, row := range map[string]struct {
		state  State
		pruned uint64
		want   bool
	}{
		"small":                           {state: State{Changed: 4096}},
		"large":                           {state: State{Changed: 4097}, want: true},
		"nothing changed":                 {state: State{Packed: old, ChangedAt: ago(time.Hour)}},
		"little changed just now":         {state: State{Packed: packed, Changed: 200, ChangedAt: now}},
		"more than two per cent":          {state: State{Packed: packed, Changed: 201, ChangedAt: now}, want: true},
		"much, but too soon":              {state: State{Packed: fresh, Changed: 5000, ChangedAt: now}},
		"little, and then quiet":          {state: State{Packed: packed, Changed: 1, ChangedAt: ago(10 * time.Minute)}, want: true},
		"little, and not quiet for a day": {state: State{Packed: old, Changed: 1, ChangedAt: now}, want: true},
		"tombstones after it went":        {state: State{Packed: fresh}, pruned: 101, want: true},
		"tombstones before it went":       {state: State{Packed: fresh}, pruned: 100},
	} {
		require.Equal(t, row.want, isDue(row.state, row.pruned, now), name)
	}
}
