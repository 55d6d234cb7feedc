package client

import (
	"unicode"
	"unicode/utf8"
)

// containsFold reports whether s in lower case contains a text, which is in lower case.
// It makes no copy of s: lists ask it of every paper of a year.
func containsFold(s, text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	for at, r := range s {
		if lower(r) == first && startsFold(s[at:], text) {
			return true
		}
	}
	return text == ""
}

func startsFold(s, text string) bool {
	for text != "" {
		a, n := utf8.DecodeRuneInString(s)
		b, m := utf8.DecodeRuneInString(text)
		if n == 0 || lower(a) != b {
			return false
		}
		s, text = s[n:], text[m:]
	}
	return true
}

// lower is unicode.ToLower, with the letters of this field first.
func lower(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case 'А' <= r && r <= 'Я':
		return r + 'а' - 'А'
	case 'а' <= r && r <= 'я':
		return r
	}
	return unicode.ToLower(r)
}
