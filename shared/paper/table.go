package paper

// column is one column of a table. Width 0 takes what the others leave.
type column struct {
	title string
	width float64
	right bool // figures stand to the right
	mid   bool // short words stand in the middle
	// group is the title over this column and the ones after it with the same group.
	group string
}

// cell is what stands in a column: a text, and under it smaller ones.
type cell struct {
	text  string
	under []string
}

// table is a grid of rows under a header that every page repeats.
type table struct {
	s       *sheet
	columns []column
	heads   [][]row // wrapped titles
	groups  float64 // height of the titles of groups, 0 without any
	titles  float64 // height of the titles of columns
}

// Paddings of a cell in millimetres.
const (
	padX = 1.1
	padY = 0.9
)

// table begins a table at the sheet's place.
func (s *sheet) table(all ...column) *table {
	t := &table{s: s, columns: all}
	left := s.inner()
	for _, c := range all {
		left -= c.width
	}
	for i, c := range all {
		if c.width == 0 {
			t.columns[i].width = left
		}
		var rows []row
		for _, l := range s.wrap(c.title, t.columns[i].width-2*padX, columns()) {
			rows = append(rows, row{text: l, style: columns()})
		}
		t.heads = append(t.heads, rows)
		t.titles = max(t.titles, heightOf(rows)+2*padY)
		if c.group != "" {
			t.groups = columns().line() + 2*padY
		}
	}
	// A header with no row under it is no beginning.
	s.need(t.groups + t.titles + 12)
	t.header()
	return t
}

// header prints the titles; a column without group has its title over both rows.
func (t *table) header() {
	s := t.s
	top, x := s.y, marginLeft
	s.pdf.SetFillColor(242, 242, 242)
	s.pdf.Rect(marginLeft, top, s.inner(), t.groups+t.titles, "F")
	for i, c := range t.columns {
		y, height := top, t.groups+t.titles
		if c.group != "" {
			t.groupTitle(i, x, top)
			y, height = top+t.groups, t.titles
		}
		t.frame(x, y, c.width, height)
		y += (height - heightOf(t.heads[i])) / 2
		for _, r := range t.heads[i] {
			s.put(x+(c.width-s.measure(r.text, r.style))/2, y, r.text, r.style)
			y += r.style.line()
		}
		x += c.width
	}
	s.y = top + t.groups + t.titles
}

// groupTitle prints the title of a group over its first column.
func (t *table) groupTitle(i int, x, y float64) {
	group := t.columns[i].group
	if i > 0 && t.columns[i-1].group == group {
		return
	}
	var width float64
	for _, c := range t.columns[i:] {
		if c.group != group {
			break
		}
		width += c.width
	}
	t.frame(x, y, width, t.groups)
	t.s.put(x+(width-t.s.measure(group, columns()))/2, y+padY, group, columns())
}

func (t *table) frame(x, y, w, h float64) {
	t.s.pdf.SetLineWidth(hair)
	t.s.pdf.Rect(x, y, w, h, "D")
}

// row prints one row, cut over pages where it must be.
func (t *table) row(cells ...cell) {
	lines := make([][]row, len(cells))
	for i, c := range cells {
		lines[i] = t.lines(i, c)
	}
	t.s.flow(lines, padY, t.turn, t.print)
}

// turn goes on, on the next page, under the same header.
func (t *table) turn() {
	t.s.page()
	t.header()
}

// lines wraps a cell for its column.
func (t *table) lines(i int, c cell) []row {
	width := t.columns[i].width - 2*padX
	var rows []row
	if c.text != "" {
		for _, l := range t.s.wrap(c.text, width, plain()) {
			rows = append(rows, row{text: l, style: plain()})
		}
	}
	for _, u := range c.under {
		if u == "" {
			continue
		}
		for _, l := range t.s.wrap(u, width, small()) {
			rows = append(rows, row{text: l, style: small()})
		}
	}
	return rows
}

func (t *table) print(cells [][]row, height float64) {
	s := t.s
	x := marginLeft
	for i, c := range t.columns {
		t.frame(x, s.y, c.width, height)
		y := s.y + padY
		for _, r := range cells[i] {
			t.s.put(t.start(x, c, r), y, r.text, r.style)
			y += r.style.line()
		}
		x += c.width
	}
}

// start is the x at which a line of the column begins.
func (t *table) start(x float64, c column, r row) float64 {
	switch {
	case c.right:
		return x + c.width - padX - t.s.measure(r.text, r.style)
	case c.mid:
		return x + (c.width-t.s.measure(r.text, r.style))/2
	}
	return x + padX
}

// sum is one line under a table: its name, and figures under their columns.
type sum struct {
	name   string
	values map[int]string // by column
	bold   bool
}

// sums prints the totals under the table; they stay together and with no page
// of their own header. The name stands left of the first figure.
func (t *table) sums(all ...sum) {
	s := t.s
	height := strong().line() + 2*padY
	if s.y+height*float64(len(all)) > s.floor() {
		t.turn()
	}
	for _, line := range all {
		text := plain()
		if line.bold {
			text = strong()
		}
		x, named := marginLeft, false
		for i, c := range t.columns {
			value, found := line.values[i]
			if found && !named {
				s.putRight(x-padX, s.y+padY, line.name, text)
				t.frame(marginLeft, s.y, x-marginLeft, height)
				named = true
			}
			if named {
				t.frame(x, s.y, c.width, height)
			}
			if found {
				s.put(t.start(x, c, row{text: value, style: text}), s.y+padY, value, text)
			}
			x += c.width
		}
		s.y += height
	}
}
