package search

import (
	"math"
	"slices"

	"dotchain/desktop/internal/client"
	"dotchain/shared/catalogue"
	"dotchain/shared/code"
)

// specValue is a spec of an item: a number in thousandths or a text, by its place
// in the table of different numbers or texts. It is kept small, because there are
// as many as items times ten.
type specValue struct {
	key  uint16
	text bool
	at   uint32
}

// Yes and No are the values of a flag in filters and facets.
const (
	Yes = "yes"
	No  = "no"
)

func (x *Index) specValue(s catalogue.Spec) specValue {
	key := uint16(x.keys.at(s.Key)) //nolint:gosec // fewer than 65,536 keys
	text := s.Text
	if def, ok := specByKey[s.Key]; ok && def.Kind == code.SpecFlag && text == "" {
		text = No
		if s.Milli != 0 {
			text = Yes
		}
	}
	if text == "" {
		at, ok := x.numberAt[s.Milli]
		if !ok {
			at = uint32(len(x.numbers)) //nolint:gosec // fewer than specs
			x.numberAt[s.Milli] = at
			x.numbers = append(x.numbers, s.Milli)
		}
		return specValue{key: key, at: at}
	}
	// The same text of another key is another text, so that counts need no second table.
	n := x.texts.at(s.Key + "\x00" + text)
	if int(n) == len(x.textKeys) {
		x.textKeys = append(x.textKeys, key)
	}
	return specValue{key: key, text: true, at: n}
}

// textOf is the text of a number of x.texts.
func (x *Index) textOf(n uint32) string {
	return x.texts.list[n][len(x.keys.list[x.textKeys[n]])+1:]
}

func (x *Index) specsOf(s *slot) []specValue { return x.specs[s.specAt : s.specAt+uint32(s.specLen)] }

// specFilter is a filter in the index's own numbers.
type specFilter struct {
	key      uint16
	known    bool // the index has the key at all
	min, max int64
	texts    []uint32
	ranged   bool
}

func (x *Index) specFilters(filters []client.SpecFilter) []specFilter {
	var all []specFilter
	for _, f := range filters {
		key, known := x.keys.ids[f.Key]
		own := specFilter{key: uint16(key), known: known, min: math.MinInt64, max: math.MaxInt64} //nolint:gosec // as above
		if f.Min != nil {
			own.min, own.ranged = *f.Min, true
		}
		if f.Max != nil {
			own.max, own.ranged = *f.Max, true
		}
		for _, text := range f.Choice {
			if n, ok := x.texts.ids[f.Key+"\x00"+text]; ok {
				own.texts = append(own.texts, n)
			}
		}
		if own.ranged || len(f.Choice) > 0 {
			all = append(all, own)
		}
	}
	return all
}

func (f specFilter) keeps(v specValue, numbers []int64) bool {
	if v.text {
		return slices.Contains(f.texts, v.at)
	}
	n := numbers[v.at]
	return f.ranged && n >= f.min && n <= f.max
}

func (f specFilter) keepsAny(values []specValue, numbers []int64) bool {
	for _, v := range values {
		if f.known && v.key == f.key && f.keeps(v, numbers) {
			return true
		}
	}
	return false
}

//nolint:gochecknoglobals // the registry of specs
var specByKey = func() map[string]code.Spec {
	all := map[string]code.Spec{}
	for _, s := range code.Specs() {
		all[string(s.Key)] = s
	}
	return all
}()

//nolint:gochecknoglobals // the category table, in its order
var categories = code.Categories()

func categoryIndex(c string) uint8 {
	i := slices.IndexFunc(categories, func(have code.Category) bool { return string(have.Code) == c })
	if i < 0 {
		return noCategory
	}
	return uint8(i) //nolint:gosec // a short table
}
