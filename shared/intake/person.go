package intake

import (
	"io"
	"slices"
	"strings"
	"unicode"

	"dotchain/shared/code"
	"dotchain/shared/party"
)

// PersonRow is somebody who is to sign.
type PersonRow struct {
	Sheet string
	Line  int
	// Number is the office's own number of the person, which stays when their name or
	// organisation changes; empty when the table has no such column.
	Number string
	Name   string
	// Unit is the number of the person's unit, EDRPOU the code of any other
	// organisation; one of them is set.
	Unit   code.UnitNumber
	EDRPOU code.EDRPOU
	// Roles are all of Zone, in the order of their numbers, each once.
	Roles []party.Role
	Zone  party.Zone

	org, roles place
}

// Key names the person for ever: by their number, else by organisation and name.
// Spelling that cannot be seen or means nothing makes no difference.
func (p PersonRow) Key() string {
	if p.Number != "" {
		return "number/" + code.LookalikeKey(p.Number)
	}
	return "name/" + string(p.Unit) + string(p.EDRPOU) + "/" + code.LookalikeKey(plain(p.Name))
}

// UnknownOrg is the finding that leaves the row out because nobody registered its
// organisation.
func (p PersonRow) UnknownOrg() Finding { return p.org.refused(p.Sheet, p.Line, ReasonUnknownOrg) }

// RoleElsewhere is the finding that leaves the row out because its organisation has no
// such roles.
func (p PersonRow) RoleElsewhere() Finding {
	return p.roles.refused(p.Sheet, p.Line, ReasonRoleElsewhere)
}

// People is what a table of people gave.
type People struct {
	Rows            []PersonRow
	Findings        []Finding
	FindingsLeftOut int
	Lines           Lines
}

// Limits of texts, in characters.
const (
	maxPersonName   = 120
	maxPersonNumber = 64
	maxRolesText    = 1_000
)

// Fields of a table of people.
const (
	fieldPersonName   field = "person_name" // whole, or the surname beside fieldGivenName
	fieldGivenName    field = "given_name"
	fieldPatronymic   field = "patronymic"
	fieldPersonNumber field = "person_number"
	fieldPersonOrg    field = "person_org"     // the organisation's code
	fieldPersonOrgAny field = "person_org_any" // its code, or its name beside fieldPersonOrg
	fieldRoles        field = "roles"
)

var personSynonyms = []synonym{ //nolint:gochecknoglobals // a table that never changes
	{fieldPersonName, true, "піб"},
	{fieldPersonName, true, "п і б"},
	{fieldPersonName, true, "прізвище"},
	{fieldPersonName, true, "ім я та прізвище"},
	{fieldPersonName, true, "ім я і прізвище"},
	{fieldPersonName, true, "ім я прізвище"},
	{fieldGivenName, false, "ім я"},
	{fieldGivenName, false, "first name"},
	{fieldGivenName, false, "given name"},
	{fieldPatronymic, false, "по батькові"},
	{fieldPatronymic, false, "patronymic"},
	{fieldPersonName, false, "surname"},
	{fieldPersonName, false, "last name"},
	{fieldPersonName, true, "особа"},
	{fieldPersonName, true, "працівник"},
	{fieldPersonName, true, "name"},
	{fieldPersonName, true, "full name"},
	{fieldPersonName, true, "person"},
	{fieldPersonNumber, true, "особистий номер"},
	{fieldPersonNumber, true, "особовий номер"},
	{fieldPersonNumber, true, "табельний"},
	{fieldPersonNumber, true, "таб"},
	{fieldPersonNumber, true, "personal number"},
	{fieldPersonNumber, true, "staff number"},
	{fieldPersonNumber, true, "person id"},
	{fieldIgnored, true, "назва організації"},
	{fieldIgnored, true, "найменування організації"},
	{fieldIgnored, true, "organisation name"},
	{fieldIgnored, true, "organization name"},
	{fieldPersonOrg, true, "код організації"},
	{fieldPersonOrgAny, true, "організація"},
	{fieldPersonOrg, true, "номер в-ч"},
	{fieldPersonOrg, true, "номер військової частини"},
	{fieldPersonOrg, true, "в-ч"},
	{fieldPersonOrgAny, true, "військова частина"},
	{fieldPersonOrg, true, "код єдрпоу"},
	{fieldPersonOrg, true, "єдрпоу"},
	{fieldPersonOrgAny, true, "organisation"},
	{fieldPersonOrgAny, true, "organization"},
	{fieldPersonOrg, true, "organisation code"},
	{fieldPersonOrg, true, "organization code"},
	{fieldPersonOrg, true, "edrpou"},
	{fieldPersonOrg, true, "unit number"},
	{fieldRoles, true, "роль"},
	{fieldRoles, true, "ролі"},
	{fieldRoles, true, "повноваження"},
	{fieldRoles, true, "role"},
	{fieldRoles, true, "roles"},
}

// roleWords are the ways to write a role, in plain form: as the window says it, and as
// party.Role.String does. The server's own role has none.
var roleWords = []struct { //nolint:gochecknoglobals // a table that never changes
	role  party.Role
	zone  party.Zone
	words []string
}{
	{party.RoleRequisitioner, party.ZoneUnit, []string{"відповідальний за замовлення", "відповідальна за замовлення", "замовник", "requisitioner"}},
	{party.RoleSignatory, party.ZoneUnit, []string{"командир", "commander", "signatory"}},
	{party.RoleReceiver, party.ZoneUnit, []string{"отримувач", "отримувачка", "мво", "матеріально відповідальна особа", "receiver"}},
	{party.RoleAcceptanceSigner, party.ZoneUnit, []string{"підписант акта", "підписант акту", "підписантка акта", "acceptance signer"}},
	{party.RoleVerifier, party.ZoneAgency, []string{"верифікатор", "верифікаторка", "verifier"}},
	{party.RoleApprover, party.ZoneAgency, []string{"погоджувач", "погоджувачка", "approver"}},
	{party.RoleFinance, party.ZoneAgency, []string{"фінансист", "фінансистка", "finance officer", "finance"}},
	{party.RoleContractManager, party.ZoneAgency, []string{"менеджер контрактів", "менеджерка контрактів", "contract manager"}},
	{party.RoleQuality, party.ZoneAgency, []string{"контроль якості", "контролер якості", "контролерка якості", "quality officer", "quality"}},
	{party.RoleNeedOfficer, party.ZoneGeneralStaff, []string{"офіцер з потреб", "офіцер потреб", "офіцерка потреб", "need officer"}},
	{party.RoleSupplierManager, party.ZoneSupplier, []string{"менеджер постачальника", "менеджерка постачальника", "supplier manager"}},
	{party.RoleSupplierSigner, party.ZoneSupplier, []string{"підписант постачальника", "підписантка постачальника", "supplier signer"}},
	{party.RoleShipper, party.ZoneSupplier, []string{"відвантажувач", "відвантажувачка", "shipper"}},
	{party.RoleSyncOperator, party.ZoneAdministration, []string{"оператор синхронізації", "операторка синхронізації", "sync operator"}},
	{party.RoleAccessAdministrator, party.ZoneAdministration, []string{"адміністратор доступу", "адміністраторка доступу", "access administrator"}},
	{party.RoleAuditor, party.ZoneAudit, []string{"аудитор", "аудиторка", "auditor"}},
}

// ReadPeople reads an .xlsx or .csv table with one person a row. Whether their
// organisations are registered it cannot know. A file that cannot be read as a whole is
// a *FileError; what is wrong with single rows is in Findings.
func ReadPeople(r io.Reader) (People, error) {
	var all People
	first := map[string]int{} // key → position in Rows
	t := &roster{synonyms: personSynonyms, needed: []field{fieldPersonName, fieldPersonOrg, fieldRoles}, standIn: fieldPersonOrgAny, standsFor: fieldPersonOrg}
	t.row = func(r *rosterRow) rosterOutcome {
		p := r.person()
		if r.fails > 0 {
			return rosterBad
		}
		if at, found := first[p.Key()]; found {
			named := fieldPersonName
			if p.Number != "" {
				named = fieldPersonNumber
			}
			return r.again(named, all.Rows[at].Line, all.Rows[at].says(p))
		}
		first[p.Key()] = len(all.Rows)
		all.Rows = append(all.Rows, p)
		return rosterGood
	}
	if err := t.read(r, FileNotPeople); err != nil {
		return People{}, err
	}
	all.Findings, all.FindingsLeftOut, all.Lines = t.findings, t.beyond, t.lines
	return all, nil
}

// says reports whether two rows of one person say the same.
func (p PersonRow) says(other PersonRow) bool {
	return p.Name == other.Name && p.Unit == other.Unit && p.EDRPOU == other.EDRPOU && slices.Equal(p.Roles, other.Roles)
}

func (r *rosterRow) person() PersonRow {
	p := PersonRow{Sheet: r.grid.name, Line: r.line.number}
	if columnOf(r.columns, fieldPersonNumber).index >= 0 {
		// Somebody without a number would be somebody else once they have one.
		_, p.Number = r.must(fieldPersonNumber, maxPersonNumber)
	}
	p.Name = r.name()
	r.org(&p)
	r.roles(&p)
	return p
}

// name reads a name from one column, or from those of its parts.
func (r *rosterRow) name() string {
	before := r.fails
	c, name := r.must(fieldPersonName, maxPersonName)
	if columnOf(r.columns, fieldGivenName).index >= 0 {
		_, given := r.must(fieldGivenName, maxPersonName)
		name += " " + given
	}
	_, patronymic := r.text(fieldPatronymic)
	name = strings.TrimSpace(name + " " + patronymic)
	switch _, wasCut := cut(name, maxPersonName); {
	case r.fails > before: // it was told already
	case strings.IndexFunc(name, unicode.IsLetter) < 0:
		r.fail(c, name, ReasonBadForm)
	case wasCut:
		r.fail(c, name, ReasonTooLong)
	}
	return name
}

// org reads the code of an organisation: eight digits are an EDRPOU code, anything else
// must be a unit's number.
func (r *rosterRow) org(p *PersonRow) {
	c, text := r.must(fieldPersonOrg, maxName)
	p.org = r.at(c, text)
	if text == "" {
		return
	}
	var err error
	if strings.Trim(text, "0123456789 ") == "" {
		p.EDRPOU, err = code.ParseEDRPOU(text)
	} else {
		p.Unit, err = code.ParseUnitNumber(text)
	}
	if err != nil {
		r.fail(c, text, codeReason(err))
	}
}

// roles reads the roles of a person, which commas, semicolons, slashes or lines divide.
func (r *rosterRow) roles(p *PersonRow) {
	c, text := r.must(fieldRoles, maxRolesText)
	p.roles = r.at(c, text)
	if text == "" {
		return
	}
	before, apart := r.fails, false
	for _, part := range strings.FieldsFunc(r.line.cell(c.index), func(s rune) bool { return strings.ContainsRune(",;/+\n\r", s) }) {
		word := strings.TrimSpace(strings.ReplaceAll(plain(part), "-", " "))
		if word == "" {
			continue
		}
		role, zone, ok := roleOf(word)
		if !ok {
			r.fail(c, part, ReasonUnknownRole)
			continue
		}
		apart = apart || p.Zone != 0 && p.Zone != zone
		p.Zone = zone
		p.Roles = append(p.Roles, role)
	}
	slices.Sort(p.Roles)
	p.Roles = slices.Compact(p.Roles)
	switch {
	case apart:
		r.fail(c, text, ReasonRolesApart)
	case len(p.Roles) == 0 && r.fails == before:
		r.fail(c, text, ReasonUnknownRole) // nothing but commas
	}
}

func roleOf(word string) (party.Role, party.Zone, bool) {
	for _, entry := range roleWords {
		if slices.Contains(entry.words, word) {
			return entry.role, entry.zone, true
		}
	}
	return 0, 0, false
}
