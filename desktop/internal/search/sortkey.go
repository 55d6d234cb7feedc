package search

import (
	"encoding/binary"
	"slices"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// letterRank is the place of each letter in the Ukrainian order, from firstRank
// on. A name's key then has a byte a letter; the collator's own has more than two,
// and there are as many keys as items.
//
//nolint:gochecknoglobals // a constant table
var letterRank = func() map[rune]byte {
	letters := []rune("abcdefghijklmnopqrstuvwxyzабвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэ")
	c := collate.New(language.Ukrainian)
	slices.SortFunc(letters, func(a, b rune) int { return c.CompareString(string(a), string(b)) })
	ranks := make(map[rune]byte, len(letters))
	for i, r := range letters {
		ranks[r] = byte(firstRank + i) //nolint:gosec // fewer than 200 letters
	}
	return ranks
}()

const (
	keySpace  = 1 // whatever parts words
	keyNumber = 2 // and the count of digits, so that 7 stands before 10
	firstRank = 8
	keyOther  = 250 // and the code point
)

// sortKey is a name's place among names: spaces, numbers by value, Latin and
// Cyrillic letters in the Ukrainian collation; case and punctuation do not count.
func sortKey(name string) string {
	r := []rune(norm.NFC.String(name))
	key := make([]byte, 0, len(r)+4)
	for i := 0; i < len(r); i++ {
		c := unicode.ToLower(r[i])
		switch rank, ok := letterRank[c]; {
		case ok:
			key = append(key, rank)
		case c >= '0' && c <= '9':
			from := i
			for i+1 < len(r) && r[i+1] >= '0' && r[i+1] <= '9' {
				i++
			}
			for from < i && r[from] == '0' {
				from++
			}
			key = append(key, keyNumber, byte(min(i-from+1, 255))) //nolint:gosec // limited
			for _, d := range r[from : i+1] {
				key = append(key, byte(d))
			}
		case unicode.IsLetter(c):
			key = binary.BigEndian.AppendUint32(append(key, keyOther), uint32(c)) //nolint:gosec // a code point
		case unicode.IsSpace(c) || unicode.Is(unicode.Pd, c):
			if len(key) > 0 && key[len(key)-1] != keySpace {
				key = append(key, keySpace)
			}
		}
	}
	return string(key)
}
