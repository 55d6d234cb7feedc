package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
)

// checkpoint is a server's signed word of a moment.
func checkpoint(t *testing.T, key *sharedtest.Key, at time.Time) []byte {
	t.Helper()
	e, err := seal.SignCheckpoint(seal.Checkpoint{Size: 9, At: at.UnixMilli()}, key)
	require.NoError(t, err)
	return e.Raw
}

// The draw is the hash of the server's word after the last line came in: no signer makes
// it up, and nobody who could still come or go knew it.
func TestRound_TheDrawIsTheServersAndAfterTheLastLine(t *testing.T) {
	t.Parallel()
	server := sharedtest.NewKey("server")
	for _, row := range []struct {
		name  string
		draw  func(r *rounds, b *round.Sign)
		wants bool
	}{
		{"after the last line", func(r *rounds, b *round.Sign) { b.Checkpoint = checkpoint(t, server, r.at.Add(time.Second)) }, true},
		{"in its very moment", func(r *rounds, b *round.Sign) { b.Checkpoint = checkpoint(t, server, r.at) }, true},
		{"before it", func(r *rounds, b *round.Sign) { b.Checkpoint = checkpoint(t, server, r.at.Add(-time.Millisecond)) }, false},
		{"another server's", func(r *rounds, b *round.Sign) { b.Checkpoint = checkpoint(t, sharedtest.NewKey("other"), r.at) }, false},
		{"none", func(_ *rounds, b *round.Sign) { b.Checkpoint = nil }, false},
		{"no word at all", func(_ *rounds, b *round.Sign) { b.Checkpoint = []byte("mine") }, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			r := newRounds(t, 3)
			r.stock(0, 4)
			for i := range 3 {
				r.order(i, nil, 5)
			}
			b := r.body(0)
			row.draw(r, &b)
			b.Draw = round.DrawOf(b.Checkpoint)
			s, _, wrong := rules.RoundInput(r.w, b.Items, b.CutOff, b.Settings, b.Draw)
			require.Empty(t, wrong)
			b.Input = s.InputHash()
			facts := rules.Facts{Now: r.at.Add(time.Hour).UnixMilli(), World: r.w, Server: server.Public()}
			c := r.f.Approver.Command(seal.KindSignRound, b, r.at)
			for n := rules.Missing(r.w, c); !n.IsEmpty(); n = rules.Missing(r.w, c) {
				sharedtest.Fill(r.w, n)
			}
			out, reasons := rules.Decide(facts, c)
			if !row.wants {
				require.True(t, fault.Has(reasons, fault.DrawDiffers), "%v", reasons)
				return
			}
			require.Empty(t, reasons)
			// Whoever recomputes the round checks the same of what was published.
			for _, thing := range out.Things {
				signed, ok := thing.(round.Round)
				if !ok {
					continue
				}
				require.Equal(t, r.at.UnixMilli(), signed.LastAt)
				require.Nil(t, round.CheckDraw(server.Public(), signed.Checkpoint, signed.Draw, signed.LastAt))
				require.NotNil(t, round.CheckDraw(server.Public(), signed.Checkpoint, "mine", signed.LastAt))
				var again round.Round
				require.NoError(t, wire.Decode(seal.Encode(signed), &again))
				require.Equal(t, signed.Checkpoint, again.Checkpoint)
			}
			// A draw beside its checkpoint is no draw.
			b.Draw = "7d1c2f60"
			_, reasons = rules.Decide(facts, r.f.Approver.Command(seal.KindSignRound, b, r.at))
			require.True(t, fault.Has(reasons, fault.DrawDiffers), "%v", reasons)
		})
	}
}
