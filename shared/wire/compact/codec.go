package compact

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"dotchain/shared/fault"
)

// Limits, checked before anything is made (docs/formats/wire.md, section 10).
const (
	// maxSkeleton is the most bytes a skeleton has, not compressed.
	maxSkeleton = 32 << 10
	// maxCommands is the most commands of one message, maxReceipts the most bytes of all their receipts.
	maxCommands = 256
	maxReceipts = 96 << 10
)

const (
	// magicSize is how many bytes of a zstd frame are the same in all, and left out.
	magicSize = 4
	// lengthSize is the field that says how long the skeleton is; its highest bit, plain,
	// that it is not compressed.
	lengthSize = 2
	plain      = 1 << 15
)

// Codec compresses skeletons with one dictionary. It is safe for concurrent use; what is
// known of a socket is not.
type Codec struct {
	name string
	id   uint32
	enc  *zstd.Encoder
	dec  *zstd.Decoder
}

// New returns the codec of the dictionary that this program has.
func New() (*Codec, error) { return newCodec(dictionary) }

func newCodec(dict []byte) (*Codec, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderCRC(false), zstd.WithSingleSegment(true),
		zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(maxSkeleton), zstd.WithEncoderDict(dict))
	if err != nil {
		return nil, fmt.Errorf("dictionary: %w", err)
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(maxSkeleton),
		zstd.WithDecodeAllCapLimit(true), zstd.WithDecoderDicts(dict))
	if err != nil {
		return nil, fmt.Errorf("dictionary: %w", err)
	}
	return &Codec{name: nameOf(dict), id: binary.LittleEndian.Uint32(dict[idAt:]), enc: enc, dec: dec}, nil
}

// Dictionary is the name of the codec's dictionary: the SHA-256 of its bytes, in hex.
func (c *Codec) Dictionary() string { return c.name }

// IsNamedIn reports whether a wire.DictionaryHeader names the codec's dictionary.
func (c *Codec) IsNamedIn(header string) bool {
	return slices.ContainsFunc(strings.Split(header, ","), func(name string) bool { return strings.TrimSpace(name) == c.name })
}

// seal puts check, skeleton and tail together.
func (c *Codec) seal(w *writer) []byte {
	frame := c.enc.EncodeAll(w.skeleton, nil)[magicSize:]
	length := len(frame)
	if length >= len(w.skeleton) {
		frame, length = w.skeleton, len(w.skeleton)|plain
	}
	b := binary.BigEndian.AppendUint16(slices.Clone(w.check), uint16(length)) //nolint:gosec // at most maxSkeleton, of which the highest bit is not set
	return append(append(b, frame...), w.tail...)
}

// open takes check, skeleton and tail apart. Faults: Malformed, TooLarge, and
// VersionUnknown with "dictionary" when it was compressed with another one.
func (c *Codec) open(b []byte) (check, skeleton, tail []byte, err error) {
	if len(b) < checkSize+lengthSize {
		return nil, nil, nil, malformed("short", errShape)
	}
	check = b[:checkSize]
	length := int(binary.BigEndian.Uint16(b[checkSize:]))
	isPlain := length&plain != 0
	b, length = b[checkSize+lengthSize:], length&^plain
	if length > len(b) {
		return nil, nil, nil, malformed("short", errShape)
	}
	if isPlain {
		return check, b[:length], b[length:], nil
	}
	skeleton, err = c.unpack(b[:length])
	return check, skeleton, b[length:], err
}

// unpack makes no more bytes than the frame says that it holds, and none when it says too many.
func (c *Codec) unpack(frame []byte) ([]byte, error) {
	whole := append(binary.LittleEndian.AppendUint32(nil, 0xfd2fb528), frame...)
	var h zstd.Header
	if err := h.Decode(whole); err != nil {
		return nil, malformed("frame", err)
	}
	if h.DictionaryID != c.id {
		return nil, fault.Because("unpack", fault.Reason{Code: fault.VersionUnknown, Ref: "dictionary", Have: int64(h.DictionaryID), Want: int64(c.id)})
	}
	if !h.HasFCS || h.Skippable {
		return nil, malformed("frame", errShape)
	}
	if h.FrameContentSize > maxSkeleton {
		return nil, fault.Because("unpack", fault.Reason{Code: fault.TooLarge, Ref: "skeleton", Want: maxSkeleton})
	}
	size := int(h.FrameContentSize) //nolint:gosec // compared above
	b, err := c.dec.DecodeAll(whole, make([]byte, 0, size))
	if err != nil {
		return nil, malformed("frame", err)
	}
	if len(b) != size {
		return nil, malformed("frame", errShape)
	}
	return b, nil
}

func malformed(ref string, err error) error {
	return &fault.Error{Op: "compact", Reasons: []fault.Reason{{Code: fault.Malformed, Ref: ref}}, Err: err}
}
