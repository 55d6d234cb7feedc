package client

import (
	"bytes"
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// Loading is the side of Docs that takes a load: segments and pages that come beside
// the cursor (docs/formats/snapshot.md). Every method is one step that a crash leaves
// done or not begun; a reader may see part of a segment while it is being stored.
type Loading interface {
	// Loads says what of a load is here.
	Loads() (Loads, error)
	// BeginLoad notes which scopes are loaded from now on, and deletes the documents of
	// all others. A scope whose next page begins before pruned begins anew, over what is
	// here, if tombstones were dropped since the load before: those of what its pages had
	// brought may be gone. It returns tombstones of what it deleted.
	BeginLoad(base LoadBase, pruned uint64, scopes []party.Scope) (gone []wire.Document, err error)
	// HasSegment says that a segment was applied and that the live ids of its range are
	// still those of the segment.
	HasSegment(p wire.Part) (bool, error)
	// ApplySegment stores a segment; documents of its scope and range that it does not
	// hold are deleted. It returns what changed, the deleted as tombstones.
	ApplySegment(scope party.Scope, p wire.Part, docs []wire.Document) (changed []wire.Document, err error)
	// ApplyScope stores a page of a scope and where its next one begins. A partial page
	// leaves that place: nobody goes on from it.
	ApplyScope(p wire.ScopePage, partial bool) (changed []wire.Document, err error)
	// EndLoad makes the cursor stand with all scopes held, and deletes what is stale of
	// the scopes that were loaded whole. It returns tombstones of what it deleted.
	EndLoad(end LoadEnd) (gone []wire.Document, err error)
}

// Mending is the side of Docs that finds and mends what differs from the server's.
type Mending interface {
	// Digests sums up the live documents of each scope and kind (docs/formats/wire.md).
	Digests() ([]wire.KindDigest, error)
	// Mend stores a page of a scope in the place of whatever is here of the same documents, also
	// of a higher version. It returns what changed, and tombstones of what stood there.
	Mend(p wire.ScopePage) (changed, gone []wire.Document, err error)
	// Sweep deletes the documents of a scope and kind but those that were seen, and returns
	// tombstones of them.
	Sweep(scope party.Scope, kind wire.DocKind, seen map[[16]byte]bool) (gone []wire.Document, err error)
}

// LoadBase is what documents of a store have in common.
type LoadBase struct {
	Epoch  id.ID[id.Epoch]
	Schema uint16
}

// Loads is what a store knows of its loads.
type Loads struct {
	LoadBase
	// Held are the scopes that are here whole, as of the cursor.
	Held []party.Scope
	// Here are all scopes of which documents may be here.
	Here []party.Scope
	// Next is where the next page of a scope begins whose load has begun.
	Next map[party.Scope]uint64
	// Segments is how many segments were applied.
	Segments int
	// Empty says that nothing of this base was stored before the load that is going on.
	Empty bool
}

// LoadEnd is how a load ends.
type LoadEnd struct {
	Cursor wire.Cursor
	// Scopes are held from now on.
	Scopes []party.Scope
	// Sweep are those of them whose documents are stale unless a part of the scope covers
	// them or they were seen; none where nothing stale can be here.
	Sweep []party.Scope
	Parts map[party.Scope][]wire.Part
	Seen  map[wire.Key]bool
}

// IsStale reports whether a document of a swept scope was in nothing that was loaded.
func (e *LoadEnd) IsStale(scope party.Scope, key wire.Key) bool {
	if !slices.Contains(e.Sweep, scope) || e.Seen[key] {
		return false
	}
	parts := e.Parts[scope]
	i, found := slices.BinarySearchFunc(parts, key, func(p wire.Part, k wire.Key) int {
		return wire.Key{Kind: p.Kind, ID: p.First}.Compare(k)
	})
	// What lies in a range that a segment lacks was deleted with the segment.
	return !found && (i == 0 || parts[i-1].Kind != key.Kind || bytes.Compare(key.ID[:], parts[i-1].Last[:]) > 0)
}
