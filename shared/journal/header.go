package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// FormatVersion is the version of the files, docs/formats/journal.md.
const FormatVersion uint16 = 1

// The head of a segment, docs/formats/journal.md "Segment".
const (
	HeaderSize  = 128
	HeaderMagic = "\x89DCJRN\r\n"
)

var (
	// ErrHeader means that the bytes are no segment's head.
	ErrHeader = errors.New("bytes are no segment header")
	// ErrNewer means that a newer program wrote this journal.
	ErrNewer = errors.New("journal was written by a newer program")
)

// ReadStore checks what stays in place in every version of a segment's head (magic,
// version, sum) and gives the journal's id. Errors: ErrHeader; ErrNewer.
func ReadStore(b []byte) (StoreID, error) {
	if len(b) < HeaderSize || string(b[:8]) != HeaderMagic ||
		binary.BigEndian.Uint32(b[124:]) != Checksum(b[:124]) {
		return StoreID{}, ErrHeader
	}
	if v := binary.BigEndian.Uint16(b[8:]); v > FormatVersion {
		return StoreID{}, fmt.Errorf("format version %d: %w", v, ErrNewer)
	}
	return StoreID(b[24:40]), nil
}
