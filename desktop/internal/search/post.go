package search

import (
	"strings"

	"dotchain/shared/catalogue"
	"dotchain/shared/code"
)

// field says where in an item a word stands; it is kept in four bits of a place.
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
	fieldText                  // the description
)

// worth is how much a hit in the field counts, in sixteenths.
//
//nolint:gochecknoglobals // a constant table
var worth = [...]int{
	fieldLead: 16, fieldName: 14, fieldArticle: 15, fieldCode: 15, fieldMaker: 11, fieldSpec: 7, fieldCategory: 9, fieldSupplier: 6,
	fieldText: 4,
}

const fieldBits = 4

// pack makes a place of a word: slot and field in one number, above 0.
func pack(at uint32, f field) uint32 { return (at+1)<<fieldBits | uint32(f) }

func unpack(n uint32) (at uint32, f field) { return n>>fieldBits - 1, field(n & (1<<fieldBits - 1)) }

// poster collects the words of one item, each with the field that counts most.
type poster struct {
	scan    scanner
	known   chunks
	join    []byte
	item    uint32   // counts the items
	found   []uint32 // the words of this item, but not of its description
	makers  map[string][]uint32
	codes   map[string][]uint32 // ДК 021
	shelves [256][]uint32       // the words of the categories
}

// maxKept is how many different manufacturers' words are kept to be used again.
const maxKept = 4096

// maxJoined is the longest pair of words that is also kept as one, in bytes.
const maxJoined = 24

// procurementPrefix marks a ДК 021 code that is looked up as a branch of the
// tree; no typed word begins with it.
const procurementPrefix = "#"

// postItem adds the words of an item to a slot.
func (x *Index) postItem(at uint32, item catalogue.Item) {
	p := &x.post
	p.item++
	x.terms.open()
	p.found = p.found[:0]
	x.postName(item.NameUk)
	x.postName(item.NameEn)
	x.postKept(x.makerWords(item.Manufacturer), fieldMaker)
	x.postArticle(at, item.Article)
	p.scan.scan(item.NSN, true)
	if len(p.scan.ends) > 0 {
		x.postCode(at, p.scan.word(0), fieldCode)
	}
	x.postKept(x.procurementWords(item.DK021), fieldCode)
	x.postKept(x.categoryWords(item.Category), fieldCategory)
	for i, s := range item.Specs {
		if s.Text != "" {
			x.postKept(x.specWords(x.specs[int(x.slots[at].specAt)+i], s), fieldSpec)
		}
	}
	for _, n := range p.found {
		x.terms.add(n, inNames, pack(at, x.terms.fresh[n].field))
	}
	x.postText(at, item.Description)
}

// postText adds the words of a description that stand nowhere else in the item.
func (x *Index) postText(at uint32, text string) {
	p := &x.post
	for text != "" {
		chunk := text
		if end := strings.IndexByte(text, ' '); end >= 0 {
			chunk, text = text[:end], text[end+1:]
		} else {
			text = ""
		}
		if n, ok := p.known.find(chunk); ok {
			x.postDescribed(at, n)
			continue
		}
		p.scan.scan(chunk, false)
		for i := range p.scan.ends {
			x.postDescribed(at, x.word(p.scan.word(i)))
		}
		if len(p.scan.ends) == 1 {
			p.known.put(chunk, x.word(p.scan.word(0)))
		}
	}
}

func (x *Index) postDescribed(at, n uint32) {
	if f := &x.terms.fresh[n]; f.seen != x.post.item {
		f.seen = x.post.item
		x.terms.add(n, inText, at+1)
	}
}

// word is the number of a word.
func (x *Index) word(w []byte) uint32 { return x.terms.of(w) }

func (x *Index) postWord(n uint32, f field) {
	p, w := &x.post, &x.terms.fresh[n]
	switch {
	case w.seen != p.item:
		w.seen, w.field = p.item, f
		p.found = append(p.found, n)
	case worth[f] > worth[w.field]:
		w.field = f
	}
}

func (x *Index) postKept(words []uint32, f field) {
	for _, n := range words {
		x.postWord(n, f)
	}
}

// postName adds a name's words. "Mavic 3" is also asked for as mavic3.
func (x *Index) postName(name string) {
	p := &x.post
	p.scan.scan(name, false)
	for i := range p.scan.ends {
		w, f := p.scan.word(i), fieldName
		if i == 0 {
			f = fieldLead
		}
		x.postWord(x.word(w), f)
		if i > 0 && (p.scan.kind[i]|p.scan.kind[i-1])&hasNumber != 0 && len(w)+len(p.scan.word(i-1)) <= maxJoined {
			p.join = append(append(p.join[:0], p.scan.word(i-1)...), w...)
			x.postWord(x.word([]byte(oneScript(string(p.join)))), fieldName)
		}
	}
}

// postArticle adds an article, in parts and as one.
func (x *Index) postArticle(at uint32, article string) {
	p := &x.post
	p.scan.scan(article, false)
	parts := len(p.scan.ends)
	for i := range parts {
		x.postCode(at, p.scan.word(i), fieldArticle)
	}
	if parts > 1 {
		p.scan.scan(article, true)
		x.postCode(at, p.scan.word(0), fieldArticle)
	}
}

// postCode adds a word that nearly no other item has, if it has a digit.
func (x *Index) postCode(at uint32, w []byte, f field) {
	if !digits(w) {
		x.postWord(x.word(w), f)
		return
	}
	x.codes.add(x.codes.store(w), pack(at, f))
}

func digits(w []byte) bool {
	for _, c := range w {
		if c >= '0' && c <= '9' {
			return true
		}
	}
	return false
}

// wordsOf are the numbers of a text's words.
func (x *Index) wordsOf(texts ...string) []uint32 {
	var all []uint32
	for _, text := range texts {
		for _, w := range split(text) {
			all = append(all, x.word([]byte(w[:min(len(w), cutWordOf(w))])))
		}
	}
	return all
}

func cutWordOf(w string) int {
	if len(w) <= maxWord {
		return len(w)
	}
	return cutWord([]byte(w))
}

// makerWords are a manufacturer's, with pairs as postName has them.
func (x *Index) makerWords(maker string) []uint32 {
	if words, ok := x.post.makers[maker]; ok {
		return words
	}
	all := x.wordsOf(maker)
	words := split(maker)
	for i := 1; i < len(words); i++ {
		if (hasDigit(words[i]) || hasDigit(words[i-1])) && len(words[i])+len(words[i-1]) <= maxJoined {
			all = append(all, x.word([]byte(oneScript(words[i-1]+words[i]))))
		}
	}
	if x.post.makers == nil || len(x.post.makers) >= maxKept {
		x.post.makers = map[string][]uint32{}
	}
	x.post.makers[strings.Clone(maker)] = all
	return all
}

func (x *Index) procurementWords(dk string) []uint32 {
	if words, ok := x.post.codes[dk]; ok || dk == "" {
		return words
	}
	var words []uint32
	if one := joined(dk); one != "" {
		words = append(words, x.word([]byte(one[:cutWordOf(one)])))
	}
	if body := code.DK021(dk).Body(); body != "" {
		branch := procurementPrefix + body
		words = append(words, x.word([]byte(branch[:cutWordOf(branch)])))
	}
	if x.post.codes == nil || len(x.post.codes) >= maxKept {
		x.post.codes = map[string][]uint32{}
	}
	x.post.codes[strings.Clone(dk)] = words
	return words
}

func (x *Index) categoryWords(category string) []uint32 {
	i := categoryIndex(category)
	if i == noCategory {
		return nil
	}
	if x.post.shelves[i] == nil {
		x.post.shelves[i] = x.wordsOf(categories[i].NameUk, categories[i].NameEn)
	}
	return x.post.shelves[i]
}

// specWords are the words of a characteristic's text or of its choice in both languages.
func (x *Index) specWords(n uint32, s catalogue.Spec) []uint32 {
	if words, ok := x.pairs.words[n]; ok {
		return words
	}
	var words []uint32
	switch def := specByKey[s.Key]; def.Kind {
	case code.SpecText:
		for _, w := range split(s.Text) {
			if len(w) > 1 {
				words = append(words, x.word([]byte(w[:cutWordOf(w)])))
			}
		}
	case code.SpecChoice:
		for _, c := range def.Choices {
			if c.Value == s.Text {
				words = append(words, x.wordsOf(c.LabelUk, c.LabelEn)...)
			}
		}
	case code.SpecNumber, code.SpecFlag:
	}
	if x.pairs.words == nil {
		x.pairs.words = map[uint32][]uint32{}
	}
	x.pairs.words[n] = words
	return words
}
