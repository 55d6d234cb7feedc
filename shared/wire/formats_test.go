package wire_test

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/code"
	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

func format(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("../../docs/formats/" + name)
	require.NoError(t, err)
	return string(b)
}

// What docs/formats/bodies.md says of documents is what the code reads and writes: a
// section for every kind and every map in it, a row for every field.
func TestFormats_Bodies(t *testing.T) {
	t.Parallel()
	tables := tablesOf(format(t, "bodies.md"))
	homes := map[reflect.Type]int{}
	bodies := documentBodies()
	var want []string
	for kind := wire.DocOrg; kind <= wire.DocDraft; kind++ {
		for i, of := range mapsOf(bodies[kind].of, int(kind), homes) {
			title := strconv.Itoa(int(kind))
			if i > 0 {
				title = fmt.Sprintf("%d.%d %s", kind, i, snake(of.Name()))
			}
			want = append(want, title)
			require.Contains(t, tables, title)
			require.Equal(t, rowsOf(of, int(kind), homes), tables[title], "%s (%s)", title, of)
		}
	}
	require.Len(t, tables, len(want), "a table that nothing belongs to")
}

// tablesOf reads the tables with keys in their first column, by their headings: of a kind
// its number alone, of a map in it number and name. A row is its first three cells.
func tablesOf(text string) map[string][]string {
	heading := regexp.MustCompile(`^##+ ([0-9.]+) (.*)$`)
	row := regexp.MustCompile(`^\| (\d+ \| \S+ \| [^|]+) \|`)
	tables, title := map[string][]string{}, ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if m := heading.FindStringSubmatch(line); m != nil {
			title = m[1]
			if strings.Contains(title, ".") {
				title += " " + m[2]
			}
		}
		if m := row.FindStringSubmatch(line); m != nil {
			tables[title] = append(tables[title], m[1])
		}
	}
	return tables
}

// mapsOf are the structs of a body, itself first, in the order in which they are met. Those
// that another kind has shown before are left out.
func mapsOf(of reflect.Type, kind int, homes map[reflect.Type]int) []reflect.Type {
	var all []reflect.Type
	for queue := []reflect.Type{of}; len(queue) > 0; queue = queue[1:] {
		t := queue[0]
		if _, ok := homes[t]; ok || t == reflect.TypeFor[fault.Reason]() {
			continue
		}
		homes[t] = kind
		all = append(all, t)
		for _, f := range fieldsOf(t) {
			if inner, ok := structOf(f.of); ok {
				queue = append(queue, inner)
			}
		}
	}
	return all
}

// structOf is the struct that a field is, or is a list of.
func structOf(t reflect.Type) (reflect.Type, bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t, t.Kind() == reflect.Struct
}

func rowsOf(of reflect.Type, kind int, homes map[reflect.Type]int) []string {
	var rows []string
	for _, f := range fieldsOf(of) {
		name := f.name
		if f.optional {
			name += "?"
		}
		rows = append(rows, fmt.Sprintf("%d | %s | %s", f.number, name, typeIn(f.of, kind, homes)))
	}
	return rows
}

// typeIn is how the format calls a type in the section of a kind.
func typeIn(t reflect.Type, kind int, homes map[reflect.Type]int) string {
	switch {
	case isBytes(t):
		return bytesIn(t)
	case t == reflect.TypeFor[fault.Reason]():
		return "reason"
	case t.Kind() == reflect.Slice:
		return "array of " + typeIn(t.Elem(), kind, homes)
	case t.Kind() == reflect.Pointer:
		return typeIn(t.Elem(), kind, homes)
	case t.Kind() == reflect.Struct && homes[t] != kind:
		return fmt.Sprintf("%s (%d)", snake(t.Name()), homes[t])
	case t.Kind() == reflect.Struct:
		return snake(t.Name())
	case t.Kind() == reflect.String:
		return "text"
	case t.Kind() == reflect.Bool:
		return "bool"
	case strings.HasPrefix(t.Kind().String(), "uint"):
		return "uint"
	}
	return "int"
}

func bytesIn(t reflect.Type) string {
	switch {
	case t.Kind() == reflect.Array && isNone(t) && t.Len() == 16:
		return "id"
	case t.Kind() == reflect.Array && isNone(t):
		return "hash"
	}
	return "bytes"
}

// docs/formats/reasons.md has every code, with its number, name and meaning.
func TestFormats_Reasons(t *testing.T) {
	t.Parallel()
	row := regexp.MustCompile(`(?m)^\| (\d+) \| (\S+) \| [^|\s][^|]* \|$`)
	var got, want []string
	for _, m := range row.FindAllStringSubmatch(format(t, "reasons.md"), -1) {
		got = append(got, m[1]+" "+m[2])
	}
	for code, name := range fault.Codes() {
		want = append(want, fmt.Sprintf("%d `%s`", code, name))
	}
	slices.Sort(got)
	slices.Sort(want)
	require.Equal(t, want, got)
}

// The index names every text, and every text has vectors or says why it needs none.
func TestFormats_Index(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("../../docs/formats")
	require.NoError(t, err)
	index := format(t, "README.md")
	for _, e := range entries {
		if e.Name() != "README.md" {
			require.Contains(t, index, "("+e.Name()+")")
		}
	}
	for path := range strings.SplitSeq(index, "`") {
		if !strings.Contains(path, "/testdata") {
			continue
		}
		_, err := os.Stat("../../" + path)
		require.NoError(t, err, path)
	}
}

// What docs/formats/seal.md says of commands has every field of every kind's body, by number and name.
func TestFormats_Commands(t *testing.T) {
	t.Parallel()
	sections := regexp.MustCompile(`(?m)^### `).Split(format(t, "seal.md"), -1)
	for kind, body := range commandBodies() {
		at := slices.IndexFunc(sections, func(s string) bool {
			heading, _, _ := strings.Cut(s, "\n")
			return strings.Contains(heading, kind.String())
		})
		require.Positive(t, at, "%s has no section", kind)
		text := sections[at]
		if _, own, ok := strings.Cut(text, "\n"+kind.String()+": "); ok {
			text, _, _ = strings.Cut(own, "\n\n")
		}
		for _, f := range fieldsOf(body.of) {
			said := regexp.MustCompile(fmt.Sprintf(`(\W%d\??:?\s|\| %d \| )%s\W`, f.number, f.number, f.name))
			require.Regexp(t, said, text, "%s of %s", f.name, kind)
		}
	}
}

// The codes that stand in items are those of the tables that both sides know.
func TestFormats_Codes(t *testing.T) {
	t.Parallel()
	text := format(t, "bodies.md")
	for _, c := range code.Categories() {
		keys := make([]string, len(c.SpecKeys))
		for i, k := range c.SpecKeys {
			keys[i] = string(k)
		}
		needs := "no"
		if c.RequiresNSN {
			needs = "yes"
		}
		require.Contains(t, text, fmt.Sprintf("| `%s` | %s | %s | %s | %s |\n", c.Code, c.NameUk, c.DK021, needs, strings.Join(keys, ", ")))
	}
	for _, s := range code.Specs() {
		what := string(s.Kind)
		if s.Unit != "" {
			what += ", " + string(s.Unit)
		}
		choices := make([]string, len(s.Choices))
		for i, c := range s.Choices {
			choices[i] = c.Value
		}
		if len(choices) > 0 {
			what += ": " + strings.Join(choices, ", ")
		}
		require.Contains(t, text, fmt.Sprintf("| `%s` | %s | %s |\n", s.Key, what, s.LabelUk))
	}
}

// Who may sign which kind is what the program lets them.
func TestFormats_WhoMaySign(t *testing.T) {
	t.Parallel()
	text := format(t, "seal.md")
	text = text[strings.Index(text, "### 3.51"):]
	text = text[:strings.Index(text, "\n## ")]
	row := regexp.MustCompile(`(?m)^\| ([0-9][0-9, to]*) \| (.*) \|$`)
	word := regexp.MustCompile(`[a-z_]+`)
	told := map[seal.Kind][]string{}
	for _, m := range row.FindAllStringSubmatch(text, -1) {
		roles, _, _ := strings.Cut(m[2], ";") // what follows is of single kinds and cases
		var named []string
		for r := party.Role(0); r <= party.RoleServer; r++ {
			if slices.Contains(word.FindAllString(roles, -1), r.String()) {
				named = append(named, r.String())
			}
		}
		for _, part := range strings.Split(m[1], ", ") {
			first, last, isRange := strings.Cut(part, " to ")
			from, err := strconv.Atoi(first)
			require.NoError(t, err)
			to := from
			if isRange {
				to, err = strconv.Atoi(last)
				require.NoError(t, err)
			}
			for k := from; k <= to; k++ {
				told[seal.Kind(k)] = named //nolint:gosec // small
			}
		}
	}
	for k := seal.KindSubmitOrder; k <= seal.KindChangeDraft; k++ {
		if k.String() == "unknown" {
			require.NotContains(t, told, k)
			continue
		}
		var may []string
		for r := party.Role(0); r <= party.RoleServer; r++ {
			if party.May(party.Person{Roles: []party.Role{r}}, party.Action(k.String())) {
				may = append(may, r.String())
			}
		}
		require.NotEmpty(t, may, k)
		require.Equal(t, may, told[k], k)
	}
}
