package intake

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dotchain/shared/code"
)

// Limits of texts, in characters.
const (
	maxArticle      = 64
	maxName         = 300
	maxManufacturer = 120
	maxSpecText     = 200
	maxShown        = 120 // of raw text in a Finding
)

// clean makes a cell's text fit to store: NFC, control and invisible characters
// out, every run of spaces one space. unsafe is true when the text holds
// characters that reorder what follows: such text can show one thing and be
// another, so it is refused instead of repaired.
func clean(text string) (cleaned string, unsafe bool) {
	text = strings.ToValidUTF8(text, "\ufffd")
	mapped := strings.Map(func(r rune) rune {
		switch {
		case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069':
			unsafe = true
			return -1
		case unicode.IsSpace(r) || r == '\u00a0' || r == '\u202f' || r == '\u2007':
			return ' '
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(norm.NFC.String(mapped)), " "), unsafe
}

// cut shortens text to limit characters.
func cut(text string, limit int) (string, bool) {
	count := 0
	for i := range text {
		if count == limit {
			return strings.TrimSpace(text[:i]), true
		}
		count++
	}
	return text, false
}

// shown is what a Finding quotes of a cell.
func shown(text string) string {
	cleaned, _ := clean(text)
	short, wasCut := cut(cleaned, maxShown)
	if wasCut {
		return short + "…"
	}
	return short
}

// plain is the form in which headers, headings and words are compared: small
// letters, no punctuation, one space, one alphabet per word.
func plain(text string) string {
	cleaned, _ := clean(text)
	mapped := strings.Map(func(r rune) rune {
		switch r {
		case '.', ',', ':', ';', '!', '?', '(', ')', '[', ']', '*', '"', '«', '»', '“', '”', '№', '#', '_', '\'', '’', 'ʼ', '`':
			return ' '
		case '–', '—', '‑', '/':
			return '-'
		case 'ё':
			return 'е'
		}
		return unicode.ToLower(r)
	}, cleaned)
	words := strings.Fields(mapped)
	for i, word := range words {
		// «Цiна» with a Latin i: nobody sees it, so nobody mends it. But the two
		// halves of «fpv-дрон» are each in their own alphabet.
		if isMixed(word) {
			parts := strings.Split(word, "-")
			for j, part := range parts {
				if isMixed(part) {
					parts[j] = foldBoth(part, code.CyrillicTwins)
				}
			}
			words[i] = strings.Join(parts, "-")
		}
	}
	return strings.Join(words, " ")
}

// columnLetter is A for 0, Z for 25, AA for 26.
func columnLetter(i int) string {
	letters := ""
	for i++; i > 0; i = (i - 1) / 26 {
		letters = string(rune('A'+(i-1)%26)) + letters
	}
	return letters
}
