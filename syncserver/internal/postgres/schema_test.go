package postgres_test

import (
	"flag"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/migrations"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// update writes schema.sql instead of comparing it: what go generate does.
var update = flag.Bool("update", false, "write schema.sql")

func TestSchema_IsTheDump(t *testing.T) {
	t.Parallel()
	got, err := pgtest.Schema(t.Context(), pgtest.DSN(t))
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile("schema.sql", []byte(got), 0o600))
	}
	want, err := os.ReadFile("schema.sql")
	require.NoError(t, err)
	require.Equal(t, string(want), got, "run go generate ./syncserver/internal/postgres")
}

func TestSchema_EverythingHasAComment(t *testing.T) {
	t.Parallel()
	s := pgtest.New(t)
	rows, err := s.Jobs().Query(t.Context(), `
SELECT c.relname || coalesce('.' || a.attname, '')
FROM pg_class AS c
LEFT JOIN LATERAL (
    SELECT
        attname,
        attnum
    FROM pg_attribute
    WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT
        NULL,
        0
) AS a ON true
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'goose_db_version'
    AND coalesce(CASE a.attnum WHEN 0 THEN obj_description(c.oid, 'pg_class') ELSE col_description(c.oid, a.attnum) END, '') = ''`)
	require.NoError(t, err)
	silent, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Empty(t, silent)
}

func TestMigrate_ASecondTimeChangesNothing(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DSN(t)
	before, err := pgtest.Schema(t.Context(), dsn)
	require.NoError(t, err)
	require.NoError(t, postgres.Migrate(t.Context(), dsn))
	after, err := pgtest.Schema(t.Context(), dsn)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func TestMigrate_RefusesANewerSchema(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DSN(t)
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)`)
	require.NoError(t, err)
	var newer *postgres.SchemaError
	require.ErrorAs(t, postgres.Migrate(t.Context(), dsn), &newer)
	require.Equal(t, int64(9999), newer.Have)
}

// keywords are written in capitals; a column may not have such a name.
var keywords = regexp.MustCompile(`\b(select|insert|update|delete|from|where|create|alter|drop|table|index|primary|references|constraint|check|unique|not|null|default|comment|values|order|group|limit|join|left|cross|exists|returning|conflict|set|with|and|or)\b`)

// forbiddenInSchema: what acts by itself cannot be seen where it acts. The feed
// is announced by the sequencer alone and numbered by no sequence.
var forbiddenInSchema = regexp.MustCompile(`(?i)\b(notify|trigger|create\s+(or\s+replace\s+)?function|create\s+sequence|nextval|serial|bigserial|on\s+delete\s+cascade)\b`)

var (
	quoted   = regexp.MustCompile(`'(?:[^']|'')*'`)
	everyCol = regexp.MustCompile(`(?i)SELECT\s+\*|RETURNING\s+\*|\b[a-z_]+\.\*`)
	noList   = regexp.MustCompile(`(?i)INSERT INTO [a-z_]+ (VALUES|SELECT)`)
	named    = regexp.MustCompile(`^[0-9]{4}_[a-z_]+\.sql$`)
)

func TestMigrations_Lint(t *testing.T) {
	t.Parallel()
	files, err := fs.ReadDir(migrations.Files, ".")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for i, f := range files {
		require.Regexp(t, named, f.Name())
		require.Equal(t, i+1, atoi(t, f.Name()[:4]), "numbers without holes")
		b, err := fs.ReadFile(migrations.Files, f.Name())
		require.NoError(t, err)
		require.NotContains(t, string(b), "+goose Down", "migrations only go forward")
		require.NotContains(t, string(b), "NO TRANSACTION", "one transaction each")
		require.Empty(t, lint(string(b)), f.Name())
	}
}

func TestQueries_Lint(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(os.DirFS("."), "*.go")
	require.NoError(t, err)
	literal := regexp.MustCompile("`[^`]*`")
	statement := regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|select|insert|update|delete|with)\b`)
	count := 0
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		require.NoError(t, err)
		for _, l := range literal.FindAllString(string(b), -1) {
			sql := strings.Trim(l, "`")
			if !statement.MatchString(sql) {
				continue
			}
			count++
			require.Empty(t, lint(strings.ReplaceAll(sql, "pg_notify", "")), "%s: %s", f, sql)
		}
	}
	require.Greater(t, count, 20)
}

func lint(sql string) []string {
	var bad []string
	for _, line := range strings.Split(quoted.ReplaceAllString(sql, "''"), "\n") {
		line, _, _ = strings.Cut(line, "--")
		bad = append(bad, everyCol.FindAllString(line, -1)...)
		bad = append(bad, noList.FindAllString(line, -1)...)
		bad = append(bad, forbiddenInSchema.FindAllString(line, -1)...)
		for _, w := range keywords.FindAllString(line, -1) {
			if w != "index" { // the place in the log
				bad = append(bad, w)
			}
		}
	}
	return bad
}

// The lint itself must be able to fail.
func TestLint(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ sql, want string }{
		"lower case":       {"select a FROM b", "select"},
		"all columns":      {"SELECT * FROM b", "SELECT *"},
		"columns unlisted": {"INSERT INTO b VALUES (1)", "INSERT INTO b VALUES"},
		"trigger":          {"CREATE TRIGGER x", "TRIGGER"},
		"notify":           {"NOTIFY x", "NOTIFY"},
		"sequence":         {"id bigserial", "bigserial"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, lint(row.sql), row.want)
		})
	}
	require.Empty(t, lint("SELECT a FROM b WHERE c = 'select *' -- update"))
}

func atoi(t *testing.T, s string) int {
	t.Helper()
	n := 0
	for _, r := range s {
		n = n*10 + int(r-'0')
	}
	return n
}
