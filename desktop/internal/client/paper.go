package client

import (
	"cmp"
	"slices"
	"strings"

	"dotchain/shared/id"
)

// PaperQuery filters a list of papers; zero fields do not filter.
type PaperQuery struct {
	// View is a saved view of the list; "" is all.
	View  string
	Text  string
	Order id.ID[id.Order]
	// Sort is "newest" (also ""), "oldest", "late", where the list has days, or one of the
	// list's columns with "_asc" or "_desc" behind it.
	Sort   string
	Offset int
	Limit  int
}

// found is what a query finds of a list: the places of the window's rows, in its
// order, and how many each saved view holds.
type found struct {
	total int
	rows  []int
	views map[string]int
}

// listing is a list of papers that can be asked.
type listing struct {
	size int
	// order is the paper's; isIn says which saved views hold it; words are what a text is looked for in.
	order func(i int) id.ID[id.Order]
	isIn  func(i int, view string) bool
	words func(i int) []string
	// at is when it came to be, Unix milliseconds; late for how many days it is late.
	at, late func(i int) int64
	// views are the saved views but "" for all.
	views []string
	// columns are what it can be sorted by beside that.
	columns columns
}

// ask finds the rows of a query. Only those of the window are put in order whole.
func (l listing) ask(q PaperQuery) found {
	f := found{views: map[string]int{"": 0}}
	for _, v := range l.views {
		f.views[v] = 0
	}
	text := strings.ToLower(strings.TrimSpace(q.Text))
	var all []int
	for i := range l.size {
		if !q.Order.IsZero() && l.order(i) != q.Order {
			continue
		}
		in := q.View == ""
		for _, v := range l.views {
			if l.isIn(i, v) {
				f.views[v]++
				in = in || v == q.View
			}
		}
		f.views[""]++
		if in && (text == "" || slices.ContainsFunc(l.words(i), func(w string) bool { return containsFold(w, text) })) {
			all = append(all, i)
		}
	}
	f.total = len(all)
	f.rows = windowOf(all, q.Offset, q.Limit, l.sorting(q.Sort, all))
	return f
}

// sorting is the order of what was found.
func (l listing) sorting(by string, found []int) func(a, b int) int {
	newest := func(a, b int) int { return cmp.Or(compare(l.at(b), l.at(a)), cmp.Compare(a, b)) }
	switch by {
	case "oldest":
		return func(a, b int) int { return newest(b, a) }
	case "late":
		late := make([]int64, l.size) // asked once each, not with every comparison
		for _, i := range found {
			late[i] = l.late(i)
		}
		return func(a, b int) int { return cmp.Or(compare(late[b], late[a]), newest(a, b)) }
	}
	if order := l.columns.order(by, l.size, found, newest); order != nil {
		return order
	}
	return newest
}
