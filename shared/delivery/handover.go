package delivery

import (
	"crypto/sha256"
	"strings"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// MaxCode is the most bytes of a handover code as it is typed.
const MaxCode = 64

// HandoverHash is what a dispatch command says of its one-time handover code, so
// that a receiver without a link can check the code that came with the goods. A code
// is 10 letters of Crockford's alphabet: too many to try in the time of a delivery,
// and who finds one only hurts themselves.
func HandoverHash(o id.ID[id.Order], code string) seal.Hash {
	h := sha256.New()
	h.Write([]byte("dotchain/handover/v1\x00"))
	h.Write(o[:])
	h.Write([]byte(FoldCode(code)))
	return seal.Hash(h.Sum(nil))
}

// IsCode reports whether a typed code is the one of the delivery.
func (d Delivery) IsCode(code string) bool {
	return len(code) <= MaxCode && HandoverHash(d.Order, code) == d.Handover
}

// FoldCode is a code as people mean it: without spaces and dashes, in upper case,
// with the letters that look like figures made figures, and Cyrillic letters that
// look like Latin ones made Latin.
func FoldCode(code string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '\u00a0', '\n', '–':
			return -1
		case 'O', 'О':
			return '0'
		case 'I', 'L', 'І':
			return '1'
		}
		if latin, ok := looksLike(r); ok {
			return latin
		}
		return r
	}, strings.ToUpper(code))
}

func looksLike(r rune) (rune, bool) {
	const cyrillic, latin = "АВЕКМНРСТХ", "ABEKMHPCTX"
	place := 0
	for _, c := range cyrillic {
		if c == r {
			return rune(latin[place]), true
		}
		place++
	}
	return 0, false
}

// isName reports whether a name that goes on paper is one clean line.
func isName(text string, most int) bool {
	return len(text) <= most && seal.IsClean(text) && !strings.ContainsRune(text, '\n')
}

func isNote(text string) bool { return len(text) <= order.MaxNote && seal.IsClean(text) }
