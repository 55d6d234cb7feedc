package publish_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/intake"
	"dotchain/shared/party"
	"dotchain/syncserver/internal/publish"
)

// people imports a table whose rows are number;name;organisation;roles.
func (b *bench) people(rows ...string) publish.Report {
	b.t.Helper()
	all, err := intake.ReadPeople(strings.NewReader("Особистий номер;ПІБ;Код організації;Ролі\n" + strings.Join(rows, "\n")))
	require.NoError(b.t, err)
	require.Empty(b.t, all.Findings)
	report, err := b.People(b.t.Context(), all)
	require.NoError(b.t, err)
	require.Equal(b.t, len(rows), report.Good()+report.LeftOut+len(report.Refused), "every row is somewhere")
	return report
}

// person is who has a number.
func (b *bench) person(number string) party.Person {
	b.t.Helper()
	for _, p := range b.store.World().People {
		if p.ID == publish.PersonOf(intake.PersonRow{Number: number}) {
			return *p
		}
	}
	require.Fail(b.t, "nobody has this number", number)
	return party.Person{}
}

// office registers a unit and a supplier.
func office(t *testing.T) *bench {
	t.Helper()
	b := setup(t)
	b.supplier(first)
	_, err := b.Publisher.Units(t.Context(), intake.UnitSheet{Units: []intake.Unit{unit(1, ""), unit(2, "")}}, "file")
	require.NoError(t, err)
	return b
}

func TestPeople_SecondTimeChangesNothing(t *testing.T) {
	t.Parallel()
	b := office(t)
	rows := []string{"1;Зоряна Вигадлива;А0001;отримувач, відповідальний за замовлення", "2;Юрій Неісний;А0002;командир", "3;Вакула Яворенко;" + string(first) + ";відвантажувач"}
	require.Equal(t, publish.Report{New: 3}, b.people(rows...))
	zoriana := b.person("1")
	require.Equal(t, "Зоряна Вигадлива", zoriana.Name)
	require.Equal(t, party.ZoneUnit, zoriana.Zone)
	require.Equal(t, publish.OrgOfUnit("А0001"), zoriana.Org)
	require.Equal(t, publish.OrgOfEDRPOU(first), b.person("3").Org)

	commands := len(b.store.Records())
	// In another order, and roles in another order: the same people.
	rows[0], rows[2] = rows[2], "1;Зоряна Вигадлива;А0001;відповідальний за замовлення / отримувач"
	require.Equal(t, publish.Report{Unchanged: 3}, b.people(rows...))
	require.Len(t, b.store.Records(), commands, "and no command was made")
}

func TestPeople_ChangeWithTheTable(t *testing.T) {
	t.Parallel()
	b := office(t)
	b.people("1;Зоряна Вигадлива;А0001;отримувач", "2;Юрій Неісний;А0002;командир")
	before := b.person("1")

	require.Equal(t, publish.Report{Changed: 1}, b.people("1;Зоряна Вигадлива;А0001;отримувач, командир"))
	require.Equal(t, []party.Role{party.RoleSignatory, party.RoleReceiver}, b.person("1").Roles)
	require.Equal(t, publish.Report{Changed: 1}, b.people("1;Зоряна Примірна;А0002;отримувач"))
	after := b.person("1")
	require.Equal(t, before.ID, after.ID, "another name, another unit, the same person")
	require.Equal(t, publish.OrgOfUnit("А0002"), after.Org)
	require.Equal(t, uint64(3), after.Version)
	require.Equal(t, uint64(1), b.person("2").Version, "whoever is not in the table stays")
}

func TestPeople_BadRowsLeaveTheOthers(t *testing.T) {
	t.Parallel()
	b := office(t)
	report := b.people(
		"1;Зоряна Вигадлива;А0001;отримувач", "2;Нікого Нізвідки;А7777;командир", "3;Хитра Назва;А0001;погоджувач",
		"4;Інша Хитра;"+string(second)+";відвантажувач", "5;Ревізор Усюди;А0001;аудитор",
	)
	require.Equal(t, 2, report.New)
	require.Equal(t, 3, report.LeftOut)
	lines := report.Lines("uk")
	require.Equal(t, []publish.Line{
		{Row: 3, Column: "C", Text: "А7777", Why: intake.ReasonUnknownOrg.Sentence("uk"), IsBad: true},
		{Row: 4, Column: "D", Text: "погоджувач", Why: intake.ReasonRoleElsewhere.Sentence("uk"), IsBad: true},
		{Row: 5, Column: "C", Text: string(second), Why: intake.ReasonUnknownOrg.Sentence("uk"), IsBad: true},
	}, lines)
	require.Equal(t, party.ZoneAudit, b.person("5").Zone)
}

func TestOrganisations(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.supplier(first)
	read := func(rows string) publish.Report {
		all, err := intake.ReadOrganisations(strings.NewReader("Вид;Код;Назва;Назва англ.\n" + rows))
		require.NoError(t, err)
		require.Empty(t, all.Findings)
		report, err := b.Organisations(t.Context(), all)
		require.NoError(t, err)
		return report
	}
	org := func() *party.Org { return b.store.World().Orgs[publish.OrgOfEDRPOU(second)] }

	agency := "Агенція;" + string(second) + ";Агенція (зразок);Agency (sample)"
	require.Equal(t, publish.Report{New: 1}, read(agency))
	require.Equal(t, party.OrgAgency, org().Kind)
	require.Equal(t, publish.Report{Unchanged: 1}, read(agency))
	require.Equal(t, publish.Report{Changed: 1}, read("Агенція;"+string(second)+";Агенція (інша);"))
	require.Equal(t, "Agency (sample)", org().NameEn, "what the table does not say stays")

	report := read("Агенція;" + string(first) + ";ТОВ;\nАгенція;" + string(second) + ";Агенція;")
	require.Equal(t, 1, report.Changed)
	require.Equal(t, []publish.Line{
		{Row: 2, Column: "A", Text: "Агенція", Why: intake.ReasonOtherKind.Sentence("en"), IsBad: true},
	}, report.Lines("en"), "a supplier does not become the agency")
}

func TestUnits_DeliveryPoints(t *testing.T) {
	t.Parallel()
	b := setup(t)
	point := func(key, name string) intake.DeliveryPoint {
		return intake.DeliveryPoint{Unit: "А0001", Code: key, Name: name}
	}
	bring := func(name string, points ...intake.DeliveryPoint) publish.Report {
		u := unit(1, "")
		u.NameEn = name
		report, err := b.Publisher.Units(t.Context(), intake.UnitSheet{Units: []intake.Unit{u}, Points: points}, "file")
		require.NoError(t, err)
		require.Empty(t, report.Refused)
		return report
	}
	require.Equal(t, 1, bring("First", point("DP-1", "Склад")).New)
	require.Equal(t, 1, bring("First", point("DP-1", "Склад")).Unchanged)
	require.Equal(t, 1, bring("", point("DP-2", "Майстерня"), point("DP-1", "Новий склад")).Changed)
	require.Equal(t, 1, bring("").Unchanged, "what the sheet does not say stays")
	org := b.store.World().Orgs[publish.OrgOfUnit("А0001")]
	require.Equal(t, "First", org.NameEn)
	require.Equal(t, []party.Point{
		{ID: publish.PointOf("А0001", "DP-1"), Code: "DP-1", Name: "Новий склад"},
		{ID: publish.PointOf("А0001", "DP-2"), Code: "DP-2", Name: "Майстерня"},
	}, org.Points)
	require.NotEqual(t, publish.PointOf("А0001", "DP-1"), publish.PointOf("А0002", "DP-1"))
}
