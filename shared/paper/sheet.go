package paper

import (
	"strings"

	"github.com/phpdave11/gofpdf"

	"dotchain/shared/document"
)

// Margins in millimetres. The left one leaves room for a folder.
const (
	marginLeft  = 18.0
	marginRight = 10.0
)

// Widths of rules in millimetres.
const (
	hair = 0.15
	rule = 0.25
)

// sheet is the paper being printed: y is where the next thing goes, in
// millimetres from the top of the last page.
type sheet struct {
	pdf           *gofpdf.Fpdf
	d             document.Document
	lang          document.Lang
	width, height float64
	top, bottom   float64 // margins
	qrSide        float64 // of the QR code
	y             float64
	// now is the style the page is set in; a new page knows none.
	now style
}

// tr picks the text of the language.
func (s *sheet) tr(uk, en string) string { return s.lang.Pick(uk, en) }

// inner is the width between the margins, floor the y nothing is printed below.
func (s *sheet) inner() float64 { return s.width - marginLeft - marginRight }
func (s *sheet) floor() float64 { return s.height - s.bottom }

// page opens a page. From the second on it says at the top whose page it is.
func (s *sheet) page() {
	s.pdf.AddPage()
	s.now = style{}
	s.pdf.SetLineWidth(hair)
	s.y = s.top
	if s.pdf.PageNo() > 1 {
		s.put(marginLeft, s.y, s.caption(), label())
		s.y += label().line() + 1
		s.across(hair)
		s.y += 2.5
	}
}

// caption is the document's name, number and day in one line.
func (s *sheet) caption() string {
	return s.d.Kind.Title(s.lang) + " № " + s.d.Title() + " " + s.tr("від", "of") + " " + document.DayOf(s.d.Date).Short()
}

// need opens a page when less than height millimetres are left.
func (s *sheet) need(height float64) {
	if s.y+height > s.floor() {
		s.page()
	}
}

// use sets the style of the next text.
func (s *sheet) use(t style) {
	if s.now == t {
		return
	}
	weight := ""
	if t.bold {
		weight = "B"
	}
	s.pdf.SetFont(family, weight, t.size)
	shade := 0
	if t.grey {
		shade = 90
	}
	s.pdf.SetTextColor(shade, shade, shade)
	s.now = t
}

// measure is the width of a line of text in millimetres.
func (s *sheet) measure(text string, t style) float64 {
	s.use(t)
	return s.pdf.GetStringWidth(text)
}

// put prints one line whose top left corner is x, y.
func (s *sheet) put(x, y float64, text string, t style) {
	if text == "" {
		return
	}
	s.use(t)
	s.pdf.Text(x, y+t.ascent(), printable(text))
}

// putRight prints one line that ends at x.
func (s *sheet) putRight(x, y float64, text string, t style) {
	text = printable(text)
	s.put(x-s.measure(text, t), y, text, t)
}

// across draws a rule from margin to margin at y.
func (s *sheet) across(width float64) {
	s.pdf.SetLineWidth(width)
	s.pdf.Line(marginLeft, s.y, s.width-marginRight, s.y)
}

// paragraph prints text over the whole width, over pages where it must.
func (s *sheet) paragraph(text string, t style) {
	for _, l := range s.wrap(text, s.inner(), t) {
		s.need(t.line())
		s.put(marginLeft, s.y, l, t)
		s.y += t.line()
	}
}

// wrap breaks text into lines of at most width millimetres: at spaces, at line
// feeds, and inside a word only when the word alone is too wide.
func (s *sheet) wrap(text string, width float64, t style) []string {
	var lines []string
	for _, part := range strings.Split(strings.ReplaceAll(printable(text), "№ ", "№"+nbsp), "\n") {
		lines = append(lines, s.wrapLine(part, width, t)...)
	}
	return lines
}

func (s *sheet) wrapLine(text string, width float64, t style) []string {
	if s.measure(text, t) <= width {
		return []string{text}
	}
	var lines []string
	current, used := "", 0.0
	space := s.measure(" ", t)
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }) {
		wide := s.measure(word, t)
		if current != "" && used+space+wide <= width {
			current += " " + word
			used += space + wide
			continue
		}
		if current != "" {
			lines = append(lines, current)
		}
		for wide > width {
			head := s.fitting(word, width, t)
			lines = append(lines, head)
			word = word[len(head):]
			wide = s.measure(word, t)
		}
		current, used = word, wide
	}
	if current != "" {
		lines = append(lines, current)
	}
	return lines
}

// fitting is the longest beginning of a word that fits, at least one letter; it
// ends after a dash or slash when one is in its second half.
func (s *sheet) fitting(word string, width float64, t style) string {
	end, soft := 0, 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && s.measure(word[:next], t) > width {
			break
		}
		end = next
		if strings.ContainsRune("-/–,;", r) {
			soft = next
		}
	}
	if soft > end/2 {
		return word[:soft]
	}
	return word[:end]
}

// footers prints the foot of every page, now that their number is known.
func (s *sheet) footers() {
	pages := s.pdf.PageNo()
	foot := style{size: 6.5, grey: true}
	for n := 1; n <= pages; n++ {
		s.pdf.SetPage(n)
		// A page that is opened again knows no font; another size makes the library say it.
		s.pdf.SetFont(family, "", foot.size+1)
		s.now = style{}
		s.y = s.height - s.bottom + 3.5
		s.across(hair)
		s.y += 1.2
		hash := s.tr("Хеш вмісту (SHA-256): ", "Content hash (SHA-256): ") + s.d.Hash.String()
		hint := s.tr("Електронний документ; паперова копія перевіряється за QR-кодом.", "Electronic document; a paper copy is checked by its QR code.")
		if s.width > s.height { // a page on its side has room for both in one line
			hash, hint = hash+".  "+hint, ""
		}
		s.put(marginLeft, s.y, hash, foot)
		s.putRight(s.width-marginRight, s.y, s.tr("Сторінка", "Page")+" "+figure(int64(n), s.lang)+" "+s.tr("з", "of")+" "+figure(int64(pages), s.lang), foot)
		s.y += foot.line()
		s.put(marginLeft, s.y, hint, foot)
	}
}
