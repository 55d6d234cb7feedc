package search

import (
	"strings"

	"dotchain/shared/catalogue"
	"dotchain/shared/code"
)

// field says where in an item a word stands; it is kept in four bits of a posting.
type field uint8

const (
	fieldLead     field = iota // first word of a name
	fieldName                  // another word of a name
	fieldArticle               // the article, whole or in part
	fieldCode                  // NSN, ДК 021
	fieldMaker                 // manufacturer
	fieldSpec                  // a spec's text
	fieldCategory              // the category's name
	fieldSupplier              // a supplier's name
)

// worth is how much a hit in the field counts, in sixteenths.
//
//nolint:gochecknoglobals // a constant table
var worth = [...]int{fieldLead: 16, fieldName: 14, fieldArticle: 15, fieldCode: 15, fieldMaker: 11, fieldSpec: 7, fieldCategory: 9, fieldSupplier: 6}

// postings are the places of a word: slot and field in one number, in order.
// Most codes have one place, so it stands here itself.
type postings struct {
	first uint32
	more  *[]uint32
}

const (
	fieldBits = 4
	noPosting = 0 // no slot: they are numbered from one here
)

func pack(at uint32, f field) uint32 { return (at+1)<<fieldBits | uint32(f) }

func unpack(n uint32) (at uint32, f field) { return n>>fieldBits - 1, field(n & (1<<fieldBits - 1)) }

func (p *postings) add(at uint32, f field) {
	n := pack(at, f)
	switch {
	case p.first == noPosting:
		p.first = n
	case p.more == nil:
		p.more = &[]uint32{n}
	default:
		*p.more = append(*p.more, n)
	}
}

// each gives all places.
func (p *postings) each(visit func(at uint32, f field)) {
	if p.first == noPosting {
		return
	}
	visit(unpack(p.first))
	if p.more == nil {
		return
	}
	for _, n := range *p.more {
		visit(unpack(n))
	}
}

// tokens are the words an item is found by, each with the field that counts most.
func tokens(item catalogue.Item) map[string]field {
	found := map[string]field{}
	add := func(word string, f field) {
		if word == "" {
			return
		}
		if have, ok := found[word]; !ok || worth[f] > worth[have] {
			found[word] = f
		}
	}
	text := func(t string, first, rest field) {
		words := split(t)
		for i, w := range words {
			f := rest
			if i == 0 {
				f = first
			}
			add(w, f)
			// "Mavic 3" is also asked for as mavic3.
			if i > 0 && rest != fieldArticle && (hasDigit(w) || hasDigit(words[i-1])) && len(w)+len(words[i-1]) <= maxJoined {
				add(oneScript(words[i-1]+w), rest)
			}
		}
	}
	text(item.NameUk, fieldLead, fieldName)
	text(item.NameEn, fieldLead, fieldName)
	text(item.Manufacturer, fieldMaker, fieldMaker)
	text(item.Article, fieldArticle, fieldArticle)
	add(joined(item.Article), fieldArticle)
	add(joined(item.NSN), fieldCode)
	add(joined(item.DK021), fieldCode)
	if body := code.DK021(item.DK021).Body(); body != "" {
		add(procurementPrefix+body, fieldCode)
	}
	if i := categoryIndex(item.Category); i != noCategory {
		c := categories[i]
		text(c.NameUk, fieldCategory, fieldCategory)
		text(c.NameEn, fieldCategory, fieldCategory)
	}
	for _, s := range item.Specs {
		specTokens(s, add)
	}
	return found
}

// maxJoined is the longest pair of words that is also kept as one, in bytes.
const maxJoined = 24

// procurementPrefix marks a ДК 021 code that is looked up as a branch of the
// tree; no typed word begins with it.
const procurementPrefix = "#"

// specTokens are the words of a spec's text or of its choice in both languages.
func specTokens(s catalogue.Spec, add func(string, field)) {
	def, ok := specByKey[s.Key]
	if !ok || s.Text == "" {
		return
	}
	switch def.Kind {
	case code.SpecText:
		for _, w := range split(s.Text) {
			if len(w) > 1 {
				add(w, fieldSpec)
			}
		}
	case code.SpecChoice:
		for _, c := range def.Choices {
			if c.Value != s.Text {
				continue
			}
			for _, w := range split(c.LabelUk + " " + c.LabelEn) {
				add(w, fieldSpec)
			}
		}
	case code.SpecNumber, code.SpecFlag:
	}
}

// post adds a word of a slot.
func (x *Index) post(word string, at uint32, f field) {
	if hasDigit(word) {
		x.codes.at(word).add(at, f)
		return
	}
	p, ok := x.wordMap[word]
	if !ok {
		word = strings.Clone(word)
		p = &postings{}
		x.wordMap[word] = p
		*x.words.at(word) = p
		if sk := skeleton(word); sk != "" {
			list := x.skeleton.at(sk)
			*list = append(*list, word)
		}
	}
	p.add(at, f)
}
