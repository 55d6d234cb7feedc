package client

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"dotchain/shared/id"
)

// paperList is a list of papers of one kind that can be asked.
type paperList struct {
	// views are the saved views but "" for all, in is which of them hold a paper: the bit
	// of each by its place.
	views []string
	in    func(p *paper) uint32
	// late is for how many days it is late.
	late func(p *paper) int64
	// parties says of whom a text is found by their names.
	parties func(p *paper, named func(party int32) bool) bool
	// numbers are columns of numbers, texts those of a paper's words (which of them), names
	// those of its organisations.
	numbers map[string]func(p *paper) int64
	texts   map[string]func(p *paper) int
	names   map[string]partyColumn
}

// partyColumn is a column of the names of a paper's organisations.
type partyColumn struct {
	of   func(p *paper) int32
	name func(o id.ID[id.Org]) string
}

// foundPapers is what a query finds: the ids of the window's papers, in its order, and
// how many each saved view holds.
type foundPapers struct {
	total int
	ids   [][16]byte
	views map[string]int
}

// askPapers finds the papers of a query: one look at each, and the sequence of the list
// is there already.
func (c *Core) askPapers(p *papers, l paperList, q PaperQuery) foundPapers {
	if !q.Order.IsZero() {
		return c.askFew(p, l, q)
	}
	counts, isIn := make([]int, len(l.views)), c.asked(p, l, q)
	total := 0
	found := make([]bool, len(p.rows))
	for i := range p.rows {
		x := &p.rows[i]
		if x.marks&markHere == 0 {
			continue
		}
		in := l.in(x)
		for n := range l.views {
			counts[n] += int(in >> n & 1)
		}
		if isIn(int32(i), in) { //nolint:gosec // papers in memory
			found[i] = true
			total++
		}
	}
	f := foundPapers{total: total, views: viewCounts(l, counts, len(p.place))}
	f.ids = c.windowOfPapers(p, l, q, found, total)
	return f
}

// askFew finds those of one order.
func (c *Core) askFew(p *papers, l paperList, q PaperQuery) foundPapers {
	rows := p.ofOrder(q.Order)
	counts, isIn := make([]int, len(l.views)), c.asked(p, l, q)
	var found []int32
	for _, row := range rows {
		x := &p.rows[row]
		in := l.in(x)
		for n := range l.views {
			counts[n] += int(in >> n & 1)
		}
		if isIn(row, in) {
			found = append(found, row)
		}
	}
	slices.SortFunc(found, func(a, b int32) int {
		return p.compareList(moment{at: p.rows[b].at, row: b}, moment{at: p.rows[a].at, row: a})
	})
	f := foundPapers{total: len(found), views: viewCounts(l, counts, len(rows))}
	for _, row := range c.sorted(p, l, q, found) {
		f.ids = append(f.ids, p.rows[row].id)
	}
	return f
}

func viewCounts(l paperList, counts []int, all int) map[string]int {
	views := map[string]int{"": all}
	for n, v := range l.views {
		views[v] = counts[n]
	}
	return views
}

// blanks are around no text that is looked for; a zero is what parts the words.
const blanks = " \t\r\n\x00"

// asked is whether a query asks for a paper that is in some views.
func (c *Core) asked(p *papers, l paperList, q PaperQuery) func(row int32, in uint32) bool {
	view := slices.Index(l.views, q.View)
	text := strings.ToLower(strings.Trim(q.Text, blanks))
	if text == "" {
		return func(_ int32, in uint32) bool { return q.View == "" || view >= 0 && in>>view&1 != 0 }
	}
	named, has := c.namedParties(text), p.having([]byte(text))
	return func(row int32, in uint32) bool {
		if q.View != "" && (view < 0 || in>>view&1 == 0) {
			return false
		}
		return has[row] || l.parties(&p.rows[row], named)
	}
}

// namedParties says which organisations have a text in their name or number, asked once each.
func (c *Core) namedParties(text string) func(party int32) bool {
	const asked, has = 1, 2
	known := make([]uint8, len(c.shelf.parties))
	return func(party int32) bool {
		if known[party] == 0 {
			known[party] = asked
			o := c.shelf.parties[party]
			if !o.IsZero() && (containsFold(c.orgName(o), text) || containsFold(c.unitNumber(o), text)) {
				known[party] |= has
			}
		}
		return known[party]&has != 0
	}
}

// windowOfPapers are the ids of a window of those that were found.
func (c *Core) windowOfPapers(p *papers, l paperList, q PaperQuery, found []bool, total int) [][16]byte {
	limit := q.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	ids := make([][16]byte, 0, min(limit, total))
	all := p.list.all
	if by := sortingName(l, q.Sort); by == "newest" || by == "oldest" {
		skip := max(q.Offset, 0)
		for n := range all {
			m := all[n]
			if by == "newest" {
				m = all[len(all)-1-n]
			}
			if !found[m.row] {
				continue
			}
			if skip--; skip < 0 {
				ids = append(ids, p.rows[m.row].id)
			}
			if len(ids) == limit {
				break
			}
		}
		return ids
	}
	list := make([]int32, 0, total)
	for _, m := range slices.Backward(all) {
		if found[m.row] {
			list = append(list, m.row)
		}
	}
	for _, row := range c.sorted(p, l, q, list) {
		ids = append(ids, p.rows[row].id)
	}
	return ids
}

// sortingName is what a query sorts by: "newest" where it asks for nothing else.
func sortingName(l paperList, sort string) string {
	name, _ := columnOf(sort)
	switch {
	case sort == "oldest", sort == "late":
		return sort
	case l.numbers[name] != nil, l.names[name].of != nil:
		return sort
	}
	if _, ok := l.texts[name]; ok {
		return sort
	}
	return "newest"
}

// sortKey is what a paper is sorted by, and its place in the list that is given, which
// it keeps among equals.
type sortKey struct {
	key   int64
	place int32
	row   int32
}

func compareKeys(a, b sortKey) int {
	switch {
	case a.key < b.key:
		return -1
	case a.key > b.key:
		return 1
	}
	return cmp.Compare(a.place, b.place)
}

// sorted is the window that a query asks for, of papers that are given the newest first.
// Each is asked once for what it is sorted by, not with every comparison.
func (c *Core) sorted(p *papers, l paperList, q PaperQuery, list []int32) []int32 {
	by := sortingName(l, q.Sort)
	name, descending := columnOf(by)
	word, isText := l.texts[name]
	key := l.numbers[name]
	switch {
	case by == "newest":
		return window(list, q.Offset, q.Limit)
	case by == "oldest":
		slices.Reverse(list)
		return window(list, q.Offset, q.Limit)
	case by == "late":
		key, descending = l.late, true
	case isText:
		key = func(*paper) int64 { return 0 }
	case key == nil:
		column := l.names[name]
		ranks := c.partyRanks(column.name)
		key = func(x *paper) int64 { return ranks[column.of(x)] }
	}
	keys := make([]sortKey, len(list))
	for n, row := range list {
		keys[n] = sortKey{key: key(&p.rows[row]), place: int32(n), row: row} //nolint:gosec // papers in memory
		if descending {
			keys[n].key = -keys[n].key
		}
	}
	order := compareKeys
	if isText {
		order = func(a, b sortKey) int {
			x, y := &p.rows[a.row], &p.rows[b.row]
			if descending {
				x, y = y, x
			}
			return cmp.Or(compareWords(p.wordAt(x, word(x)), p.wordAt(y, word(y))), cmp.Compare(a.place, b.place))
		}
	}
	var rows []int32
	for _, k := range windowOf(keys, q.Offset, q.Limit, order) {
		rows = append(rows, k.row)
	}
	return rows
}

// partyRanks are the places of all parties' names in the Ukrainian order of letters.
func (c *Core) partyRanks(name func(o id.ID[id.Org]) string) []int64 {
	keys, sorted := collation{}, make([]string, 0, len(c.shelf.parties))
	of := make([]string, len(c.shelf.parties))
	for n, o := range c.shelf.parties {
		of[n] = string(keys.of(name(o)))
		sorted = append(sorted, of[n])
	}
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	ranks := make([]int64, len(of))
	for n, key := range of {
		at, _ := slices.BinarySearch(sorted, key)
		ranks[n] = int64(at)
	}
	return ranks
}

// compareWords compares texts, and numbers in them as numbers.
func compareWords(a, b []byte) int {
	digits := func(s []byte) int {
		n := 0
		for n < len(s) && '0' <= s[n] && s[n] <= '9' {
			n++
		}
		return n
	}
	for len(a) > 0 && len(b) > 0 {
		n, m := digits(a), digits(b)
		if n == 0 || m == 0 {
			if a[0] != b[0] {
				return cmp.Compare(a[0], b[0])
			}
			a, b = a[1:], b[1:]
			continue
		}
		x, y := bytes.TrimLeft(a[:n], "0"), bytes.TrimLeft(b[:m], "0")
		if by := cmp.Or(cmp.Compare(len(x), len(y)), bytes.Compare(x, y)); by != 0 {
			return by
		}
		a, b = a[n:], b[m:]
	}
	return cmp.Compare(len(a), len(b))
}

// numberWord and orderWord are which of a paper's words is its own number, and which its
// order's.
func numberWord(*paper) int { return 0 }

func orderWord(p *paper) int { return int(p.numbers) }
