package code

import "strings"

// Capital letters of the two alphabets that look the same in print. A keyboard
// left in the wrong layout puts one in for the other and no reader can see it.
const (
	cyrillicTwins = "АВЕІКМНОРСТХУ"
	latinTwins    = "ABEIKMHOPCTXY"
)

var (
	toLatin    = twins(cyrillicTwins, latinTwins) //nolint:gochecknoglobals // a table that never changes
	toCyrillic = twins(latinTwins, cyrillicTwins) //nolint:gochecknoglobals // a table that never changes
)

// twins builds the replacer for capitals.
func twins(from, to string) *strings.Replacer {
	a, b := []rune(from), []rune(to)
	pairs := make([]string, 0, 2*len(a))
	for i := range a {
		pairs = append(pairs, string(a[i]), string(b[i]))
	}
	return strings.NewReplacer(pairs...)
}

// LatinTwins replaces Cyrillic capitals that look Latin by the Latin ones.
func LatinTwins(text string) string { return toLatin.Replace(text) }

// CyrillicTwins replaces Latin capitals that look Cyrillic by the Cyrillic ones.
func CyrillicTwins(text string) string { return toCyrillic.Replace(text) }

// LookalikeKey is equal for two texts that look the same on paper: capitals,
// one alphabet for letters that look alike, no spaces. It is for comparing
// (articles, serial numbers) and is never shown.
func LookalikeKey(text string) string {
	return LatinTwins(strings.ToUpper(strings.Join(strings.Fields(tidy(text)), "")))
}
