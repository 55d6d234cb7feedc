package journal

import (
	"encoding/binary"
	"hash/crc32"
	"math/bits"
)

// mend restores the record that stood in region, or gives nil. Two things are
// tried: that one bit of it flipped, which the CRC locates, and that its head
// and its payload are whole and only the rest is not. In both cases the
// payload's seal, which covers store, number and kind, is the proof; without
// it nothing is handed out. chain is what the record must name as the one
// before it, if that is known.
func mend(region []byte, chain hash, chained bool, last Seq, opens opener) ([]byte, Seq) {
	if fixed := flipBack(region); fixed != nil {
		f, n, err := decodeFrame(fixed)
		if err == nil && n == len(region) && f.seq > last && (!chained || f.prev == chain) && opens(f) {
			return fixed, f.seq
		}
	}
	f, n, err := readHead(region)
	if err != nil || n != len(region) || f.seq <= last || !opens(f) {
		return nil, 0
	}
	if chained {
		f.prev = chain
	}
	return appendFrame(make([]byte, 0, n), f), f.seq
}

// flipBack assumes that b, whose last four bytes are the CRC-32C of the rest,
// has one bit wrong, and gives a copy with that bit put right; nil if no single
// bit explains the difference. A CRC is linear: which bit it was depends only on
// the difference of the two sums and on how many bytes follow.
func flipBack(b []byte) []byte {
	if len(b) <= recordFoot {
		return nil
	}
	body := b[:len(b)-recordFoot]
	diff := checksum(body) ^ binary.BigEndian.Uint32(b[len(body):])
	if diff == 0 {
		return nil
	}
	fixed := append([]byte(nil), b...)
	if bits.OnesCount32(diff) == 1 { // the sum itself was hit
		binary.BigEndian.PutUint32(fixed[len(body):], checksum(body))
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
