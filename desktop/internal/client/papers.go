package client

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/wire"
)

// This file keeps of every numbered paper what lists, the register and dashboards ask of
// it, and no more: a year has half a million of them. The papers themselves stay in the
// store and are read when one is shown.

// paper is what is kept of one. Its id is that of its document.
type paper struct {
	id    [16]byte
	order orderID
	// supplier and unit are places among the shelf's parties; next is the order's next
	// paper of the kind, -1 for none.
	supplier, unit, next int32
	// text is where its words are.
	text span
	// numbers is how many of them are numbers, known a sum over these and their moments.
	numbers uint16
	known   uint64
	state   uint8
	marks   paperMarks
	// need is the role that signs a delivery's certificate next.
	need party.Role
	// at is when it came to be, by which lists are sorted; came when a delivery arrived, 0
	// before; promised the day it was promised for, 0 for none. Unix milliseconds.
	at, came, promised int64
	// sums are what else lists and dashboards count of it.
	sums [5]int64
}

// The sums of a delivery, in pieces, and of an invoice, in kopiykas.
const (
	sumPieces  = 0
	sumTotal   = 0
	sumMatched = 1
	sumPaid    = 2
	sumOpen    = 3
	sumUnpaid  = 4
)

// paperMarks are what is true of a paper.
type paperMarks uint8

const (
	// markHere: the place is not empty. markFiles: it names attachments. markSigned: the
	// person here signed it.
	markHere paperMarks = 1 << iota
	markFiles
	markSigned
)

// sheet is a paper as its thing says, before it is put among the others.
type sheet struct {
	paper
	supplier, unit id.ID[id.Org]
	// words are what a text is looked for in: its numbers first, then what the register
	// finds it by, too, then the others. dates are the moments of the numbers.
	words []string
	dates []int64
}

// span is a part of the texts of a kind, in bytes.
type span struct{ from, to uint32 }

// papers are those of one kind, as shown.
//
// Between calls it is true that place finds every row by its id, that first and next
// find all of an order, and that list and numbers have the moments of all rows.
type papers struct {
	kind  wire.DocKind
	rows  []paper
	empty []int32
	place map[[16]byte]int32
	first map[orderID]int32
	// text is the words of all papers in lower case, a zero behind each; waste is
	// how many bytes of it belong to none.
	text  []byte
	waste int
	// list has a moment for each paper, numbers one for each of its numbers.
	list, numbers ranked
	series        []registerSeries
}

// registerSeries is a series of numbers and its year.
type registerSeries struct {
	// prefix is what they begin with, "РФ-2026".
	prefix, series string
	year           int64
}

// shelf is the papers of all kinds, with who they are of.
type shelf struct {
	kinds   map[wire.DocKind]*papers
	parties []id.ID[id.Org]
	of      map[id.ID[id.Org]]int32
	// over is the world whose changes are in, nil where they are to be laid anew; laid are
	// the papers that they change.
	over *rules.World
	laid []wire.Key
}

func newShelf() shelf {
	s := shelf{kinds: map[wire.DocKind]*papers{}, of: map[id.ID[id.Org]]int32{}}
	for _, k := range []wire.DocKind{wire.DocDelivery, wire.DocClaim, wire.DocInvoice, wire.DocPayment, wire.DocRound} {
		s.kinds[k] = &papers{kind: k, place: map[[16]byte]int32{}, first: map[orderID]int32{}}
	}
	return s
}

// party is the place of an organisation.
func (s *shelf) party(o id.ID[id.Org]) int32 {
	at, ok := s.of[o]
	if !ok {
		at = int32(len(s.parties)) //nolint:gosec // a few thousand
		s.parties, s.of[o] = append(s.parties, o), at
	}
	return at
}

// put takes a paper in, instead of what was known of it.
func (s *shelf) put(kind wire.DocKind, x *sheet) {
	x.paper.supplier, x.paper.unit = s.party(x.supplier), s.party(x.unit)
	s.kinds[kind].put(x)
}

// drop takes a paper out.
func (s *shelf) drop(k wire.Key) {
	if p := s.kinds[k.Kind]; p != nil {
		p.drop(k.ID)
	}
}

func (p *papers) put(x *sheet) {
	row, is := p.place[x.id]
	next := x.paper
	next.known = sumOf(x)
	next.marks |= markHere
	next.numbers = uint16(len(x.dates)) //nolint:gosec // bounded by the claims of an order
	if is {
		old := &p.rows[row]
		next.text, next.next = old.text, old.next
		if old.order != x.order {
			p.unchain(row)
		}
		if old.at != x.at {
			p.list.drop(row, p.compareList)
		}
		if old.known != next.known {
			p.numbers.drop(row, p.compareNumbers)
		}
		is = old.order == x.order
		p.write(row, &next, x.words)
		changedAt, renumbered := old.at != x.at, old.known != next.known
		p.rows[row] = next
		if changedAt {
			p.list.add(moment{at: x.at, row: row})
		}
		if renumbered {
			p.number(row, x)
		}
	} else {
		if n := len(p.empty); n > 0 {
			row, p.empty = p.empty[n-1], p.empty[:n-1]
		} else {
			row = int32(len(p.rows)) //nolint:gosec // papers in memory
			p.rows = append(p.rows, paper{})
		}
		p.place[x.id] = row
		p.write(row, &next, x.words)
		p.rows[row] = next
		p.list.add(moment{at: x.at, row: row})
		p.number(row, x)
	}
	if !is {
		p.chain(row)
	}
}

func (p *papers) drop(key [16]byte) {
	row, ok := p.place[key]
	if !ok {
		return
	}
	p.unchain(row)
	p.list.drop(row, p.compareList)
	p.numbers.drop(row, p.compareNumbers)
	p.waste += int(p.rows[row].text.to - p.rows[row].text.from)
	p.rows[row] = paper{}
	delete(p.place, key)
	p.empty = append(p.empty, row)
}

// chain puts a paper before the others of its order.
func (p *papers) chain(row int32) {
	x := &p.rows[row]
	x.next = -1
	if x.order.IsZero() {
		return
	}
	if first, ok := p.first[x.order]; ok {
		x.next = first
	}
	p.first[x.order] = row
}

func (p *papers) unchain(row int32) {
	x := &p.rows[row]
	if x.order.IsZero() {
		return
	}
	if p.first[x.order] == row {
		if x.next < 0 {
			delete(p.first, x.order)
		} else {
			p.first[x.order] = x.next
		}
		return
	}
	for at := p.first[x.order]; ; at = p.rows[at].next {
		if p.rows[at].next == row {
			p.rows[at].next = x.next
			return
		}
	}
}

// ofOrder are the places of an order's papers.
func (p *papers) ofOrder(o orderID) []int32 {
	var rows []int32
	at, ok := p.first[o]
	for ; ok && at >= 0; at = p.rows[at].next {
		rows = append(rows, at)
	}
	return rows
}

// write puts a paper's words among the texts, where they are not there already.
func (p *papers) write(row int32, x *paper, words []string) {
	text := []byte(strings.ToLower(strings.Join(words, "\x00")) + "\x00")
	if bytes.Equal(p.textOf(x), text) {
		return
	}
	p.waste += int(x.text.to - x.text.from)
	x.text.from = uint32(len(p.text)) //nolint:gosec // far below 4 GiB
	p.text = append(p.text, text...)
	x.text.to = uint32(len(p.text)) //nolint:gosec // as above
	if p.waste > 1<<20 && p.waste > len(p.text)/2 {
		p.rewrite(row, x)
	}
}

// rewrite leaves out the texts that belong to none; x is about to be put in a row.
func (p *papers) rewrite(row int32, x *paper) {
	all := make([]byte, 0, len(p.text)-p.waste)
	move := func(s *span) {
		from := uint32(len(all)) //nolint:gosec // less than before
		all = append(all, p.text[s.from:s.to]...)
		*s = span{from, uint32(len(all))} //nolint:gosec // as above
	}
	for i := range p.rows {
		if int32(i) != row { //nolint:gosec // papers in memory
			move(&p.rows[i].text)
		}
	}
	move(&x.text)
	p.text, p.waste = all, 0
}

func (p *papers) textOf(x *paper) []byte { return p.text[x.text.from:x.text.to] }

// having says which papers have a text in their words: one search in the words of as
// many papers as lie one behind the other.
func (p *papers) having(text []byte) []bool {
	has := make([]bool, len(p.rows))
	for first := 0; first < len(p.rows); {
		last := first
		for last+1 < len(p.rows) && p.rows[last+1].text.from == p.rows[last].text.to {
			last++
		}
		at, end := p.rows[first].text.from, p.rows[last].text.to
		for row := first; at < end; {
			n := bytes.Index(p.text[at:end], text)
			if n < 0 {
				break
			}
			at += uint32(n) //nolint:gosec // within the texts
			for p.rows[row].text.to <= at {
				row++
			}
			has[row] = true
			at = p.rows[row].text.to
		}
		first = last + 1
	}
	return has
}

// wordAt is a paper's word, from 0.
func (p *papers) wordAt(x *paper, n int) []byte {
	text := p.textOf(x)
	for ; n > 0; n-- {
		_, text, _ = bytes.Cut(text, []byte{0})
	}
	word, _, _ := bytes.Cut(text, []byte{0})
	return word
}

// number puts a paper's numbers into the register: those that are of one.
func (p *papers) number(row int32, x *sheet) {
	for part, at := range x.dates {
		if n := p.seriesOf(x.words[part]); n >= 0 {
			p.numbers.add(moment{at: at, row: row, part: uint16(part), series: uint16(n)}) //nolint:gosec // few
		}
	}
}

// seriesOf is the place of a number's series, -1 where it is not of the register.
func (p *papers) seriesOf(number string) int {
	prefix, _, ok := strings.Cut(number, "/")
	if !ok {
		return -1
	}
	for n := range p.series {
		if p.series[n].prefix == prefix {
			return n
		}
	}
	series, year, ok := seriesOf(number)
	if !ok || len(p.series) > maxSeries {
		return -1
	}
	p.series = append(p.series, registerSeries{prefix: strings.Clone(prefix), series: strings.Clone(series), year: year})
	return len(p.series) - 1
}

// maxSeries is far more than there are: what a broken server makes up is not of the register.
const maxSeries = 1 << 15

// sumOf is a sum over a paper's numbers and their moments (FNV-1a).
func sumOf(x *sheet) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	sum := uint64(offset)
	add := func(b byte) { sum = (sum ^ uint64(b)) * prime }
	for n, at := range x.dates {
		for i := range len(x.words[n]) {
			add(x.words[n][i])
		}
		for range 8 {
			add(byte(at)) //nolint:gosec // cut on purpose
			at >>= 8
		}
	}
	return sum
}

func (p *papers) compareList(a, b moment) int {
	if a.at != b.at {
		return cmp.Compare(a.at, b.at)
	}
	// The same moment: as lists go from the newest, the smaller id comes later.
	return bytes.Compare(p.rows[b.row].id[:], p.rows[a.row].id[:])
}

func (p *papers) compareNumbers(a, b moment) int {
	if a.at != b.at {
		return cmp.Compare(a.at, b.at)
	}
	x, y := &p.rows[a.row], &p.rows[b.row]
	if by := bytes.Compare(p.wordAt(x, int(a.part)), p.wordAt(y, int(b.part))); by != 0 {
		return by
	}
	return cmp.Or(bytes.Compare(y.id[:], x.id[:]), cmp.Compare(b.part, a.part))
}

// settle puts what came since in its sequence.
func (p *papers) settle() {
	p.list.settle(p.compareList)
	p.numbers.settle(p.compareNumbers)
}

// shelved are the papers of a kind as shown. The caller holds the lock and has called refresh.
func (c *Core) shelved(kind wire.DocKind) *papers {
	c.layPapers()
	p := c.shelf.kinds[kind]
	p.settle()
	return p
}

// layPapers puts what entries change in the place of what documents say, and takes back
// what those before them changed.
func (c *Core) layPapers() {
	s := &c.shelf
	if s.over == c.over {
		return
	}
	for _, k := range s.laid {
		t := c.documented(k)
		c.shelve(k, sheetOf(t), t, c.promisedInDocuments)
	}
	s.laid, s.over = nil, c.over
	// What a delivery was promised for is said by its order.
	deliveries := s.kinds[wire.DocDelivery]
	lay := func(o orderID) {
		for _, row := range deliveries.ofOrder(o) {
			s.laid = append(s.laid, wire.Key{Kind: wire.DocDelivery, ID: deliveries.rows[row].id})
		}
	}
	for k := range c.laid {
		if s.kinds[k.Kind] != nil {
			s.laid = append(s.laid, k)
		}
		if k.Kind == wire.DocSupplierOrder {
			lay(k.ID)
		}
	}
	for o := range c.shown {
		lay(o)
	}
	for _, k := range s.laid {
		t := c.thingShown(k)
		c.shelve(k, sheetOf(t), t, c.promised)
	}
}

// shelve puts a thing among the papers; without a sheet it is taken out.
func (c *Core) shelve(k wire.Key, x *sheet, t rules.Thing, promised func(d *delivery.Delivery) int64) {
	switch {
	case c.shelf.kinds[k.Kind] == nil:
		return
	case x == nil:
		c.shelf.drop(k)
		return
	}
	if d, ok := t.(delivery.Delivery); ok {
		x.promised = promised(&d)
		if slices.ContainsFunc(d.Signatures, func(s order.Signature) bool { return s.Person == c.profile.Person.ID }) {
			x.marks |= markSigned
		}
	}
	c.shelf.put(k.Kind, x)
}

// repromise reads again what an order's deliveries were promised for, as the documents
// say. Where there are entries about it, they are laid on top anew.
func (c *Core) repromise(o orderID) {
	deliveries := c.shelf.kinds[wire.DocDelivery]
	if deliveries == nil {
		return
	}
	for _, row := range deliveries.ofOrder(o) {
		k := wire.Key{Kind: wire.DocDelivery, ID: deliveries.rows[row].id}
		if d, ok := c.documented(k).(delivery.Delivery); ok {
			deliveries.rows[row].promised = c.promisedInDocuments(&d)
		}
	}
}
