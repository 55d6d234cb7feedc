package intake_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"dotchain/shared/code"
	"dotchain/shared/intake"
	"dotchain/shared/party"
)

// somebody is what a table says of a person, without its place.
type somebody struct {
	number, name string
	unit         code.UnitNumber
	edrpou       code.EDRPOU
	zone         party.Zone
	roles        []party.Role
}

func people(tb testing.TB, data []byte) ([]somebody, intake.People) {
	tb.Helper()
	all, err := intake.ReadPeople(bytes.NewReader(data))
	require.NoError(tb, err)
	require.True(tb, all.Lines.IsComplete(), "%+v", all.Lines)
	require.Len(tb, all.Rows, all.Lines.Good)
	var read []somebody
	for _, p := range all.Rows {
		read = append(read, somebody{p.Number, p.Name, p.Unit, p.EDRPOU, p.Zone, p.Roles})
	}
	return read, all
}

func TestReadPeople(t *testing.T) {
	t.Parallel()
	data := book(t, [][]any{
		{"Список осіб, які працюють у системі"},
		{"№ з/п", "Особистий номер", "Прізвище", "Ім'я", "По батькові", "Посада", "Організація", "Код організації", "Ролі", "Роль"},
		{1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
		{1, "ВП-1", "Вигадлива", "Зоряна", "Олегівна", "діловод", "Бригада", "A9201", "Отримувач, відповідальний за замовлення; отримувач"},
		{2, 1002, "Неісний", "Юрій", "", "командир", "Бригада", "в/ч а9201", "signatory"},
		{"Агенція закупівель"},
		{3, 2001, "Зразкова", "Павлина", "", "", "Агенція", 99200017, "Верифікатор\nпогоджувач / фінансист"},
		{4, "ВП-1", "Вигадлива", "Зоряна", "Олегівна", "діловод", "Бригада", "А9201", "відповідальний за замовлення, отримувач"},
		{5, 1002, "Неісний", "Юрій", "", "", "", "А9202", "командир"},
		{6, "", "", "Без", "", "", "", "Б9201", "генерал, отримувач"},
		{7, 3, "Двох", "Зон", "", "", "", "99200018", "отримувач, погоджувач"},
		{8, 4, "Хитра\u202e", "Назва", "", "", "", "#REF!", ","},
		{9, 5, "Без", "Ролі", "", "", "", "А9201", ""},
		{10, 6, "12", "34", "", "", "", "А9201", "мво"},
		{11, 7, strings.Repeat("ж", 121), "Довга", "", "", "", "А9201", "мво"},
		{12, 8, "Сервер", "Сам", "", "", "", "А9201", "server"},
		{"Разом", "", "", "", "", "", "", "", 12},
		{"Директор ______"},
	})
	read, all := people(t, data)
	require.Equal(t, []somebody{
		{"ВП-1", "Вигадлива Зоряна Олегівна", "А9201", "", party.ZoneUnit, []party.Role{party.RoleRequisitioner, party.RoleReceiver}},
		{"1002", "Неісний Юрій", "А9201", "", party.ZoneUnit, []party.Role{party.RoleSignatory}},
		{"2001", "Зразкова Павлина", "", "99200017", party.ZoneAgency, []party.Role{party.RoleVerifier, party.RoleApprover, party.RoleFinance}},
	}, read)
	require.Equal(t, []string{
		"J2 repeated_column", "6 unknown_heading",
		"B8 repeated", "B9 duplicate",
		"B10 missing", "C10 missing", "H10 bad_form", "I10 unknown_role",
		"H11 check_digit", "I11 roles_apart",
		"C12 unsafe_text", "H12 formula_error", "I12 unknown_role",
		"I13 missing", "C14 bad_form", "C15 too_long", "I16 unknown_role",
	}, short(all.Findings))
	require.Equal(t, 1, all.Lines.Sums)
	require.Equal(t, "генерал", all.Findings[7].Text, "the one role that is none")

	elsewhere := all.Rows[0].RoleElsewhere()
	require.Equal(t, "error Sheet1!I4 [Ролі] \"Отримувач, відповідальний за замовлення; отримувач\": role_elsewhere", elsewhere.String())
	require.Equal(t, "error Sheet1!H4 [Код організації] \"A9201\": unknown_organisation", all.Rows[0].UnknownOrg().String())
}

const threePeople = "Прізвище та ім'я;Код організації;Ролі\nЗоряна Вигадлива;А9201;командир\nПавлина Зразкова;99200017;погоджувач\nВакула Яворенко;99200046;відвантажувач\n"

func TestReadPeople_FormsOfFiles(t *testing.T) {
	t.Parallel()
	want, _ := people(t, []byte(threePeople))
	require.Len(t, want, 3)
	windows, err := charmap.Windows1251.NewEncoder().String(strings.ReplaceAll(threePeople, "'", "’"))
	require.NoError(t, err)
	english := strings.NewReplacer(
		"Прізвище та ім'я", "Full name", "Код організації", "Organisation code", "Ролі", "Roles",
		"командир", "Commander", "погоджувач", "approver", "відвантажувач", "SHIPPER").Replace(threePeople)
	for name, text := range map[string]string{
		"byte order mark":    "\xef\xbb\xbf" + threePeople,
		"Windows-1251":       windows,
		"commas":             strings.ReplaceAll(threePeople, ";", ","),
		"tabs":               strings.ReplaceAll(threePeople, ";", "\t"),
		"a named separator":  "sep=|\r\n" + strings.NewReplacer(";", "|", "\n", "\r\n").Replace(threePeople),
		"English":            english,
		"the header twice":   threePeople + threePeople[:strings.Index(threePeople, "\n")+1],
		"a column too many":  strings.ReplaceAll(threePeople, ";", ";;"),
		"only Організація":   strings.Replace(threePeople, "Код організації", "Організація", 1),
		"only Ім'я прізвище": strings.Replace(threePeople, "Прізвище та ім'я", "Ім’я та прізвище", 1),
	} {
		got, all := people(t, []byte(text))
		require.Equal(t, want, got, name)
		require.Empty(t, all.Findings, name)
	}
}

func TestReadPeople_BrokenFiles(t *testing.T) {
	t.Parallel()
	fine := book(t, [][]any{{"ПІБ", "В/ч", "Ролі"}, {"Зоряна Вигадлива", "А9201", "командир"}})
	for name, row := range map[string]struct {
		data []byte
		want intake.FileProblem
	}{
		"nothing":            {nil, intake.FileEmpty},
		"binary noise":       {noise(4096), intake.FileNotSpreadsheet},
		"cut short":          {fine[:len(fine)/2], intake.FileDamaged},
		"a bomb":             {bomb(t), intake.FileBomb},
		"with a password":    {protected(t), intake.FilePassword},
		"a price list":       {[]byte("Артикул;Назва;Ціна\nA-1;Дрон;10\n"), intake.FileNotPeople},
		"without roles":      {[]byte("ПІБ;В/ч\nЗоряна;А9201\n"), intake.FileNotPeople},
		"only hidden sheets": {book(t, [][]any{{"x"}}, hiddenPeople(t)), intake.FileNotPeople},
	} {
		_, err := intake.ReadPeople(bytes.NewReader(row.data))
		var problem *intake.FileError
		require.ErrorAs(t, err, &problem, name)
		require.Equal(t, row.want, problem.Problem, name)
	}
	_, err := intake.ReadOrganisations(strings.NewReader(threePeople))
	require.ErrorContains(t, err, "not_organisations")
	_, err = intake.ReadUnitSheet(strings.NewReader(threePeople))
	require.ErrorContains(t, err, "not_units")
}

// hiddenPeople adds a good table on a sheet that nobody sees.
func hiddenPeople(t *testing.T) func(f *excelize.File) {
	t.Helper()
	return func(f *excelize.File) {
		_, err := f.NewSheet("Чернетка")
		require.NoError(t, err)
		require.NoError(t, f.SetSheetRow("Чернетка", "A1", &[]any{"ПІБ", "В/ч", "Ролі"}))
		require.NoError(t, f.SetSheetVisible("Чернетка", false))
	}
}

// Who somebody is follows from what stays the same of them.
func TestPersonRow_Key(t *testing.T) {
	t.Parallel()
	key := func(line string) string {
		header := "ПІБ;Код;Код організації;Ролі\n"
		if strings.HasPrefix(line, "+") {
			header, line = strings.Replace(header, ";Код;", ";Особистий номер;", 1), line[1:]
		}
		_, all := people(t, []byte(header+line))
		require.Len(t, all.Rows, 1, "%s: %v", line, all.Findings)
		return all.Rows[0].Key()
	}
	plain := key("Зоряна Дар'їна;;А9201;командир")
	for _, same := range []string{"ЗОРЯНА  Дарʼїна;;A9201;отримувач", "Зоряна Дар’їна;7;в/ч А9201;командир", "Зоряна Дap'їна;;А9201;командир"} {
		require.Equal(t, plain, key(same), same)
	}
	for _, other := range []string{"Зорян Дар'їна;;А9201;командир", "Зоряна Дар'їна;;А9202;командир", "+Зоряна Дар'їна;7;А9201;командир"} {
		require.NotEqual(t, plain, key(other), other)
	}
	numbered := key("+Зоряна Дар'їна;ВП-7;А9201;командир")
	require.Equal(t, numbered, key("+Зоряна Інша;вп-7;99200017;аудитор"), "another name, organisation and zone")
	require.NotEqual(t, numbered, key("+Зоряна Дар'їна;ВП-8;А9201;командир"))
}

// Every role that a person can have is read as it is printed, and as the table says it.
func TestReadPeople_EveryRole(t *testing.T) {
	t.Parallel()
	for r := party.RoleRequisitioner; r < party.RoleServer; r++ {
		if r.String() == "unknown" {
			continue
		}
		read, all := people(t, []byte("ПІБ;Код організації;Ролі\nЗоряна Вигадлива;А9201;"+r.String()+"\n"))
		require.Len(t, read, 1, "%s: %v", r, all.Findings)
		require.Equal(t, []party.Role{r}, read[0].roles)
	}
	document, err := os.ReadFile("../../docs/formats/intake.md")
	require.NoError(t, err)
	_, table, _ := strings.Cut(string(document), "| zone | organisation | roles |")
	table, _, _ = strings.Cut(table, "\n\n")
	named := 0
	for _, cell := range strings.Split(table, ",") {
		word := strings.Trim(cell[strings.LastIndex(cell, "|")+1:], " \n")
		uk, en, found := strings.Cut(word, " (`")
		if !found { // the last of a line
			parts := strings.Split(cell, "|")
			require.Greater(t, len(parts), 1, cell)
			uk, en, found = strings.Cut(strings.TrimSpace(parts[0]), " (`")
			require.True(t, found, cell)
		}
		en = strings.TrimSuffix(strings.TrimSpace(en), "`)")
		for _, name := range []string{uk, en} {
			read, all := people(t, []byte("ПІБ;Код організації;Ролі\nЗоряна Вигадлива;А9201;"+name+"\n"))
			require.Len(t, read, 1, "%q: %v", name, all.Findings)
		}
		named++
	}
	require.Positive(t, named)
}

// Whatever stands around them, good rows are taken and each bad one is told.
func TestReadPeople_AnyMixOfRows(t *testing.T) {
	t.Parallel()
	good := []string{"А9201;командир", "99200017;погоджувач, верифікатор", "A9202;отримувач / мво", "99200046;shipper;"}
	bad := []string{"А9201;ніхто", "9201;командир", ";командир", "А9201;", "99200018;погоджувач", "А9201;командир, погоджувач"}
	noise := []string{"", ";;;", "Відділ постачання;;", "Разом;;7"}
	rapid.Check(t, func(rt *rapid.T) {
		var b strings.Builder
		b.WriteString("ПІБ;Код організації;Ролі\n")
		wantGood, wantBad := 0, 0
		for i := range rapid.IntRange(0, 30).Draw(rt, "rows") {
			name := "Особа " + strings.Repeat("й", i+1) + ";"
			switch rapid.IntRange(0, 2).Draw(rt, "kind") {
			case 0:
				b.WriteString(name + rapid.SampledFrom(good).Draw(rt, "good"))
				wantGood++
			case 1:
				b.WriteString(name + rapid.SampledFrom(bad).Draw(rt, "bad"))
				wantBad++
			case 2:
				b.WriteString(rapid.SampledFrom(noise).Draw(rt, "noise"))
			}
			b.WriteString("\n")
		}
		all, err := intake.ReadPeople(strings.NewReader(b.String()))
		require.NoError(rt, err)
		require.True(rt, all.Lines.IsComplete(), "%+v", all.Lines)
		require.Len(rt, all.Rows, wantGood)
		require.Equal(rt, wantBad, all.Lines.Bad)
		told := map[int]bool{}
		for _, f := range all.Findings {
			if f.Severity == intake.SeverityError {
				require.NotEmpty(rt, f.Column)
				told[f.Row] = true
			}
		}
		require.Len(rt, told, wantBad)
	})
}

func TestReadOrganisations(t *testing.T) {
	t.Parallel()
	data := book(t, [][]any{
		{"Вид", "Код ЄДРПОУ", "Найменування", "Найменування (англ.)", "Примітка"},
		{"Агенція", "99200017", "Агенція (зразок)", "Agency (sample)"},
		{"постачальник", 99200046, "ТОВ «Гай»"},
		{"Supplier", "99200046", "ТОВ «Гай»", "", "ще раз"},
		{"виробник", "99200046", "ТОВ «Інший Гай»"},
		{"Військова частина", "А9201", "Бригада"},
		{"генеральний штаб ЗС", "99200032", ""},
		{"", "1234", strings.Repeat("ж", 301), "e"},
		{"Адміністрація", "99200023", "Адміністрація", strings.Repeat("e", 301)},
		{"Генштаб", "99200031", "Штаб"},
	})
	all, err := intake.ReadOrganisations(bytes.NewReader(data))
	require.NoError(t, err)
	require.True(t, all.Lines.IsComplete(), "%+v", all.Lines)
	type org struct {
		line     int
		kind     party.OrgKind
		edrpou   code.EDRPOU
		name, en string
	}
	var read []org
	for _, o := range all.Rows {
		read = append(read, org{o.Line, o.Kind, o.EDRPOU, o.Name, o.NameEn})
	}
	require.Equal(t, []org{
		{2, party.OrgAgency, "99200017", "Агенція (зразок)", "Agency (sample)"},
		{3, party.OrgSupplier, "99200046", "ТОВ «Гай»", ""},
		{10, party.OrgGeneralStaff, "99200031", "Штаб", ""},
	}, read)
	require.Equal(t, "error Sheet1!A2 [Вид] \"Агенція\": other_kind", all.Rows[0].OtherKind().String())
	require.Equal(t, []string{
		"B4 repeated", "B5 duplicate", "A6 bad_kind", "B6 bad_form", "B7 check_digit", "C7 missing", "A8 missing", "B8 bad_form", "C8 too_long", "D9 too_long",
	}, short(all.Findings))
}

func TestReadUnitSheet_DeliveryPoints(t *testing.T) {
	t.Parallel()
	data := "Номер в/ч,Найменування,Name in English,КПКВК,КЕКВ,Фонд,Рік,Сума,Код пункту,Пункт доставки\n" +
		"А9201,Бригада,Brigade,2101150,2260,гарантована,2026,500,DP-1,Склад\n" +
		",,,2101150,2260,результативна,2026,300,DP-1,Склад\n" +
		",,,,,,,,DP-2,Майстерня\n" +
		",,,,,,,,DP-1,Інший склад\n" +
		"А9202,Батальйон,,,,,,,DP-1,\n" +
		"Б9203,Рота,,,,,,,DP-3,Склад\n" +
		",,,,,,,," + strings.Repeat("D", 33) + ",Склад\n"
	sheet, err := intake.ReadUnitSheet(strings.NewReader(data))
	require.NoError(t, err)
	require.True(t, sheet.Lines.IsComplete(), "%+v", sheet.Lines)
	require.Equal(t, []intake.DeliveryPoint{
		{Line: 2, Unit: "А9201", Code: "DP-1", Name: "Склад"}, {Line: 4, Unit: "А9201", Code: "DP-2", Name: "Майстерня"},
	}, sheet.Points)
	require.Len(t, sheet.Units, 2, "a unit whose point is bad is taken all the same")
	require.Equal(t, "Brigade", sheet.Units[0].NameEn)
	require.Len(t, sheet.Budgets, 2)
	require.Equal(t, []string{"I5 duplicate", "J6 missing", "A7 bad_form", "A8 missing", "I8 too_long"}, short(sheet.Findings))
}
