package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"

	"dotchain/syncserver"
	"dotchain/syncserver/syncservertest"
)

// operate runs a command line as main does and returns its exit code.
func operate(t *testing.T, args ...string) error {
	t.Helper()
	var c cli
	parser, err := kong.New(&c)
	require.NoError(t, err)
	k, err := parser.Parse(args)
	require.NoError(t, err, args)
	k.BindTo(t.Context(), (*context.Context)(nil))
	return k.Run(slog.New(slog.DiscardHandler))
}

// TestImport_PutsAnInstallationToUse is the sequence of docs/operating.md, command by
// command, on a database that was empty.
func TestImport_PutsAnInstallationToUse(t *testing.T) {
	t.Parallel()
	at := []string{"--data", t.TempDir(), "--database", syncservertest.Database(t)}
	run := func(args ...string) { t.Helper(); require.NoError(t, operate(t, append(args, at...)...), args) }
	run("init", "--host", "server.example")
	for range 2 { // the second time changes nothing, and is none the worse
		run("import", "units", "testdata/installation/units.csv")
		run("import", "organisations", "testdata/installation/organisations.csv")
		run("import", "people", "testdata/installation/people.csv")
		run("import", "prices", "testdata/installation/prices.csv", "--supplier", "99200046")
	}
	run("people")
	run("check")

	h, err := syncserver.Open(t.Context(), syncserver.Config{Data: at[1], Database: at[3]})
	require.NoError(t, err)
	defer h.Close(context.WithoutCancel(t.Context()))
	all, err := h.People(t.Context())
	require.NoError(t, err)
	require.Len(t, all, 11, "ten of the table, and the server")
	for _, r := range all {
		run("ticket", "--person", r.Person.ID.String())
	}
}

func TestImport_OfNothingGoodFails(t *testing.T) {
	t.Parallel()
	at := []string{"--data", t.TempDir(), "--database", syncservertest.Database(t)}
	require.NoError(t, operate(t, append([]string{"init"}, at...)...))
	for name, text := range map[string]string{
		"nobody's organisation": "ПІБ;Код організації;Ролі\nЗоряна Вигадлива;А9201;командир\n",
		"another table":         "Артикул;Назва;Ціна\nA-1;Дрон;10\n",
	} {
		file := filepath.Join(t.TempDir(), "people.csv")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		var code exitError
		require.ErrorAs(t, operate(t, append([]string{"import", "people", file}, at...)...), &code, name)
		require.Equal(t, exitError(exitNothing), code, name)
	}
}

func TestPrintReport_NamesEachBadRow(t *testing.T) {
	t.Parallel()
	at := []string{t.TempDir(), syncservertest.Database(t)}
	cfg := syncserver.Config{Data: at[0], Database: at[1]}
	require.NoError(t, syncserver.Init(cfg))
	h, err := syncserver.Open(t.Context(), cfg)
	require.NoError(t, err)
	defer h.Close(context.WithoutCancel(t.Context()))
	_, err = h.ImportOrganisations(t.Context(), strings.NewReader("Вид;Код;Назва\nАгенція;99200017;Агенція (зразок)\n"))
	require.NoError(t, err)
	report, err := h.ImportPeople(t.Context(), strings.NewReader(
		"ПІБ;Код організації;Ролі\nПавлина Зразкова;99200017;погоджувач\nЗоряна Вигадлива;А9201;командир\nЮрій Неісний;99200017;генерал\n"))
	require.NoError(t, err)
	var out bytes.Buffer
	printReport(&out, report, "en")
	require.Equal(t, `SHEET  ROW  COLUMN  TEXT     WHY
       3    B       А9201    No such organisation is registered.
       4    C       генерал  There is no such role.

New: 1, changed: 0, unchanged: 0, left out: 2.
`, out.String())
}
