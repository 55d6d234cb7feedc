package app

import (
	"strconv"
	"strings"

	"dotchain/desktop/internal/client"
	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// reader reads a form strictly: what is not what its type says is a reason that names
// the field and, in a list, the line from 1.
type reader struct{ reasons []fault.Reason }

func (r *reader) wrong(field, text string, line int) {
	r.reasons = append(r.reasons, fault.Reason{Code: fault.FieldInvalid, Field: field, Line: line, Ref: text})
}

// err is all that was wrong; nil where nothing was.
func (r *reader) err() error {
	if len(r.reasons) == 0 {
		return nil
	}
	return fault.Because("parse", r.reasons...)
}

// readID reads an id that has to be there.
func readID[K any](r *reader, field, text string, line int) id.ID[K] {
	key, err := id.Parse[K](text)
	if err != nil || key.IsZero() {
		r.wrong(field, text, line)
	}
	return key
}

// readSomeID reads an id that may be missing.
func readSomeID[K any](r *reader, field, text string, line int) id.ID[K] {
	if text == "" {
		return id.ID[K]{}
	}
	return readID[K](r, field, text, line)
}

func readIDs[K any](r *reader, field string, texts []string) []id.ID[K] {
	all := make([]id.ID[K], 0, len(texts))
	for i, t := range texts {
		all = append(all, readID[K](r, field, t, i+1))
	}
	return all
}

// oneOf reads a name of a closed set; "" is none where none is allowed.
func oneOf[V interface{ String() string }](r *reader, field, text string, line int, all []V) (v V) {
	for _, x := range all {
		if x.String() == text {
			return x
		}
	}
	r.wrong(field, text, line)
	return v
}

func someOf[V interface{ String() string }](r *reader, field, text string, line int, all []V) (v V) {
	if text == "" {
		return v
	}
	return oneOf(r, field, text, line, all)
}

// endOf reads a date and returns the end of that day in Kyiv; 0 for "".
func (r *reader) endOf(field, date string, line int) int64 {
	if date == "" {
		return 0
	}
	at := client.EndOfDay(date)
	if at == 0 {
		r.wrong(field, date, line)
	}
	return at
}

// startOf reads a date and returns its first moment in Kyiv; 0 for "".
func (r *reader) startOf(field, date string, line int) int64 {
	if date == "" {
		return 0
	}
	at := client.StartOfDay(date)
	if at == 0 {
		r.wrong(field, date, line)
	}
	return at
}

func (r *reader) roles(field string, texts []string) []party.Role {
	all := make([]party.Role, 0, len(texts))
	for i, t := range texts {
		all = append(all, oneOf(r, field, t, i+1, roles()))
	}
	return all
}

// roles are all roles.
func roles() []party.Role {
	var all []party.Role
	for r := party.RoleRequisitioner; r <= party.RoleServer; r++ {
		if r.String() != "unknown" {
			all = append(all, r)
		}
	}
	return all
}

func funds() []budget.Fund { return []budget.Fund{budget.Guaranteed, budget.Performance} }

// share writes hundredths of a per cent as the decimal from 0 to 1 that is signed
// (docs/formats/allocation.md): the shortest text, "" for none.
func (r *reader) share(field string, hundredths, line int) string {
	const whole = 10_000
	switch {
	case hundredths < 0, hundredths > whole:
		r.wrong(field, strconv.Itoa(hundredths), line)
		return ""
	case hundredths == 0:
		return ""
	case hundredths == whole:
		return "1"
	}
	digits := strconv.Itoa(whole + hundredths)[1:]
	return "0." + strings.TrimRight(digits, "0")
}

// lines are texts without spaces around them and without empty ones.
func lines(texts []string) []string {
	var all []string
	for _, t := range texts {
		if t = seal.Clean(t); t != "" {
			all = append(all, t)
		}
	}
	return all
}
