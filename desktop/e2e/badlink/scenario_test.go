package badlink_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/badlink"
)

const example = "64kbit 600ms loss 5% cut every 20s; at 40s half-open for 30s; at 90s captive; at 2m clear buffer 64KiB 2s websocket held"

func TestParse(t *testing.T) {
	t.Parallel()
	s, err := badlink.Parse(example)
	require.NoError(t, err)
	slow := badlink.Quality{BytesPerSecond: 8000, Latency: 300 * time.Millisecond, Loss: 0.05, BreakEvery: 20 * time.Second}
	silent, captive := slow, slow
	silent.Silent, captive.Captive = true, badlink.CaptiveRedirect
	for _, row := range []struct {
		at   time.Duration
		want badlink.Quality
		next time.Duration
	}{
		{0, slow, 40 * time.Second},
		{39 * time.Second, slow, 40 * time.Second},
		{40 * time.Second, silent, 70 * time.Second},
		{70 * time.Second, slow, 90 * time.Second},
		{90 * time.Second, captive, 2 * time.Minute},
		{2 * time.Minute, badlink.Quality{Buffer: 64 << 10, BufferFor: 2 * time.Second, Socket: badlink.SocketHeld}, 0},
	} {
		q, next := s.At(row.at)
		require.Equal(t, row.want, q, row.at)
		require.Equal(t, row.next, next, row.at)
	}
	again, err := badlink.Parse(s.String())
	require.NoError(t, err)
	require.Equal(t, s.String(), again.String())
}

func TestParse_Mistakes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]badlink.SyntaxError{
		"":                           {Phase: 1, Mistake: badlink.PhaseEmpty},
		"cut;":                       {Phase: 2, Mistake: badlink.PhaseEmpty},
		"cut; at 5s":                 {Phase: 2, Word: "at", Mistake: badlink.PhaseEmpty},
		"slow":                       {Phase: 1, Word: "slow", Mistake: badlink.WordUnknown},
		"64kbyte":                    {Phase: 1, Word: "64kbyte", Mistake: badlink.ValueInvalid},
		"0kbit":                      {Phase: 1, Word: "0kbit", Mistake: badlink.ValueInvalid},
		"loss":                       {Phase: 1, Word: "loss", Mistake: badlink.ValueMissing},
		"loss 5":                     {Phase: 1, Word: "5", Mistake: badlink.ValueInvalid},
		"loss 100%":                  {Phase: 1, Word: "100%", Mistake: badlink.ValueInvalid},
		"loss NaN%":                  {Phase: 1, Word: "NaN%", Mistake: badlink.ValueInvalid},
		"cut every":                  {Phase: 1, Word: "every", Mistake: badlink.ValueMissing},
		"cut every 0s":               {Phase: 1, Word: "every", Mistake: badlink.ValueInvalid},
		"cut after -1":               {Phase: 1, Word: "-1", Mistake: badlink.ValueInvalid},
		"buffer 64KiB":               {Phase: 1, Word: "buffer", Mistake: badlink.ValueMissing},
		"buffer 9999999999MiB 1s":    {Phase: 1, Word: "9999999999MiB", Mistake: badlink.ValueInvalid},
		"websocket":                  {Phase: 1, Word: "websocket", Mistake: badlink.ValueMissing},
		"cut for 0s":                 {Phase: 1, Word: "for", Mistake: badlink.ValueInvalid},
		"at 9s cut; at 5s half-open": {Phase: 2, Word: "at 5s half-open", Mistake: badlink.MomentEarlier},
	} {
		_, err := badlink.Parse(text)
		var got *badlink.SyntaxError
		require.ErrorAs(t, err, &got, text)
		require.Equal(t, want, *got, text)
	}
}

// Whatever is read is written so that it reads as the same.
func FuzzParse(f *testing.F) {
	f.Add(example)
	f.Add("1mbit 1h2m loss 0.5% captive certificate; at 1s cut after 5 for 1ns; at 1s websocket refused")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := badlink.Parse(text)
		var syntax *badlink.SyntaxError
		if err != nil {
			require.ErrorAs(t, err, &syntax)
			return
		}
		again, err := badlink.Parse(s.String())
		require.NoError(t, err, "%q of %q", s, text)
		require.Equal(t, s.String(), again.String())
		at := time.Duration(0)
		for range 100 {
			a, next := s.At(at)
			b, _ := again.At(at)
			require.Equal(t, a, b)
			if next == 0 {
				break
			}
			require.Greater(t, next, at)
			at = next
		}
	})
}
