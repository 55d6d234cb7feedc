package search

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scratch is the room a search works in.
type scratch struct {
	scores []uint16 // of all parts so far, for the slots found
	found  []uint32 // the slots found so far, in order
	best   []uint8  // of the part at hand
	other  []uint8  // of one word of a part
	sums   []uint16 // of the words of a part, for the slots in some
	some   []uint32
}

func (x *Index) scratch() *scratch {
	sc, ok := x.pool.Get().(*scratch)
	if !ok || len(sc.scores) < len(x.slots) {
		n := len(x.slots) + len(x.slots)/8
		return &scratch{scores: make([]uint16, n), best: make([]uint8, n), other: make([]uint8, n), sums: make([]uint16, n)}
	}
	return sc
}

// level is how far a part is read from what was typed.
type level int

const (
	asTyped level = iota
	wrongLayout
	mistyped
	mistypedLayout
	levels
)

// match scores the slots that have every part of the text, sc.found; all is true
// when the text has no parts.
func (x *Index) match(text string, sc *scratch) (all bool) {
	var parts []part
	for _, chunk := range queryParts(text) {
		if p := newPart(chunk); len(p.readings[asTyped])+len(p.readings[wrongLayout]) > 0 {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return true
	}
	for i, p := range parts {
		best := sc.best[:len(x.slots)]
		clear(best)
		for l := asTyped; l < levels; l++ {
			if x.read(p, l, best, sc) {
				break
			}
		}
		sc.found = and(sc.scores, best, sc.found, i == 0)
		if len(sc.found) == 0 {
			x.matchLoosely(parts, sc)
			return false
		}
	}
	return false
}

// queryParts parts a query at spaces. A stock number written with spaces is one.
func queryParts(text string) []string {
	all := strings.Fields(text)
	isNumber := func(s string, n int) bool { return len(s) == n && strings.Trim(s, "0123456789") == "" }
	for i := 0; i+1 < len(all); i++ {
		if !isNumber(all[i], 4) || !isNumber(all[i+1], 2) {
			continue
		}
		end := i + 2
		for end < len(all) && end < i+4 && len(all[end]) <= 4 && hasDigit(all[end]) {
			end++
		}
		return slices.Concat(all[:i], []string{strings.Join(all[i:end], "-")}, queryParts(strings.Join(all[end:], " ")))
	}
	return all
}

// matchLoosely is for parts that are found, but not together: perhaps one of them
// is a mistake that happens to be a word, so each is read in every way.
func (x *Index) matchLoosely(parts []part, sc *scratch) {
	for i, p := range parts {
		best := sc.best[:len(x.slots)]
		clear(best)
		for l := asTyped; l < levels; l++ {
			x.read(p, l, best, sc)
		}
		sc.found = and(sc.scores, best, sc.found, i == 0)
		if len(sc.found) == 0 {
			return
		}
	}
}

// and adds a part's scores where all parts before were found too, and returns
// these slots.
func and(scores []uint16, best []uint8, found []uint32, first bool) []uint32 {
	kept := found[:0]
	if !first {
		for _, at := range found {
			if b := best[at]; b > 0 {
				scores[at] += uint16(b)
				kept = append(kept, at)
			}
		}
		return kept
	}
	i := 0
	for ; i+8 <= len(best); i += 8 { // most are none
		if binary.LittleEndian.Uint64(best[i:]) == 0 {
			continue
		}
		for n, b := range best[i : i+8] {
			if b > 0 {
				scores[i+n] = uint16(b)
				kept = append(kept, uint32(i+n)) //nolint:gosec // a slot's number
			}
		}
	}
	for ; i < len(best); i++ {
		if b := best[i]; b > 0 {
			scores[i] = uint16(b)
			kept = append(kept, uint32(i)) //nolint:gosec // a slot's number
		}
	}
	return kept
}

// part is what stands between two spaces of a query, with its readings. A
// reading is a list of words that must all be found.
type part struct {
	readings [levels][][]string
}

func newPart(chunk string) part {
	var p part
	p.readings[asTyped] = readings(chunk)
	if other := otherLayout(chunk); other != "" {
		p.readings[wrongLayout] = readings(other)
	}
	p.readings[mistyped] = slices.Concat(p.readings[asTyped], atDigits(chunk))
	p.readings[mistypedLayout] = p.readings[wrongLayout]
	return p
}

// readings are the words of a chunk, and the chunk as one code.
func readings(chunk string) [][]string {
	words := split(chunk)
	if len(words) == 0 {
		return nil
	}
	all := [][]string{words}
	one := joined(chunk)
	if len(words) > 1 {
		all = append(all, []string{one})
	}
	if branch, ok := procurementBranch(chunk); ok {
		all = append(all, []string{branch})
	}
	return all
}

// procurementBranch reads a whole ДК 021 code as the branch of the tree it names:
// zeros at its end stand for everything below.
func procurementBranch(chunk string) (string, bool) {
	body, check, hasCheck := strings.Cut(chunk, "-")
	digits := func(s string, n int) bool { return len(s) == n && strings.Trim(s, "0123456789") == "" }
	if !digits(body, 8) || hasCheck && !digits(check, 1) {
		return "", false
	}
	for len(body) > 2 && body[len(body)-1] == '0' {
		body = body[:len(body)-1]
	}
	return procurementPrefix + body, true
}

// atDigits parts a chunk where letters and digits meet: mavic3t is mavic, 3t.
func atDigits(chunk string) [][]string {
	folded := fold(chunk)
	var words []string
	start := 0
	for i, r := range folded {
		if i == 0 {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(folded[:i])
		if unicode.IsLetter(before) && unicode.IsDigit(r) {
			words = append(words, split(folded[start:i])...)
			start = i
		}
	}
	if start == 0 {
		return nil
	}
	return [][]string{append(words, split(folded[start:])...)}
}

// read raises best by the readings of a level and says whether anything was found.
func (x *Index) read(p part, l level, best []uint8, sc *scratch) bool {
	found := false
	lookup := x.lookup
	if l == mistyped || l == mistypedLayout {
		lookup = x.lookupMistyped
	}
	penalty := 0
	if l == wrongLayout || l == mistypedLayout {
		penalty = 5
	}
	for _, words := range p.readings[l] {
		if len(words) == 1 {
			found = lookup(words[0], penalty, best) || found
			continue
		}
		found = x.readAll(words, lookup, penalty, best, sc) || found
	}
	return found
}

// readAll raises best where every word is found.
func (x *Index) readAll(words []string, lookup func(string, int, []uint8) bool, penalty int, best []uint8, sc *scratch) bool {
	other := sc.other[:len(best)]
	for i, w := range words {
		clear(other)
		if !lookup(w, penalty, other) {
			return false
		}
		if sc.some = and(sc.sums, other, sc.some, i == 0); len(sc.some) == 0 {
			return false
		}
	}
	for _, at := range sc.some {
		best[at] = max(best[at], uint8(int(sc.sums[at])/len(words))) //nolint:gosec // a mean of bytes
	}
	return true
}

// How much a hit counts before the field is weighed.
const (
	hitExact        = 100
	hitPrefix       = 80
	hitStem         = 70
	hitSound        = 85
	hitSoundPrefix  = 60
	hitSoundStem    = 50
	hitCodeOfWord   = 60
	hitMistake      = 48 // less 10 for each mistake
	hitMistakeBegin = 36 // the same, at the beginning of a word
)

// hits says how a word is looked for: by how much a hit raises, and where.
type hits struct {
	x     *Index
	best  []uint8
	less  int  // what a reading takes off
	text  bool // descriptions, too
	found bool // something that is shown
}

// worths is what a hit is worth in each field.
func worths(hit int) (all [1 << fieldBits]uint8) {
	for f, w := range worth {
		all[f] = uint8(max(1, hit*w/16)) //nolint:gosec // at most 100
	}
	return all
}

// code puts a hit of a code's place into best.
func (h *hits) code(place uint32, hit int) {
	at, f := unpack(place)
	if hit -= h.less; hit <= 0 || !h.x.alive[at] {
		return
	}
	h.found = true
	h.best[at] = max(h.best[at], uint8(max(1, hit*worth[f]/16))) //nolint:gosec // at most 100
}

// word puts a hit of a word into best wherever the word stands.
func (h *hits) word(n uint32, hit int) {
	if hit -= h.less; hit <= 0 {
		return
	}
	raise, alive := worths(hit), h.x.alive
	frozen, fresh := h.x.terms.runs(n, inNames)
	place := uint32(0)
	for _, run := range [2][]byte{frozen, fresh} {
		for len(run) > 0 {
			var step uint32
			step, run = uvarint(run)
			place += step
			if at, f := unpack(place); alive[at] {
				h.found = true
				h.best[at] = max(h.best[at], raise[f])
			}
		}
	}
	if h.text {
		h.described(n, raise[fieldText])
	}
}

// described is word for descriptions.
func (h *hits) described(n uint32, raise uint8) {
	alive := h.x.alive
	frozen, fresh := h.x.terms.runs(n, inText)
	at := uint32(0)
	for _, run := range [2][]byte{frozen, fresh} {
		for len(run) > 0 {
			var step uint32
			step, run = uvarint(run)
			at += step
			if alive[at-1] {
				h.found = true
				h.best[at-1] = max(h.best[at-1], raise)
			}
		}
	}
}

// minDescribed is the least number of letters that are looked for in descriptions:
// fewer begin nearly every one.
const minDescribed = 3

// lookup finds a word as it stands: whole, as a prefix, by its stem, by its sound
// in the other alphabet, and among the suppliers' names.
func (x *Index) lookup(word string, penalty int, best []uint8) (found bool) {
	n := utf8.RuneCountInString(word)
	h := hits{x: x, best: best, less: penalty, text: n >= minDescribed}
	if hasDigit(word) {
		x.codes.prefixed(word, func(key []byte, place uint32) { h.code(place, exactOr(string(key) == word, hitPrefix)) })
		x.terms.words.prefixed(word, func(key []byte, id uint32) { h.word(id, exactOr(string(key) == word, hitPrefix)) })
		return x.supplierHits(word, penalty, best) || h.found
	}
	x.terms.words.prefixed(word, func(key []byte, id uint32) {
		switch {
		case !digits(key):
			h.word(id, exactOr(string(key) == word, hitPrefix))
		case n >= 2:
			h.word(id, hitCodeOfWord)
		}
	})
	if n >= 2 {
		x.codes.prefixed(word, func(_ []byte, place uint32) { h.code(place, hitCodeOfWord) })
	}
	for _, s := range stems(word) {
		if s == word {
			continue // seen as a prefix
		}
		longest := utf8.RuneCountInString(s) + 4
		x.terms.words.prefixed(s, func(key []byte, id uint32) {
			if utf8.RuneCount(key) <= longest && !digits(key) {
				h.word(id, hitStem)
			}
		})
	}
	if n >= 3 {
		x.soundHits(word, &h)
	}
	return x.supplierHits(word, penalty, best) || h.found
}

func exactOr(exact bool, hit int) int {
	if exact {
		return hitExact
	}
	return hit
}

// soundHits finds words by their skeleton, whole, as a prefix and without the
// vowels an ending has.
func (x *Index) soundHits(word string, h *hits) {
	sk := skeleton(word)
	if len(sk) < 2 {
		return
	}
	x.terms.sounds.prefixed(sk, func(key []byte, id uint32) {
		if string(key) == sk {
			h.word(id, hitSound)
			return
		}
		h.word(id, hitSoundPrefix)
	})
	s := strings.TrimRight(sk, "aeiou")
	if len(s) < len(sk) && len(s) >= minStem {
		x.terms.sounds.prefixed(s, func(key []byte, id uint32) {
			if len(key) <= len(s)+4 {
				h.word(id, hitSoundStem)
			}
		})
	}
}

// supplierHits finds items by their suppliers' names. Names change and offers
// come and go, so they have no postings: the few suppliers are looked through,
// and the offers only when one of them is meant.
func (x *Index) supplierHits(word string, penalty int, best []uint8) bool {
	if utf8.RuneCountInString(word) < 3 {
		return false
	}
	var meant []bool
	for i := range x.suppliers {
		for _, w := range x.suppliers[i].words {
			if strings.HasPrefix(w, word) {
				if meant == nil {
					meant = make([]bool, len(x.suppliers))
				}
				meant[i] = true
			}
		}
	}
	if meant == nil {
		return false
	}
	hit := uint8((hitPrefix - penalty) * worth[fieldSupplier] / 16) //nolint:gosec // at most 100
	found := false
	for i := range x.offers {
		if o := &x.offers[i]; !o.withdrawn && !o.id.IsZero() && meant[o.supplier] && x.alive[o.slot] {
			best[o.slot], found = max(best[o.slot], hit), true
		}
	}
	return found
}

// mistakes is how many typing mistakes a word of n letters may have.
func mistakes(n int) int {
	switch {
	case n >= 8:
		return 2
	case n >= 4:
		return 1
	}
	return 0
}

// lookupMistyped finds words within the mistakes allowed, and those that begin so.
func (x *Index) lookupMistyped(word string, penalty int, best []uint8) (found bool) {
	n := utf8.RuneCountInString(word)
	k := mistakes(n)
	worthOf := func(whole, prefix int) int {
		if whole <= k {
			return hitMistake - 10*whole - penalty
		}
		return hitMistakeBegin - 10*prefix - penalty
	}
	if k == 0 {
		return x.lookup(word, penalty, best)
	}
	h := hits{x: x, best: best, text: n >= minDescribed}
	if hasDigit(word) {
		if n >= 6 && strings.Trim(word, "0123456789") != "" {
			x.codes.fuzzy(word, 1, func(_ []byte, place uint32, whole, prefix int) { h.code(place, worthOf(whole, prefix)) })
			x.terms.words.fuzzy(word, 1, func(key []byte, id uint32, whole, prefix int) {
				if digits(key) {
					h.word(id, worthOf(whole, prefix))
				}
			})
		}
		return x.lookup(word, penalty, best) || h.found
	}
	x.terms.words.fuzzy(word, k, func(key []byte, id uint32, whole, prefix int) {
		if !digits(key) {
			h.word(id, worthOf(whole, prefix))
		}
	})
	if sk := skeleton(word); len(sk) >= minStem {
		x.terms.sounds.fuzzy(sk, mistakes(len(sk)), func(_ []byte, id uint32, whole, prefix int) {
			h.word(id, worthOf(whole, prefix)-5)
		})
	}
	return x.lookup(word, penalty, best) || h.found
}
