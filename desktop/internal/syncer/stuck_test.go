package syncer_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/syncer"
	"dotchain/shared/wire"
)

// mute is a network whose sockets open and say nothing, with transfers that never end by
// themselves.
type mute struct {
	line
	hangs bool

	// guarded by line.mu
	at      []time.Duration
	begun   time.Time
	longest time.Duration
	waiting sync.WaitGroup
}

func (m *mute) Live(ctx context.Context, hello wire.Live) (syncer.Conn, error) {
	m.mu.Lock()
	m.at = append(m.at, time.Since(m.begun))
	m.mu.Unlock()
	return m.line.Live(ctx, hello)
}

func (m *mute) Pull(ctx context.Context, from wire.Cursor, bytes int) (wire.Page, error) {
	if !m.hangs {
		return m.line.Pull(ctx, from, bytes)
	}
	m.waiting.Add(1)
	defer m.waiting.Done()
	began := time.Now()
	<-ctx.Done()
	m.mu.Lock()
	m.longest = max(m.longest, time.Since(began))
	m.mu.Unlock()
	return wire.Page{}, ctx.Err()
}

func (m *mute) start(t *testing.T, random float64) *syncer.Syncer {
	t.Helper()
	m.begun = time.Now()
	s := syncer.New(syncer.Config{
		Client: calm{}, Remote: m, Clock: time.Now, Random: func() float64 { return random }, Report: func(syncer.Status) {},
	})
	require.NoError(t, s.Start())
	return s
}

// A peer that opens sockets and then says nothing is given up and tried again, each time
// after a pause that chance spreads; nothing stays open.
func TestSyncer_StuckPeerIsGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dialled := map[time.Duration]bool{}
		for _, random := range []float64{0.1, 0.5, 0.9} {
			m := &mute{}
			s := m.start(t, random)
			time.Sleep(time.Minute) //nolint:forbidigo // the bubble's clock, not time
			_, open := m.counts()
			require.LessOrEqual(t, open, 1, "the socket before is closed")
			s.Stop()
			_, open = m.counts()
			require.Zero(t, open)
			require.Greater(t, len(m.at), 3)
			for i := 1; i < len(m.at); i++ {
				require.Less(t, m.at[i]-m.at[i-1], 30*time.Second)
			}
			require.False(t, dialled[m.at[1]], "devices do not come back at one moment")
			dialled[m.at[1]] = true
		}
	})
}

// A transfer that hangs ends with its link, and stopping waits for it.
func TestSyncer_HangingTransferEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := &mute{hangs: true}
		s := m.start(t, 0.5)
		time.Sleep(5 * time.Minute) //nolint:forbidigo // the bubble's clock, not time
		s.Stop()
		m.waiting.Wait()
		m.mu.Lock()
		defer m.mu.Unlock()
		require.Positive(t, m.longest)
		require.Less(t, m.longest, time.Minute)
	})
}
