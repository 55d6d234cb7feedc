package syncer_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/wire"
)

// Receipts that the disk does not take are asked for again: their commands were decided, and
// wait here all the same.
func TestCore_ReceiptsAreNotStored(t *testing.T) {
	t.Parallel()
	c := linked(t)
	require.Equal(t, []string{"push"}, kinds(c.Step(syncer.Kicked{})))
	require.Equal(t, []string{"ack"}, kinds(c.Step(syncer.Pushed{Sent: 1})))
	c.Step(syncer.Acknowledged{Err: fault.New("append", fault.DiskFull)})
	require.Equal(t, []string{"push"}, kinds(c.Step(syncer.Fired{Timer: syncer.TimerPush})))
}

// A page that answers a question of before is not what follows here: it is asked for again.
func TestCore_PageThatDoesNotFollow(t *testing.T) {
	t.Parallel()
	c := linked(t)
	require.Equal(t, []string{"pull"}, kinds(c.Step(syncer.Got{Message: wire.Live{Kind: wire.LiveNews, Head: 9}})))
	require.Equal(t, []string{"pull"}, kinds(c.Step(syncer.Pulled{Page: page(3, 9, 9)})))
	require.Equal(t, []string{"apply"}, kinds(c.Step(syncer.Pulled{Page: page(5, 9, 9)})))
}

// full is a client with two commands to send, which stands in an epoch.
type full struct {
	calm
	mu       sync.Mutex
	receipts [][]byte
}

func (f *full) Unsent(int, int) ([][]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return [][]byte{{1}, {2}}[min(len(f.receipts), 2):], nil
}

func (f *full) Acknowledge(receipts [][]byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.receipts = append(f.receipts, receipts...)
	return nil
}

func (*full) Cursor() (wire.Cursor, error) { return inEpoch(), nil }

func inEpoch() wire.Cursor { return wire.Cursor{Epoch: id.ID[id.Epoch]{7}, Schema: 1, Seq: 1} }

// answering is a server that gives so many receipts for a push, whatever was in it.
type answering struct {
	line
	receipts int
	pushes   []wire.PushRequest // guarded by line.mu
}

func (a *answering) Push(_ context.Context, r wire.PushRequest) (wire.PushResponse, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.pushes = append(a.pushes, r)
	return wire.PushResponse{Receipts: make([][]byte, a.receipts)}, nil
}

func (*answering) Pull(context.Context, wire.Cursor, int) (wire.Page, error) {
	return wire.Page{From: inEpoch(), Next: inEpoch(), Head: 1}, nil
}

// What is pushed says in which past of the server its device stands, so that one that was
// restored takes nothing before it was offered the rest; and there is one receipt for each
// command, or none is believed.
func TestSyncer_Push(t *testing.T) {
	t.Parallel()
	for name, receipts := range map[string]int{"one for each": 2, "too few": 1, "too many": 3} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, r := &full{}, &answering{receipts: receipts}
				s := syncer.New(syncer.Config{
					Client: c, Remote: r, Clock: time.Now, Random: func() float64 { return 0.5 }, Report: func(syncer.Status) {},
				})
				require.NoError(t, s.Start())
				time.Sleep(time.Minute) //nolint:forbidigo // the bubble's clock, not time
				s.Stop()
				require.NotEmpty(t, r.pushes)
				require.Equal(t, inEpoch().Epoch, r.pushes[0].Epoch)
				if receipts == 2 {
					require.Len(t, c.receipts, 2)
					return
				}
				require.Empty(t, c.receipts)
			})
		})
	}
}
