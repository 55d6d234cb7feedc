package search

import (
	"encoding/binary"
	"slices"
	"unicode"
	"unicode/utf8"

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

// tableRank is letterRank of small letters and capitals, for the letters of the tables.
//
//nolint:gochecknoglobals // a constant table
var tableRank = func() (t [tableEnd]byte) {
	for r := range rune(tableEnd) {
		t[r] = letterRank[unicode.ToLower(r)]
	}
	return t
}()

// appendSortKey appends a name's place among names: spaces, numbers by value, Latin
// and Cyrillic letters in the Ukrainian collation; case and punctuation do not count.
func appendSortKey(key []byte, name string) []byte {
	began, normal := len(key), false
	for i := 0; i < len(name); {
		c, size := utf8.DecodeRuneInString(name[i:])
		if !normal && (c >= tableEnd || letters.fold[c] == unknown) && !norm.NFC.IsNormalString(name) {
			return appendSortKey(key[:began], norm.NFC.String(name))
		}
		normal = normal || c >= tableEnd
		i += size
		if c < tableEnd && tableRank[c] != 0 {
			key = append(key, tableRank[c])
			continue
		}
		switch {
		case c >= '0' && c <= '9':
			from := i - 1
			for i < len(name) && name[i] >= '0' && name[i] <= '9' {
				i++
			}
			for from < i-1 && name[from] == '0' {
				from++
			}
			key = append(key, keyNumber, byte(min(i-from, 255))) //nolint:gosec // limited
			key = append(key, name[from:i]...)
		case unicode.IsLetter(c):
			key = binary.BigEndian.AppendUint32(append(key, keyOther), uint32(unicode.ToLower(c))) //nolint:gosec // a code point
		case unicode.IsSpace(c) || unicode.Is(unicode.Pd, c):
			if len(key) > began && key[len(key)-1] != keySpace {
				key = append(key, keySpace)
			}
		}
	}
	return key
}
