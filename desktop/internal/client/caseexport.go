package client

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"dotchain/shared/conflict"
	"dotchain/shared/document"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// ExportFile is a file with what the desk holds. It bears who made it, when, and its number.
type ExportFile struct {
	Name, Number string
	Content      []byte
	Rows         int
}

// settingExports counts the files that were made here.
const settingExports = "exports"

// The kinds of line that tell of them in the sync log.
const (
	logExport  = "export"
	logSupport = "support_bundle"
)

// exported gives a file its number and notes it in the log.
func (c *Core) exported(kind string, rows int) (string, error) {
	b, err := c.cfg.Work.Setting(settingExports)
	if err != nil {
		return "", fmt.Errorf("read setting %s: %w", settingExports, err)
	}
	n, _ := strconv.ParseUint(string(b), 10, 64) // none was made before
	n++
	record := c.logRecord(1, kind, nil)
	record.Count = int64(rows)
	c.save(WorkBatch{
		Settings: map[string][]byte{settingExports: []byte(strconv.FormatUint(n, 10))},
		Log:      []LogRecord{record},
	})
	c.changed(TopicLog)
	return fmt.Sprintf("E-%s-%d", c.profile.Device.String()[:8], n), nil
}

// ExportCases makes a table of the cases found, whatever window the query asks for, in the
// words of a language: CSV, UTF-8, with what spreadsheet programs here part columns by. Who
// made it, when, and its number stand in every row.
func (c *Core) ExportCases(q CaseQuery, lang document.Lang) (ExportFile, error) {
	c.mu.Lock()
	defer c.unlock()
	said, err := wordsOf(lang)
	if err != nil {
		return ExportFile{}, err
	}
	found, _, err := c.findCases(q)
	if err != nil {
		return ExportFile{}, err
	}
	number, err := c.exported(logExport, len(found))
	if err != nil {
		return ExportFile{}, err
	}
	var out bytes.Buffer
	out.WriteString("\ufeff") // so that spreadsheet programs take it for UTF-8
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	mark := []string{c.profile.Person.Name, c.profile.Org.NameUk, number, said.when(c.now()), said.when(c.marks.asOf)}
	rows := [][]string{caseHeads(lang)}
	for _, r := range found {
		r.Total = c.caseTotal(r.Case)
		rows = append(rows, append(caseCells(r, said), mark...))
	}
	for _, row := range rows {
		for i := range row {
			row[i] = cell(row[i])
		}
		if err := w.Write(row); err != nil {
			return ExportFile{}, fmt.Errorf("write a table of cases: %w", err)
		}
	}
	w.Flush()
	name := lang.Pick("spravy-", "cases-") + number + ".csv"
	return ExportFile{Name: name, Number: number, Content: out.Bytes(), Rows: len(found)}, w.Error()
}

// caseHeads are the heads of the columns that caseCells fills, and of the mark after them.
func caseHeads(lang document.Lang) []string {
	if lang == document.English {
		return []string{
			"Case", "State", "Waits for", "Waiting since (Kyiv)", "Opened (Kyiv)", "Closed (Kyiv)", "How it ended", "Organisation, number", "Organisation",
			"Person", "Device", "Order", "Total, UAH", "Reasons", "Assigned to", "Ruling", "Ground", "Comments", "Case, id", "Signed, SHA-256",
			"Saved by", "Saved by, organisation", "Copy, number", "Saved (Kyiv)", "Data as of (Kyiv)",
		}
	}
	return []string{
		"Справа", "Стан", "Чого чекає", "Чекає з (Київ)", "Відкрито (Київ)", "Закрито (Київ)", "Чим закінчено", "Організація, номер", "Організація",
		"Особа", "Пристрій", "Замовлення", "Сума, грн", "Причини", "Кому доручено", "Рішення", "Підстава", "Коментарів", "Справа, ідентифікатор", "Підписане, SHA-256",
		"Хто зберіг", "Хто зберіг, організація", "Примірник, номер", "Збережено (Київ)", "Дані станом на (Київ)",
	}
}

func caseCells(r CaseRow, said words) []string {
	state, waits, since, ended := said.of("cases", "closed"), "", "", said.of("cases.closedAs", r.Closed.String())
	if r.IsOpen() {
		state, waits, since, ended = said.of("cases", "open"), said.of("cases.waits", r.Waits.String()), said.when(r.WaitingSince), ""
	}
	outcome, ground := "", ""
	if x, ok := r.StandingRuling(); ok {
		outcome, ground = said.of("cases.outcome", x.Outcome.String()), said.of("cases.reason", x.Ground.String())
	}
	reasons := make([]string, 0, len(r.Reasons))
	for _, x := range r.Reasons {
		reasons = append(reasons, said.reason(x))
	}
	return []string{
		said.of("cases.kind", r.Kind.String()), state, waits, since, said.when(r.OpenedAt), said.when(r.ClosedAt), ended, r.OrgNumber, r.OrgName,
		r.PersonName, r.DeviceName, r.Number, said.money(r.Total), strings.Join(reasons, " "), r.AssigneeName, outcome, ground,
		strconv.Itoa(len(r.Comments)), r.ID.String(), r.Envelope.String(),
	}
}

// cell keeps a text from being a formula in a spreadsheet program.
func cell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}

func stamp(at int64) string {
	if at == 0 {
		return ""
	}
	return time.UnixMilli(at).UTC().Format(time.RFC3339)
}

// supportBundle is what those who mend the program need of a case: ids, versions, times,
// hashes and codes. It has nothing of what was signed or written, no name, and no figure
// of money or stock.
type supportBundle struct {
	Number   string           `json:"number"`
	MadeAt   string           `json:"madeAt"`
	MadeBy   id.ID[id.Device] `json:"madeByDevice"`
	Epoch    id.ID[id.Epoch]  `json:"epoch"`
	Seq      uint64           `json:"seq"`
	AsOf     string           `json:"asOf"`
	Case     supportCase      `json:"case"`
	Device   *supportDevice   `json:"device,omitempty"`
	SameKind int              `json:"openOfTheKind"`
	OfDevice int              `json:"openOfTheDevice"`
}

type supportCase struct {
	ID        id.ID[id.Case]   `json:"id"`
	Kind      string           `json:"kind"`
	Command   string           `json:"command"`
	Order     id.ID[id.Order]  `json:"order"`
	Device    id.ID[id.Device] `json:"device"`
	Version   uint64           `json:"version"`
	Envelope  string           `json:"envelopeSha256"`
	Signed    supportBytes     `json:"signed"`
	Standing  supportBytes     `json:"standing"`
	Seen      string           `json:"seenSha256"`
	OpenedAt  string           `json:"openedAt"`
	ClaimedAt string           `json:"claimedAt"`
	ClosedAt  string           `json:"closedAt"`
	Closed    string           `json:"closed"`
	Reasons   []supportReason  `json:"reasons"`
	Rulings   []supportRuling  `json:"rulings"`
	Comments  int              `json:"comments"`
}

type supportBytes struct {
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
}

type supportReason struct {
	Code string `json:"code"`
	Line int    `json:"line"`
	// Have and Want are told of numbers of commands, revisions and clocks only.
	Have int64 `json:"have,omitempty"`
	Want int64 `json:"want,omitempty"`
}

type supportRuling struct {
	At         string `json:"at"`
	Outcome    string `json:"outcome"`
	Ground     string `json:"ground"`
	ReversedAt string `json:"reversedAt"`
}

type supportDevice struct {
	Program     string `json:"program"`
	LastContact string `json:"lastContact"`
	LastSeq     uint64 `json:"lastSeq"`
	SkewMs      int64  `json:"skewMs"`
	Version     uint64 `json:"version"`
	RevokedAt   string `json:"revokedAt"`
}

func sizeOf(b []byte) supportBytes {
	if len(b) == 0 {
		return supportBytes{}
	}
	return supportBytes{Size: len(b), SHA256: seal.Sum(b).String()}
}

// SupportBundle makes the bundle of a case (JSON). Fault: CaseUnknown.
func (c *Core) SupportBundle(key id.ID[id.Case]) (ExportFile, error) {
	c.mu.Lock()
	defer c.unlock()
	k := c.cases[key]
	if k == nil {
		return ExportFile{}, fault.Because("support bundle", fault.Reason{Code: fault.CaseUnknown, Ref: key.String()})
	}
	number, err := c.exported(logSupport, 1)
	if err != nil {
		return ExportFile{}, err
	}
	b := supportBundle{
		Number: number, MadeAt: stamp(c.now()), MadeBy: c.profile.Device, Epoch: c.marks.cursor.Epoch, Seq: c.marks.cursor.Seq,
		AsOf: stamp(c.marks.asOf), Case: supportOf(*k),
	}
	for _, other := range c.cases {
		if other.IsOpen() && other.Kind == k.Kind {
			b.SameKind++
		}
		if other.IsOpen() && other.Device == k.Device {
			b.OfDevice++
		}
	}
	device, err := readDoc[party.Device](c, wire.DocDevice, k.Device)
	if err != nil {
		return ExportFile{}, err
	}
	if device != nil {
		b.Device = &supportDevice{
			Program: versionLike(device.Program), LastContact: stamp(device.LastContact), LastSeq: device.LastSeq, SkewMs: device.Skew,
			Version: device.Version, RevokedAt: stamp(device.RevokedAt),
		}
	}
	content, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return ExportFile{}, fmt.Errorf("write a support bundle: %w", err)
	}
	return ExportFile{Name: "support-" + number + ".json", Number: number, Content: append(content, '\n'), Rows: 1}, nil
}

func supportOf(k conflict.Case) supportCase {
	s := supportCase{
		ID: k.ID, Kind: k.Kind.String(), Command: k.Command.String(), Order: k.Order, Device: k.Device, Version: k.Version,
		Envelope: k.Envelope.String(), Signed: sizeOf(k.Signed), Standing: sizeOf(k.Standing), Seen: k.Seen().String(),
		OpenedAt: stamp(k.OpenedAt), ClaimedAt: stamp(k.ClaimedAt), ClosedAt: stamp(k.ClosedAt), Closed: k.Closed.String(),
		Reasons: []supportReason{}, Rulings: []supportRuling{}, Comments: len(k.Comments),
	}
	for _, r := range k.Reasons {
		x := supportReason{Code: r.Code.String(), Line: r.Line}
		switch r.Code { //nolint:exhaustive // the figures of the others are of money, stock or the content
		case fault.DeviceGap, fault.DeviceFork, fault.ClockSkew, fault.SignerRevoked, fault.RevisionRace, fault.VersionUnknown, fault.KindUnknown:
			x.Have, x.Want = r.Have, r.Want
		}
		s.Reasons = append(s.Reasons, x)
	}
	for _, r := range k.Rulings {
		s.Rulings = append(s.Rulings, supportRuling{
			At: stamp(r.At), Outcome: r.Outcome.String(), Ground: r.Ground.String(), ReversedAt: stamp(r.ReversedAt),
		})
	}
	return s
}

// versionLike is a program's version; what a device told instead of one is left out.
func versionLike(text string) string {
	return regexp.MustCompile(`^v?[0-9]+(\.[0-9]+)*([-+][0-9a-f.]*)?`).FindString(text)
}
