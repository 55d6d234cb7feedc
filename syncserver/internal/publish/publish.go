package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/intake"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/syncserver/internal/engine"
)

// Limits of one command: a batch that a device takes in at once.
const (
	maxRows  = 200
	maxBytes = 200 << 10
)

// Operator signs and submits what is imported (engine.Operator).
type Operator interface {
	// Submit decides a command and makes it when it can be done and changes something.
	Submit(ctx context.Context, kind seal.Kind, body any) (engine.Submitted, error)
	// Look returns what stands of things now.
	Look(ctx context.Context, needs rules.Needs) (*rules.World, error)
}

// Publisher imports.
type Publisher struct {
	operator Operator
	lists    Classifiers
	offerers Offerers
	kyiv     *time.Location
}

// New returns a Publisher. kyiv is where the days of a price list end.
func New(o Operator, lists Classifiers, offerers Offerers, kyiv *time.Location) *Publisher {
	return &Publisher{operator: o, lists: lists, offerers: offerers, kyiv: kyiv}
}

// Report says what became of a file: every row is in one of New, Changed,
// Unchanged, Refused or Left out (a bad row, with its finding).
type Report struct {
	New, Changed, Unchanged, LeftOut int
	// Removed counts codes that a classifier no longer has.
	Removed int
	// Refused are rows that could be read and that the rules do not take.
	Refused []Refusal
	// Findings are what the reader says of single rows; FindingsLeftOut counts
	// those beyond its limit.
	Findings        []intake.Finding
	FindingsLeftOut int
}

// Refusal is a row that the rules do not take.
type Refusal struct {
	Sheet   string
	Row     int
	What    string
	Reasons []fault.Reason
}

// Good is how many rows are in the database as the file has them.
func (r Report) Good() int { return r.New + r.Changed + r.Unchanged }

// IsBad reports whether anything of the file is not in the database.
func (r Report) IsBad() bool { return r.LeftOut > 0 || len(r.Refused) > 0 }

// add sums two reports of one file.
func (r *Report) add(more Report) {
	r.New, r.Changed, r.Unchanged = r.New+more.New, r.Changed+more.Changed, r.Unchanged+more.Unchanged
	r.LeftOut, r.Removed = r.LeftOut+more.LeftOut, r.Removed+more.Removed
	r.Refused = append(r.Refused, more.Refused...)
}

// change is what a command did to a row.
type change uint8

const (
	unchanged change = iota
	changed
	born
)

// versioned is the change a version tells of.
func versioned(version uint64) change {
	if version == 1 {
		return born
	}
	return changed
}

// batch says how rows of one kind become commands.
type batch[R any] struct {
	kind seal.Kind
	// body makes a command's body; the n-th thing of each of its lists is of the n-th row.
	body func(rows []R) any
	// place names a row in a refusal.
	place func(R) Refusal
	// changes says what an outcome did to each row.
	changes func(o rules.Outcome, rows []R) []change
}

// submit sends rows in chunks. A row that the rules do not take is left out and
// the others go on.
func submit[R any](ctx context.Context, o Operator, b batch[R], rows []R) (Report, error) {
	var report Report
	for part := range slices.Chunk(rows, maxRows) {
		done, err := submitPart(ctx, o, b, slices.Clone(part))
		report.add(done)
		if err != nil {
			return report, err
		}
	}
	return report, nil
}

func submitPart[R any](ctx context.Context, o Operator, b batch[R], rows []R) (Report, error) {
	var report Report
	for len(rows) > 0 {
		body := b.body(rows)
		if len(rows) > 1 && len(seal.Encode(body)) > maxBytes {
			return halves(ctx, o, b, rows, report)
		}
		done, err := o.Submit(ctx, b.kind, body)
		if err != nil {
			return report, err
		}
		if done.Receipt != nil && len(done.Reasons) > 0 {
			return report, fault.Because("import", done.Reasons...) // parked: the operator itself is not believed
		}
		if len(done.Reasons) == 0 {
			for _, c := range b.changes(done.Outcome, rows) {
				switch c {
				case unchanged:
					report.Unchanged++
				case changed:
					report.Changed++
				case born:
					report.New++
				}
			}
			return report, nil
		}
		bad := done.Reasons[0].Line - 1
		if bad < 0 && isOfSomeRow(done.Reasons[0].Code) {
			// The body as a whole could not be read: one of its rows makes it so.
			if len(rows) > 1 {
				return halves(ctx, o, b, rows, report)
			}
			bad = 0
		}
		if bad < 0 || bad >= len(rows) {
			return report, fault.Because("import", done.Reasons...) // it is not about a row
		}
		refusal := b.place(rows[bad])
		refusal.Reasons = done.Reasons
		report.Refused = append(report.Refused, refusal)
		rows = slices.Delete(rows, bad, bad+1)
	}
	return report, nil
}

// isOfSomeRow reports whether a reason without a line is about the text or the
// size of a row: about what cannot be read no rule can name a line.
func isOfSomeRow(c fault.Code) bool {
	return c == fault.TooLarge || c == fault.Malformed || c == fault.NotCanonical
}

func halves[R any](ctx context.Context, o Operator, b batch[R], rows []R, report Report) (Report, error) {
	for part := range slices.Chunk(rows, (len(rows)+1)/2) {
		done, err := submitPart(ctx, o, b, slices.Clone(part))
		report.add(done)
		if err != nil {
			return report, err
		}
	}
	return report, nil
}

// ErrSupplierUnknown says that a price list is of nobody who is registered.
var ErrSupplierUnknown = errors.New("the supplier is not registered")

// leftOut counts the rows that the reader left out.
func (r *Report) take(findings []intake.Finding, beyond int, lines intake.Lines) {
	r.Findings, r.FindingsLeftOut, r.LeftOut = findings, beyond, lines.Bad
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("import %s: %w", what, err)
}
