package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/syncserver/internal/courier"
)

var _ courier.Store = (*Store)(nil)

// Receipts implements courier.Store.
func (s *Store) Receipts(ctx context.Context, device id.ID[id.Device], envelopes []seal.Hash) ([][]byte, error) {
	if len(envelopes) == 0 {
		return nil, nil
	}
	rows, err := s.sync.Query(ctx, `
SELECT
    receipt
FROM command
WHERE hash = ANY($1) AND device = $2
ORDER BY device_seq`, hashes(envelopes), uid(device))
	if err != nil {
		return nil, busy(fmt.Errorf("look up %d receipts: %w", len(envelopes), err))
	}
	receipts, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil {
		return nil, busy(fmt.Errorf("look up %d receipts: %w", len(envelopes), err))
	}
	return receipts, nil
}
