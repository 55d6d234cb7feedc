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

// Layout is the first byte of a segment; another one is of another version.
const Layout = 2

// columns lays documents out (section 2): their number, scope and kind, then ids,
// versions and the columns of the bodies. packed says to how many bytes something is compressed.
func columns(docs []wire.Document, packed func(data []byte) int) (Columns, error) {
	var none Columns
	if len(docs) == 0 || len(docs) > MaxDocuments {
		return none, fmt.Errorf("segment: %d documents", len(docs))
	}
	scope, kind := docs[0].Scope, docs[0].Kind
	var rules, ids, versions []byte
	bodies := &column{}
	size := 0
	for i := range docs {
		d := &docs[i]
		if d.Scope != scope || d.Kind != kind || d.Deleted || i > 0 && bytes.Compare(docs[i-1].ID[:], d.ID[:]) >= 0 {
			return none, fmt.Errorf("segment: document %x is not of this run", d.ID)
		}
		rest, err := bodies.put(d.Body, 0, d)
		if err != nil || len(rest) > 0 {
			return none, fmt.Errorf("segment: document %x: %w", d.ID, errBody)
		}
		rule := ruleOf(d)
		if rules = append(rules, rule); rule == idSent {
			ids = append(ids, d.ID[:]...)
		}
		versions = binary.AppendUvarint(versions, d.Version)
		size += len(d.Body)
	}
	w := &writer{}
	w.number(len(docs))
	w.part([]byte(scope))
	w.number(int(kind))
	w.number(size)
	w.bytes(rules)
	w.bytes(ids)
	w.part(versions)
	x := chooser{packed: packed}
	x.choose(bodies)
	x.v.write(w)
	bodies.write(w, &x.v)
	if w.part(w.tail.end()); len(w.b) > MaxRaw || size > MaxRaw {
		return none, fmt.Errorf("segment: %d bytes are too many", len(w.b))
	}
	return Columns{w.b, w.ends}, nil
}

// documents reads columns. Bodies share memory, which lives as long as any of
// them.
func documents(b []byte) ([]wire.Document, error) {
	r := reader{b: b}
	count := r.number(MaxDocuments)
	scope := party.Scope(r.part())
	kind := wire.DocKind(r.number(255)) //nolint:gosec // at most 255
	size := r.number(MaxRaw)
	rules := r.bytes(count)
	ids := reader{b: r.bytes(16 * bytes.Count(rules, []byte{idSent}))}
	versions := reader{b: r.part()}
	if r.failed || count == 0 {
		return nil, errColumn
	}
	bodies, err := readBodies(r.b, size)
	if err != nil {
		return nil, err
	}
	docs := make([]wire.Document, count)
	// Much of a body stands in the columns once for all, so bodies are more.
	t := taker{all: make([]byte, 0, min(size, 32*len(b))), limit: size}
	for i := range docs {
		d := &docs[i]
		d.Scope, d.Kind, d.Version = scope, kind, versions.uint64()
		from := len(t.all)
		t.version, t.holes = d.Version, t.holes[:0]
		if err := t.take(bodies, 0); err != nil {
			return nil, err
		}
		d.Body = t.all[from:len(t.all):len(t.all)]
		if rules[i] == idSent {
			copy(d.ID[:], ids.bytes(16))
		} else if known, ok := derive(rules[i], d.Body); ok && kind == wire.DocItem {
			d.ID = known
		} else {
			return nil, errColumn
		}
		for _, at := range t.holes {
			copy(t.all[at:], d.ID[:])
		}
		if i > 0 && bytes.Compare(docs[i-1].ID[:], d.ID[:]) >= 0 {
			return nil, errColumn
		}
	}
	if len(t.all) != size || versions.failed || len(versions.b) > 0 || !bodies.isRead() {
		return nil, errColumn
	}
	return docs, nil
}

// readBodies reads the vocabularies, the columns and the bits behind them. size is how
// many bytes the bodies are; the texts in them are no more.
func readBodies(b []byte, size int) (*column, error) {
	v, b, err := readVocabularies(b, size)
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
	if r.fill(); !r.isRead() {
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

// writer writes numbers and parts, and the bits that stand behind all of them.
type writer struct {
	b    []byte
	tail bitWriter
	// ends are where something ends that is better compressed on its own.
	ends []int
}

// aloneFrom is from how many bytes on something is compressed on its own.
const aloneFrom = 256

func (w *writer) number(n int) { w.b = binary.AppendUvarint(w.b, uint64(n)) } //nolint:gosec // lengths and counts

func (w *writer) bytes(b []byte) {
	if w.b = append(w.b, b...); len(b) >= aloneFrom {
		w.ends = append(w.ends, len(w.b))
	}
}

func (w *writer) part(b []byte) {
	w.number(len(b))
	w.bytes(b)
}

// Columns are documents that are laid out.
type Columns struct {
	// Bytes are what Opener reads, before compression.
	Bytes []byte
	ends  []int
}

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
func (p *Packer) Columns(docs []wire.Document) (Columns, error) {
	return columns(docs, func(data []byte) int { return len(p.probe.EncodeAll(data, nil)) })
}

// Pack compresses columns and seals them under the key of their scope and epoch
// (XChaCha20-Poly1305; section 3). The nonce follows from key and contents, so that
// the same contents are the same segment.
func (p *Packer) Pack(columns Columns, key []byte) (Packed, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return Packed{}, fmt.Errorf("segment: %w", err)
	}
	// A frame of its own for what is alike: its statistics are not those of its neighbours.
	var plain []byte
	from := 0
	for _, end := range append(columns.ends, len(columns.Bytes)) {
		if end > from {
			plain = p.enc.EncodeAll(columns.Bytes[from:end], plain)
			from = end
		}
	}
	nonce := nonceOf(key, plain)
	sealed := make([]byte, 0, 1+len(nonce)+len(plain)+aead.Overhead())
	sealed = append(append(sealed, Layout), nonce...)
	sealed = aead.Seal(sealed, nonce, plain, sealed[:1])
	if len(sealed) > MaxSealed {
		return Packed{}, fmt.Errorf("segment: %d bytes are too many", len(sealed))
	}
	return Packed{Hash: seal.Sum(sealed), Sealed: sealed, Raw: len(columns.Bytes)}, nil
}

func nonceOf(key, plain []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("dotchain/segment/v2"))
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
	if sealed[0] != Layout {
		return nil, fault.Because("open segment", fault.Reason{Code: fault.VersionUnknown, Have: int64(sealed[0]), Want: Layout})
	}
	body := 1 + aead.NonceSize()
	plain, err := aead.Open(nil, sealed[1:body], sealed[body:], sealed[:1])
	if err != nil {
		return nil, fault.Wrap("open segment", fault.Tampered, err)
	}
	raw, err := o.dec.DecodeAll(plain, make([]byte, 0, min(4*len(plain), MaxRaw)))
	if err != nil {
		return nil, fault.Wrap("open segment", fault.Malformed, err)
	}
	docs, err := documents(raw)
	if err != nil {
		return nil, fault.Wrap("open segment", fault.Malformed, err)
	}
	return docs, nil
}
