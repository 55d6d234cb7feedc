package enginetest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/syncserver/internal/engine"
)

// receipt stands in for the server's signed receipt: the store only keeps it.
func receipt(e seal.Envelope) []byte { return append([]byte("receipt/"), e.Raw[:16]...) }

// act decides one command the way the engine does, in the transaction given,
// and saves it. It returns the batch that was saved; empty when the command was
// known.
func act(ctx context.Context, tx engine.Tx, e seal.Envelope, now time.Time) (engine.Batch, error) {
	c, err := seal.OpenCommand(e)
	if err != nil {
		return engine.Batch{}, err
	}
	chain, err := tx.Chain(ctx, c.Device)
	if err != nil {
		return engine.Batch{}, err
	}
	known, err := tx.Known(ctx, []seal.Hash{e.Hash()}, nil)
	if err != nil || len(known) > 0 {
		return engine.Batch{}, err
	}
	w := rules.NewWorld()
	if err := gather(ctx, tx, w, func() rules.Needs { return rules.Missing(w, c) }); err != nil {
		return engine.Batch{}, err
	}
	facts := rules.Facts{Now: now.UnixMilli(), World: w}
	fork, gap := rules.CheckChain(chain.LastSeq, chain.LastHash, c)
	r := engine.Record{
		Envelope: e, Hash: e.Hash(), Command: c, Device: c.Device, ReceivedAt: facts.Now, Verdict: seal.Applied,
		Receipt: receipt(e), InChain: fork == nil,
	}
	var out rules.Outcome
	reasons := append(fork, gap...)
	if reasons == nil {
		out, reasons = rules.Decide(facts, c)
	}
	if reasons != nil {
		r.Verdict, r.Reasons = seal.Parked, reasons
		out = rules.Outcome{Cases: []conflict.Case{rules.Park(facts, c, r.Hash, chain.Device, reasons)}}
	}
	w.Apply(out)
	b := engine.Batch{Records: []engine.Record{r}, Changes: out, Documents: documents(w, out)}
	return b, tx.Save(ctx, b)
}

// gather loads what is missing and locks it, until nothing is missing under the locks.
func gather(ctx context.Context, tx engine.Tx, w *rules.World, missing func() rules.Needs) error {
	for {
		for needs := missing(); !needs.IsEmpty(); needs = missing() {
			if err := tx.Load(ctx, w, needs); err != nil {
				return err
			}
		}
		changed, err := tx.Lock(ctx, w)
		if err != nil {
			return err
		}
		if needs := missing(); !changed || needs.IsEmpty() {
			return nil
		}
	}
}

// look loads and locks.
func look(ctx context.Context, tx engine.Tx, w *rules.World, needs rules.Needs) error {
	if err := tx.Load(ctx, w, needs); err != nil {
		return err
	}
	_, err := tx.Lock(ctx, w)
	return err
}

// do decides one command in a transaction of its own.
func do(ctx context.Context, s engine.Store, e seal.Envelope) (engine.Batch, error) {
	var b engine.Batch
	err := s.Tx(ctx, func(tx engine.Tx) error {
		var err error
		b, err = act(ctx, tx, e, sharedtest.Now)
		return err
	})
	return b, err
}

// Do decides one command as the engine does, in a transaction of its own.
func Do(tb testing.TB, s engine.Store, e seal.Envelope) error {
	tb.Helper()
	return DoIn(tb.Context(), s, e)
}

// DoIn is Do within a context.
func DoIn(ctx context.Context, s engine.Store, e seal.Envelope) error {
	_, err := do(ctx, s, e)
	return err
}

// Play has the field's people do two things: an order that is applied, and one
// that asks for more than there is and becomes a case. A register counts, too.
func Play(tb testing.TB, s engine.Store, f *sharedtest.Field) {
	tb.Helper()
	for n, quantity := range []int64{2, 1000} {
		e := f.Requisitioner.Do(seal.KindSubmitOrder, f.Revision(uint64(n)+1, 0, quantity), sharedtest.Now) //nolint:gosec // small
		_, err := do(tb.Context(), s, e)
		require.NoError(tb, err)
	}
	changes := rules.Outcome{Things: []rules.Thing{counter("ВН", 1, 1)}}
	Save(tb, s, engine.Batch{Changes: changes, Documents: documents(f.World(), changes)})
}
