package courier_test

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/courier"
	shared "dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// house is a server in memory.
type house struct {
	t *testing.T

	mu    sync.Mutex // guards what follows
	asked int
	// fail says what becomes of a request of a file of so many commands; nil lets it through.
	fail func(ctx context.Context, commands uint64) error
}

func (h *house) Courier(ctx context.Context, file []byte) (wire.CourierResponse, error) {
	_, header, err := shared.ReadHeader(file)
	require.NoError(h.t, err)
	h.mu.Lock()
	h.asked++
	fail := h.fail
	h.mu.Unlock()
	if fail != nil {
		if err := fail(ctx, header.Count); err != nil {
			return wire.CourierResponse{}, err
		}
	}
	return wire.CourierResponse{Answer: answerTo(h.t, header.Count)}, nil
}

func (h *house) failing(fail func(ctx context.Context, commands uint64) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.fail = fail
}

func (h *house) requests() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.asked
}

// carrying is a laptop that carries the files of devices 1 to n.
func carrying(t *testing.T, n uint64) (*house, *place, *courier.Sync) {
	t.Helper()
	h, p := &house{t: t}, open(t)
	for d := range n {
		p.now = p.now.Add(time.Second) // the first taken is the first brought
		_, err := p.store.Add(bundle(t, d+1))
		require.NoError(t, err)
	}
	s := courier.NewSync(courier.SyncConfig{
		Store: p.store, Server: h, Random: func() float64 { return 0.5 }, Changed: func() {}, Log: slog.New(slog.DiscardHandler),
	})
	s.Start()
	s.Start() // twice is once
	t.Cleanup(s.Stop)
	return h, p, s
}

func (p *place) states() map[uint64]courier.State {
	states := map[uint64]courier.State{}
	for _, f := range p.store.Files() {
		states[f.Count] = f.State
	}
	return states
}

func TestSync_BringsWhatWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, p, s := carrying(t, 2)
		pass(time.Hour)
		require.Zero(t, h.requests(), "without a link nothing is tried")
		s.Link(true)
		synctest.Wait()
		require.Equal(t, map[uint64]courier.State{1: courier.Answered, 2: courier.Answered}, p.states())

		_, err := p.store.Add(bundle(t, 3))
		require.NoError(t, err)
		s.Wake()
		synctest.Wait()
		require.Equal(t, courier.Answered, p.states()[3])
		pass(2 * time.Hour)
		require.Equal(t, 3, h.requests(), "each once")
		s.Stop()
		s.Stop()
	})
}

func TestSync_TriesAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, p, s := carrying(t, 2)
		h.failing(func(context.Context, uint64) error { return fault.New("put", fault.Busy) })
		s.Link(true)
		pass(10 * time.Minute)
		require.InDelta(t, 30, h.requests(), 15, "with back-off, and one file of all")
		h.failing(nil)
		pass(time.Minute)
		require.Equal(t, map[uint64]courier.State{1: courier.Answered, 2: courier.Answered}, p.states())
		s.Stop()
	})
}

// A file that the server does not take for a reason of its own keeps no other back; one
// that it can never take is refused.
func TestSync_OneFileKeepsNoOtherBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, p, s := carrying(t, 3)
		h.failing(func(_ context.Context, commands uint64) error {
			return map[uint64]error{1: fault.New("put", fault.Internal), 2: fault.New("put", fault.CourierForeign)}[commands]
		})
		s.Link(true)
		pass(time.Minute)
		require.Equal(t, map[uint64]courier.State{1: courier.Waits, 2: courier.Refused, 3: courier.Answered}, p.states())
		before := h.requests()
		pass(time.Minute)
		require.Greater(t, h.requests(), before, "the first is tried again")
		s.Stop()
	})
}

// The link goes while a file is on its way: it is given up and goes with the next link.
func TestSync_LinkGoes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, p, s := carrying(t, 1)
		var ended atomic.Bool
		h.failing(func(ctx context.Context, _ uint64) error {
			<-ctx.Done()
			ended.Store(true)
			return fault.Wrap("put", fault.Offline, ctx.Err())
		})
		s.Link(true)
		synctest.Wait()
		s.Link(false)
		synctest.Wait()
		require.True(t, ended.Load(), "nobody waits for a link that is gone")
		require.Equal(t, 1, h.requests())
		pass(time.Hour)
		require.Equal(t, 1, h.requests(), "nothing is tried without a link")
		h.failing(nil)
		s.Link(true)
		synctest.Wait()
		require.Equal(t, courier.Answered, p.only().State)
		s.Stop()
	})
}

// An answer for somebody else, or none at all, is not kept.
func TestSync_ChecksTheAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := open(t)
		_, err := p.store.Add(bundle(t, 2))
		require.NoError(t, err)
		s := courier.NewSync(courier.SyncConfig{
			Store: p.store, Server: stranger{answerTo(t, 1)}, Random: func() float64 { return 0 }, Changed: func() {}, Log: slog.New(slog.DiscardHandler),
		})
		s.Start()
		s.Link(true)
		pass(time.Minute)
		require.Equal(t, courier.Waits, p.only().State)
		s.Stop()
	})
}

type stranger struct{ answer []byte }

func (s stranger) Courier(context.Context, []byte) (wire.CourierResponse, error) {
	return wire.CourierResponse{Answer: s.answer}, nil
}

// pass lets time go by inside a bubble of synctest.
func pass(d time.Duration) {
	time.Sleep(d) //nolint:forbidigo // the bubble's clock
}
