// Package fault is the closed set of things that can go wrong in words of the
// field. A fault is what a person can act on: the rules return faults as
// reasons, receipts carry them, HTTP maps them to a status and the window to a
// sentence in the reader's language. Anything that is not a fault is internal:
// logged once at the top and never shown.
//
// The set is append-only: a number is never reused and a name never changes,
// because both stand in signed receipts.
package fault

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Reason is one typed cause with the figures a sentence needs. Which unit the
// figures have follows from the code (kopiykas for money, pieces for stock,
// milliseconds for time); it stands in the comment of the code.
type Reason struct {
	Code Code `cbor:"1,keyasint" json:"code"`
	// Line is the order line the reason speaks of, from 1; 0 is the whole document.
	Line int `cbor:"2,keyasint,omitempty" json:"line,omitempty"`
	// Field names the field of the line or document, in the words of the format
	// ("quantity", "unit_price", "delivery_point"); empty where there is none.
	Field string `cbor:"3,keyasint,omitempty" json:"field,omitempty"`
	// Have and Want are what stood there and what the rule asks for.
	Have int64 `cbor:"4,keyasint,omitempty" json:"have,omitempty"`
	Want int64 `cbor:"5,keyasint,omitempty" json:"want,omitempty"`
	// Ref is the id, code or text the reason is about (an item, a fund, a hash).
	Ref string `cbor:"6,keyasint,omitempty" json:"ref,omitempty"`
}

// String is for logs and tests; screens draw their own sentence from the code.
func (r Reason) String() string {
	var b strings.Builder
	b.WriteString(r.Code.String())
	if r.Line != 0 {
		b.WriteString(" line=" + strconv.Itoa(r.Line))
	}
	if r.Field != "" {
		b.WriteString(" field=" + r.Field)
	}
	if r.Have != 0 || r.Want != 0 {
		fmt.Fprintf(&b, " have=%d want=%d", r.Have, r.Want)
	}
	if r.Ref != "" {
		b.WriteString(" ref=" + r.Ref)
	}
	return b.String()
}

// Error is a fault as a Go error: the operation that met it and at least one
// reason, the gravest first.
type Error struct {
	Op      string
	Reasons []Reason
	// Err is the cause underneath, if there is one; for logs only.
	Err error
}

// New returns an Error with a single reason that has nothing but its code.
func New(op string, code Code) *Error {
	return &Error{Op: op, Reasons: []Reason{{Code: code}}}
}

// Because returns an Error for the reasons of a decision; nil when there are none.
func Because(op string, reasons ...Reason) error {
	if len(reasons) == 0 {
		return nil
	}
	return &Error{Op: op, Reasons: reasons}
}

// Wrap returns an Error with the code around a cause.
func Wrap(op string, code Code, err error) *Error {
	return &Error{Op: op, Reasons: []Reason{{Code: code}}, Err: err}
}

// Error is the text for logs.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op)
	for i, r := range e.Reasons {
		if i == 0 {
			b.WriteString(": ")
		} else {
			b.WriteString("; ")
		}
		b.WriteString(r.String())
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap returns the cause underneath.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the first code of the first fault in err's chain, and Internal
// when there is none.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) && len(e.Reasons) > 0 {
		return e.Reasons[0].Code
	}
	return Internal
}

// ReasonsOf returns the reasons of the first fault in err's chain; an error
// that is no fault gives the single reason Internal.
func ReasonsOf(err error) []Reason {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) && len(e.Reasons) > 0 {
		return e.Reasons
	}
	return []Reason{{Code: Internal}}
}

// Has reports whether reasons hold the code.
func Has(reasons []Reason, code Code) bool {
	for _, r := range reasons {
		if r.Code == code {
			return true
		}
	}
	return false
}
