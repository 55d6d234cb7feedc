package snapshot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/feed"
)

// Shelf hands out what was packed, and pages of what was not.
type Shelf struct {
	store Store
	clock func() time.Time
}

// NewShelf returns a Shelf.
func NewShelf(store Store, clock func() time.Time) *Shelf { return &Shelf{store: store, clock: clock} }

// Snapshot says what a device loads before it follows the feed. Who got the key of a
// scope is noted first.
func (s *Shelf) Snapshot(ctx context.Context, r feed.Reader) (wire.Snapshot, error) {
	scopes := party.ScopesOf(r.Person)
	// The head is read before anything else: what comes later is given again.
	meta, err := s.store.Meta(ctx)
	if err != nil {
		return wire.Snapshot{}, fmt.Errorf("read what the feed is: %w", err)
	}
	packed, err := s.store.Manifests(ctx, meta.Epoch, scopes)
	if err != nil {
		return wire.Snapshot{}, fmt.Errorf("read manifests: %w", err)
	}
	// Of what went after such a manifest the tombstones may be gone as well.
	packed = slices.DeleteFunc(packed, func(p Packed) bool { return p.Seq < meta.Pruned })
	now := s.clock().UnixMilli()
	if err = s.store.NoteGiven(ctx, r, meta.Epoch, packed, now); err != nil {
		return wire.Snapshot{}, fmt.Errorf("note who got manifests: %w", err)
	}
	out := wire.Snapshot{
		Cursor:     wire.Cursor{Epoch: meta.Epoch, Scopes: feed.ScopesHash(scopes), Schema: wire.Schema, Seq: meta.Head},
		Checkpoint: meta.Checkpoint, Clock: now, Pruned: meta.Pruned,
	}
	for _, scope := range ownFirst(scopes) {
		at := slices.IndexFunc(packed, func(p Packed) bool { return p.Scope == scope })
		if at < 0 {
			n, err := s.store.CountScope(ctx, scope)
			if err != nil {
				return wire.Snapshot{}, fmt.Errorf("count scope %s: %w", scope, err)
			}
			out.Scopes = append(out.Scopes, wire.ScopeSnapshot{Scope: scope, Documents: n})
			continue
		}
		p := packed[at]
		out.Cursor.Seq = min(out.Cursor.Seq, p.Until)
		out.Scopes = append(out.Scopes, wire.ScopeSnapshot{Scope: scope, Manifest: p.Signed, Key: p.Key, Documents: p.Documents})
	}
	return out, nil
}

// ownFirst orders scopes so that work can start before the whole catalogue is there:
// what is the organisation's own, the policies, the catalogue.
func ownFirst(scopes []party.Scope) []party.Scope {
	weight := func(s party.Scope) int {
		return slices.Index([]party.Scope{party.ScopePolicy, party.ScopeCatalogue}, s)
	}
	scopes = slices.Clone(scopes)
	slices.SortStableFunc(scopes, func(a, b party.Scope) int { return cmp.Compare(weight(a), weight(b)) })
	return scopes
}

// Page returns a page of one scope beside the cursor, of one kind unless it is 0, and
// of about so many bytes; a larger document comes alone.
// Fault: NotAllowed when the scope is not one of the reader's.
func (s *Shelf) Page(ctx context.Context, r feed.Reader, scope party.Scope, kind wire.DocKind, after uint64, bytes int) (wire.ScopePage, error) {
	if !slices.Contains(party.ScopesOf(r.Person), scope) {
		return wire.ScopePage{}, fault.Because("page scope", fault.Reason{Code: fault.NotAllowed, Ref: "scope"})
	}
	p, err := s.store.ScopePage(ctx, scope, kind, after, wire.MaxPullDocuments, bytes)
	if err != nil {
		return wire.ScopePage{}, fmt.Errorf("page scope %s after %d: %w", scope, after, err)
	}
	return p, nil
}

// Segment returns the bytes of a segment; ok is false where there is none. They are
// sealed, so anybody may have them.
func (s *Shelf) Segment(ctx context.Context, hash seal.Hash) (sealed []byte, ok bool, err error) {
	sealed, ok, err = s.store.Segment(ctx, hash)
	if err != nil {
		return nil, false, fmt.Errorf("read segment %s: %w", hash, err)
	}
	return sealed, ok, nil
}
