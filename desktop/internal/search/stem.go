package search

import (
	"strings"
	"unicode/utf8"
)

//nolint:gochecknoglobals // a constant table, longest first
var endings = []string{
	"ами", "ями", "ові", "еві", "єві", "ого", "ому", "ими", "іми", "ією",
	"ій", "ий", "их", "іх", "ою", "ею", "єю", "ам", "ям", "ах", "ях", "ів", "їв", "ей", "ом", "ем", "єм", "ім", "им", "ії", "ія", "ію",
	"а", "я", "у", "ю", "и", "і", "ї", "е", "є", "о", "ь", "й",
}

// minStem is how many letters a stem keeps.
const minStem = 4

// stem takes an ending of declension off a word. It is light: what it gives is
// used as a prefix, so it may leave too much but must not leave too little.
func stem(w string) string {
	latin, cyrillic, digit := scripts(w)
	switch {
	case digit || latin == cyrillic:
		return w
	case latin:
		for _, e := range []string{"ies", "es", "s"} {
			if s, ok := strings.CutSuffix(w, e); ok && len(s) >= minStem {
				return s
			}
		}
		return w
	}
	n := utf8.RuneCountInString(w)
	for _, e := range endings {
		if s, ok := strings.CutSuffix(w, e); ok && n-utf8.RuneCountInString(e) >= minStem {
			return s
		}
	}
	return w
}

// stems are the beginnings a word's other forms may have: its stem, and the stem
// with or without the vowel that comes and goes before its last consonant
// (шершень, шершня; котушка, котушок).
func stems(w string) []string {
	s := stem(w)
	all := []string{s}
	r := []rune(s)
	n := len(r)
	if _, cyrillic, _ := scripts(s); !cyrillic || n < minStem {
		return all
	}
	switch {
	case !isVowel(r[n-1]) && !isVowel(r[n-2]) && s != w:
		for _, v := range "ео" {
			all = append(all, string(r[:n-1])+string(v)+string(r[n-1]))
		}
	case n > minStem && !isVowel(r[n-1]) && (r[n-2] == 'е' || r[n-2] == 'о') && !isVowel(r[n-3]):
		all = append(all, string(r[:n-2])+string(r[n-1]))
	}
	return all
}

func isVowel(r rune) bool { return strings.ContainsRune("аеєиіїоуюяй", r) }
