package attachments_test

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/attachments"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// house is a server in memory behind a link that fails when it is told to.
type house struct {
	mu       sync.Mutex // guards everything below
	has      map[seal.Hash][]byte
	sent     int64 // bytes that came, all together
	asked    int
	failAt   map[int]error // by the number of the request
	requests int
	hang     bool
	// breaks is how many bytes pass before the link breaks, 0 for any number.
	breaks, passed int64
}

func (h *house) next(ctx context.Context) error {
	h.mu.Lock()
	h.requests++
	err, hang := h.failAt[h.requests], h.hang
	h.mu.Unlock()
	pass(300 * time.Millisecond)
	if hang {
		<-ctx.Done()
		return fault.Wrap("put", fault.Offline, ctx.Err())
	}
	return err
}

func (h *house) PutAttachment(ctx context.Context, hash seal.Hash, from, total int64, piece []byte) (wire.AttachmentState, error) {
	err := h.next(ctx)
	h.mu.Lock()
	defer h.mu.Unlock()
	if err != nil {
		return wire.AttachmentState{}, err
	}
	if len(piece) == 0 {
		h.asked++
	} else if h.passed += int64(len(piece)); h.breaks > 0 && h.passed > h.breaks {
		h.passed = 0
		return wire.AttachmentState{}, fault.New("put", fault.Offline)
	} else if int64(len(h.has[hash])) == from {
		h.has[hash] = append(h.has[hash], piece...)
	}
	h.sent += int64(len(piece))
	received := int64(len(h.has[hash]))
	return wire.AttachmentState{Received: received, Complete: received == total}, nil
}

func (h *house) GetAttachment(ctx context.Context, hash seal.Hash, from, most int64) ([]byte, int64, error) {
	err := h.next(ctx)
	h.mu.Lock()
	defer h.mu.Unlock()
	whole := h.has[hash]
	switch {
	case err != nil:
		return nil, 0, err
	case whole == nil:
		return nil, 0, fault.New("get", fault.AttachmentMissing)
	}
	piece := whole[from:min(from+most, int64(len(whole)))]
	h.sent += int64(len(piece))
	return piece, int64(len(whole)), nil
}

// desk is what was signed: everything, unless a command waits.
type desk struct {
	mu   sync.Mutex // guards busy
	busy bool
}

func (d *desk) Named(of []seal.Hash) ([]seal.Hash, error) { return of, nil }

func (d *desk) Signed(of []seal.Hash) ([]seal.Hash, error) { return of, nil }

func (d *desk) Done([]seal.Hash) ([]seal.Hash, error) { return nil, nil }

func (d *desk) IsQuiet() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.busy
}

func (d *desk) set(busy bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.busy = busy
}

// run calls do with a started Sync that has a link to a house.
func run(t *testing.T, h *house, do func(s *attachments.Sync, store *attachments.Store, d *desk)) {
	t.Helper()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		store := newStore(t, dir)
		d := &desk{}
		h.has = map[seal.Hash][]byte{}
		s := attachments.NewSync(attachments.SyncConfig{
			Store: store, Papers: d, Server: h, Clock: time.Now, Random: func() float64 { return 1 }, Changed: func() {},
		})
		s.Link(true)
		s.Start()
		s.Start()
		defer s.Stop()
		do(s, store, d)
	})
}

// pass lets the bubble's clock go on.
func pass(d time.Duration) { <-time.After(d) }

func settle() {
	pass(5 * time.Minute)
	synctest.Wait()
}

func large() []byte { return bytes.Repeat([]byte("0123456789abcdef"), 200_000) }

func TestSync_GoesOnWhereItWasCut(t *testing.T) {
	t.Parallel()
	h := &house{failAt: map[int]error{1: fault.New("put", fault.Offline), 4: fault.New("put", fault.Offline), 7: fault.New("put", fault.Busy)}}
	run(t, h, func(s *attachments.Sync, store *attachments.Store, _ *desk) {
		a, err := store.Add("a.jpg", "image/jpeg", large())
		require.NoError(t, err)
		s.Wake()
		settle()
		require.Equal(t, large(), h.has[a.Hash])
		require.Equal(t, int64(len(large())), h.sent, "nothing goes twice")
		require.Equal(t, 3, h.asked, "after each cut it asks")
		require.Empty(t, store.Waiting())
		require.Less(t, h.requests, 30, "pieces grow on a good link")
	})
}

// A link that breaks after so many bytes carries no piece that is larger.
func TestSync_PiecesFitTheLink(t *testing.T) {
	t.Parallel()
	h := &house{breaks: 300_000}
	run(t, h, func(s *attachments.Sync, store *attachments.Store, _ *desk) {
		_, err := store.Add("a.jpg", "image/jpeg", large())
		require.NoError(t, err)
		s.Wake()
		settle()
		require.Empty(t, store.Waiting())
		require.Equal(t, int64(len(large())), h.sent)
	})
}

func TestSync_OrdersGoFirst(t *testing.T) {
	t.Parallel()
	h := &house{}
	run(t, h, func(s *attachments.Sync, store *attachments.Store, d *desk) {
		d.set(true)
		_, err := store.Add("a.jpg", "image/jpeg", large())
		require.NoError(t, err)
		s.Wake()
		settle()
		require.Zero(t, h.requests)
		d.set(false)
		s.Wake()
		pass(700 * time.Millisecond)
		d.set(true) // signed while a piece moves
		settle()
		require.Equal(t, 3, h.requests, "the piece that moves is the last")
		d.set(false)
		s.Wake()
		settle()
		require.Empty(t, store.Waiting())
	})
}

func TestSync_LetsAHangingLinkGo(t *testing.T) {
	t.Parallel()
	h := &house{hang: true}
	run(t, h, func(s *attachments.Sync, store *attachments.Store, _ *desk) {
		_, err := store.Add("a.jpg", "image/jpeg", large())
		require.NoError(t, err)
		s.Wake()
		pass(5 * time.Second)
		s.Link(false)
		synctest.Wait()
		h.mu.Lock()
		h.hang = false
		h.mu.Unlock()
		settle()
		require.Equal(t, 1, h.requests, "without a link not one packet")
		s.Link(true)
		settle()
		require.Empty(t, store.Waiting())
	})
}

func TestSync_Fetches(t *testing.T) {
	t.Parallel()
	h := &house{failAt: map[int]error{4: fault.New("get", fault.Offline)}}
	run(t, h, func(s *attachments.Sync, store *attachments.Store, _ *desk) {
		hash := seal.Sum(large())
		require.False(t, s.Fetch(hash))
		require.True(t, s.IsFetching(hash))
		pass(10 * time.Second) // it comes after its paper
		h.mu.Lock()
		h.has[hash] = large()
		h.mu.Unlock()
		settle()
		content, err := store.Content(hash)
		require.NoError(t, err)
		require.Equal(t, large(), content)
		require.Equal(t, int64(len(large())), h.sent)
		require.False(t, s.IsFetching(hash))
		require.True(t, s.Fetch(hash))
	})
}

func TestSync_KeepsNothingElseThanItsHashSays(t *testing.T) {
	t.Parallel()
	h := &house{}
	run(t, h, func(s *attachments.Sync, store *attachments.Store, _ *desk) {
		hash := seal.Hash{1}
		h.mu.Lock()
		h.has[hash] = []byte("<html>")
		h.mu.Unlock()
		s.Fetch(hash)
		settle()
		here, _ := store.Has(hash)
		require.False(t, here)
		require.Less(t, h.requests, 30, "it is tried ever more rarely")
	})
}
