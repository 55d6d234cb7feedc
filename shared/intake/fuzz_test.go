package intake_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/intake"
)

const fuzzedBytes = 64 << 10 // small files find the same

// FuzzReadStatement reads any bytes as a bank's file: a typed error, or the same account
// of it twice.
func FuzzReadStatement(f *testing.F) {
	files, err := filepath.Glob("testdata/statement/*")
	require.NoError(f, err)
	for _, name := range files {
		b, err := os.ReadFile(name)
		require.NoError(f, err)
		if len(b) < fuzzedBytes {
			f.Add(b)
		}
	}
	f.Add([]byte("<Document><BkToCstmrStmt><Stmt><Ntry><Amt Ccy=\"UAH\">1.5</Amt></Ntry></Stmt></BkToCstmrStmt></Document>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > fuzzedBytes {
			t.Skip()
		}
		s, err := intake.ReadStatement(bytes.NewReader(data))
		if err != nil {
			var problem *intake.FileError
			require.ErrorAs(t, err, &problem)
			return
		}
		again, err := intake.ReadStatement(bytes.NewReader(data))
		require.NoError(t, err)
		require.Equal(t, s, again)
	})
}

// FuzzReadUnitSheet reads any bytes as a unit's sheet.
func FuzzReadUnitSheet(f *testing.F) {
	f.Add([]byte("Військова частина;КПКВК;КЕКВ;Фонд;Рік;Сума\nА9001;2101150;2260;гарантований;2026;1000,50\n"))
	f.Add([]byte("sep=,\nчастина,сума\nА9001,\"1 000\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > fuzzedBytes {
			t.Skip()
		}
		s, err := intake.ReadUnitSheet(bytes.NewReader(data))
		if err != nil {
			var problem *intake.FileError
			require.ErrorAs(t, err, &problem)
			return
		}
		again, err := intake.ReadUnitSheet(bytes.NewReader(data))
		require.NoError(t, err)
		require.Equal(t, s, again)
	})
}

// FuzzReadOrganisations reads any bytes as a table of organisations.
func FuzzReadOrganisations(f *testing.F) {
	f.Add([]byte("Вид;Код ЄДРПОУ;Найменування\nАгенція;99200017;Агенція (зразок)\n"))
	f.Add([]byte("Kind,Code,Name\nsupplier,99200046,\"Hai, LLC\"\nunit,1,x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > fuzzedBytes {
			t.Skip()
		}
		all, err := intake.ReadOrganisations(bytes.NewReader(data))
		if err != nil {
			var problem *intake.FileError
			require.ErrorAs(t, err, &problem)
			return
		}
		require.True(t, all.Lines.IsComplete(), "%+v", all.Lines)
		require.Len(t, all.Rows, all.Lines.Good)
		again, err := intake.ReadOrganisations(bytes.NewReader(data))
		require.NoError(t, err)
		require.Equal(t, all, again)
	})
}

// FuzzReadPeople reads any bytes as a table of people: nobody is taken without a name,
// an organisation and roles of one zone.
func FuzzReadPeople(f *testing.F) {
	f.Add([]byte("Прізвище та ім'я;Код організації;Ролі\nЗоряна Вигадлива;А9201;отримувач, командир\n"))
	f.Add([]byte("Personal number,Name,Unit number,Roles\n1,Юрій Неісний,99200017,\"approver\nverifier\"\n1,x,А9201,receiver\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > fuzzedBytes {
			t.Skip()
		}
		all, err := intake.ReadPeople(bytes.NewReader(data))
		if err != nil {
			var problem *intake.FileError
			require.ErrorAs(t, err, &problem)
			return
		}
		require.True(t, all.Lines.IsComplete(), "%+v", all.Lines)
		require.Len(t, all.Rows, all.Lines.Good)
		keys := map[string]bool{}
		for _, p := range all.Rows {
			require.NotEmpty(t, p.Name)
			require.NotEmpty(t, p.Roles)
			require.NotZero(t, p.Zone)
			require.NotEqual(t, p.Unit == "", p.EDRPOU == "", "%+v", p)
			require.False(t, keys[p.Key()], "%s twice", p.Key())
			keys[p.Key()] = true
		}
		again, err := intake.ReadPeople(bytes.NewReader(data))
		require.NoError(t, err)
		require.Equal(t, all, again)
	})
}

// FuzzReadClassifier reads any bytes as lists of codes: an error or a list.
func FuzzReadClassifier(f *testing.F) {
	f.Add([]byte(`{"34711200-6": "БпЛА"}`), []byte(`{"34711200-6": "UAV"}`))
	f.Add([]byte(`{"H87": {"name_uk": "штука", "name_en": "piece", "symbol_uk": "шт"}}`), []byte(`{}`))
	f.Fuzz(func(t *testing.T, ukrainian, english []byte) {
		if len(ukrainian)+len(english) > fuzzedBytes {
			t.Skip()
		}
		c, err := intake.ReadDK021(bytes.NewReader(ukrainian), bytes.NewReader(english))
		require.Equal(t, c == nil, err != nil)
		c, err = intake.ReadUOM(bytes.NewReader(ukrainian))
		require.Equal(t, c == nil, err != nil)
	})
}
