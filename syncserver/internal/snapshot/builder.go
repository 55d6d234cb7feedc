package snapshot

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"log/slog"
	"time"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/segment"
	"dotchain/shared/wire"
)

// When a scope is packed, and packed anew.
const (
	// packAbove is up to how many documents a scope is loaded by pages alone.
	packAbove = 4096
	// changedShare is which share of the documents (one in so many) may have changed
	// before a scope is packed anew at once.
	changedShare = 50
	// settled is how long after the last change a scope is packed anew, whatever the share,
	// and agedMost how old a manifest becomes while changes go on.
	settled  = 10 * time.Minute
	agedMost = 24 * time.Hour
	// atMostEvery is how soon a scope may be packed anew.
	atMostEvery = time.Minute
)

// How long is kept what nobody needs at once.
const (
	// keepUnnamed is for devices that are loading from a former manifest.
	keepUnnamed = 48 * time.Hour
	keepGiven   = 180 * 24 * time.Hour
	// dropAtOnce bounds one transaction.
	dropAtOnce = 100
)

// BuilderConfig is what a Builder is made of; all but Log is required.
type BuilderConfig struct {
	Store Store
	// Signer is the server's own key, which signs manifests.
	Signer seal.Signer
	Clock  func() time.Time
	// Random fills keys.
	Random func([]byte) (int, error)
	Log    *slog.Logger
}

// Builder packs scopes. It keeps nothing between its runs, so a run that was broken
// off costs what was not stored yet and no more.
type Builder struct {
	cfg    BuilderConfig
	packer *segment.Packer
}

// NewBuilder returns a Builder.
func NewBuilder(cfg BuilderConfig) (*Builder, error) {
	if cfg.Store == nil || cfg.Signer == nil || cfg.Clock == nil || cfg.Random == nil {
		return nil, errors.New("snapshot: Store, Signer, Clock and Random are required")
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	packer, err := segment.NewPacker()
	if err != nil {
		return nil, err
	}
	return &Builder{cfg: cfg, packer: packer}, nil
}

// Built says what a run did.
type Built struct {
	// Scopes were packed anew, into Made new segments and Reused old ones.
	Scopes, Made, Reused int
}

// Build packs every scope that needs it and drops what nobody needs. A scope that
// fails does not stop the others.
func (b *Builder) Build(ctx context.Context) (Built, error) {
	var done Built
	meta, err := b.cfg.Store.Meta(ctx)
	if err != nil {
		return done, fmt.Errorf("read what the feed is: %w", err)
	}
	states, err := b.cfg.Store.Scopes(ctx, meta.Epoch)
	if err != nil {
		return done, fmt.Errorf("look for scopes to pack: %w", err)
	}
	var failed error
	for _, s := range states {
		if !isDue(s, meta.Pruned, b.cfg.Clock().UnixMilli()) || ctx.Err() != nil {
			continue
		}
		made, reused, err := b.pack(ctx, meta.Epoch, s.Scope)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("pack scope %s: %w", s.Scope, err))
			continue
		}
		done.Scopes, done.Made, done.Reused = done.Scopes+1, done.Made+made, done.Reused+reused
	}
	return done, errors.Join(failed, b.drop(ctx, meta.Epoch))
}

// isDue says whether a scope is to be packed. The clock of the database and ours
// need not agree: a scope is packed a little earlier or later, that is all.
func isDue(s State, pruned uint64, now int64) bool {
	p := s.Packed
	if p.Signed == nil {
		return s.Changed > packAbove
	}
	age := now - p.MadeAt
	switch {
	case p.Seq < pruned:
		return true // it is no longer given out: tombstones after it are gone
	case s.Changed == 0 || age < atMostEvery.Milliseconds():
		return false
	}
	return s.Changed*changedShare > p.Documents || now-s.ChangedAt >= settled.Milliseconds() || age >= agedMost.Milliseconds()
}

// pack packs one scope. The number is taken first, so that what changes meanwhile
// counts as later. A crash leaves segments that no manifest names; the next run finds
// and names them.
func (b *Builder) pack(ctx context.Context, epoch id.ID[id.Epoch], scope party.Scope) (made, reused int, err error) {
	meta, err := b.cfg.Store.Meta(ctx)
	if err != nil {
		return 0, 0, err
	}
	if meta.Epoch != epoch {
		return 0, 0, errors.New("the feed's epoch has changed")
	}
	fresh := make([]byte, segment.KeySize)
	if _, err = b.cfg.Random(fresh); err != nil {
		return 0, 0, fmt.Errorf("draw a key: %w", err)
	}
	key, err := b.cfg.Store.ScopeKey(ctx, epoch, scope, fresh)
	if err != nil {
		return 0, 0, err
	}
	runs, err := b.cut(ctx, scope)
	if err != nil {
		return 0, 0, err
	}
	m := wire.Manifest{Epoch: epoch, Schema: wire.Schema, Scope: scope, Seq: meta.Head, At: b.cfg.Clock().UnixMilli()}
	for _, r := range runs {
		part, found, failed := b.part(ctx, epoch, scope, key, r)
		switch {
		case failed != nil:
			return made, reused, failed
		case part.Documents == 0:
			continue // all of them went meanwhile
		case found:
			reused++
		default:
			made++
		}
		m.Parts = append(m.Parts, part)
	}
	if len(m.Parts) > wire.MaxParts {
		return made, reused, fmt.Errorf("%d segments are too many", len(m.Parts))
	}
	signed, err := wire.SignManifest(m, b.cfg.Signer)
	if err != nil {
		return made, reused, err
	}
	m.Version = wire.ManifestVersion
	if err = b.cfg.Store.PublishManifest(ctx, Manifest{Manifest: m, Signed: signed.Raw}); err != nil {
		return made, reused, err
	}
	b.cfg.Log.InfoContext(ctx, "scope packed", "scope", string(scope), "seq", m.Seq, "segments", len(m.Parts), "made", made)
	return made, reused, nil
}

// run is where a segment begins and ends, and what is in it.
type run struct {
	kind        wire.DocKind
	first, last [16]byte
	contents    seal.Hash
}

// contents is the hash of the layout, and of ids and versions, one after another: a
// segment of a former layout is not found again.
type contents struct{ hash.Hash }

func newContents() contents {
	c := contents{sha256.New()}
	_, _ = c.Write([]byte{segment.Layout}) // it never fails
	return c
}

func (c contents) add(id [16]byte, version uint64) {
	var b [24]byte
	copy(b[:], id[:])
	binary.BigEndian.PutUint64(b[16:], version)
	_, _ = c.Write(b[:]) // it never fails
}

func (c contents) sum() seal.Hash { return seal.Hash(c.Sum(nil)) }

// cut finds the runs of a scope. Of the documents it holds ids and versions alone,
// of one kind at a time.
func (b *Builder) cut(ctx context.Context, scope party.Scope) ([]run, error) {
	var runs []run
	var ids [][16]byte
	var versions []uint64
	var kind wire.DocKind
	end := func() {
		at := 0
		for _, n := range segment.Cuts(ids) {
			c := newContents()
			for i := at; i < at+n; i++ {
				c.add(ids[i], versions[i])
			}
			runs = append(runs, run{kind: kind, first: ids[at], last: ids[at+n-1], contents: c.sum()})
			at += n
		}
		ids, versions = ids[:0], versions[:0]
	}
	err := b.cfg.Store.Stubs(ctx, scope, func(s Stub) error {
		if s.Kind != kind {
			end()
			kind = s.Kind
		}
		ids, versions = append(ids, s.ID), append(versions, s.Version)
		return nil
	})
	if err != nil {
		return nil, err
	}
	end()
	return runs, nil
}

// part finds or makes the segment of a run. found says which; a run of which nothing
// is left is a part without documents.
func (b *Builder) part(ctx context.Context, epoch id.ID[id.Epoch], scope party.Scope, key []byte, r run) (p wire.Part, found bool, err error) {
	if p, found, err = b.cfg.Store.FindSegment(ctx, epoch, scope, r.kind, r.contents); err != nil || found {
		return p, found, err
	}
	docs, err := b.cfg.Store.ScopeRun(ctx, scope, r.kind, r.first, r.last)
	if err != nil || len(docs) == 0 {
		return wire.Part{}, false, err
	}
	// What came between the ids since they were cut belongs to this run.
	c := newContents()
	for i := range docs {
		c.add(docs[i].ID, docs[i].Version)
	}
	columns, err := b.packer.Columns(docs)
	if err != nil {
		return wire.Part{}, false, err
	}
	packed, err := b.packer.Pack(columns, key)
	if err != nil {
		return wire.Part{}, false, err
	}
	s := Segment{Epoch: epoch, Scope: scope, Contents: c.sum(), Sealed: packed.Sealed, Part: wire.Part{
		Kind: r.kind, Hash: packed.Hash, First: docs[0].ID, Last: docs[len(docs)-1].ID,
		Size: int64(len(packed.Sealed)), Documents: int64(len(docs)),
	}}
	return s.Part, false, b.cfg.Store.KeepSegment(ctx, s, b.cfg.Clock().UnixMilli())
}

// drop deletes what nobody needs any more.
func (b *Builder) drop(ctx context.Context, epoch id.ID[id.Epoch]) error {
	now := b.cfg.Clock()
	for ctx.Err() == nil {
		gone, err := b.cfg.Store.DropSegments(ctx, epoch, now.UnixMilli(), now.Add(-keepUnnamed).UnixMilli(), now.Add(-keepGiven).UnixMilli(), dropAtOnce)
		if err != nil {
			return fmt.Errorf("drop what no manifest names: %w", err)
		}
		if gone < dropAtOnce {
			return nil
		}
	}
	return nil
}
