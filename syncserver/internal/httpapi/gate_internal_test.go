package httpapi

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/syncserver/internal/authority"
)

// source knows every device, counts the questions, and answers each when it is let.
type source struct {
	let chan error

	mu    sync.Mutex // guards asked
	asked []int
}

func (s *source) Access(ctx context.Context, devices ...id.ID[id.Device]) (map[id.ID[id.Device]]authority.Access, error) {
	s.mu.Lock()
	s.asked = append(s.asked, len(devices))
	s.mu.Unlock()
	select {
	case err := <-s.let:
		if err != nil {
			return nil, err
		}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	all := map[id.ID[id.Device]]authority.Access{}
	for _, d := range devices {
		all[d] = authority.Access{Device: party.Device{ID: d}}
	}
	return all, nil
}

func deviceNumber(n int) id.ID[id.Device] { return id.ID[id.Device]{15: byte(n)} } //nolint:gosec // small

// Whoever comes while the database is asked joins one further question.
func TestGate_Joins(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &source{let: make(chan error)}
		g := newGate(s, time.Now)
		var done sync.WaitGroup
		come := func(ctx context.Context, n int, want error) {
			done.Go(func() {
				who, err := g.who(ctx, deviceNumber(n))
				require.ErrorIs(t, err, want)
				if want == nil {
					require.Equal(t, deviceNumber(n), who.Device.ID)
				}
			})
			synctest.Wait()
		}
		gone, leave := context.WithCancel(t.Context())
		come(gone, 0, nil) // whoever asks goes away, and others need the answer
		for n := 1; n <= 100; n++ {
			come(t.Context(), n, nil)
		}
		leave()
		s.let <- nil
		synctest.Wait()
		s.let <- nil
		done.Wait()
		require.Equal(t, []int{1, 100}, s.asked)

		come(t.Context(), 50, nil) // remembered
		done.Wait()
		require.Len(t, s.asked, 2)

		time.Sleep(authorityAge) //nolint:forbidigo // the bubble's clock, not time
		broken := errors.New("broken")
		come(t.Context(), 50, broken)
		s.let <- broken
		come(t.Context(), 50, nil) // what failed is asked anew
		s.let <- nil
		done.Wait()
		require.Equal(t, []int{1, 100, 1, 1}, s.asked)
	})
}

func TestRush(t *testing.T) {
	t.Parallel()
	var r rush
	now := time.Unix(1_800_000_000, 0)
	for range 10 * rushSockets { // many, but never at once
		now = now.Add(2 * rushTime / rushSockets)
		r.open(now)
		require.False(t, r.isOn(now))
	}
	now = now.Add(rushTime)
	for range rushSockets {
		r.open(now)
	}
	require.True(t, r.isOn(now))
	require.True(t, r.isOn(now.Add(rushOver-1)))
	require.False(t, r.isOn(now.Add(rushOver)))
}
