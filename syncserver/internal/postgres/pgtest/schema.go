package pgtest

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// head is what schema.sql begins with.
const head = `-- The schema after all migrations, for reading. Generated; do not edit:
-- go generate ./syncserver/internal/postgres
`

// Schema returns the schema of a migrated database as SQL: every table with its
// columns, constraints, indexes and comments, in alphabetical order, without
// what the migrations themselves keep. The same schema gives the same text.
func Schema(ctx context.Context, dsn string) (string, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return "", fmt.Errorf("read the schema: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }() // it only read
	var b strings.Builder
	b.WriteString(head)
	tables, err := list(ctx, conn, `
SELECT
    c.relname
FROM pg_class AS c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'goose_db_version'
ORDER BY c.relname`)
	if err != nil {
		return "", fmt.Errorf("read the schema: %w", err)
	}
	for _, t := range tables {
		for _, part := range parts() {
			var lines []string
			if lines, err = list(ctx, conn, part.query, t); err != nil {
				return "", fmt.Errorf("read the schema of %s: %w", t, err)
			}
			if len(lines) > 0 {
				b.WriteString(part.before + strings.Join(lines, part.between) + part.after)
			}
		}
	}
	others, err := list(ctx, conn, `
SELECT '-- ' || what
FROM (
    SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'view ' || relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
) AS x (what)
ORDER BY what`)
	if err != nil {
		return "", fmt.Errorf("read the schema: %w", err)
	}
	for _, o := range others {
		b.WriteString("\n" + o + "\n")
	}
	return b.String(), nil
}

// part is one part of a table's description: a query of lines about the table
// $1 and what stands around them.
type part struct{ query, before, between, after string }

func parts() []part {
	return []part{
		{before: "\n", after: "\n", query: `
SELECT 'CREATE TABLE ' || $1::text || ' ('`},
		{before: "    ", between: ",\n    ", query: `
SELECT line
FROM (
    SELECT
        0 AS part,
        a.attnum::text AS place,
        a.attnum,
        a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
            || CASE WHEN a.attidentity = 'a' THEN ' GENERATED ALWAYS AS IDENTITY' ELSE '' END
            || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') AS line
    FROM pg_attribute AS a
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = quote_ident($1)::regclass AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT
        1,
        c.contype::text || c.conname,
        0,
        'CONSTRAINT ' || c.conname || ' ' || pg_get_constraintdef(c.oid, true)
    FROM pg_constraint AS c
    WHERE c.conrelid = quote_ident($1)::regclass AND c.contype IN ('p', 'u', 'f', 'c')
) AS x
ORDER BY part, attnum, place`},
		{before: "\n)", after: ";\n", query: `
SELECT coalesce(' WITH (' || array_to_string(reloptions, ', ') || ')', '')
FROM pg_class
WHERE oid = quote_ident($1)::regclass`},
		{after: "\n", between: "\n", query: `
SELECT 'ALTER TABLE ' || $1::text || ' ALTER COLUMN ' || a.attname || ' SET STORAGE '
    || CASE a.attstorage WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' WHEN 'p' THEN 'PLAIN' ELSE 'EXTENDED' END || ';'
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = quote_ident($1)::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attstorage <> t.typstorage
ORDER BY a.attnum`},
		{after: "\n", between: "\n", query: `
SELECT replace(pg_get_indexdef(i.indexrelid), ' public.', ' ') || ';'
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE i.indrelid = quote_ident($1)::regclass AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = i.indexrelid)
ORDER BY c.relname`},
		{after: "\n", query: `
SELECT 'COMMENT ON TABLE ' || $1::text || ' IS ' || quote_literal(d.description) || ';'
FROM pg_description AS d
WHERE d.objoid = quote_ident($1)::regclass AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0`},
		{after: "\n", between: "\n", query: `
SELECT 'COMMENT ON COLUMN ' || $1::text || '.' || a.attname || ' IS ' || quote_literal(d.description) || ';'
FROM pg_description AS d
JOIN pg_attribute AS a ON a.attrelid = d.objoid AND a.attnum = d.objsubid
WHERE d.objoid = quote_ident($1)::regclass AND d.classoid = 'pg_class'::regclass AND d.objsubid > 0
ORDER BY a.attnum`},
	}
}

func list(ctx context.Context, conn *pgx.Conn, query string, args ...any) ([]string, error) {
	rows, err := conn.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
