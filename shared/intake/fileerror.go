package intake

import "fmt"

// FileProblem is why a whole file was refused. The set is closed and append-only.
type FileProblem string

// The problems of files.
const (
	FileEmpty            FileProblem = "empty"
	FileTooBig           FileProblem = "too_big"         // more than MaxFileBytes
	FileNotSpreadsheet   FileProblem = "not_spreadsheet" // neither .xlsx nor text
	FileOldExcel         FileProblem = "old_excel"       // .xls of Excel 97–2003
	FilePassword         FileProblem = "password"        // protected by a password
	FileDamaged          FileProblem = "damaged"         // cut short or altered
	FileBomb             FileProblem = "bomb"            // unpacks to far more than any price list
	FileTooManyRows      FileProblem = "too_many_rows"   // more than MaxRows
	FileTooManyColumns   FileProblem = "too_many_columns"
	FileNoHeader         FileProblem = "no_header" // no sheet has a header we know
	FileBadClassifier    FileProblem = "bad_classifier"
	FileNotStatement     FileProblem = "not_statement"     // neither camt.053, camt.054 nor a table of payments
	FileNotUnits         FileProblem = "not_units"         // no sheet has a unit's number and an amount
	FileNotOrganisations FileProblem = "not_organisations" // no sheet has a kind, a code and a name
	FileNotPeople        FileProblem = "not_people"        // no sheet has a name, an organisation and roles
)

// Limits of a file. What exceeds them is refused whole, before it is parsed.
const (
	MaxFileBytes   = 20 << 20
	MaxRows        = 200_000
	maxColumns     = 256
	maxUnpacked    = 300 << 20
	maxCells       = 5_000_000
	maxZipEntries  = 2_000
	maxXMLDepth    = 64
	maxSheets      = 100
	maxFindings    = 20_000
	maxCSVQuoted   = 32 << 10
	maxHeaderDepth = 60
)

// FileError says that a file was refused.
type FileError struct {
	Problem FileProblem
	// Detail is for logs: sheet, part, line. Never shown to a person.
	Detail string
	cause  error
}

// Error is for logs.
func (e *FileError) Error() string {
	text := "spreadsheet refused: " + string(e.Problem)
	if e.Detail != "" {
		text += " (" + e.Detail + ")"
	}
	if e.cause != nil {
		text = fmt.Sprintf("%s: %v", text, e.cause)
	}
	return text
}

// Unwrap returns what the parser below said, if anything.
func (e *FileError) Unwrap() error { return e.cause }
