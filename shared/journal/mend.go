package journal

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math/bits"
)

// FlipBack assumes that b, whose last four bytes are the CRC-32C of the rest,
// has one bit wrong, and gives a copy with that bit put right; nil if no single
// bit explains the difference. A CRC is linear: which bit it was depends only on
// the difference of the two sums and on how many bytes follow.
func FlipBack(b []byte) []byte {
	if len(b) <= RecordFoot {
		return nil
	}
	body := b[:len(b)-RecordFoot]
	diff := Checksum(body) ^ binary.BigEndian.Uint32(b[len(body):])
	if diff == 0 {
		return nil
	}
	fixed := append([]byte(nil), b...)
	if bits.OnesCount32(diff) == 1 { // the sum itself was hit
		binary.BigEndian.PutUint32(fixed[len(body):], Checksum(body))
		return fixed
	}
	table := crc32.MakeTable(crc32.Castagnoli)
	var effect [8]uint32 // what flipping bit k of the byte at i does to the sum
	for k := range effect {
		effect[k] = table[1<<k]
	}
	for i := len(body) - 1; i >= 0; i-- {
		for k, e := range effect {
			if e == diff {
				fixed[i] ^= 1 << k
				return fixed
			}
			effect[k] = table[e&0xff] ^ e>>8 // one more byte follows
		}
	}
	return nil
}

// Resync finds the next whole record numbered above last, from offset off on;
// len(data) if there is none.
func Resync(data []byte, off int, last Seq) int {
	for off < len(data) {
		i := bytes.Index(data[off:], []byte(RecordMagic))
		if i < 0 {
			break
		}
		off += i
		if f, _, err := DecodeFrame(data[off:]); err == nil && f.Seq > last {
			return off
		}
		off++
	}
	return len(data)
}
