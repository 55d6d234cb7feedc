package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dotchain/shared/code"
)

// foldRune gives the letter two spellings share, or -1 for what is not written:
// apostrophes in all their forms, accents that NFC leaves, soft hyphens.
func foldRune(r rune) rune {
	switch r {
	case '\'', '’', 'ʼ', '‘', '`', '´', 'ʹ', '\u00ad', '\u200b', '\u200d', '\ufeff', '\u0301', 'ъ', 'Ъ':
		return -1
	case 'ґ', 'Ґ':
		return 'г'
	case 'ё', 'Ё', 'э', 'Э':
		return 'е'
	case 'ы', 'Ы':
		return 'и'
	}
	return unicode.ToLower(r)
}

// fold is lower case without apostrophes, ґ as г.
func fold(text string) string { return strings.Map(foldRune, norm.NFC.String(text)) }

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// split gives the words of a text: runs of letters and digits, folded.
func split(text string) []string {
	words := strings.FieldsFunc(fold(text), func(r rune) bool { return !isWordRune(r) })
	for i, w := range words {
		words[i] = oneScript(w)
	}
	return words
}

// joined is a text as one code: its letters and digits without what stands between.
func joined(text string) string {
	return oneScript(strings.Map(func(r rune) rune {
		if isWordRune(r) {
			return r
		}
		return -1
	}, fold(text)))
}

// oneScript writes a word that mixes the alphabets, or is a code, with the Latin
// letter wherever two look alike: nobody sees on paper which one was typed.
func oneScript(w string) string {
	latin, cyrillic, digit := scripts(w)
	if !digit && (!latin || !cyrillic) {
		return w
	}
	folded := strings.ToLower(code.LatinTwins(strings.ToUpper(w)))
	if digit {
		return folded
	}
	if _, still, _ := scripts(folded); still {
		return strings.ToLower(code.CyrillicTwins(strings.ToUpper(w)))
	}
	return folded
}

// scripts says what a word is written with.
func scripts(w string) (latin, cyrillic, digit bool) {
	for _, r := range w {
		switch {
		case r >= '0' && r <= '9':
			digit = true
		case r >= 'a' && r <= 'z':
			latin = true
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic = true
		}
	}
	return latin, cyrillic, digit
}

func hasDigit(w string) bool { return strings.ContainsAny(w, "0123456789") }

// The keys of the two layouts, in the order of the keyboard.
const (
	keysEn = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + `~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>`
	keysUk = "'йцукенгшщзхїфівапролджєячсмитьбю" + "ʼЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ"
)

//nolint:gochecknoglobals // constant tables
var (
	toUk = keyMap(keysEn, keysUk)
	toEn = keyMap(keysUk+"ыэъё", keysEn+"s']`") // a Russian layout has these on the same keys
)

func keyMap(from, to string) map[rune]rune {
	a, b := []rune(from), []rune(to)
	m := make(map[rune]rune, len(a))
	for i := range a {
		m[a[i]] = b[i]
	}
	return m
}

// otherLayout is what the same keys give in the other layout; "" where the text
// cannot have been typed in one.
func otherLayout(text string) string {
	_, cyrillic, _ := scripts(strings.ToLower(text))
	keys := toUk
	if cyrillic {
		keys = toEn
	}
	changed := false
	out := strings.Map(func(r rune) rune {
		if other, ok := keys[r]; ok {
			changed = true
			return other
		}
		return r
	}, text)
	if !changed {
		return ""
	}
	return out
}
