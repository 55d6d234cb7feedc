package intake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// readXML reads camt.053 (statement) or camt.054 (advice) of any version: the names of
// their elements are the same. skipped counts the lines before text.
func (s *statementReader) readXML(text []byte, skipped int) error {
	if err := inspectXML(text); err != nil {
		return err
	}
	d := newXML(text)
	isStatement := false
	for {
		at, _ := d.InputPos()
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return &FileError{Problem: FileDamaged, Detail: "xml", cause: err}
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn":
			isStatement = true
		case "Ntry":
			if !isStatement {
				continue
			}
			var e camtEntry
			if err := d.DecodeElement(&e, &start); err != nil {
				return &FileError{Problem: FileDamaged, Detail: "entry", cause: err}
			}
			for _, one := range e.entries(skipped + at) {
				if s.statement.Lines.Total >= MaxRows {
					return &FileError{Problem: FileTooManyRows}
				}
				s.take(one)
			}
		}
	}
	if !isStatement {
		return &FileError{Problem: FileNotStatement}
	}
	return nil
}

// newXML reads UTF-8 and Windows-1251; entities but the five of XML are errors.
func newXML(text []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		switch strings.ToLower(label) {
		case "windows-1251", "cp1251", "cp-1251":
			return charmap.Windows1251.NewDecoder().Reader(input), nil
		}
		return nil, fmt.Errorf("encoding %.40q is not read", label)
	}
	return d
}

// inspectXML walks the file once before anything of it is built: it must be nested, not
// deep, and bring no document type, whose entities could unfold without end.
func inspectXML(text []byte) error {
	d := newXML(text)
	depth := 0
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			if depth != 0 {
				return &FileError{Problem: FileDamaged, Detail: "ends early"}
			}
			return nil
		}
		if err != nil {
			return &FileError{Problem: FileDamaged, Detail: "xml", cause: err}
		}
		switch token.(type) {
		case xml.StartElement:
			if depth++; depth > maxXMLDepth {
				return &FileError{Problem: FileBomb, Detail: "depth"}
			}
		case xml.EndElement:
			depth--
		case xml.Directive:
			return &FileError{Problem: FileBomb, Detail: "document type"}
		}
	}
}

// camtEntry is what is read of an entry.
type camtEntry struct {
	Amount    camtAmount `xml:"Amt"`
	Direction string     `xml:"CdtDbtInd"`
	Status    struct {
		Code string `xml:"Cd"`
		Text string `xml:",chardata"`
	} `xml:"Sts"`
	Booked    camtDay  `xml:"BookgDt"`
	Value     camtDay  `xml:"ValDt"`
	Reference string   `xml:"AcctSvcrRef"`
	Info      string   `xml:"AddtlNtryInf"`
	Batches   []string `xml:"NtryDtls>Btch>PmtInfId"`
	Details   []camtTx `xml:"NtryDtls>TxDtls"`
}

// camtTx is one payment of an entry.
type camtTx struct {
	EndToEnd   string     `xml:"Refs>EndToEndId"`
	Instructed string     `xml:"Refs>InstrId"`
	Payment    string     `xml:"Refs>PmtInfId"`
	Reference  string     `xml:"Refs>AcctSvcrRef"`
	Amount     camtAmount `xml:"Amt"`
	Told       camtAmount `xml:"AmtDtls>TxAmt>Amt"`
	Direction  string     `xml:"CdtDbtInd"`
	Purpose    []string   `xml:"RmtInf>Ustrd"`
	Info       string     `xml:"AddtlTxInf"`
}

type camtAmount struct {
	Text     string `xml:",chardata"`
	Currency string `xml:"Ccy,attr"`
}

type camtDay struct {
	Day    string `xml:"Dt"`
	Moment string `xml:"DtTm"`
}

func (d camtDay) text() string {
	if d.Day != "" {
		return d.Day
	}
	return d.Moment
}

// element is a text of an element.
func element(name, text string) cell { return cell{header: name, text: strings.TrimSpace(text)} }

// first is the first of some texts that is not empty.
func first(all ...cell) cell {
	for _, c := range all {
		if c.text != "" {
			return c
		}
	}
	return all[0]
}

// entries are the payments of an entry: one, or those of a batch.
func (e camtEntry) entries(line int) []entry {
	status := first(element("Sts", e.Status.Code), element("Sts", e.Status.Text)).text
	base := entry{
		line: line, incoming: strings.TrimSpace(e.Direction) == "CRDT", pending: status == "PDNG" || status == "INFO" || status == "FUTR",
		amount: element("Amt", e.Amount.Text), currency: element("Amt", e.Amount.Currency),
		day:       first(element("ValDt", e.Value.text()), element("BookgDt", e.Booked.text())),
		reference: element("AcctSvcrRef", e.Reference),
	}
	var batch []cell
	for _, b := range e.Batches {
		batch = append(batch, element("PmtInfId", b))
	}
	if len(e.Details) == 0 {
		base.names = append(batch, element("AddtlNtryInf", e.Info))
		return []entry{base}
	}
	all := make([]entry, len(e.Details))
	for i, tx := range e.Details {
		one := base
		one.names = []cell{element("EndToEndId", tx.EndToEnd), element("InstrId", tx.Instructed)}
		one.names = append(one.names, element("Ustrd", strings.Join(tx.Purpose, " ")), element("PmtInfId", tx.Payment), element("AddtlTxInf", tx.Info))
		if len(e.Details) == 1 {
			one.names = append(append(one.names, batch...), element("AddtlNtryInf", e.Info))
		} else {
			// The sum of a batch is nobody's amount.
			one.amount, one.currency = element("Amt", ""), element("Amt", "")
		}
		if amount := first(element("Amt", tx.Amount.Text), element("TxAmt", tx.Told.Text)); amount.text != "" {
			one.amount = amount
			one.currency = first(element("Amt", tx.Amount.Currency), element("TxAmt", tx.Told.Currency), base.currency)
		}
		if way := strings.TrimSpace(tx.Direction); way != "" {
			one.incoming = way == "CRDT"
		}
		one.reference = first(element("AcctSvcrRef", tx.Reference), base.reference)
		all[i] = one
	}
	return all
}
