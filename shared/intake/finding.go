package intake

import "fmt"

// Severity says what a finding did to its row.
type Severity string

// The severities.
const (
	// SeverityError means that the row was left out.
	SeverityError Severity = "error"
	// SeverityNotice means that the row (if there is one) was taken and a person
	// should look at it.
	SeverityNotice Severity = "notice"
)

// Reason is why. The set is closed and append-only: screens translate it.
type Reason string

// Reasons for which a row is left out.
const (
	ReasonMissing         Reason = "missing"              // a value the row cannot be without
	ReasonNotMoney        Reason = "not_money"            // not an amount
	ReasonAmbiguousMoney  Reason = "ambiguous_money"      // 1,500: two amounts in one text
	ReasonMoneyFraction   Reason = "money_fraction"       // a fraction of a kopiyka
	ReasonNotPositive     Reason = "not_positive"         // zero or less where only more makes sense
	ReasonForeignCurrency Reason = "foreign_currency"     // a price in another currency
	ReasonNotNumber       Reason = "not_number"           // not a whole number
	ReasonOutOfRange      Reason = "out_of_range"         // a number outside what the field allows
	ReasonBadForm         Reason = "bad_form"             // a code of the wrong length or characters
	ReasonCheckDigit      Reason = "check_digit"          // a code whose check digit does not fit
	ReasonUnknownCode     Reason = "unknown_code"         // a well-formed code that is not on the list
	ReasonUnknownUnit     Reason = "unknown_unit"         // a unit of measure nobody orders in
	ReasonUnknownCategory Reason = "unknown_category"     // a category the catalogue does not have
	ReasonNotDate         Reason = "not_date"             // not a date
	ReasonAmbiguousDate   Reason = "ambiguous_date"       // 03/04/2026
	ReasonBadVAT          Reason = "bad_vat"              // not a VAT rate
	ReasonDuplicate       Reason = "duplicate"            // the same article or key again, with other values
	ReasonMixedAlphabet   Reason = "mixed_alphabet"       // Latin and Cyrillic in one article, and no way to tell
	ReasonUnsafeText      Reason = "unsafe_text"          // characters that reorder or hide text
	ReasonTooLong         Reason = "too_long"             // longer than an identifier may be
	ReasonFormulaError    Reason = "formula_error"        // #REF!, #N/A …
	ReasonBadPosture      Reason = "bad_posture"          // not a posture of a unit
	ReasonBadFund         Reason = "bad_fund"             // not one of the two funds
	ReasonBadYear         Reason = "bad_year"             // not a budget year
	ReasonUnknownParent   Reason = "unknown_parent"       // a parent that is not in the sheet
	ReasonAmbiguousNumber Reason = "ambiguous_number"     // two payment orders named in one text
	ReasonPaymentReturned Reason = "payment_returned"     // money of our payment order that came back
	ReasonBadKind         Reason = "bad_kind"             // not a kind of organisation that is registered by its code
	ReasonOtherKind       Reason = "other_kind"           // an organisation that is registered as something else
	ReasonUnknownRole     Reason = "unknown_role"         // not a role
	ReasonRolesApart      Reason = "roles_apart"          // roles of two zones: one person works in one
	ReasonUnknownOrg      Reason = "unknown_organisation" // an organisation that is not registered
	ReasonRoleElsewhere   Reason = "role_elsewhere"       // a role that organisations of this kind do not have
)

// Reasons that a person should know of though nothing was left out by them.
const (
	ReasonRepeated        Reason = "repeated"          // the same row again, with the same values
	ReasonHiddenRow       Reason = "hidden_row"        // a hidden row was taken like the others
	ReasonHiddenSheet     Reason = "hidden_sheet"      // a hidden sheet was not read
	ReasonNoHeader        Reason = "no_header"         // a sheet without a header was not read
	ReasonUnknownHeading  Reason = "unknown_heading"   // a line that may be a heading or a note
	ReasonUnknownColumn   Reason = "unknown_column"    // a column kept as free text
	ReasonRepeatedColumn  Reason = "repeated_column"   // a second column of the same meaning was not read
	ReasonSpecAsText      Reason = "spec_as_text"      // a characteristic that was not understood, kept as text
	ReasonCut             Reason = "cut"               // a text longer than its limit was cut
	ReasonLookalikeFolded Reason = "lookalike_folded"  // look-alike letters of the other alphabet replaced
	ReasonPriceFromGross  Reason = "price_from_gross"  // the price without VAT was computed from the one with it
	ReasonCategoryDefault Reason = "category_dk021"    // no procurement code: the category's own was taken
	ReasonUnreadLine      Reason = "unread_line"       // a line after the total that is not a row
	ReasonPriceMismatch   Reason = "price_vat_differs" // both prices given, and they do not agree
	ReasonForeignPayment  Reason = "foreign_payment"   // a payment that names no payment order of ours
	ReasonNotBooked       Reason = "not_booked"        // a payment that the bank has not executed yet
)

// Finding is one thing to report.
type Finding struct {
	Severity Severity
	Sheet    string // empty in CSV
	Row      int    // as the spreadsheet numbers it, from 1; in CSV the line of the file
	Column   string // letter; empty when the finding is about the whole row
	Header   string // the column's header text as it stands
	Text     string // what stood there, cleaned for showing and cut
	Reason   Reason
	FirstRow int // for repetitions: where it stood first
}

// String is for logs and the command line.
func (f Finding) String() string {
	place := fmt.Sprintf("%s!%s%d", f.Sheet, f.Column, f.Row)
	if f.Sheet == "" {
		place = fmt.Sprintf("%s%d", f.Column, f.Row)
	}
	text := fmt.Sprintf("%s %s [%s] %q: %s", f.Severity, place, f.Header, f.Text, f.Reason)
	if f.FirstRow != 0 {
		text += fmt.Sprintf(" (row %d)", f.FirstRow)
	}
	return text
}

// Lines accounts for every line of the sheets that were read: the numbers add
// up to Total.
type Lines struct {
	Total    int
	Before   int // above the header: titles, contacts
	Header   int // headers, their second line, the line of column numbers
	Good     int // rows taken
	Bad      int // rows left out, each with a Finding
	Repeated int // rows that said again what stood above
	Blank    int
	Heading  int // category headings
	Sums     int // Разом, Всього
	Notes    int // footnotes, signatures; a Finding unless it says so itself (*, Примітка)
}

// add sums the accounts of several sheets.
func (l Lines) add(m Lines) Lines {
	return Lines{
		Total: l.Total + m.Total, Before: l.Before + m.Before, Header: l.Header + m.Header, Good: l.Good + m.Good, Bad: l.Bad + m.Bad,
		Repeated: l.Repeated + m.Repeated, Blank: l.Blank + m.Blank, Heading: l.Heading + m.Heading, Sums: l.Sums + m.Sums, Notes: l.Notes + m.Notes,
	}
}

// IsComplete says whether every line is accounted for.
func (l Lines) IsComplete() bool {
	return l.Total == l.Before+l.Header+l.Good+l.Bad+l.Repeated+l.Blank+l.Heading+l.Sums+l.Notes
}
