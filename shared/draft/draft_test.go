package draft_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/draft"
	"dotchain/shared/id"
	"dotchain/shared/sharedtest"
)

// A draft has what a device did at a moment when both are those of one change, or of its end:
// another laptop's change of that moment says nothing of it, nor its own of another.
func TestDraft_HasFrom(t *testing.T) {
	t.Parallel()
	one, two := sharedtest.ID[id.Device](1), sharedtest.ID[id.Device](2)
	d := draft.Draft{
		Authors: []draft.Author{{Device: one}, {Device: two}},
		Traces:  []draft.Trace{{Author: 0, At: 10}, {Author: 1, At: 20}, {Author: 7, At: 40}},
	}
	ended := d
	ended.State, ended.ClosedBy, ended.ClosedAt = draft.Ordered, &draft.Author{Device: one}, 30
	for name, row := range map[string]struct {
		draft  draft.Draft
		device id.ID[id.Device]
		at     int64
		want   bool
	}{
		"changed":                {d, one, 10, true},
		"changed by the second":  {d, two, 20, true},
		"at another's moment":    {d, one, 20, false},
		"at no moment":           {d, two, 25, false},
		"open":                   {d, one, 30, false},
		"by an author not there": {d, one, 40, false},
		"ended":                  {ended, one, 30, true},
		"ended by another":       {ended, two, 30, false},
		"after its end":          {ended, one, 31, false},
		"changed before its end": {ended, two, 20, true},
	} {
		require.Equal(t, row.want, row.draft.HasFrom(row.device, row.at), name)
	}
}
