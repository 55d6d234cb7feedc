package search

import (
	"slices"
	"strings"

	"dotchain/desktop/internal/client"
	"dotchain/shared/catalogue"
	"dotchain/shared/code"
)

// pair is a characteristic with its value: a number in thousandths or a text, by
// its place among the different texts.
type pair struct {
	value int64
	key   uint16
	text  bool
}

// pairs are the different characteristics with their values. An item keeps their
// numbers, because there are as many as items times ten.
type pairs struct {
	table []uint32 // open addressing: the number plus one
	list  []pair
	keys  interner
	flags []bool // by key: yes or no
	texts interner
	words map[uint32][]uint32 // the words of a pair's text, see poster
}

// Yes and No are the values of a flag in filters and facets.
const (
	Yes = "yes"
	No  = "no"
)

func (p *pairs) of(s catalogue.Spec) uint32 {
	key := p.keys.at(s.Key)
	if int(key) == len(p.flags) {
		p.flags = append(p.flags, specByKey[s.Key].Kind == code.SpecFlag)
	}
	text := s.Text
	if text == "" && p.flags[key] {
		text = No
		if s.Milli != 0 {
			text = Yes
		}
	}
	made := pair{key: uint16(key), value: s.Milli} //nolint:gosec // fewer than 65,536 keys
	if text != "" {
		made.text, made.value = true, int64(p.texts.at(text))
	}
	return p.number(made)
}

func (p pair) hash() uint64 {
	h := mix(uint64(p.value) ^ uint64(p.key)<<48) //nolint:gosec // bits
	if p.text {
		h = mix(h + 1)
	}
	return h >> 20
}

func (p *pairs) number(made pair) uint32 {
	if len(p.list)*2 >= len(p.table) {
		p.table = make([]uint32, max(1024, len(p.table)*2))
		for n := range p.list {
			p.table[p.place(p.list[n])] = uint32(n + 1) //nolint:gosec // fewer than specs
		}
	}
	at := p.place(made)
	if p.table[at] == 0 {
		p.list = append(p.list, made)
		p.table[at] = uint32(len(p.list)) //nolint:gosec // fewer than specs
	}
	return p.table[at] - 1
}

// place is where a pair stands in the table, or would stand.
func (p *pairs) place(made pair) uint64 {
	mask := uint64(len(p.table) - 1)
	at := made.hash() & mask
	for p.table[at] != 0 && p.list[p.table[at]-1] != made {
		at = (at + 1) & mask
	}
	return at
}

func (x *Index) specsOf(s *slot) []uint32 { return x.specs[s.specAt : s.specAt+uint32(s.specLen)] }

// specFilter is a filter in the index's own numbers: the pairs it keeps.
type specFilter struct {
	key   uint16
	known bool // the index has the key at all
	keeps []bool
}

func (x *Index) specFilters(filters []client.SpecFilter) []specFilter {
	var all []specFilter
	for _, f := range filters {
		if f.Min == nil && f.Max == nil && len(f.Choice) == 0 {
			continue
		}
		key, known := x.pairs.keys.ids[f.Key]
		own := specFilter{key: uint16(key), known: known, keeps: make([]bool, len(x.pairs.list))} //nolint:gosec // as above
		for n, p := range x.pairs.list {
			switch {
			case !known || p.key != own.key:
			case p.text:
				own.keeps[n] = slices.Contains(f.Choice, x.pairs.texts.list[p.value])
			default:
				own.keeps[n] = (f.Min != nil || f.Max != nil) && (f.Min == nil || p.value >= *f.Min) && (f.Max == nil || p.value <= *f.Max)
			}
		}
		all = append(all, own)
	}
	return all
}

func (f specFilter) keepsAny(values []uint32) bool {
	for _, v := range values {
		if f.keeps[v] {
			return true
		}
	}
	return false
}

// interner numbers texts.
type interner struct {
	ids  map[string]uint32
	list []string
}

func (n *interner) at(text string) uint32 {
	if i, ok := n.ids[text]; ok {
		return i
	}
	if n.ids == nil {
		n.ids = map[string]uint32{}
	}
	text = strings.Clone(text)
	i := uint32(len(n.list)) //nolint:gosec // small
	n.ids[text] = i
	n.list = append(n.list, text)
	return i
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
	for i := range categories {
		if string(categories[i].Code) == c {
			return uint8(i) //nolint:gosec // a short table
		}
	}
	return noCategory
}
