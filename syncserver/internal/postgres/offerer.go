package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/id"
	"dotchain/syncserver/internal/publish"
)

var _ publish.Offerers = (*Store)(nil)

// Offerers implements publish.Offerers.
func (s *Store) Offerers(ctx context.Context, items []id.ID[id.Item]) (map[id.ID[id.Item]][]id.ID[id.Org], error) {
	rows, err := s.sync.Query(ctx, `
SELECT
    item,
    supplier
FROM offer
WHERE item = ANY($1)`, uids(items))
	if err != nil {
		return nil, fmt.Errorf("look who offers %d items: %w", len(items), err)
	}
	all := map[id.ID[id.Item]][]id.ID[id.Org]{}
	var item, supplier pgtype.UUID
	_, err = pgx.ForEachRow(rows, []any{&item, &supplier}, func() error {
		all[item.Bytes] = append(all[item.Bytes], supplier.Bytes)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look who offers %d items: %w", len(items), err)
	}
	return all, nil
}
