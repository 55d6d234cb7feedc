package keyring

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"
)

// Names and sizes, docs/formats/keyring.md "keys.sealed".
const (
	fileName   = "keys.sealed"
	fileMagic  = "\x89DCKEY\r\n"
	version    = 1
	kdfArgon2  = 1
	headerSize = 146
	sumSize    = sha256.Size
	secretSize = 32
	boxSize    = 24 + secretSize + 16
	slotSize   = 2 + 2 + boxSize
)

// slot numbers a wrapped key. Append-only: a number never changes its meaning.
type slot uint16

const (
	slotData   slot = 1 // the profile's data key
	slotPerson slot = 2 // seed of the person's Ed25519 key
	slotDevice slot = 3 // scalar of the device's P-256 key
)

// slots is every slot a file of this version has, in its order.
func slots() []slot { return []slot{slotData, slotPerson, slotDevice} }

// Params are the cost of guessing a passphrase (argon2id).
type Params struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// DefaultParams is 64 MiB, three passes, four threads.
func DefaultParams() Params { return Params{Memory: 64 << 10, Time: 3, Threads: 4} }

// maxMemory bounds what an altered file can make a program allocate.
const (
	maxMemory = 1 << 20 // KiB
	maxTime   = 64
)

func (p Params) valid() bool {
	return p.Threads > 0 && p.Time > 0 && p.Time <= maxTime && p.Memory >= 8*uint32(p.Threads) && p.Memory <= maxMemory
}

// file is keys.sealed taken apart. All but the boxes can be read by anybody.
type file struct {
	place   Place
	params  Params
	id      [16]byte // names the ring in the keystore
	salt    [32]byte
	created int64 // Unix seconds
	public  [ed25519.PublicKeySize]byte
	check   [32]byte // tells the device secret of these keys from another
	boxes   map[slot][]byte
}

// header is what every box is bound to.
func (f *file) header() []byte {
	b := append(make([]byte, 0, headerSize), fileMagic...)
	b = binary.BigEndian.AppendUint16(b, version)
	b = append(b, byte(f.place), kdfArgon2)
	b = binary.BigEndian.AppendUint32(b, f.params.Memory)
	b = binary.BigEndian.AppendUint32(b, f.params.Time)
	b = append(b, f.params.Threads, 0, 0, 0)
	b = append(b, f.id[:]...)
	b = append(b, f.salt[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(f.created))
	b = append(b, f.public[:]...)
	b = append(b, f.check[:]...)
	return binary.BigEndian.AppendUint16(b, uint16(len(slots())))
}

func (f *file) encode() []byte {
	b := f.header()
	for _, s := range slots() {
		b = binary.BigEndian.AppendUint16(b, uint16(s))
		b = binary.BigEndian.AppendUint16(b, uint16(len(f.boxes[s])))
		b = append(b, f.boxes[s]...)
	}
	digest := sha256.Sum256(b)
	return append(b, digest[:]...)
}

// decode takes only what encode writes: ErrNewer for a later version,
// ErrDamaged for anything else.
func decode(b []byte) (*file, error) {
	if len(b) < headerSize+sumSize || string(b[:8]) != fileMagic {
		return nil, fmt.Errorf("%w: not a key file", ErrDamaged)
	}
	body := b[:len(b)-sumSize]
	if digest := sha256.Sum256(body); !bytes.Equal(digest[:], b[len(body):]) {
		return nil, fmt.Errorf("%w: checksum", ErrDamaged)
	}
	if v := binary.BigEndian.Uint16(b[8:]); v > version {
		return nil, fmt.Errorf("%w: version %d", ErrNewer, v)
	}
	if len(body) != headerSize+len(slots())*slotSize {
		return nil, fmt.Errorf("%w: length", ErrDamaged)
	}
	f := &file{
		place:   Place(b[10]),
		params:  Params{Memory: binary.BigEndian.Uint32(b[12:]), Time: binary.BigEndian.Uint32(b[16:]), Threads: b[20]},
		id:      [16]byte(b[24:40]),
		salt:    [32]byte(b[40:72]),
		created: int64(binary.BigEndian.Uint64(b[72:])),
		public:  [32]byte(b[80:112]),
		check:   [32]byte(b[112:144]),
		boxes:   map[slot][]byte{},
	}
	for i, s := range slots() {
		at := headerSize + i*slotSize
		f.boxes[s] = bytes.Clone(b[at+4 : at+slotSize])
	}
	if !bytes.Equal(f.encode(), b) || !f.params.valid() || (f.place != PlaceKeystore && f.place != PlaceFile) {
		return nil, fmt.Errorf("%w: fields", ErrDamaged)
	}
	return f, nil
}

func (f *file) createdAt() time.Time { return time.Unix(f.created, 0).UTC() }
