package search

import "strings"

// The skeleton of a word is the same for its Ukrainian spelling, for КМУ-55 and
// for the usual informal Latin spellings, and nearly so for an English word as
// Ukrainians write it (mavic, мавік). Letters people mix up are one: и і й ї y j,
// г ґ х h g, в w v, к c q. Capitals in it stand for ж Z, ч C, ш S, щ W.

//nolint:gochecknoglobals // a constant table
var cyrillicSkeleton = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "h", 'д': "d", 'е': "e", 'є': "ie", 'ж': "Z", 'з': "z", 'и': "i", 'і': "i",
	'ї': "i", 'й': "i", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t",
	'у': "u", 'ф': "f", 'х': "h", 'ц': "c", 'ч': "C", 'ш': "S", 'щ': "W", 'ь': "", 'ю': "iu", 'я': "ia",
}

//nolint:gochecknoglobals // a constant table; longer spellings first
var latinSkeleton = strings.NewReplacer(
	"shch", "W", "sch", "W", "tsch", "C", "zgh", "zh", "sh", "S", "zh", "Z", "kh", "h", "gh", "h", "ch", "C", "ts", "c", "tz", "c",
	"ph", "f", "th", "t", "ck", "k", "oo", "u", "ee", "i", "qu", "kv", "ce", "ce", "ci", "ci", "cy", "ci",
	"ja", "ia", "ya", "ia", "ju", "iu", "yu", "iu", "je", "ie", "ye", "ie", "ji", "i", "yi", "i", "yo", "io", "jo", "io",
	"c", "k", "g", "h", "j", "i", "q", "k", "w", "v", "x", "ks", "y", "i",
)

// skeleton is "" for a word with digits or of two alphabets: those are codes.
func skeleton(w string) string {
	latin, cyrillic, digit := scripts(w)
	if digit || latin == cyrillic {
		return ""
	}
	if latin {
		return squeeze(latinSkeleton.Replace(w))
	}
	var b strings.Builder
	for _, r := range w {
		b.WriteString(cyrillicSkeleton[r])
	}
	return squeeze(b.String())
}

// squeeze writes doubled letters once: ий, yi, nn.
func squeeze(s string) string {
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		if len(b) > 0 && b[len(b)-1] == s[i] {
			continue
		}
		b = append(b, s[i])
	}
	return string(b)
}
