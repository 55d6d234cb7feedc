package memstore

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/feed"
	"dotchain/syncserver/internal/snapshot"
)

var _ snapshot.Store = (*Store)(nil)

// inEpoch names a scope of an epoch.
type inEpoch struct {
	epoch id.ID[id.Epoch]
	scope party.Scope
}

// given names a manifest that a device got.
type given struct {
	device id.ID[id.Device]
	of     inEpoch
	seq    uint64
}

// kept is a segment, and since when no manifest names it (0 while one does).
type kept struct {
	snapshot.Segment
	unnamedAt int64
}

// packs are what first loads are made of.
type packs struct {
	keys      map[inEpoch][]byte
	segments  map[seal.Hash]kept
	manifests map[inEpoch]snapshot.Manifest
	given     map[given]int64
}

func newPacks() packs {
	return packs{keys: map[inEpoch][]byte{}, segments: map[seal.Hash]kept{}, manifests: map[inEpoch]snapshot.Manifest{}, given: map[given]int64{}}
}

// Scopes implements snapshot.Store. A change counts as made when the epoch began: nothing
// here knows when it was numbered.
func (s *Store) Scopes(_ context.Context, epoch id.ID[id.Epoch]) ([]snapshot.State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	states := map[party.Scope]snapshot.State{}
	for _, n := range s.feed {
		state, ok := states[n.doc.Scope]
		if !ok {
			state = snapshot.State{Scope: n.doc.Scope, Packed: s.packed(inEpoch{epoch, n.doc.Scope})}
		}
		if state.Packed.Signed == nil && !n.doc.Deleted || state.Packed.Signed != nil && n.seq > state.Packed.Seq {
			state.Changed = min(state.Changed+1, snapshot.CountMost)
		}
		states[n.doc.Scope] = state
	}
	return slices.SortedFunc(maps.Values(states), func(a, b snapshot.State) int { return cmp.Compare(a.Scope, b.Scope) }), nil
}

// packed is what the manifest of a scope says; zero without one.
func (s *Store) packed(of inEpoch) snapshot.Packed {
	m, ok := s.packs.manifests[of]
	if !ok {
		return snapshot.Packed{Scope: of.scope}
	}
	p := snapshot.Packed{Scope: of.scope, Seq: m.Seq, Until: s.head, MadeAt: m.At, Signed: m.Signed, Key: s.packs.keys[of]}
	for _, part := range m.Parts {
		p.Documents += part.Documents
	}
	for _, n := range s.feed {
		if n.doc.Scope == of.scope && n.seq > m.Seq {
			p.Until = n.seq - 1 // the feed is in the order of numbers
			break
		}
	}
	return p
}

// ScopeKey implements snapshot.Store.
func (s *Store) ScopeKey(_ context.Context, epoch id.ID[id.Epoch], scope party.Scope, fresh []byte) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	of := inEpoch{epoch, scope}
	if s.packs.keys[of] == nil {
		s.packs.keys[of] = slices.Clone(fresh)
	}
	return slices.Clone(s.packs.keys[of]), nil
}

// held returns what a scope holds, in the order of kinds and ids.
func (s *Store) held(scope party.Scope) []wire.Document {
	var docs []wire.Document
	for _, n := range s.feed {
		if n.doc.Scope == scope && !n.doc.Deleted {
			docs = append(docs, n.doc)
		}
	}
	slices.SortFunc(docs, func(a, b wire.Document) int {
		return wire.Key{Kind: a.Kind, ID: a.ID}.Compare(wire.Key{Kind: b.Kind, ID: b.ID})
	})
	return docs
}

// Stubs implements snapshot.Store.
func (s *Store) Stubs(_ context.Context, scope party.Scope, each func(snapshot.Stub) error) error {
	s.mu.Lock()
	docs := s.held(scope)
	s.mu.Unlock()
	for _, d := range docs {
		if err := each(snapshot.Stub{Kind: d.Kind, ID: d.ID, Version: d.Version}); err != nil {
			return err
		}
	}
	return nil
}

// ScopeRun implements snapshot.Store.
func (s *Store) ScopeRun(_ context.Context, scope party.Scope, kind wire.DocKind, first, last [16]byte) ([]wire.Document, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(s.held(scope), func(d wire.Document) bool {
		return d.Kind != kind || bytes.Compare(d.ID[:], first[:]) < 0 || bytes.Compare(d.ID[:], last[:]) > 0
	}), nil
}

// FindSegment implements snapshot.Store.
func (s *Store) FindSegment(
	_ context.Context, epoch id.ID[id.Epoch], scope party.Scope, kind wire.DocKind, contents seal.Hash,
) (wire.Part, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.packs.segments {
		if k.Epoch == epoch && k.Scope == scope && k.Kind == kind && k.Contents == contents {
			return k.Part, true, nil
		}
	}
	return wire.Part{}, false, nil
}

// KeepSegment implements snapshot.Store.
func (s *Store) KeepSegment(_ context.Context, g snapshot.Segment, at int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, there := s.packs.segments[g.Hash]; !there {
		s.packs.segments[g.Hash] = kept{Segment: g, unnamedAt: at}
	}
	return nil
}

// PublishManifest implements snapshot.Store.
func (s *Store) PublishManifest(_ context.Context, m snapshot.Manifest) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	of := inEpoch{m.Epoch, m.Scope}
	if old, there := s.packs.manifests[of]; there && old.Seq > m.Seq {
		return nil
	}
	named := map[seal.Hash]bool{}
	for _, p := range m.Parts {
		if _, there := s.packs.segments[p.Hash]; !there {
			return errors.New("a segment is gone")
		}
		named[p.Hash] = true
	}
	for hash, k := range s.packs.segments {
		switch {
		case named[hash]:
			k.unnamedAt = 0
		case k.Epoch == m.Epoch && k.Scope == m.Scope && k.unnamedAt == 0:
			k.unnamedAt = m.At
		}
		s.packs.segments[hash] = k
	}
	s.packs.manifests[of] = m
	return nil
}

// Manifests implements snapshot.Store.
func (s *Store) Manifests(_ context.Context, epoch id.ID[id.Epoch], scopes []party.Scope) ([]snapshot.Packed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []snapshot.Packed
	for _, scope := range slices.Sorted(slices.Values(scopes)) {
		if p := s.packed(inEpoch{epoch, scope}); p.Signed != nil {
			all = append(all, p)
		}
	}
	return all, nil
}

// NoteGiven implements snapshot.Store.
func (s *Store) NoteGiven(_ context.Context, r feed.Reader, epoch id.ID[id.Epoch], manifests []snapshot.Packed, at int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range manifests {
		g := given{r.Device, inEpoch{epoch, m.Scope}, m.Seq}
		if _, there := s.packs.given[g]; !there {
			s.packs.given[g] = at
		}
	}
	return nil
}

// CountScope implements snapshot.Store.
func (s *Store) CountScope(_ context.Context, scope party.Scope) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return min(int64(len(s.held(scope))), snapshot.CountMost), nil
}

// ScopePage implements snapshot.Store.
func (s *Store) ScopePage(
	_ context.Context, scope party.Scope, kind wire.DocKind, after uint64, limit, most int,
) (wire.ScopePage, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := wire.ScopePage{Scope: scope, Next: after}
	size := 0
	for _, n := range s.feed {
		if n.seq <= after || n.doc.Scope != scope || kind != 0 && n.doc.Kind != kind {
			continue
		}
		if len(p.Documents) == limit || len(p.Documents) > 0 && size >= most {
			return p, nil
		}
		size += len(n.doc.Body) + overhead
		p.Documents = append(p.Documents, n.doc)
		p.Next = n.seq
	}
	p.Next, p.Done = max(s.head, after), true
	return p, nil
}

// Segment implements snapshot.Store.
func (s *Store) Segment(_ context.Context, hash seal.Hash) (sealed []byte, ok bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.packs.segments[hash]
	return k.Sealed, ok, nil
}

// DropSegments implements snapshot.Store.
func (s *Store) DropSegments(_ context.Context, epoch id.ID[id.Epoch], now, unnamed, before int64, limit int) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.packs.manifests, func(of inEpoch, _ snapshot.Manifest) bool { return of.epoch != epoch })
	segments, notes := 0, 0
	for hash, k := range s.packs.segments {
		if k.Epoch != epoch && k.unnamedAt == 0 {
			k.unnamedAt = now
			s.packs.segments[hash] = k
		}
		if k.unnamedAt > 0 && k.unnamedAt < unnamed && segments < limit {
			delete(s.packs.segments, hash)
			segments++
		}
	}
	for g, at := range s.packs.given {
		if at < before && notes < limit {
			delete(s.packs.given, g)
			notes++
		}
	}
	return max(segments, notes), nil
}
