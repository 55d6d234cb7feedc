package main

import (
	"io"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"
)

// away makes it ten minutes since the last contact of every device.
func (t *storm) away() {
	ctx := t.Context()
	db, err := pgx.Connect(ctx, t.dsn)
	t.must(err)
	defer func() { _ = db.Close(ctx) }()
	_, err = db.Exec(ctx, `UPDATE device SET last_contact = last_contact - 600000`)
	t.must(err)
}

// logged is how long PostgreSQL's log is.
func (t *storm) logged() int64 {
	info, err := os.Stat(t.log)
	t.must(err)
	return info.Size()
}

// statements counts what was asked of the database since the log had a length, by what it was for.
func (t *storm) statements(from int64) map[string]int {
	f, err := os.Open(t.log)
	t.must(err)
	defer func() { _ = f.Close() }()
	_, err = f.Seek(from, io.SeekStart)
	t.must(err)
	text, err := io.ReadAll(f)
	t.must(err)
	kinds := map[string]int{}
	for _, entry := range strings.Split(string(text), "LOG:  ")[1:] {
		kinds[purpose(entry)]++
	}
	return kinds
}

// purpose is what a statement of the log is for.
func purpose(entry string) string {
	entry = strings.Join(strings.Fields(entry), " ")
	has := func(text string) bool { return strings.Contains(entry, text) }
	switch {
	case has("FROM device JOIN person ON person.id = device.person"):
		return "authority"
	case has("river"), has("FROM parcel"), has("pg_try_advisory_lock"), has("FROM outbox"), has("FROM meta"):
		return "idle"
	case has("FROM feed"):
		return "pages"
	}
	if os.Getenv("DOTCHAIN_FIELD_LOG") != "" {
		progress("statement: %s", entry)
	}
	return "other"
}
