package syncer_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// asked is how many bytes the page that is fetched next is to have.
func asked(t *testing.T, actions []syncer.Action) int {
	t.Helper()
	for _, a := range actions {
		switch a := a.(type) {
		case syncer.Pull:
			return a.Bytes
		case syncer.StartLoad:
			return a.Bytes
		}
	}
	require.Fail(t, "nothing is fetched")
	return 0
}

// redialled opens the next link of a machine that lost its link.
func redialled(c *syncer.Core) []syncer.Action {
	c.Step(syncer.Fired{Timer: syncer.TimerDial})
	return c.Step(syncer.Dialled{})
}

// Pages get shorter on a line that breaks, down to a few KiB, and longer on one that is quick.
func TestCore_PagesFitTheLine(t *testing.T) {
	t.Parallel()
	c := syncer.NewCore(at(5))
	c.Step(syncer.Started{})
	actions := c.Step(syncer.Dialled{})
	for want := wire.PullBytes; want >= 4<<10; want /= 2 {
		require.Equal(t, want, asked(t, actions))
		c.Step(syncer.Pulled{Err: fault.New("pull", fault.Offline)})
		actions = redialled(c)
	}
	require.Equal(t, 4<<10, asked(t, actions), "not below")

	next := func(seq uint64, took time.Duration) int {
		c.Step(syncer.Pulled{Page: page(seq, seq+1, 99), Took: took})
		return asked(t, c.Step(syncer.Stored{Cursor: at(seq + 1)}))
	}
	require.Equal(t, 8<<10, next(5, time.Second))
	require.Equal(t, 8<<10, next(6, 5*time.Second))
	require.Equal(t, 4<<10, next(7, 15*time.Second), "a page takes no longer than people wait")
	for seq := uint64(8); seq < 20; seq++ {
		next(seq, time.Millisecond)
	}
	require.Equal(t, wire.PullBytes, next(20, time.Millisecond))
}

// A link that ends in the middle of a page, and one in the middle of a load, say the same.
func TestCore_PagesOfALoadFitTheLine(t *testing.T) {
	t.Parallel()
	c := syncer.NewCore(wire.Cursor{})
	c.Step(syncer.Started{})
	require.Equal(t, wire.PullBytes, asked(t, c.Step(syncer.Dialled{})))
	c.Step(syncer.Closed{})
	c.Step(syncer.Loaded{Err: syncer.ErrGone})
	require.Equal(t, wire.PullBytes/2, asked(t, redialled(c)))
	c.Step(syncer.Loaded{Err: fault.New("load", fault.Offline)})
	require.Equal(t, wire.PullBytes/4, asked(t, redialled(c)))
	c.Step(syncer.Loaded{Err: fault.New("load", fault.DiskFull)})
	require.Equal(t, wire.PullBytes/4, asked(t, c.Step(syncer.Fired{Timer: syncer.TimerPull})), "a full disk says nothing about the line")
}
