package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dotchain/shared/code"
)

// What a letter of the tables is besides a letter.
const (
	apart   = 0      // parts words
	unsaid  = 0xffff // is not written at all
	unknown = 0xfffe // takes the long way, see scan
)

// What a word was seen to hold, as scripts says it.
const (
	hasLatin = 1 << iota
	hasCyrillic
	hasNumber
)

// tableEnd is the end of the letters the tables know: Latin and Cyrillic.
const tableEnd = 0x530

// letters are foldRune, scripts and oneScript for the letters that texts are
// written with, worked out once.
//
//nolint:gochecknoglobals // a constant table
var letters = func() (t struct {
	fold, twin [tableEnd]uint16
	kind       [tableEnd]uint8
},
) {
	for r := range rune(tableEnd) {
		folded := foldRune(r)
		switch {
		case r >= 0x300 && r < 0x400 || r >= 0x483 && r < 0x48a:
			t.fold[r] = unknown // marks that NFC may join to what stands before, and Greek
		case folded < 0:
			t.fold[r] = unsaid
		case isWordRune(folded):
			t.fold[r] = uint16(folded) //nolint:gosec // below tableEnd or lower case of it
		}
		twin, _ := utf8.DecodeRuneInString(strings.ToLower(code.LatinTwins(strings.ToUpper(string(r)))))
		t.twin[r] = uint16(twin) //nolint:gosec // below 2^16
		latin, cyrillic, digit := scripts(string(r))
		for i, is := range []bool{latin, cyrillic, digit} {
			if is {
				t.kind[r] |= 1 << i
			}
		}
	}
	return t
}()

// scanner parts texts into words as split does, without garbage. Its words are good
// until the next text.
type scanner struct {
	buf   []byte
	other []byte
	ends  []int
	kind  []uint8
}

func (s *scanner) word(i int) []byte {
	from := 0
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.buf[from:s.ends[i]:s.ends[i]]
}

// foldedRune is the folded letter of a rune beyond the tables.
func foldedRune(r rune) uint16 {
	switch {
	case r == 0x2018 || r == 0x2019 || r == 0x200b || r == 0x200d || r == 0xfeff:
		return unsaid
	case r >= 0x2010 && r < 0x205f || r == '№':
		return apart
	}
	return unknown
}

// scan takes a text; joined takes it as one word, whatever stands between.
func (s *scanner) scan(text string, join bool) {
	s.buf, s.ends, s.kind = s.buf[:0], s.ends[:0], s.kind[:0]
	kind, from := uint8(0), 0
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		switch {
		case r < utf8.RuneSelf:
		case r >= 0xc2 && r < 0xe0 && i+1 < len(text) && text[i+1]&0xc0 == 0x80:
			r, size = r&0x1f<<6|rune(text[i+1]&0x3f), 2
		default:
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		i += size
		var folded uint16
		if r < tableEnd {
			folded = letters.fold[r]
		} else {
			folded = foldedRune(r)
		}
		switch {
		case folded == unsaid:
		case folded == unknown:
			s.slow(text, join)
			return
		case folded != apart:
			if folded < utf8.RuneSelf {
				s.buf = append(s.buf, byte(folded))
			} else {
				s.buf = utf8.AppendRune(s.buf, rune(folded))
			}
			if folded < tableEnd {
				kind |= letters.kind[folded]
			}
		case !join && len(s.buf) > from:
			s.end(from, kind)
			kind, from = 0, len(s.buf)
		}
	}
	if len(s.buf) > from {
		s.end(from, kind)
	}
}

// end ends a word: one with a digit is written with one alphabet, as oneScript does.
func (s *scanner) end(from int, kind uint8) {
	switch {
	case kind&hasNumber != 0 && kind&hasCyrillic == 0 && isASCII(s.buf[from:]):
	case kind&hasNumber != 0 && s.twins(from):
	case kind&hasNumber != 0 || kind&(hasLatin|hasCyrillic) == hasLatin|hasCyrillic:
		s.buf = append(s.buf[:from], oneScript(string(s.buf[from:]))...)
	}
	if len(s.buf)-from > maxWord {
		s.buf = s.buf[:from+cutWord(s.buf[from:])]
	}
	s.ends, s.kind = append(s.ends, len(s.buf)), append(s.kind, kind)
}

// twins writes a word's letters that look Latin as Latin ones; false where it has
// letters beyond the tables.
func (s *scanner) twins(from int) bool {
	s.other = append(s.other[:0], s.buf[from:]...)
	out := s.buf[:from]
	for i := 0; i < len(s.other); {
		r, size := utf8.DecodeRune(s.other[i:])
		i += size
		if r >= tableEnd {
			s.buf = append(s.buf[:from], s.other...)
			return false
		}
		out = utf8.AppendRune(out, rune(letters.twin[r]))
	}
	s.buf = out
	return true
}

// slow is for texts with letters beyond the tables.
func (s *scanner) slow(text string, join bool) {
	s.buf, s.ends, s.kind = s.buf[:0], s.ends[:0], s.kind[:0]
	words := split(text)
	if join {
		words = []string{joined(text)}
	}
	for _, w := range words {
		if w == "" {
			continue
		}
		kind := uint8(0)
		for i, is := range [3]bool{strings.IndexFunc(w, isLatin) >= 0, strings.IndexFunc(w, isCyrillic) >= 0, hasDigit(w)} {
			if is {
				kind |= 1 << i
			}
		}
		from := len(s.buf)
		s.buf = append(s.buf, w...)
		if len(w) > maxWord {
			s.buf = s.buf[:from+cutWord(s.buf[from:])]
		}
		s.ends, s.kind = append(s.ends, len(s.buf)), append(s.kind, kind)
	}
}

func isLatin(r rune) bool    { return r >= 'a' && r <= 'z' }
func isCyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// maxWord is the most bytes of a word that is kept.
const maxWord = 255

// cutWord is how much of a word longer than maxWord is kept, in whole letters.
func cutWord(w []byte) int {
	end := maxWord
	for end > 0 && !utf8.RuneStart(w[end]) {
		end--
	}
	return end
}
