package ubl

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"

	"dotchain/shared/code"
	"dotchain/shared/document"
	"dotchain/shared/money"
)

// The namespaces of UBL 2.1.
const (
	namespaceRoot = "urn:oasis:names:specification:ubl:schema:xsd:"
	namespaceCAC  = namespaceRoot + "CommonAggregateComponents-2"
	namespaceCBC  = namespaceRoot + "CommonBasicComponents-2"
)

// element is one XML element to be written: a basic one has a text, an
// aggregate one has elements. Its name has its prefix.
type element struct {
	name  string
	attrs []string // name, value, name, value
	text  string
	kids  []*element
}

// cbc is a basic element; nil, which is not written, without text. The schema
// gives most of them a least length of one.
func cbc(name, text string, attrs ...string) *element {
	if text == "" {
		return nil
	}
	return &element{name: "cbc:" + name, text: text, attrs: attrs}
}

// cac is an aggregate of what is there; nil when nothing is.
func cac(name string, kids ...*element) *element {
	e := must(name, kids...)
	if len(e.kids) == 0 {
		return nil
	}
	return e
}

// must is an aggregate that is written even when it is empty.
func must(name string, kids ...*element) *element {
	e := &element{name: "cac:" + name}
	return e.add(kids...)
}

// add puts elements at the end, those that are there.
func (e *element) add(kids ...*element) *element {
	for _, k := range kids {
		if k != nil {
			e.kids = append(e.kids, k)
		}
	}
	return e
}

// write puts the element down, two spaces further in for each level.
func (e *element) write(out *bytes.Buffer, depth int) {
	indent := strings.Repeat("  ", depth)
	out.WriteString(indent + "<" + e.name)
	for i := 0; i < len(e.attrs); i += 2 {
		out.WriteString(" " + e.attrs[i] + `="`)
		_ = xml.EscapeText(out, []byte(e.attrs[i+1])) // a buffer takes everything
		out.WriteString(`"`)
	}
	if len(e.kids) == 0 && e.text == "" {
		out.WriteString("/>\n")
		return
	}
	out.WriteString(">")
	if len(e.kids) == 0 {
		_ = xml.EscapeText(out, []byte(e.text))
		out.WriteString("</" + e.name + ">\n")
		return
	}
	out.WriteString("\n")
	for _, k := range e.kids {
		k.write(out, depth+1)
	}
	out.WriteString(indent + "</" + e.name + ">\n")
}

// Forms of values.

func sum(name string, a money.Amount) *element {
	return cbc(name, a.String(), "currencyID", document.Currency)
}

func pieces(name string, n int64, uom code.UOM) *element {
	return cbc(name, strconv.FormatInt(n, 10), "unitCode", string(uom))
}

// some is pieces, left out when there are none.
func some(name string, n int64, uom code.UOM) *element {
	if n <= 0 {
		return nil
	}
	return pieces(name, n, uom)
}

func count(name string, n int) *element { return cbc(name, strconv.Itoa(n)) }

// percent is a rate as a decimal number: 20, 12.5.
func percent(r money.BasisPoints) *element {
	text := strconv.Itoa(int(r / 100))
	if rest := int(r % 100); rest != 0 {
		text += "." + strings.TrimRight(strconv.Itoa(100 + rest)[1:], "0")
	}
	return cbc("Percent", text)
}

// clock is the form of a time of day with its zone.
const clock = "15:04:05.999Z07:00"

// date and hour are a moment in Kyiv (Unix milliseconds) in two elements, exact
// together; nil when there is none.
func date(name string, at int64) *element {
	if at == 0 {
		return nil
	}
	return cbc(name, document.InKyiv(at).Format("2006-01-02"))
}

func hour(name string, at int64) *element {
	if at == 0 {
		return nil
	}
	return cbc(name, document.InKyiv(at).Format(clock))
}
