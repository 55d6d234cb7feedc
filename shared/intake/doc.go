// Package intake reads what comes from outside as files: price lists of
// suppliers, sheets of units and budgets, tables of organisations and people,
// statements of banks, and public classifiers. It turns them into typed rows and says
// of everything it did not take where it stands and why.
//
// It is pure parsing: bytes in, rows and findings out, the same for the same
// bytes. It knows no database and no clock. docs/formats/intake.md describes the
// accepted files for the people who write them.
//
// Two promises hold for every sheet that has a header. No good row is lost
// because of a bad one; and every line is accounted for in Lines, so a line that
// was not understood shows up as a number and as a Finding, never as a silence.
package intake
