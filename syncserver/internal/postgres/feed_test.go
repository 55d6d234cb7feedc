package postgres_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/feed/feedtest"
	"dotchain/syncserver/internal/postgres/pgtest"
)

func TestStore_Feed(t *testing.T) {
	t.Parallel()
	feedtest.RunStore(t, func(tb testing.TB) feedtest.Store { return pgtest.New(tb) }) //nolint:thelper // it is no helper
}

func TestStore_FeedLosesNothing(t *testing.T) {
	t.Parallel()
	s := pgtest.NewWith(t, pgtest.Config{Unchecked: true})
	feedtest.RunGap(t, s, 8, 60, func(ctx context.Context, docs []wire.Document, random *rand.Rand) error {
		return s.Tx(ctx, func(tx engine.Tx) error {
			if err := tx.Save(ctx, engine.Batch{Documents: docs}); err != nil {
				return err
			}
			_, err := tx.(statements).Exec(ctx, `SELECT pg_sleep($1)`, random.Float64()*0.01)
			return err
		})
	})
	require.NoError(t, s.Check(t.Context()))
}

func TestLead_LostWithItsConnection(t *testing.T) {
	t.Parallel()
	s := pgtest.New(t)
	_, err := s.Found(t.Context(), enginetest.Founding(sharedtest.NewField()))
	require.NoError(t, err)
	first, ok, err := s.Lead(t.Context())
	require.NoError(t, err)
	require.True(t, ok)
	defer first.Release()
	_, err = s.Jobs().Exec(t.Context(), `
SELECT pg_terminate_backend(pid, 240000)
FROM pg_locks
WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
	require.NoError(t, err)
	second, ok, err := s.Lead(t.Context())
	require.NoError(t, err)
	require.True(t, ok)
	defer second.Release()
	_, err = first.Sequence(t.Context(), 10, func(seal.Checkpoint) ([]byte, error) { return nil, nil })
	require.Error(t, err)
	_, err = second.Sequence(t.Context(), 10, func(seal.Checkpoint) ([]byte, error) { return []byte("c"), nil })
	require.NoError(t, err)
}
