package postgres

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// table writes one aggregate. All aggregates are written by the same two
// statements, so these are built from the columns: one INSERT and one UPDATE
// of whole arrays a batch, whatever number of rows it has. The first column is
// the key.
type table[T any] struct {
	name    string
	key     func(T) [16]byte
	version func(T) uint64
	columns []column[T]
	insert  string
	update  string
	// look gives the keys and versions of rows; lock does so under their locks, taken by key.
	look string
	lock string
}

// column is a column: its name, its type, and its values of some rows as an array.
type column[T any] struct {
	name   string
	typ    string
	values func([]T) any
}

func newTable[T any](name string, key func(T) [16]byte, version func(T) uint64, columns ...column[T]) *table[T] {
	columns = append(columns, number("version", func(v T) int64 { return int64(version(v)) })) //nolint:gosec // counts of changes
	t := &table[T]{name: name, key: key, version: version, columns: columns}
	list, from := listsOf(columns)
	var sets []string
	for _, c := range columns[1:] {
		sets = append(sets, c.name+" = x."+c.name)
	}
	t.insert = insertOf(name, columns)
	t.look = "SELECT " + columns[0].name + ", version FROM " + name + " WHERE " + columns[0].name + " = ANY($1)"
	// The sort stands below the lock in the plan: rows are locked in its order.
	t.lock = t.look + " ORDER BY " + columns[0].name + " FOR NO KEY UPDATE"
	// The database itself counts what was changed, and stops (staleVersion): COMMIT is on
	// its way already, and must not come to pass where a version was another.
	base := strconv.Itoa(len(columns) + 1)
	t.update = "WITH done AS (UPDATE " + name + " AS t SET " + strings.Join(sets, ", ") +
		" FROM unnest(" + from + ", $" + base + "::bigint[]) AS x (" + list + ", base)" +
		" WHERE t." + columns[0].name + " = x." + columns[0].name + " AND t.version = x.base RETURNING 1)" +
		" SELECT 1 / (count(*) = cardinality($" + base + "::bigint[]))::int FROM done"
	return t
}

// listsOf are the names of columns, and their arrays as parameters.
func listsOf[T any](columns []column[T]) (list, from string) {
	var names, arrays []string
	for i, c := range columns {
		names = append(names, c.name)
		arrays = append(arrays, "$"+strconv.Itoa(i+1)+"::"+c.typ+"[]")
	}
	return strings.Join(names, ", "), strings.Join(arrays, ", ")
}

func insertOf[T any](name string, columns []column[T]) string {
	list, from := listsOf(columns)
	return "INSERT INTO " + name + " (" + list + ") SELECT " + list + " FROM unnest(" + from + ") AS x (" + list + ")"
}

// save queues the rows of a batch. What Load did not find is inserted; what it
// found is changed if it still has that version, else the transaction runs again. What was never
// loaded is taken to follow its version before.
func (t *table[T]) save(b *pgx.Batch, seen map[thing]uint64, rows []T) {
	var absent, present []T
	var bases []int64
	for _, r := range rows {
		k := thing{t.name, t.key(r)}
		base, known := seen[k]
		if !known {
			base = t.version(r) - 1
		}
		seen[k] = t.version(r)
		if base == 0 {
			absent = append(absent, r)
			continue
		}
		present = append(present, r)
		bases = append(bases, int64(base)) //nolint:gosec // counts of changes
	}
	if len(absent) > 0 {
		// Two who insert the same rows wait for each other's keys: by key, too.
		slices.SortFunc(absent, func(x, y T) int { a, b := t.key(x), t.key(y); return bytes.Compare(a[:], b[:]) })
		b.Queue(t.insert, arraysOf(t.columns, absent)...)
	}
	if len(present) > 0 {
		b.Queue(t.update, append(arraysOf(t.columns, present), bases)...)
	}
}

func arraysOf[T any](columns []column[T], rows []T) []any {
	all := make([]any, len(columns), len(columns)+1)
	for i, c := range columns {
		all[i] = c.values(rows)
	}
	return all
}

func array[T, V any](name, typ string, get func(T) V) column[T] {
	return column[T]{name: name, typ: typ, values: func(rows []T) any {
		all := make([]V, len(rows))
		for i, r := range rows {
			all[i] = get(r)
		}
		return all
	}}
}

func key[T any](name string, get func(T) pgtype.UUID) column[T] { return array(name, "uuid", get) }

func text[T any](name string, get func(T) string) column[T] { return array(name, "text", get) }

func number[T any](name string, get func(T) int64) column[T] { return array(name, "bigint", get) }

func small[T any](name string, get func(T) int16) column[T] { return array(name, "smallint", get) }

func flag[T any](name string, get func(T) bool) column[T] { return array(name, "boolean", get) }

func bytea[T any](name string, get func(T) []byte) column[T] { return array(name, "bytea", get) }
