// Package code knows the codes this field writes on paper: stock numbers,
// procurement codes, organisations, units of measure, budget codes, numbers of
// military units, and the keys of typed characteristics and categories.
//
// Each code is a string type in its canonical form. Parse functions accept what
// people write (outer spaces, typographic dashes, look-alike letters where no
// doubt is possible) and return the canonical form or an *Error. They check what
// can be checked from the text alone; whether a code is on a list is asked of
// the list.
package code

import (
	"fmt"
	"strings"
)

// Scheme names a kind of code. Values are append-only: they are stored and sent.
type Scheme string

// The schemes.
const (
	SchemeNSN    Scheme = "NSN"     // NATO stock number
	SchemeDK021  Scheme = "DK021"   // ДК 021:2015
	SchemeEDRPOU Scheme = "EDRPOU"  // ЄДРПОУ, UA-EDR
	SchemeUOM    Scheme = "UOM"     // UN/ECE Recommendation 20
	SchemeKPKVK  Scheme = "KPKVK"   // КПКВК, budget programme
	SchemeKEKV   Scheme = "KEKV"    // КЕКВ, economic classification of spending
	SchemeUnit   Scheme = "UNIT_NO" // number of a military unit
	SchemeNumber Scheme = "NUMBER"  // the value of a numeric characteristic
)

// Problem is why a text is not a code. Values are append-only.
type Problem string

// The problems.
const (
	ProblemEmpty      Problem = "empty"       // nothing but spaces
	ProblemLength     Problem = "length"      // too short or too long
	ProblemCharacter  Problem = "character"   // a character the scheme does not have at that place
	ProblemCheckDigit Problem = "check_digit" // well formed, but the check digit says it was mistyped
	ProblemUnknown    Problem = "unknown"     // well formed, but not among the closed set of this scheme
)

// Problems lists all values, in order, for tables that must cover them.
func Problems() []Problem {
	return []Problem{ProblemEmpty, ProblemLength, ProblemCharacter, ProblemCheckDigit, ProblemUnknown}
}

// Error says that a text is not a code of a scheme.
type Error struct {
	Scheme  Scheme
	Text    string // as it was given, cut to 64 bytes
	Problem Problem
}

// Error is for logs; screens make their own sentence from Scheme and Problem.
func (e *Error) Error() string {
	return fmt.Sprintf("%s %q: bad %s", e.Scheme, e.Text, e.Problem)
}

// reject builds the error; the text is cut so that a log line stays a line.
func reject(scheme Scheme, text string, problem Problem) *Error {
	const limit = 64
	if len(text) > limit {
		text = strings.ToValidUTF8(text[:limit], "")
	}
	return &Error{Scheme: scheme, Text: text, Problem: problem}
}

// tidy trims every kind of space and turns typographic dashes, which
// spreadsheets put in by themselves, into the ASCII one.
func tidy(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch r {
		case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212':
			return '-'
		case '\u00a0', '\u202f', '\u2009', '\u2007':
			return ' '
		}
		return r
	}, text))
}

// digitsOnly checks that text is n ASCII digits.
func digitsOnly(scheme Scheme, given, text string, n int) *Error {
	if text == "" {
		return reject(scheme, given, ProblemEmpty)
	}
	for _, r := range text {
		if !isDigit(r) {
			return reject(scheme, given, ProblemCharacter)
		}
	}
	if len(text) != n {
		return reject(scheme, given, ProblemLength)
	}
	return nil
}

// isDigit is for ASCII digits only: other scripts' digits are not codes.
func isDigit(r rune) bool { return r >= '0' && r <= '9' }
