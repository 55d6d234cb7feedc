package snapshot

import (
	"context"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/feed"
)

// Store is the part of the database that keeps segments and manifests.
//
//nolint:interfacebloat // what a builder writes a shelf reads: one port, one suite
type Store interface {
	// Meta returns what the feed is.
	Meta(ctx context.Context) (feed.Meta, error)
	// Scopes returns every scope of the feed with what is packed of it in an epoch.
	// What there is to count is counted up to CountMost.
	Scopes(ctx context.Context, epoch id.ID[id.Epoch]) ([]State, error)
	// ScopeKey returns the key of a scope in an epoch; the one given becomes it where
	// there is none.
	ScopeKey(ctx context.Context, epoch id.ID[id.Epoch], scope party.Scope, fresh []byte) ([]byte, error)
	// Stubs calls each with the documents of a scope that are not deleted, in the order
	// of kinds and ids. An error of each ends it and is returned.
	Stubs(ctx context.Context, scope party.Scope, each func(Stub) error) error
	// ScopeRun returns the documents of a scope and kind with ids from first to last that
	// are not deleted, in the order of ids.
	ScopeRun(ctx context.Context, scope party.Scope, kind wire.DocKind, first, last [16]byte) ([]wire.Document, error)
	// FindSegment returns the segment of a scope and epoch that holds a kind's documents of
	// these contents; ok is false where none is kept.
	FindSegment(ctx context.Context, epoch id.ID[id.Epoch], scope party.Scope, kind wire.DocKind, contents seal.Hash) (p wire.Part, ok bool, err error)
	// KeepSegment stores a segment; one that is there stays. No manifest names it yet, since at
	// (Unix milliseconds).
	KeepSegment(ctx context.Context, s Segment, at int64) error
	// PublishManifest replaces the manifest of a scope, unless a newer one stands, and
	// notes which segments are named now. It fails when one of them is gone.
	PublishManifest(ctx context.Context, m Manifest) error

	// Manifests returns what is packed of scopes in an epoch.
	Manifests(ctx context.Context, epoch id.ID[id.Epoch], scopes []party.Scope) ([]Packed, error)
	// NoteGiven notes who got which manifests, and when (Unix milliseconds); what was
	// noted before stays.
	NoteGiven(ctx context.Context, r feed.Reader, epoch id.ID[id.Epoch], manifests []Packed, at int64) error
	// CountScope returns about how many documents a scope holds, up to CountMost.
	CountScope(ctx context.Context, scope party.Scope) (int64, error)
	// ScopePage returns documents of a scope, of one kind unless it is 0, with numbers above
	// after, in order, at most limit documents or about bytes bytes.
	ScopePage(ctx context.Context, scope party.Scope, kind wire.DocKind, after uint64, limit, bytes int) (wire.ScopePage, error)
	// Segment returns the bytes of a segment; ok is false where there is none.
	Segment(ctx context.Context, hash seal.Hash) (sealed []byte, ok bool, err error)

	// DropSegments deletes segments that no manifest named since a moment, those of
	// epochs that are over included, and what was noted by NoteGiven before another
	// (Unix milliseconds): at most limit of each. It returns how many of both went.
	DropSegments(ctx context.Context, epoch id.ID[id.Epoch], now, unnamed, given int64, limit int) (gone int, err error)
}

// CountMost bounds what is counted.
const CountMost = 100_000

// Stub is a document without its body.
type Stub struct {
	Kind    wire.DocKind
	ID      [16]byte
	Version uint64
}

// State is a scope of the feed with what is packed of it.
type State struct {
	Scope party.Scope
	// Packed is what the newest manifest says; zero without one.
	Packed Packed
	// Changed counts the documents numbered after the manifest, ChangedAt is when
	// the newest of the scope was (Unix milliseconds by the clock of the database).
	// Without a manifest Changed counts what is not deleted.
	Changed   int64
	ChangedAt int64
}

// Segment is a sealed run of documents with its place in a scope.
type Segment struct {
	Epoch id.ID[id.Epoch]
	Scope party.Scope
	wire.Part
	// Contents is the SHA-256 of the ids and versions in it.
	Contents seal.Hash
	Sealed   []byte
}

// Manifest is a list of segments with its signed form.
type Manifest struct {
	wire.Manifest
	Signed []byte
}

// Packed is a manifest as devices get it.
type Packed struct {
	Scope party.Scope
	// Seq is the number up to which its segments hold the scope, Until the one up to
	// which the scope did not change since.
	Seq, Until uint64
	Documents  int64
	// MadeAt is when it was made, Unix milliseconds.
	MadeAt int64
	Signed []byte
	Key    []byte
}
