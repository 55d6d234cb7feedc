package wire

import (
	"crypto/ed25519"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// The routes of a first load (docs/formats/snapshot.md).
const (
	// PathSnapshot answers a device with what its scopes are loaded from.
	PathSnapshot = "/sync/snapshot"
	// PathSegment is below which segments are, by their hash in hex. They are sealed, so
	// anybody may fetch and keep them.
	PathSegment = "/segment/"
	// PathScope answers with a page of one scope beside the cursor: ?scope=NAME&after=SEQ,
	// and &kind=N for documents of one kind alone.
	PathScope = "/sync/scope"
)

// MaxSnapshot is the most bytes of a snapshot's answer a device reads, MaxParts the
// most segments of one scope.
const (
	MaxSnapshot = 4 << 20
	MaxParts    = 2500
)

// Snapshot says what a device loads before it follows the feed: each of its scopes
// from segments or by pages, the scopes of its own unit first. When all are here the
// device stands at Cursor.
type Snapshot struct {
	Cursor Cursor          `cbor:"1,keyasint"`
	Scopes []ScopeSnapshot `cbor:"2,keyasint"`
	// Checkpoint is the server's signed word on its log; Clock its clock, Unix milliseconds.
	Checkpoint []byte `cbor:"3,keyasint,omitempty"`
	Clock      int64  `cbor:"4,keyasint"`
	// Pruned is the number up to which tombstones were dropped.
	Pruned uint64 `cbor:"5,keyasint,omitempty"`
}

// ScopeSnapshot is one scope of a Snapshot.
type ScopeSnapshot struct {
	Scope party.Scope `cbor:"1,keyasint"`
	// Manifest is the signed list of its segments; empty where the scope is small and
	// loaded by pages (PathScope) alone.
	Manifest []byte `cbor:"2,keyasint,omitempty"`
	// Key opens the segments: of this scope and epoch, given to those alone who may read it.
	Key []byte `cbor:"3,keyasint,omitempty"`
	// Documents is about how many the scope holds.
	Documents int64 `cbor:"4,keyasint,omitempty"`
}

// Manifest lists the segments that hold a scope as it was at Seq.
type Manifest struct {
	Version uint16          `cbor:"1,keyasint"`
	Epoch   id.ID[id.Epoch] `cbor:"2,keyasint"`
	Schema  uint16          `cbor:"3,keyasint"`
	Scope   party.Scope     `cbor:"4,keyasint"`
	Seq     uint64          `cbor:"5,keyasint"`
	// Parts are in the order of kinds and ids, and do not overlap.
	Parts []Part `cbor:"6,keyasint"`
	// At is the server's clock when it was made, Unix milliseconds.
	At int64 `cbor:"7,keyasint"`
}

// Part is one segment: documents of a kind with ids from First to Last.
type Part struct {
	Kind  DocKind   `cbor:"1,keyasint"`
	Hash  seal.Hash `cbor:"2,keyasint"`
	First [16]byte  `cbor:"3,keyasint"`
	Last  [16]byte  `cbor:"4,keyasint"`
	// Size is its bytes as it travels, Documents how many are in it.
	Size      int64 `cbor:"5,keyasint"`
	Documents int64 `cbor:"6,keyasint"`
}

// ManifestVersion is the version of the manifest's layout.
const ManifestVersion = 1

// SignManifest signs a manifest with the server's key.
func SignManifest(m Manifest, signer seal.Signer) (seal.Envelope, error) {
	m.Version = ManifestVersion
	return seal.Sign(seal.DomainManifest, seal.Encode(m), signer)
}

// OpenManifest reads a manifest and checks that the server's key signed it.
// Faults: Malformed, NotCanonical, TooLarge, VersionUnknown, SignatureInvalid.
func OpenManifest(raw []byte, server ed25519.PublicKey) (Manifest, error) {
	e, err := seal.Open(raw)
	if err != nil {
		return Manifest{}, err
	}
	if err := e.Verify(seal.DomainManifest, server); err != nil {
		return Manifest{}, err
	}
	var m Manifest
	if err := Decode(e.Payload, &m); err != nil {
		return Manifest{}, err
	}
	if m.Version != ManifestVersion {
		return Manifest{}, fault.Because("open manifest", fault.Reason{Code: fault.VersionUnknown, Have: int64(m.Version), Want: ManifestVersion})
	}
	return m, nil
}

// ScopePage is a page of one scope beside the cursor: what was published in it with
// numbers above the one asked for.
type ScopePage struct {
	Scope party.Scope `cbor:"1,keyasint"`
	// Next is the number to ask for next; Done says that it reached the head.
	Next      uint64     `cbor:"2,keyasint"`
	Done      bool       `cbor:"3,keyasint,omitempty"`
	Documents []Document `cbor:"4,keyasint,omitempty"`
}
