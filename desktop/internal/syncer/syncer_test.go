package syncer_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// calm is a client with nothing to send and nothing to store.
type calm struct{}

func (calm) Unsent(int, int) ([][]byte, error) { return nil, nil }
func (calm) MarkSent(int)                      {}
func (calm) Backlog() int                      { return 0 }
func (calm) Acknowledge([][]byte) error        { return nil }
func (calm) ApplyPage(wire.Page) error         { return nil }
func (calm) BeginLoad(wire.Snapshot, bool) (client.LoadPlan, error) {
	return client.LoadPlan{}, nil
}

func (calm) ApplySegment(party.Scope, wire.Part, []wire.Document) error { return nil }
func (calm) ApplyScope(wire.ScopePage) error                            { return nil }
func (calm) EndLoad() error                                             { return nil }
func (calm) Diverged(wire.Digest) ([]wire.Diverged, error)              { return nil, nil }
func (calm) Mend(wire.ScopePage) error                                  { return nil }
func (calm) Sweep(wire.Diverged, map[[16]byte]bool) error               { return nil }
func (calm) Cursor() (wire.Cursor, error)                               { return at(1), nil }
func (calm) Device() id.ID[id.Device]                                   { return id.ID[id.Device]{1} }
func (calm) Program() string                                            { return "test" }
func (calm) ServerClock(int64, bool)                                    {}
func (calm) Log(client.LogRecord)                                       {}

// line is a network that counts its sockets.
type line struct {
	mu           sync.Mutex
	dialled      int
	opened, shut int
	down         bool
	slow         time.Duration // a dial takes as long and ends well, whoever gave it up
}

func (l *line) Push(context.Context, wire.PushRequest) (wire.PushResponse, error) {
	return wire.PushResponse{}, nil
}

func (l *line) Pull(context.Context, wire.Cursor, int) (wire.Page, error) { return page(1, 1, 1), nil }

func (l *line) Snapshot(context.Context) (wire.Snapshot, error) {
	return wire.Snapshot{}, fault.New("test", fault.Busy)
}

func (l *line) Scope(context.Context, party.Scope, uint64, wire.DocKind, int) (wire.ScopePage, error) {
	return wire.ScopePage{}, fault.New("test", fault.Busy)
}

func (l *line) Segment(context.Context, wire.Part, func(int64)) ([]byte, error) {
	return nil, syncer.ErrReplaced
}

func (l *line) Digest(context.Context, wire.Cursor, []wire.Diverged) (wire.Digest, error) {
	return wire.Digest{}, fault.New("test", fault.Busy)
}

func (l *line) Forget([]wire.Part) {}

func (l *line) Live(context.Context, wire.Live) (syncer.Conn, error) {
	time.Sleep(l.slow) //nolint:forbidigo // the bubble's clock, not time
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dialled++
	if l.down {
		return nil, fault.New("dial", fault.ServerUnreachable)
	}
	l.opened++
	return &socket{line: l, closed: make(chan struct{})}, nil
}

func (l *line) counts() (dialled, open int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dialled, l.opened - l.shut
}

type socket struct {
	line   *line
	once   sync.Once
	closed chan struct{}
}

func (s *socket) Send(wire.Live) error { return nil }

func (s *socket) Receive() (wire.Live, error) {
	<-s.closed
	return wire.Live{}, fault.New("receive", fault.Offline)
}

func (s *socket) Close() error {
	s.once.Do(func() {
		close(s.closed)
		s.line.mu.Lock()
		defer s.line.mu.Unlock()
		s.line.shut++
	})
	return nil
}

func newSyncer(l *line, report func(syncer.Status)) *syncer.Syncer {
	return syncer.New(syncer.Config{
		Client: calm{}, Remote: l, Clock: time.Now, Random: func() float64 { return 0.5 }, Report: report,
	})
}

// Who switched synchronisation off and starts the program again is not heard on the air.
func TestSyncer_StartsOffline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &line{}
		var last syncer.Status
		s := newSyncer(l, func(v syncer.Status) { last = v })
		s.SetOffline(true)
		require.NoError(t, s.Start())
		time.Sleep(time.Hour) //nolint:forbidigo // the bubble's clock, not time
		dialled, _ := l.counts()
		require.Zero(t, dialled)
		s.SetOffline(false)
		synctest.Wait()
		dialled, _ = l.counts()
		require.Equal(t, 1, dialled)
		s.Stop()
		require.False(t, last.WorkOffline)
	})
}

// The window can say when the next attempt comes, and each attempt is said.
func TestSyncer_RetryAt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var said []syncer.Status
		start := time.Now()
		s := newSyncer(&line{down: true}, func(v syncer.Status) { said = append(said, v) })
		require.NoError(t, s.Start())
		synctest.Wait()
		s.Stop()
		require.Equal(t, syncer.Connecting, said[0].State)
		require.Equal(t, syncer.Offline, said[1].State)
		require.Equal(t, start.Add(250*time.Millisecond).UnixMilli(), said[1].RetryAt)

		said = nil
		require.NoError(t, s.Start())
		time.Sleep(time.Minute) //nolint:forbidigo // the bubble's clock, not time
		s.Stop()
		attempts := map[int64]bool{}
		for _, v := range said[1:] {
			require.Equal(t, syncer.Offline, v.State)
			if v.RetryAt != 0 {
				require.False(t, attempts[v.RetryAt], "each is said once")
				attempts[v.RetryAt] = true
			}
		}
		require.Greater(t, len(attempts), 20)
	})
}

// However the program ends, no socket stays open, no goroutine behind.
func TestSyncer_StopClosesEverySocket(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &line{slow: time.Second}
		for after := range 100 {
			s := newSyncer(l, func(syncer.Status) {})
			require.NoError(t, s.Start())
			time.Sleep(990*time.Millisecond + time.Duration(after/5)*time.Millisecond) //nolint:forbidigo // the bubble's clock, not time
			s.Stop()
			_, open := l.counts()
			require.Zero(t, open)
		}
	})
}
