package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"dotchain/shared/code"
	"dotchain/syncserver/internal/publish"
)

var _ publish.Classifiers = (*Store)(nil)

//nolint:gochecknoglobals // a constant
var entryColumns = []column[place]{
	text("scheme", func(p place) string { return string(p.scheme) }),
	text("code", func(p place) string { return p.Code }),
	number("place", func(p place) int64 { return p.place }),
	text("name_uk", func(p place) string { return p.NameUk }),
	text("name_en", func(p place) string { return p.NameEn }),
	text("symbol_uk", func(p place) string { return p.SymbolUk }),
	text("symbol_en", func(p place) string { return p.SymbolEn }),
}

//nolint:gochecknoglobals // a constant
var insertEntries = insertOf("classifier", entryColumns)

// place is an entry at its place of a list.
type place struct {
	publish.Entry
	scheme code.Scheme
	place  int64
}

// SaveClassifier implements publish.Classifiers.
func (s *Store) SaveClassifier(ctx context.Context, scheme code.Scheme, entries []publish.Entry) (added, changed, removed int, err error) {
	rows := make([]place, len(entries))
	for i, e := range entries {
		rows[i] = place{Entry: e, scheme: scheme, place: int64(i)}
	}
	err = s.run(ctx, func(t *tx) error {
		added, changed, removed = 0, 0, 0
		if _, err = t.Exec(ctx, `SELECT pg_advisory_xact_lock($1, hashtext($2))`, int32(foundLock>>32), string(scheme)); err != nil {
			return err
		}
		before := map[string]publish.Entry{}
		var stands []publish.Entry
		stands, err = t.classifier(ctx, scheme)
		if err != nil {
			return err
		}
		for _, e := range stands {
			before[e.Code] = e
		}
		for _, e := range entries {
			was, ok := before[e.Code]
			switch {
			case !ok:
				added++
			case was != e:
				changed++
			}
			delete(before, e.Code)
		}
		removed = len(before)
		if _, err = t.Exec(ctx, `DELETE FROM classifier WHERE scheme = $1`, string(scheme)); err != nil {
			return err
		}
		_, err = t.Exec(ctx, insertEntries, arraysOf(entryColumns, rows)...)
		return err
	})
	if err != nil {
		return 0, 0, 0, fmt.Errorf("save classifier %s: %w", scheme, err)
	}
	return added, changed, removed, nil
}

// Classifier implements publish.Classifiers.
func (s *Store) Classifier(ctx context.Context, scheme code.Scheme) (entries []publish.Entry, err error) {
	err = s.run(ctx, func(t *tx) error {
		entries, err = t.classifier(ctx, scheme)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load classifier %s: %w", scheme, err)
	}
	return entries, nil
}

func (t *tx) classifier(ctx context.Context, scheme code.Scheme) ([]publish.Entry, error) {
	rows, err := t.Query(ctx, `
SELECT
    code,
    name_uk,
    name_en,
    symbol_uk,
    symbol_en
FROM classifier
WHERE scheme = $1
ORDER BY place`, string(scheme))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (publish.Entry, error) {
		var e publish.Entry
		err := row.Scan(&e.Code, &e.NameUk, &e.NameEn, &e.SymbolUk, &e.SymbolEn)
		return e, err
	})
}
