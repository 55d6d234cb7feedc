package delivery

import (
	"slices"

	"dotchain/shared/fault"
)

// CheckCounts says what does not fit in what was counted of a delivery's lines.
func CheckCounts(lines []Line, counts []Count) []fault.Reason {
	if len(counts) != len(lines) {
		return []fault.Reason{{Code: fault.FieldInvalid, Field: "counts", Have: int64(len(counts)), Want: int64(len(lines))}}
	}
	var reasons []fault.Reason
	for i, c := range counts {
		for _, r := range c.check(lines[i]) {
			r.Line = i + 1
			reasons = append(reasons, r)
		}
	}
	return reasons
}

func (c Count) check(l Line) []fault.Reason {
	var reasons []fault.Reason
	add := func(r fault.Reason) { reasons = append(reasons, r) }
	within := func(field string, have, most int64) {
		switch {
		case have < 0:
			add(fault.Reason{Code: fault.FieldInvalid, Field: field, Have: have})
		case have > most:
			add(fault.Reason{Code: fault.PiecesTooMany, Field: field, Have: have, Want: most})
		}
	}
	within("delivered", c.Delivered, l.Dispatched)
	within("refused", c.Refused, max(c.Delivered, 0))
	if len(reasons) == 0 { // both lie between 0 and what was dispatched
		within("remarked", c.Remarked, c.Delivered-c.Refused)
	}
	switch off := c.Refused != 0 || c.Remarked != 0; {
	case off && c.Reason == 0:
		add(fault.Reason{Code: fault.FieldMissing, Field: "reason"})
	case c.Reason != 0 && (!off || c.Reason.String() == ""):
		add(fault.Reason{Code: fault.FieldInvalid, Field: "reason", Have: int64(c.Reason)})
	}
	if !isNote(c.Remark) {
		add(fault.Reason{Code: fault.TextNotClean, Field: "remark"})
	}
	if len(reasons) > 0 {
		return reasons
	}
	return c.checkSerials(l)
}

// checkSerials: where pieces have numbers, each that did not come and each that was
// refused is named, once.
func (c Count) checkSerials(l Line) []fault.Reason {
	if reasons := NamedOf(l.Serials, append(slices.Clone(c.Missing), c.Bad...)); reasons != nil {
		return reasons
	}
	if len(l.Serials) == 0 {
		return nil
	}
	for _, row := range []struct {
		field string
		names []string
		want  int64
	}{{"missing", c.Missing, l.Dispatched - c.Delivered}, {"bad", c.Bad, c.Refused}} {
		if int64(len(row.names)) != row.want {
			return []fault.Reason{{Code: fault.FieldInvalid, Field: row.field, Have: int64(len(row.names)), Want: row.want}}
		}
	}
	return nil
}

// NamedOf says what is wrong with a choice among serial numbers: one twice, or one
// that is not among them.
func NamedOf(serials, chosen []string) []fault.Reason {
	known := make(map[string]bool, len(serials))
	for _, s := range serials {
		known[s] = true
	}
	seen := make(map[string]bool, len(chosen))
	for _, s := range chosen {
		if !known[s] {
			return []fault.Reason{{Code: fault.SerialUnknown, Field: "serials", Ref: s}}
		}
		if seen[s] {
			return []fault.Reason{{Code: fault.SerialDuplicate, Field: "serials", Ref: s}}
		}
		seen[s] = true
	}
	return nil
}

// Counted is the line with what was counted of it.
func (l Line) Counted(c Count) Line {
	l.Delivered, l.Accepted, l.Remarked, l.Refused = c.Delivered, c.Delivered-c.Refused, c.Remarked, c.Refused
	l.Remark, l.Reason, l.Missing, l.Bad = c.Remark, c.Reason, c.Missing, c.Bad
	return l
}

// Good are the serial numbers of the pieces that were accepted.
func (l Line) Good() []string {
	return slices.DeleteFunc(slices.Clone(l.Serials), func(s string) bool {
		return slices.Contains(l.Missing, s) || slices.Contains(l.Bad, s)
	})
}
