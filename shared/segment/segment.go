package segment

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/crypto/chacha20poly1305"

	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Limits of one segment. They are checked before anything is made of it.
const (
	// MaxSealed is the most bytes of a segment as it travels, MaxRaw of its columns
	// and of its bodies, MaxDocuments the most documents in it.
	MaxSealed    = 16 << 20
	MaxRaw       = 64 << 20
	MaxDocuments = 1 << 16
)

// KeySize is the length of the key of a scope and epoch, bytes.
const KeySize = chacha20poly1305.KeySize

// layout is the first byte of a segment; another one is of another version.
const layout = 1

// columns lays documents out (section 2): their number, scope and kind, then ids,
// versions and the columns of the bodies. packed says to how many bytes contents are compressed.
func columns(docs []wire.Document, packed func(data []byte) int) ([]byte, error) {
	if len(docs) == 0 || len(docs) > MaxDocuments {
		return nil, fmt.Errorf("segment: %d documents", len(docs))
	}
	scope, kind := docs[0].Scope, docs[0].Kind
	ids := make([]byte, 0, 16*len(docs))
	var versions []byte
	bodies := &column{}
	size := 0
	for i := range docs {
		d := &docs[i]
		if d.Scope != scope || d.Kind != kind || d.Deleted || i > 0 && bytes.Compare(docs[i-1].ID[:], d.ID[:]) >= 0 {
			return nil, fmt.Errorf("segment: document %x is not of this run", d.ID)
		}
		ids = append(ids, d.ID[:]...)
		versions = binary.AppendUvarint(versions, d.Version)
		rest, err := bodies.put(d.Body, 0)
		if err != nil || len(rest) > 0 {
			return nil, fmt.Errorf("segment: document %x: %w", d.ID, errBody)
		}
		size += len(d.Body)
	}
	b := binary.AppendUvarint(nil, uint64(len(docs)))
	b = appendPart(b, []byte(scope))
	b = binary.AppendUvarint(b, uint64(kind))
	b = binary.AppendUvarint(b, uint64(size)) //nolint:gosec // a sum of lengths
	b = appendPart(append(b, ids...), versions)
	v, err := newVocabulary(bodies, packed)
	if err != nil {
		return nil, err
	}
	var tail bitWriter
	b = bodies.write(v.write(b), v, &tail)
	if b = appendPart(b, tail.end()); len(b) > MaxRaw || size > MaxRaw {
		return nil, fmt.Errorf("segment: %d bytes are too many", len(b))
	}
	return b, nil
}

// documents reads columns. Bodies share memory, which lives as long as any of
// them.
func documents(b []byte) ([]wire.Document, error) {
	r := reader{b: b}
	count := r.number(MaxDocuments)
	scope := party.Scope(r.part())
	kind := wire.DocKind(r.number(255)) //nolint:gosec // at most 255
	size := r.number(MaxRaw)
	ids := r.bytes(16 * count)
	versions := reader{b: r.part()}
	if r.failed || count == 0 {
		return nil, errColumn
	}
	bodies, err := readBodies(r.b, size)
	if err != nil {
		return nil, err
	}
	docs := make([]wire.Document, count)
	all := make([]byte, 0, min(size, 2*len(b))) // keys stand in the columns once, so bodies are more
	for i := range docs {
		d := &docs[i]
		d.Scope, d.Kind, d.Version = scope, kind, versions.uint64()
		copy(d.ID[:], ids[16*i:])
		if i > 0 && bytes.Compare(docs[i-1].ID[:], d.ID[:]) >= 0 {
			return nil, errColumn
		}
		from := len(all)
		if all, err = bodies.take(all, size, 0); err != nil {
			return nil, err
		}
		d.Body = all[from:len(all):len(all)]
	}
	if len(all) != size || versions.failed || len(versions.b) > 0 || !bodies.isRead() {
		return nil, errColumn
	}
	return docs, nil
}

// readBodies reads the vocabulary, the columns and the bits behind them. size is how
// many bytes the bodies are; the texts in them are no more.
func readBodies(b []byte, size int) (*column, error) {
	v, b, err := readVocabulary(b)
	if err != nil {
		return nil, err
	}
	bodies, b, err := readColumn(b, 0)
	if err != nil {
		return nil, err
	}
	tail, b, err := readPart(b)
	if err != nil || len(b) > 0 {
		return nil, errColumn
	}
	r := bitReader{b: tail}
	if err := v.unpack(bodies, &r, &size); err != nil {
		return nil, err
	}
	if !r.isRead() {
		return nil, errColumn
	}
	return bodies, nil
}

// reader reads numbers and parts; after a failure it returns nothing more.
type reader struct {
	b      []byte
	failed bool
}

func (r *reader) uint64() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.b, r.failed = nil, true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) number(limit uint64) int {
	v := r.uint64()
	if v > limit {
		r.b, r.failed = nil, true
		return 0
	}
	return int(v) //nolint:gosec // at most limit
}

func (r *reader) bytes(n int) []byte {
	if n > len(r.b) {
		r.b, r.failed = nil, true
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) part() []byte { return r.bytes(r.number(MaxRaw)) }

// Packed is a segment ready to be stored.
type Packed struct {
	// Hash is the address: the SHA-256 of Sealed.
	Hash   seal.Hash
	Sealed []byte
	// Raw is the bytes of its columns, before compression.
	Raw int
}

// Packer makes segments; it may be used by several goroutines.
type Packer struct {
	enc *zstd.Encoder
	// probe tells quickly how well something is compressed.
	probe *zstd.Encoder
}

// NewPacker returns a Packer. It takes its time: a segment is made once and read by
// every device.
func NewPacker() (*Packer, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(8<<20), zstd.WithEncoderCRC(false))
	if err != nil {
		return nil, fmt.Errorf("segment: %w", err)
	}
	probe, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderCRC(false))
	if err != nil {
		return nil, fmt.Errorf("segment: %w", err)
	}
	return &Packer{enc: enc, probe: probe}, nil
}

// Columns lays out documents of one scope and kind in the order of their ids; none
// is deleted. Equal documents make equal bytes.
func (p *Packer) Columns(docs []wire.Document) ([]byte, error) {
	return columns(docs, func(data []byte) int { return len(p.probe.EncodeAll(data, nil)) })
}

// Pack compresses columns and seals them under the key of their scope and epoch
// (XChaCha20-Poly1305; section 3). The nonce follows from key and contents, so that
// the same contents are the same segment.
func (p *Packer) Pack(columns, key []byte) (Packed, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return Packed{}, fmt.Errorf("segment: %w", err)
	}
	plain := p.enc.EncodeAll(columns, nil)
	nonce := nonceOf(key, plain)
	sealed := make([]byte, 0, 1+len(nonce)+len(plain)+aead.Overhead())
	sealed = append(append(sealed, layout), nonce...)
	sealed = aead.Seal(sealed, nonce, plain, sealed[:1])
	if len(sealed) > MaxSealed {
		return Packed{}, fmt.Errorf("segment: %d bytes are too many", len(sealed))
	}
	return Packed{Hash: seal.Sum(sealed), Sealed: sealed, Raw: len(columns)}, nil
}

func nonceOf(key, plain []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("dotchain/segment/v1"))
	mac.Write(plain)
	return mac.Sum(nil)[:chacha20poly1305.NonceSizeX]
}

// Opener reads segments; it may be used by several goroutines.
type Opener struct{ dec *zstd.Decoder }

// NewOpener returns an Opener.
func NewOpener() (*Opener, error) {
	dec, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(MaxRaw), zstd.WithDecoderConcurrency(0))
	if err != nil {
		return nil, fmt.Errorf("segment: %w", err)
	}
	return &Opener{dec: dec}, nil
}

// Open checks a segment against its hash and reads it. All bodies lie in one piece
// of memory: who keeps one for long copies it. Faults: Tampered (the bytes are not
// those of the hash, or of the key), VersionUnknown, TooLarge, Malformed.
func (o *Opener) Open(sealed []byte, hash seal.Hash, key []byte) ([]wire.Document, error) {
	if len(sealed) > MaxSealed {
		return nil, fault.Because("open segment", fault.Reason{Code: fault.TooLarge, Have: int64(len(sealed)), Want: MaxSealed})
	}
	if seal.Sum(sealed) != hash {
		return nil, fault.New("open segment", fault.Tampered)
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fault.Wrap("open segment", fault.Malformed, err)
	}
	if len(sealed) < 1+aead.NonceSize() {
		return nil, fault.New("open segment", fault.Malformed)
	}
	if sealed[0] != layout {
		return nil, fault.Because("open segment", fault.Reason{Code: fault.VersionUnknown, Have: int64(sealed[0]), Want: layout})
	}
	body := 1 + aead.NonceSize()
	plain, err := aead.Open(nil, sealed[1:body], sealed[body:], sealed[:1])
	if err != nil {
		return nil, fault.Wrap("open segment", fault.Tampered, err)
	}
	raw, err := o.dec.DecodeAll(plain, nil)
	if err != nil {
		return nil, fault.Wrap("open segment", fault.Malformed, err)
	}
	docs, err := documents(raw)
	if err != nil {
		return nil, fault.Wrap("open segment", fault.Malformed, err)
	}
	return docs, nil
}
