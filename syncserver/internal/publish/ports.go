package publish

import (
	"context"

	"dotchain/shared/code"
	"dotchain/shared/id"
)

// Offerers knows who offers items.
type Offerers interface {
	// Offerers returns the suppliers that have an offer of each item, withdrawn ones
	// too; an item nobody offers is absent.
	Offerers(ctx context.Context, items []id.ID[id.Item]) (map[id.ID[id.Item]][]id.ID[id.Org], error)
}

// Classifiers keeps public lists of codes (ДК 021, units of measure).
type Classifiers interface {
	// SaveClassifier replaces a list whole, in one transaction, and returns how
	// many of its codes are new, say something else than before, and are gone.
	SaveClassifier(ctx context.Context, scheme code.Scheme, entries []Entry) (added, changed, removed int, err error)
	// Classifier returns a list in its order; empty when it was never loaded.
	Classifier(ctx context.Context, scheme code.Scheme) ([]Entry, error)
}

// Entry is one code of a classifier. Symbols are set for units of measure only.
type Entry struct {
	Code     string
	NameUk   string
	NameEn   string
	SymbolUk string
	SymbolEn string
}
