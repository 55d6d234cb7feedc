package client

import (
	_ "embed" // the words are part of the program
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dotchain/shared/document"
	"dotchain/shared/fault"
	"dotchain/shared/money"
)

// The window's own words for tables that are saved here; a test of the window compares them.
var (
	//go:embed words/uk.json
	wordsUk []byte
	//go:embed words/en.json
	wordsEn []byte
)

// words are the texts of a language by their keys ("cases.kind.stock_gone").
type words struct {
	lang  document.Lang
	texts map[string]string
}

func wordsOf(lang document.Lang) (words, error) {
	w := words{lang: lang}
	content := wordsUk
	if lang == document.English {
		content = wordsEn
	}
	if err := json.Unmarshal(content, &w.texts); err != nil {
		return w, fmt.Errorf("read the words of tables: %w", err)
	}
	return w, nil
}

// of is the word of a code; a code that has none is said as it is.
func (w words) of(prefix, code string) string {
	if text, found := w.texts[prefix+"."+code]; found {
		return text
	}
	return code
}

// when is a moment in Kyiv, "" for none.
func (w words) when(at int64) string {
	if at == 0 {
		return ""
	}
	return time.UnixMilli(at).In(kyiv).Format(w.lang.Pick("02.01.2006 15:04", "2006-01-02 15:04"))
}

// money is a sum in hryvnias as a spreadsheet program of the language reads a number.
func (w words) money(a money.Amount) string {
	if w.lang == document.English {
		return a.String()
	}
	return strings.Replace(a.String(), ".", ",", 1)
}

// reason is a reason's sentence with its line.
func (w words) reason(r fault.Reason) string {
	text := w.fill(w.of("fault.says", r.Code.String()), r)
	if r.Line > 0 {
		text = strings.ReplaceAll(w.of("common", "line"), "{{n}}", strconv.Itoa(r.Line)) + ": " + text
	}
	return text
}

// fill puts a reason's figures where its sentence asks for them, as the window does.
func (w words) fill(text string, r fault.Reason) string {
	named := func(text string) string {
		if text == "" {
			return "—"
		}
		return text
	}
	n := strconv.FormatInt
	percent := func(basis int64) string {
		return strings.TrimSuffix(strings.TrimSuffix(w.money(money.Amount(basis)), "00"), w.lang.Pick(",", ".")) + " %"
	}
	day, _, _ := strings.Cut(w.when(r.Have), " ")
	direction := "ahead"
	if r.Have < 0 {
		direction = "behind"
	}
	return strings.NewReplacer(
		"{{have}}", n(r.Have, 10), "{{want}}", n(r.Want, 10), "{{haveNo}}", n(r.Have, 10), "{{wantNo}}", n(r.Want, 10),
		"{{haveMoney}}", w.money(money.Amount(r.Have))+" ₴", "{{wantMoney}}", w.money(money.Amount(r.Want))+" ₴",
		"{{haveWhen}}", named(w.when(r.Have)), "{{haveDay}}", named(day),
		"{{havePercent}}", percent(r.Have), "{{wantPercent}}", percent(r.Want),
		"{{haveSize}}", w.figure("fault.part.size", r.Have/1_000_000), "{{haveSpan}}", w.span(r.Have), "{{haveOff}}", w.of("fault.part", direction),
		"{{ref}}", named(r.Ref), "{{refShort}}", named(r.Ref[:min(len(r.Ref), 12)]), "{{refOutcome}}", named(w.of("cases.outcome", r.Ref)),
		"{{refRole}}", named(w.of("state.role", r.Ref)), "{{refState}}", named(w.of("state.decision", r.Ref)), "{{field}}", named(w.of("state.field", r.Field)),
	).Replace(text)
}

func (w words) figure(key string, n int64) string {
	return strings.ReplaceAll(w.texts[key], "{{n}}", strconv.FormatInt(n, 10))
}

// span is a length of time, milliseconds, in its greatest unit.
func (w words) span(ms int64) string {
	d := time.Duration(max(ms, -ms)) * time.Millisecond
	switch {
	case d < time.Minute:
		return w.figure("fault.part.seconds", int64(d.Round(time.Second)/time.Second))
	case d < time.Hour:
		return w.figure("common.span.min", int64(d/time.Minute))
	case d < 48*time.Hour:
		return w.figure("common.span.h", int64(d/time.Hour))
	}
	return w.figure("common.span.d", int64(d/(24*time.Hour)))
}
