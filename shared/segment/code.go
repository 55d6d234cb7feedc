package segment

import (
	"cmp"
	"slices"
)

// maxWidth is the most bits of a code.
const maxWidth = 20

// widthsOf are the lengths, in bits, of an optimal prefix code for symbols that occur
// that often; none is above maxWidth. A symbol that does not occur has -1, one alone 0.
func widthsOf(counts []int) []int {
	widths := make([]int, len(counts))
	var used []int
	for i, n := range counts {
		widths[i] = -1
		if n > 0 {
			used = append(used, i)
		}
	}
	for flat := 0; ; flat++ {
		// Counts that are halved, rounded up, grow alike, and the code less deep.
		weight := func(i int) int { return (counts[i] + 1<<flat - 1) >> flat }
		slices.SortFunc(used, func(a, b int) int { return cmp.Or(cmp.Compare(weight(a), weight(b)), cmp.Compare(a, b)) })
		weights := make([]int, len(used))
		for n, i := range used {
			weights[n] = weight(i)
		}
		depths := depthsOf(weights)
		if len(depths) > 0 && slices.Max(depths) > maxWidth {
			continue
		}
		for n, i := range used {
			widths[i] = depths[n]
		}
		return widths
	}
}

// depthsOf are the depths of the leaves of Huffman's tree; weights grow.
func depthsOf(weights []int) []int {
	n := len(weights)
	if n == 0 {
		return nil
	}
	// Leaves come first, then the inner nodes in the order in which they are made, which
	// is the order of their weights: the lightest two stand at the front of one of both.
	parent, heavy := make([]int, 2*n-1), slices.Clone(weights)
	leaf, inner := 0, n
	lightest := func() int {
		if leaf < n && (inner >= len(heavy) || heavy[leaf] <= heavy[inner]) {
			leaf++
			return leaf - 1
		}
		inner++
		return inner - 1
	}
	for len(heavy) < 2*n-1 {
		a, b := lightest(), lightest()
		parent[a], parent[b] = len(heavy), len(heavy)
		heavy = append(heavy, heavy[a]+heavy[b])
	}
	depths := make([]int, 2*n-1)
	for i := 2*n - 3; i >= 0; i-- {
		depths[i] = depths[parent[i]] + 1
	}
	return depths[:n]
}

// cost is how many bits symbols take that occur that often.
func cost(counts []int) int {
	bits := 0
	for i, width := range widthsOf(counts) {
		bits += counts[i] * max(width, 0)
	}
	return bits
}

// codesOf are the canonical codes of widths: they grow with width, then with the symbol.
func canonical(widths []int) []uint64 {
	codes := make([]uint64, len(widths))
	next := uint64(0)
	for width := 1; width <= maxWidth; width++ {
		for i, w := range widths {
			if w == width {
				codes[i] = next
				next++
			}
		}
		next <<= 1
	}
	return codes
}

// appendWidths writes widths, one byte each: one more, so that 0 is what does not occur.
func appendWidths(b []byte, widths []int) []byte {
	for _, w := range widths {
		b = append(b, byte(w+1)) //nolint:gosec // at most maxWidth + 1
	}
	return b
}

// nearBits is how many bits of a code are looked up at once.
const nearBits = 11

// reader reads symbols of one prefix code.
type codeReader struct {
	// near has, for the next nearBits bits, the symbol and its width in the lowest byte; 0
	// where the code is longer.
	near [1 << nearBits]uint32
	// first is the first code of each width, at its place among symbols.
	first, at [maxWidth + 2]uint32
	symbols   []uint32
	alone     bool // there is one symbol, of no bits
}

// newCodeReader reads widths as appendWidths wrote them. Codes that leave something
// unsaid, or say it twice, are refused.
func newCodeReader(widths []byte) (*codeReader, error) {
	var counts [maxWidth + 1]uint32
	r := &codeReader{}
	for _, w := range widths {
		if w > maxWidth+1 {
			return nil, errColumn
		}
		if w > 0 {
			counts[w-1]++
		}
	}
	for _, n := range counts {
		r.symbols = append(r.symbols, make([]uint32, n)...)
	}
	if len(r.symbols) == 0 {
		return r, nil
	}
	if r.alone = counts[0] == 1; r.alone != (len(r.symbols) == 1) || counts[0] > 1 {
		return nil, errColumn
	}
	code, place := uint64(0), counts[0]
	for width := 1; width <= maxWidth; width++ {
		code <<= 1
		r.first[width], r.at[width] = uint32(code), place //nolint:gosec // below 2^20, else refused at the end
		code += uint64(counts[width])
		place += counts[width]
		if code > 1<<width {
			return nil, errColumn
		}
	}
	if !r.alone && code != 1<<maxWidth {
		return nil, errColumn
	}
	r.first[maxWidth+1] = 1 << (maxWidth + 1)
	r.place(widths)
	return r, nil
}

// place sets each symbol to its place, and the short ones to where they are looked up.
func (r *codeReader) place(widths []byte) {
	at := r.at
	for symbol, w := range widths {
		if w == 0 {
			continue
		}
		width := w - 1
		n := at[width]
		at[width]++
		r.symbols[n] = uint32(symbol) //nolint:gosec // at most maxWords
		if width == 0 || width > nearBits {
			continue
		}
		from := (r.first[width] + n - r.at[width]) << (nearBits - width)
		for i := from; i < from+1<<(nearBits-width); i++ {
			r.near[i] = uint32(symbol)<<8 | uint32(width) //nolint:gosec // as above
		}
	}
}

// next reads a symbol.
func (r *codeReader) next(from *bitReader) (symbol uint32, ok bool) {
	if from.n < maxWidth {
		from.fill()
	}
	if near := r.near[from.last>>(64-nearBits)]; near != 0 {
		width := int(near & 0xff)
		from.last <<= width
		from.n -= width
		return near >> 8, from.n >= 0
	}
	return r.far(from)
}

// far reads a symbol whose code is long.
func (r *codeReader) far(from *bitReader) (symbol uint32, ok bool) {
	if len(r.symbols) == 0 {
		return 0, false
	}
	if r.alone {
		return r.symbols[0], true
	}
	for width := nearBits + 1; width <= maxWidth; width++ {
		code := uint32(from.last >> (64 - width)) //nolint:gosec // at most 20 bits
		end := uint32(len(r.symbols))             //nolint:gosec // at most maxWords
		if width < maxWidth {
			end = r.at[width+1]
		}
		if n := r.at[width] + code - r.first[width]; code >= r.first[width] && n < end {
			from.last <<= width
			from.n -= width
			return r.symbols[n], from.n >= 0
		}
	}
	return 0, false
}
