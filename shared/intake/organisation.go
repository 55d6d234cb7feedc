package intake

import (
	"io"
	"slices"
	"strings"

	"dotchain/shared/code"
	"dotchain/shared/party"
)

// Organisation is a supplier, the agency or another body that is registered by its
// EDRPOU code. Units are in a sheet of their own.
type Organisation struct {
	Sheet  string
	Line   int
	Kind   party.OrgKind
	EDRPOU code.EDRPOU
	Name   string
	NameEn string // empty when the table has none

	kind place
}

// OtherKind is the finding that leaves the row out because its organisation is
// registered as something else.
func (o Organisation) OtherKind() Finding {
	return o.kind.refused(o.Sheet, o.Line, ReasonOtherKind)
}

// Organisations is what a table of organisations gave.
type Organisations struct {
	Rows            []Organisation
	Findings        []Finding
	FindingsLeftOut int
	Lines           Lines
}

// Fields of tables of organisations and people.
const (
	fieldOrgKind   field = "org_kind"
	fieldOrgCode   field = "org_code"
	fieldOrgName   field = "org_name"
	fieldOrgNameEn field = "org_name_en"
)

var orgSynonyms = []synonym{ //nolint:gochecknoglobals // a table that never changes
	{fieldOrgKind, true, "вид"},
	{fieldOrgKind, true, "вид організації"},
	{fieldOrgKind, true, "тип"},
	{fieldOrgKind, true, "тип організації"},
	{fieldOrgKind, true, "kind"},
	{fieldOrgKind, true, "type"},
	{fieldOrgCode, true, "код єдрпоу"},
	{fieldOrgCode, true, "єдрпоу"},
	{fieldOrgCode, true, "код"},
	{fieldOrgCode, true, "edrpou"},
	{fieldOrgCode, true, "code"},
	{fieldOrgNameEn, true, "найменування англ"},
	{fieldOrgNameEn, true, "найменування англійською"},
	{fieldOrgNameEn, true, "назва англ"},
	{fieldOrgNameEn, true, "назва англійською"},
	{fieldOrgNameEn, true, "name en"},
	{fieldOrgNameEn, true, "name in english"},
	{fieldOrgNameEn, true, "english name"},
	{fieldOrgName, true, "найменування"},
	{fieldOrgName, true, "назва"},
	{fieldOrgName, true, "організація"},
	{fieldOrgName, true, "name"},
	{fieldOrgName, true, "organisation"},
	{fieldOrgName, true, "organization"},
}

// orgKindWords are the beginnings by which a kind is recognised.
var orgKindWords = []struct { //nolint:gochecknoglobals // a table that never changes
	kind   party.OrgKind
	starts []string
}{
	{party.OrgAgency, []string{"агенці", "agency"}},
	{party.OrgSupplier, []string{"постачальник", "виробник", "supplier", "manufacturer"}},
	{party.OrgAdministration, []string{"адміністрац", "administration"}},
	{party.OrgGeneralStaff, []string{"генеральний штаб", "генштаб", "general staff"}},
}

// ReadOrganisations reads an .xlsx or .csv table with one organisation a row. A file
// that cannot be read as a whole is a *FileError; what is wrong with single rows is in
// Findings.
func ReadOrganisations(r io.Reader) (Organisations, error) {
	var all Organisations
	first := map[code.EDRPOU]int{} // position in Rows
	t := &roster{synonyms: orgSynonyms, needed: []field{fieldOrgKind, fieldOrgCode, fieldOrgName}}
	t.row = func(r *rosterRow) rosterOutcome {
		org := r.organisation()
		if r.fails > 0 {
			return rosterBad
		}
		if at, found := first[org.EDRPOU]; found {
			before := all.Rows[at]
			line := before.Line
			before.Sheet, before.Line, before.kind = org.Sheet, org.Line, org.kind
			return r.again(fieldOrgCode, line, before == org)
		}
		first[org.EDRPOU] = len(all.Rows)
		all.Rows = append(all.Rows, org)
		return rosterGood
	}
	if err := t.read(r, FileNotOrganisations); err != nil {
		return Organisations{}, err
	}
	all.Findings, all.FindingsLeftOut, all.Lines = t.findings, t.beyond, t.lines
	return all, nil
}

func (r *rosterRow) organisation() Organisation {
	org := Organisation{Sheet: r.grid.name, Line: r.line.number}
	c, kind := r.must(fieldOrgKind, maxName)
	org.kind = r.at(c, kind)
	if kind != "" {
		var ok bool
		if org.Kind, ok = orgKindOf(kind); !ok {
			r.fail(c, kind, ReasonBadKind)
		}
	}
	if c, text := r.must(fieldOrgCode, maxName); text != "" {
		var err error
		if org.EDRPOU, err = code.ParseEDRPOU(text); err != nil {
			r.fail(c, text, codeReason(err))
		}
	}
	_, org.Name = r.must(fieldOrgName, maxName)
	englishColumn, english := r.text(fieldOrgNameEn)
	if _, wasCut := cut(english, maxName); wasCut {
		r.fail(englishColumn, english, ReasonTooLong)
	}
	org.NameEn = english
	return org
}

func orgKindOf(text string) (party.OrgKind, bool) {
	word := plain(text)
	for _, entry := range orgKindWords {
		if slices.ContainsFunc(entry.starts, func(start string) bool { return strings.HasPrefix(word, start) }) {
			return entry.kind, true
		}
	}
	return 0, false
}
