package order

import (
	"slices"
	"strconv"

	"dotchain/shared/id"
)

// ChangeKind says what became of a field or line between two revisions.
type ChangeKind string

// The kinds of change.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Changed ChangeKind = "changed"
)

// Change is one difference between two revisions.
type Change struct {
	// Line is the line's number in the revision after (in the one before for a
	// removed line), from 1; 0 is the document.
	Line int
	// Field is a field's name in the format: "item", "quantity", "unit_price",
	// "vat_rate", "unit_of_measure", "substitutes", "fund", "delivery_point",
	// "needed_by", "urgency", "note", "answer".
	Field string
	Kind  ChangeKind
	// Before and After are plain forms: ids as text, money in kopiykas, moments in
	// Unix milliseconds, urgency by its name. "" where there is none.
	Before, After string
}

// Diff returns what differs between two revisions of an order: the document's
// fields first, then the lines of the revision after in their order, then the
// removed lines. A line is the same line when it asks for the same offer.
// Answers are compared where both have the same number, as when two raced: else each
// revision has its own.
func Diff(before, after Revision) []Change {
	var changes []Change
	document := func(field, b, a string) { changes = appendChange(changes, 0, field, b, a) }
	document("fund", before.Budget.String(), after.Budget.String())
	document("delivery_point", before.Point.String(), after.Point.String())
	document("needed_by", moment(before.NeededBy), moment(after.NeededBy))
	document("urgency", before.Urgency.String(), after.Urgency.String())
	document("note", before.Note, after.Note)
	if before.Number == after.Number {
		changes = diffAnswers(changes, before.Answers, after.Answers)
	}
	for i, l := range after.Lines {
		at := lineOf(before, l.Offer)
		if at < 0 {
			changes = append(changes, Change{Line: i + 1, Field: "item", Kind: Added, After: l.Offer.String()})
			continue
		}
		changes = diffLine(changes, i+1, before.Lines[at], l)
	}
	for i, l := range before.Lines {
		if lineOf(after, l.Offer) < 0 {
			changes = append(changes, Change{Line: i + 1, Field: "item", Kind: Removed, Before: l.Offer.String()})
		}
	}
	return changes
}

func diffAnswers(changes []Change, before, after []Answer) []Change {
	to := func(all []Answer, question uint32) string {
		for _, x := range all {
			if x.Question == question {
				return x.Text
			}
		}
		return ""
	}
	for _, x := range after {
		changes = appendChange(changes, 0, "answer", to(before, x.Question), x.Text)
	}
	for _, x := range before {
		if to(after, x.Question) == "" {
			changes = appendChange(changes, 0, "answer", x.Text, "")
		}
	}
	return changes
}

func diffLine(changes []Change, line int, b, a Line) []Change {
	changes = appendChange(changes, line, "quantity", number(b.Quantity), number(a.Quantity))
	changes = appendChange(changes, line, "unit_price", number(int64(b.Price)), number(int64(a.Price)))
	changes = appendChange(changes, line, "vat_rate", number(int64(b.VATRate)), number(int64(a.VATRate)))
	changes = appendChange(changes, line, "unit_of_measure", b.UOM, a.UOM)
	if !slices.Equal(b.Substitutes, a.Substitutes) {
		changes = append(changes, Change{
			Line: line, Field: "substitutes", Kind: Changed,
			Before: number(int64(len(b.Substitutes))), After: number(int64(len(a.Substitutes))),
		})
	}
	return changes
}

func appendChange(changes []Change, line int, field, before, after string) []Change {
	if before == after {
		return changes
	}
	kind := Changed
	switch "" {
	case before:
		kind = Added
	case after:
		kind = Removed
	}
	return append(changes, Change{Line: line, Field: field, Kind: kind, Before: before, After: after})
}

func lineOf(r Revision, offer id.ID[id.Offer]) int {
	return slices.IndexFunc(r.Lines, func(l Line) bool { return l.Offer == offer })
}

func number(v int64) string { return strconv.FormatInt(v, 10) }

func moment(at int64) string {
	if at == 0 {
		return ""
	}
	return number(at)
}
