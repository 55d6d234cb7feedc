package intake

import (
	"slices"
	"strings"

	"dotchain/shared/code"
	"dotchain/shared/money"
)

// Row is one commercial offer: an item and the terms on which a supplier sells it.
type Row struct {
	Sheet string // where it stood, for showing; empty in CSV
	Line  int

	Article      string // as the supplier writes it, one alphabet; empty only when NSN is set
	NameUk       string
	NameEn       string // empty when the list has none
	Category     code.CategoryCode
	DK021        code.DK021
	NSN          code.NSN // empty when the item is not codified
	UOM          code.UOM
	Price        money.Amount // of one UOM, without VAT
	VATRate      money.BasisPoints
	Stock        int64
	MinQty       int64 // at least 1
	Pack         int64 // at least 1
	LeadDays     int64
	ValidUntil   Date // empty is without end
	Manufacturer string
	Specs        []Spec // in the order of the columns
	Description  string // empty when the list has none
}

// keys are what no two rows of one supplier share: the stock number, and the
// manufacturer's article.
func (r Row) keys() []string {
	var keys []string
	if r.NSN != "" {
		keys = append(keys, "nsn/"+string(r.NSN))
	}
	if r.Article != "" {
		keys = append(keys, "article/"+code.LookalikeKey(r.Manufacturer)+"/"+code.LookalikeKey(r.Article))
	}
	return keys
}

// equals compares everything but the place.
func (r Row) equals(other Row) bool {
	specs := slices.Equal(r.Specs, other.Specs)
	return specs && r.terms() == other.terms()
}

// terms is the row without its slice, which == cannot compare.
func (r Row) terms() [17]any {
	return [17]any{
		r.Article, r.NameUk, r.NameEn, r.Category, r.DK021, r.NSN, r.UOM, r.Price, r.VATRate,
		r.Stock, r.MinQty, r.Pack, r.LeadDays, r.ValidUntil, r.Manufacturer, len(r.Specs), r.Description,
	}
}

// article makes an article one alphabet per part. Parts are what dashes, dots
// and spaces divide: «FPV-7 СОВА» has two. A part with a letter that only one
// alphabet has shows which was meant; one of look-alikes alone is read as Latin
// when it mixes both.
func article(text string) (fixed string, folded bool, reason Reason) {
	var b strings.Builder
	part := func(p string) Reason {
		latin, cyrillic, twins := alphabets(p)
		switch {
		case latin && cyrillic && twins:
			return ReasonMixedAlphabet
		case latin && !cyrillic:
			p = foldBoth(p, code.LatinTwins)
		case cyrillic && !latin:
			p = foldBoth(p, code.CyrillicTwins)
		case !latin && !cyrillic && isMixed(p):
			p = foldBoth(p, code.LatinTwins)
		}
		b.WriteString(p)
		return ""
	}
	start := 0
	for i, r := range text {
		if strings.ContainsRune("-./_ ", r) {
			if reason := part(text[start:i]); reason != "" {
				return "", false, reason
			}
			b.WriteRune(r)
			start = i + len(string(r))
		}
	}
	if reason := part(text[start:]); reason != "" {
		return "", false, reason
	}
	return b.String(), b.String() != text, ""
}

// lowerTwins are the small letters that look alike.
var (
	lowerToLatin    = strings.NewReplacer("а", "a", "е", "e", "о", "o", "р", "p", "с", "c", "х", "x", "у", "y", "і", "i") //nolint:gochecknoglobals // a table that never changes
	lowerToCyrillic = strings.NewReplacer("a", "а", "e", "е", "o", "о", "p", "р", "c", "с", "x", "х", "y", "у", "i", "і") //nolint:gochecknoglobals // a table that never changes
)

// foldBoth folds capitals by fold and small letters in the same direction.
func foldBoth(text string, fold func(string) string) string {
	if fold("А") == "A" { // Cyrillic in, Latin out
		return lowerToLatin.Replace(fold(text))
	}
	return lowerToCyrillic.Replace(fold(text))
}

// alphabets says whether text has letters only Latin has, only Cyrillic has, and
// any that both have.
func alphabets(text string) (latin, cyrillic, twins bool) {
	for _, r := range text {
		if !isLetter(r) {
			continue
		}
		letter := string(r)
		isLatin := r < 0x250
		switch {
		case isLatin && foldBoth(letter, code.CyrillicTwins) == letter:
			latin = true
		case !isLatin && foldBoth(letter, code.LatinTwins) == letter:
			cyrillic = true
		default:
			twins = true
		}
	}
	return latin, cyrillic, twins
}

// isMixed says whether letters of both alphabets stand in text.
func isMixed(text string) bool {
	latin, other := false, false
	for _, r := range text {
		if isLetter(r) {
			latin, other = latin || r < 0x250, other || r >= 0x250
		}
	}
	return latin && other
}
