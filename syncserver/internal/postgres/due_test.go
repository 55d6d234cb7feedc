package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/forwarding"
	"dotchain/syncserver/internal/postgres/pgtest"
)

func TestDueParcels(t *testing.T) {
	t.Parallel()
	s, f := pgtest.New(t), sharedtest.NewField()
	enginetest.Seed(t, s, f)
	put := func(p forward.Parcel) {
		changes := rules.Outcome{Things: []rules.Thing{p}}
		enginetest.Save(t, s, engine.Batch{Changes: changes, Documents: view.Documents(f.World(), changes)})
	}
	due := func(d forward.Due, limit int) []id.ID[id.Parcel] {
		all, err := s.DueParcels(t.Context(), d, id.ID[id.Parcel]{}, limit)
		require.NoError(t, err)
		return all
	}
	var queued []id.ID[id.Parcel]
	for n := range uint64(4) {
		p := forward.Parcel{ID: sharedtest.ID[id.Parcel](n), State: forward.Queued, Awaits: n == 0, Version: 1}
		put(p)
		queued = append(queued, p.ID)
	}
	require.ElementsMatch(t, queued, due(forward.DueSending, 10))
	first := due(forward.DueSending, 3)
	require.Len(t, first, 3)
	rest, err := s.DueParcels(t.Context(), forward.DueSending, first[2], 3)
	require.NoError(t, err)
	require.ElementsMatch(t, queued, append(first, rest...), "the next begin where the last ended")
	require.Empty(t, due(forward.DueAnswer, 10))
	put(forward.Parcel{ID: queued[0], State: forward.Sent, Awaits: true, Version: 2})
	put(forward.Parcel{ID: queued[1], State: forward.Sent, Version: 2})
	put(forward.Parcel{ID: queued[2], State: forward.Dead, Version: 2})
	require.Equal(t, queued[3:], due(forward.DueSending, 10))
	require.Equal(t, queued[:1], due(forward.DueAnswer, 10))
	put(forward.Parcel{ID: queued[2], State: forward.Queued, Version: 3})
	require.ElementsMatch(t, queued[2:], due(forward.DueSending, 10))
}

func TestHoldsOver(t *testing.T) {
	t.Parallel()
	s, f := pgtest.NewWith(t, pgtest.Config{Unchecked: true}), sharedtest.NewField()
	enginetest.Seed(t, s, f)
	enginetest.Play(t, s, f)
	over := func(at int64) []order.Expire {
		all, err := s.HoldsOver(t.Context(), at, 10)
		require.NoError(t, err)
		return all
	}
	require.Empty(t, over(1<<60), "what is not returned is not held")
	_, err := s.Jobs().Exec(t.Context(), `UPDATE orders SET hold_until = 500, state = $1`, int16(order.Returned))
	require.NoError(t, err)
	r := f.Revision(1, 0, 2)
	require.Empty(t, over(499))
	require.Equal(t, []order.Expire{{Order: r.Order, Hash: seal.Sum(r.Encode())}}, over(500))
	_, err = s.Jobs().Exec(t.Context(), `UPDATE orders SET state = $1`, int16(order.AwaitingSignatures))
	require.NoError(t, err)
	require.Len(t, over(500), 1, "it waits for its unit's signature as long")
	_, err = s.Jobs().Exec(t.Context(), `UPDATE orders SET state = $1`, int16(order.InReview))
	require.NoError(t, err)
	require.Empty(t, over(500))
}

func TestYearsOver(t *testing.T) {
	t.Parallel()
	s, f := pgtest.NewWith(t, pgtest.Config{Unchecked: true}), sharedtest.NewField()
	enginetest.Seed(t, s, f)
	enginetest.Play(t, s, f)
	over := func() []order.Expire {
		all, err := s.YearsOver(t.Context(), 1)
		require.NoError(t, err)
		return all
	}
	set := policy.Default()
	put := func(out rules.Outcome) {
		enginetest.Save(t, s, engine.Batch{Changes: out, Documents: view.Documents(f.World(), out)})
	}
	_, err := s.Jobs().Exec(t.Context(), `UPDATE budget SET closed_at = 1`)
	require.NoError(t, err)
	require.Empty(t, over(), "what is not said is carried over")
	set.YearEnd, set.Version = policy.GiveBack, 1
	put(rules.Outcome{Things: []rules.Thing{set}})
	r := f.Revision(1, 0, 2)
	ends := []order.Expire{{Order: r.Order, Hash: seal.Sum(r.Encode())}}
	require.Equal(t, ends, over())
	_, err = s.Jobs().Exec(t.Context(), `UPDATE budget SET closed_at = 0`)
	require.NoError(t, err)
	require.Empty(t, over(), "the year is not closed")
}

// What is packed is what was signed, found again in the log.
func TestPapers(t *testing.T) {
	t.Parallel()
	s, f := pgtest.New(t), sharedtest.NewField()
	enginetest.Seed(t, s, f)
	enginetest.Play(t, s, f)
	r := f.Revision(1, 0, 2)
	p := forward.Parcel{
		ID: sharedtest.ID[id.Parcel](1), Order: r.Order, Content: seal.Sum(r.Encode()), State: forward.Queued,
		MadeAt: sharedtest.Now.UnixMilli(), Version: 1,
	}
	changes := rules.Outcome{Things: []rules.Thing{p}}
	enginetest.Save(t, s, engine.Batch{Changes: changes, Documents: view.Documents(f.World(), changes)})

	got, err := s.Papers(t.Context(), p.ID)
	require.NoError(t, err)
	require.Equal(t, p, got.Parcel)
	require.Equal(t, r.Order, got.Order.ID)
	require.Equal(t, r.Encode(), got.Content)
	require.Equal(t, f.Units[0].ID, got.Unit.ID)
	require.Equal(t, f.Agency.ID, got.Agency.ID)
	require.Equal(t, r.Budget, got.Budget.ID)
	require.Equal(t, f.Items[0].NameUk, got.Items[r.Lines[0].Offer].NameUk)
	require.Len(t, got.Signed, 1, "the other order of that moment was not signed on this content")
	require.Equal(t, f.Requisitioner.Person.ID, got.Signed[0].Person)
	_, err = forwarding.Pack(got, sharedtest.NewKey("server"))
	require.NoError(t, err)

	none, err := s.Papers(t.Context(), sharedtest.ID[id.Parcel](9))
	require.NoError(t, err)
	require.True(t, none.Parcel.ID.IsZero())
}
