package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scratch is the room a search works in.
type scratch struct {
	scores []uint16 // of all parts so far; 0 is not found
	best   []uint8  // of the part at hand
	other  []uint8  // of one word of a part
}

func (x *Index) scratch() *scratch {
	sc, ok := x.pool.Get().(*scratch)
	if !ok || len(sc.scores) < len(x.slots) {
		n := len(x.slots) + len(x.slots)/8
		return &scratch{make([]uint16, n), make([]uint8, n), make([]uint8, n)}
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

// match scores the slots that have every part of the text; all is true when the
// text has no parts.
func (x *Index) match(text string, sc *scratch) (scores []uint16, all bool) {
	var parts []part
	for _, chunk := range chunks(text) {
		if p := newPart(chunk); len(p.readings[asTyped])+len(p.readings[wrongLayout]) > 0 {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return nil, true
	}
	scores = sc.scores[:len(x.slots)]
	for i, p := range parts {
		best := sc.best[:len(x.slots)]
		clear(best)
		for l := asTyped; l < levels; l++ {
			if x.read(p, l, best, sc) {
				break
			}
		}
		if !and(scores, best, i == 0) {
			return x.matchLoosely(parts, sc), false
		}
	}
	return scores, false
}

// chunks parts a query at spaces. A stock number written with spaces is one.
func chunks(text string) []string {
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
		return slices.Concat(all[:i], []string{strings.Join(all[i:end], "-")}, chunks(strings.Join(all[end:], " ")))
	}
	return all
}

// matchLoosely is for parts that are found, but not together: perhaps one of them
// is a mistake that happens to be a word, so each is read in every way.
func (x *Index) matchLoosely(parts []part, sc *scratch) []uint16 {
	scores := sc.scores[:len(x.slots)]
	for i, p := range parts {
		best := sc.best[:len(x.slots)]
		clear(best)
		for l := asTyped; l < levels; l++ {
			x.read(p, l, best, sc)
		}
		if !and(scores, best, i == 0) {
			break
		}
	}
	return scores
}

// and adds a part's scores where all parts before were found too.
func and(scores []uint16, best []uint8, first bool) (some bool) {
	if first {
		for i, b := range best {
			scores[i] = uint16(b)
			some = some || b > 0
		}
		return some
	}
	for i, b := range best {
		if b == 0 || scores[i] == 0 {
			scores[i] = 0
			continue
		}
		scores[i] += uint16(b)
		some = true
	}
	return some
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
	sum := make([]uint16, len(best))
	for i, w := range words {
		clear(other)
		if !lookup(w, penalty, other) || !and(sum, other, i == 0) {
			return false
		}
	}
	for i, n := range sum {
		best[i] = max(best[i], uint8(int(n)/len(words))) //nolint:gosec // a mean of bytes
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

// raise puts a hit of a word's postings into best.
func raise(best []uint8, p *postings, hit int) {
	if hit <= 0 {
		return
	}
	var worths [1 << fieldBits]uint8
	for f, w := range worth {
		worths[f] = uint8(max(1, hit*w/16)) //nolint:gosec // at most 100
	}
	p.each(func(at uint32, f field) {
		if w := worths[f]; w > best[at] {
			best[at] = w
		}
	})
}

// lookup finds a word as it stands: whole, as a prefix, by its stem, by its sound
// in the other alphabet, and among the suppliers' names.
func (x *Index) lookup(word string, penalty int, best []uint8) (found bool) {
	hit := func(p *postings, n int) {
		found = true
		raise(best, p, n-penalty)
	}
	if hasDigit(word) {
		x.codes.prefixed(word, func(key string, p postings) { hit(&p, exactOr(key == word, hitPrefix)) })
		return x.supplierHits(word, penalty, best) || found
	}
	x.words.prefixed(word, func(key string, p *postings) { hit(p, exactOr(key == word, hitPrefix)) })
	n := utf8.RuneCountInString(word)
	if n >= 2 {
		x.codes.prefixed(word, func(_ string, p postings) { hit(&p, hitCodeOfWord) })
	}
	for _, s := range stems(word) {
		if s == word {
			continue // seen as a prefix
		}
		longest := utf8.RuneCountInString(s) + 4
		x.words.prefixed(s, func(key string, p *postings) {
			if utf8.RuneCountInString(key) <= longest {
				hit(p, hitStem)
			}
		})
	}
	found = x.supplierHits(word, penalty, best) || found
	if n >= 3 {
		found = x.soundHits(word, penalty, best) || found
	}
	return found
}

func exactOr(exact bool, hit int) int {
	if exact {
		return hitExact
	}
	return hit
}

// soundHits finds words by their skeleton, whole, as a prefix and without the
// vowels an ending has.
func (x *Index) soundHits(word string, penalty int, best []uint8) (found bool) {
	sk := skeleton(word)
	if len(sk) < 2 {
		return false
	}
	raiseAll := func(words []string, n int) {
		for _, w := range words {
			found = true
			raise(best, x.wordMap[w], n-penalty)
		}
	}
	x.skeleton.prefixed(sk, func(key string, words []string) {
		if key == sk {
			raiseAll(words, hitSound)
			return
		}
		raiseAll(words, hitSoundPrefix)
	})
	s := strings.TrimRight(sk, "aeiou")
	if len(s) < len(sk) && len(s) >= minStem {
		x.skeleton.prefixed(s, func(key string, words []string) {
			if len(key) <= len(s)+4 {
				raiseAll(words, hitSoundStem)
			}
		})
	}
	return found
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
	for i := range x.slots {
		for _, o := range x.slots[i].offers {
			if meant[o.supplier] && !o.withdrawn {
				best[i], found = max(best[i], hit), true
				break
			}
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
	if hasDigit(word) {
		if n >= 6 && strings.Trim(word, "0123456789") != "" {
			x.codes.fuzzy(word, 1, func(_ string, p postings, whole, prefix int) {
				found = true
				raise(best, &p, worthOf(whole, prefix))
			})
		}
		return x.lookup(word, penalty, best) || found
	}
	x.words.fuzzy(word, k, func(_ string, p *postings, whole, prefix int) {
		found = true
		raise(best, p, worthOf(whole, prefix))
	})
	if sk := skeleton(word); len(sk) >= minStem {
		x.skeleton.fuzzy(sk, mistakes(len(sk)), func(_ string, words []string, whole, prefix int) {
			for _, w := range words {
				found = true
				raise(best, x.wordMap[w], worthOf(whole, prefix)-5)
			}
		})
	}
	return x.lookup(word, penalty, best) || found
}
