package photo

import (
	"encoding/binary"
	"slices"
)

// signature is how a PNG begins (PNG specification, section 5.2).
const signature = "\x89PNG\r\n\x1a\n"

// kept are the chunks that stay: what the picture is drawn from, its transparency, its
// colours and the shape of its pixels. Texts, times, Exif and what nobody knows go.
func kept() []string {
	return []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "pHYs"}
}

// chunk is one chunk of a PNG; whole is it with its length, name and sum.
type chunk struct {
	name        string
	data, whole []byte
}

const (
	// chunkFrame is a chunk's length, name and sum; headerBytes the data of IHDR.
	chunkFrame  = 4 + 4 + 4
	headerBytes = 13
)

// cleanPNG keeps the known chunks up to IEND.
func cleanPNG(content []byte) ([]byte, error) {
	clean := append(make([]byte, 0, len(content)), signature...)
	rest, table, drawn := content[len(signature):], sumTable(), false
	for first := true; ; first = false {
		c, err := nextChunk(rest, table)
		if err != nil {
			return nil, err
		}
		rest = rest[len(c.whole):]
		switch {
		case first != (c.name == "IHDR"):
			return nil, ErrUnreadable
		case first && !isHeader(c.data):
			return nil, ErrUnreadable
		case c.name == "IDAT":
			drawn = true
		case c.name == "IEND":
			if !drawn || len(c.data) > 0 {
				return nil, ErrUnreadable
			}
			return append(clean, c.whole...), nil
		}
		if slices.Contains(kept(), c.name) {
			clean = append(clean, c.whole...)
		} else if isCritical(c.name) {
			return nil, ErrUnreadable // the picture is not drawn right without it
		}
	}
}

func isHeader(data []byte) bool {
	return len(data) == headerBytes && isDrawable(binary.BigEndian.Uint32(data), binary.BigEndian.Uint32(data[4:]))
}

// isCritical reports whether a chunk's name says that nothing is drawn without it.
func isCritical(name string) bool { return name[0]&0x20 == 0 }

// nextChunk reads the chunk that a text of chunks begins with.
func nextChunk(rest []byte, table [256]uint32) (chunk, error) {
	if len(rest) < chunkFrame {
		return chunk{}, ErrUnreadable
	}
	size := binary.BigEndian.Uint32(rest)
	if uint64(size) > uint64(len(rest)-chunkFrame) {
		return chunk{}, ErrUnreadable
	}
	end := 8 + int(size)
	name := rest[4:8]
	for _, b := range name {
		if (b|0x20) < 'a' || (b|0x20) > 'z' {
			return chunk{}, ErrUnreadable
		}
	}
	if sum(table, rest[4:end]) != binary.BigEndian.Uint32(rest[end:]) {
		return chunk{}, ErrUnreadable
	}
	return chunk{name: string(name), data: rest[8:end], whole: rest[:end+4]}, nil
}

// sumTable and sum are the CRC of the PNG specification, annex D.
func sumTable() (table [256]uint32) {
	const polynomial = 0xedb88320
	for i := range table {
		c := uint32(i) //nolint:gosec // at most 255
		for range 8 {
			if c&1 != 0 {
				c = polynomial ^ c>>1
			} else {
				c >>= 1
			}
		}
		table[i] = c
	}
	return table
}

func sum(table [256]uint32, b []byte) uint32 {
	c := ^uint32(0)
	for _, x := range b {
		c = table[byte(c)^x] ^ c>>8
	}
	return ^c
}
