// Package main_test holds the fence: the arrows between the rooms of the house,
// checked over what the go command itself lists. The compiler's internal/ rule
// is the cheaper fence, .golangci.yml (depguard) the dearer one.
package main_test

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// pure is all that shared may use. None of it can read a clock, a disk, a
// network or a random number, so what shared decides it decides the same on
// every machine.
const pure = `
	bytes cmp crypto/ed25519 crypto/sha256 encoding/base32 encoding/base64 encoding/binary
	encoding/hex encoding/json errors fmt io iter maps math math/big math/bits
	slices strconv strings time unicode unicode/utf8
	golang.org/x/text/unicode/norm`

// prints is what shared/paper may use besides: the font inside the program, and
// libraries that write a PDF and a QR code. Of the PDF library only what works
// in memory is called.
const prints = `
	embed image/color github.com/phpdave11/gofpdf
	github.com/boombuler/barcode github.com/boombuler/barcode/qr`

// reads is what shared/intake may use besides: it turns the bytes of a file into
// rows, on the server and on the laptop alike.
const reads = `
	archive/zip encoding/xml regexp github.com/xuri/excelize/v2
	golang.org/x/text/encoding golang.org/x/text/encoding/charmap golang.org/x/text/encoding/unicode`

// pkg is what `go list -json` says of one package.
type pkg struct {
	ImportPath   string   `json:"ImportPath"`
	Imports      []string `json:"Imports"`
	TestImports  []string `json:"TestImports"`
	XTestImports []string `json:"XTestImports"`
}

// all are the imports of the package with those of its tests.
func (p pkg) all() []string {
	return slices.Concat(p.Imports, p.TestImports, p.XTestImports)
}

func TestImports(t *testing.T) {
	t.Parallel()
	for _, system := range []string{"linux", "windows"} {
		for _, v := range violations(list(t, system)) {
			t.Errorf("%s: %s", system, v)
		}
	}
}

func list(t *testing.T, system string) []pkg {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e",
		"-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	cmd.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err)
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		all = append(all, p)
	}
}

// violations returns one sentence for every import that no arrow allows, with
// the arrow and its reason.
func violations(pkgs []pkg) []string {
	var bad []string
	for _, p := range pkgs {
		say := func(imp, arrow string) { bad = append(bad, p.ImportPath+" imports "+imp+": "+arrow) }
		for _, imp := range p.Imports {
			if why := forbidden(p.ImportPath, imp); why != "" {
				say(imp, why)
			}
		}
		for _, imp := range p.all() {
			if why := forbiddenEvenInTests(p.ImportPath, imp); why != "" {
				say(imp, why)
			}
		}
	}
	return bad
}

// forbidden says which arrow the import breaks in code that ships; empty when
// it breaks none.
func forbidden(from, to string) string {
	if isTestHelp(from) {
		return ""
	}
	if under(from, "shared") && !mayShared(from, to) {
		return "shared is pure: no I/O, clock, randomness, logger, goroutine or context, so that device and server decide alike"
	}
	for _, core := range []string{
		"syncserver/internal/engine", "syncserver/internal/feed", "syncserver/internal/snapshot",
		"desktop/internal/client", "desktop/internal/syncer",
	} {
		if under(from, core) && (isTechnology(to) || isAdapter(to)) {
			return "core → technology: a core declares the ports it needs and adapters implement them, else it cannot run in the simulation"
		}
	}
	if isAdapter(from) && isAdapter(to) && adapterOf(from) != adapterOf(to) {
		return "adapter → adapter: only syncserver.go and desktop.go name more than one, else a change in one technology spreads to the next"
	}
	if isTestHelp(to) {
		return "ships a helper of tests: these are imported by tests only"
	}
	return ""
}

// forbiddenEvenInTests says which arrow the import breaks wherever it stands.
func forbiddenEvenInTests(from, to string) string {
	switch {
	case under(from, "shared") && (under(to, "desktop") || under(to, "syncserver") || under(to, "frontend")):
		return "shared → outside: everything rests on shared, so it rests on nothing"
	case under(from, "syncserver") && under(to, "desktop"),
		under(from, "desktop") && !under(from, "desktop/e2e") && !under(from, "desktop/cmd") && under(to, "syncserver"):
		return "desktop ↔ syncserver: they meet on the wire (shared/wire) only, else one could not be replaced without the other; desktop/e2e and desktop/cmd, which run both, may"
	case strings.HasPrefix(to, "github.com/wailsapp/") && from != "dotchain/desktop" && !under(from, "desktop/internal/app"):
		return "only desktop.go and internal/app know Wails: the client must run without a window"
	}
	return ""
}

// seals is what shared/courier and shared/segment may use besides: key agreement,
// compression and cipher of what is sealed to its readers. Keys and random bytes are
// their parameters.
const seals = `
	crypto/ecdh crypto/hkdf crypto/hmac
	github.com/klauspost/compress/zstd golang.org/x/crypto/chacha20poly1305`

// opens is what shared/journal may use besides: the sum of its records, and to open what
// is sealed to the organisation. Sealing draws random bytes and is the device's.
const opens = `crypto/hpke hash/crc32`

// looks is what shared/photo may use besides: the decoders of pictures in memory.
const looks = `image image/draw image/jpeg image/png`

func mayShared(from, to string) bool {
	if under(to, "shared") || slices.Contains(strings.Fields(pure), to) {
		return true
	}
	switch {
	case under(from, "shared/paper") && slices.Contains(strings.Fields(prints), to):
		return true // the one that draws pages (docs/decisions/0008)
	case under(from, "shared/intake") && slices.Contains(strings.Fields(reads), to):
		return true // the one that reads files
	case (under(from, "shared/courier") || under(from, "shared/segment")) && slices.Contains(strings.Fields(seals), to):
		return true // those that seal files
	case under(from, "shared/journal") && slices.Contains(strings.Fields(opens), to):
		return true // the one that opens journals
	case under(from, "shared/photo") && slices.Contains(strings.Fields(looks), to):
		return true // the one that makes pictures smaller
	case under(from, "shared/ubl"):
		return to == "encoding/xml" // the one that writes UBL
	}
	if under(from, "shared/wire/compact") && (to == "embed" || to == "github.com/klauspost/compress/zstd") {
		return true // the one that packs commands with a dictionary
	}
	encodes := under(from, "shared/seal") || under(from, "shared/wire")
	return encodes && to == "github.com/fxamacker/cbor/v2" // the one encoder of what is signed and sent
}

// isTechnology says that the import reaches a database, a network or a window.
func isTechnology(path string) bool {
	for _, p := range []string{
		"database/sql", "net", "net/http", "os", "os/exec",
		"github.com/jackc", "github.com/pressly", "github.com/dgraph-io", "github.com/go-chi",
		"github.com/danielgtaylor", "github.com/gorilla", "github.com/wailsapp", "github.com/riverqueue",
	} {
		if path == p || strings.HasPrefix(p, "github.com/") && strings.HasPrefix(path, p+"/") {
			return true
		}
	}
	return false
}

func isAdapter(path string) bool { return adapterOf(path) != "" && !isTestHelp(path) }

// adapterOf names the adapter a package belongs to, empty for none.
func adapterOf(path string) string {
	for _, a := range []string{
		"syncserver/internal/httpapi", "syncserver/internal/postgres", "syncserver/internal/jobs",
		"syncserver/internal/localpg",
		"desktop/internal/remote", "desktop/internal/journal", "desktop/internal/badgerstore",
		"desktop/internal/keyring", "desktop/internal/app",
	} {
		if under(path, a) {
			return a
		}
	}
	return ""
}

// isTestHelp says that the package serves tests and measurements only: its name
// ends in test, as in the standard library, or it runs client and server both.
// pgtest may know localpg and postgres, because it stands in for syncserver.go.
func isTestHelp(path string) bool {
	return strings.HasPrefix(path, "dotchain/") && strings.HasSuffix(path, "test") ||
		under(path, "desktop/e2e") || under(path, "desktop/cmd")
}

// under says that path is the room or lies below it.
func under(path, room string) bool {
	return path == "dotchain/"+room || strings.HasPrefix(path, "dotchain/"+room+"/")
}

// Every library has a line that says what it is for; a line without a library
// is as wrong.
func TestDecisions_NameEveryLibrary(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("docs/decisions/0001-libraries.md")
	require.NoError(t, err)
	named := make(map[string]bool)
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(line, "|"); len(cells) > 3 {
			for i, word := range strings.Split(cells[1], "`") {
				if i%2 == 1 {
					named[word] = true
				}
			}
		}
	}

	var used []string
	out, err := exec.CommandContext(t.Context(), "go", "mod", "edit", "-json").Output()
	require.NoError(t, err)
	var mod struct {
		Require []struct {
			Path     string `json:"Path"`
			Indirect bool   `json:"Indirect"`
		} `json:"Require"`
	}
	require.NoError(t, json.Unmarshal(out, &mod))
	for _, r := range mod.Require {
		if !r.Indirect {
			used = append(used, r.Path)
		}
	}
	var page struct {
		Dependencies    map[string]string `json:"dependencies"`
		DevDependencies map[string]string `json:"devDependencies"`
	}
	b, err := os.ReadFile("frontend/package.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &page))
	used = slices.AppendSeq(used, maps.Keys(page.Dependencies))
	used = slices.AppendSeq(used, maps.Keys(page.DevDependencies))

	require.ElementsMatch(t, used, slices.Collect(maps.Keys(named)))
}

// The fence itself must be able to fail: one row for every arrow, and one for
// what looks alike and is allowed.
func TestViolations(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		from, to string
		tests    bool // the import stands in a test
		want     string
	}{
		"shared reads the disk":             {from: "shared/order", to: "os", want: "shared is pure"},
		"shared takes a context":            {from: "shared/rules", to: "context", want: "shared is pure"},
		"shared encodes outside seal":       {from: "shared/order", to: "github.com/fxamacker/cbor/v2", want: "shared is pure"},
		"a rule prints":                     {from: "shared/order", to: "github.com/phpdave11/gofpdf", want: "shared is pure"},
		"paper prints":                      {from: "shared/paper", to: "github.com/phpdave11/gofpdf"},
		"paper reads the disk":              {from: "shared/paper", to: "os", want: "shared is pure"},
		"paper writes UBL":                  {from: "shared/paper", to: "encoding/xml", want: "shared is pure"},
		"photo decodes":                     {from: "shared/photo", to: "image/jpeg"},
		"ubl decodes pictures":              {from: "shared/ubl", to: "image/jpeg", want: "shared is pure"},
		"ubl writes UBL":                    {from: "shared/ubl", to: "encoding/xml"},
		"ubl asks the net":                  {from: "shared/ubl", to: "net/http", want: "shared is pure"},
		"courier seals":                     {from: "shared/courier", to: "golang.org/x/crypto/chacha20poly1305"},
		"journal opens":                     {from: "shared/journal", to: "crypto/hpke"},
		"journal reads the disk":            {from: "shared/journal", to: "os", want: "shared is pure"},
		"a rule opens":                      {from: "shared/rules", to: "crypto/hpke", want: "shared is pure"},
		"courier draws":                     {from: "shared/courier", to: "crypto/rand", want: "shared is pure"},
		"compact compresses":                {from: "shared/wire/compact", to: "github.com/klauspost/compress/zstd"},
		"wire compresses":                   {from: "shared/wire", to: "github.com/klauspost/compress/zstd", want: "shared is pure"},
		"seal encodes":                      {from: "shared/seal", to: "github.com/fxamacker/cbor/v2"},
		"shared's tests draw":               {from: "shared/money", to: "pgregory.net/rapid", tests: true},
		"shared's tests reach out":          {from: "shared/rules", to: "dotchain/syncserver/internal/engine", tests: true, want: "shared → outside"},
		"engine knows pgx":                  {from: "syncserver/internal/engine", to: "github.com/jackc/pgx/v5", want: "core → technology"},
		"engine knows chi":                  {from: "syncserver/internal/engine", to: "github.com/go-chi/chi/v5", want: "core → technology"},
		"engine knows postgres":             {from: "syncserver/internal/engine", to: "dotchain/syncserver/internal/postgres", want: "core → technology"},
		"engine's tests use the real thing": {from: "syncserver/internal/engine", to: "dotchain/syncserver/internal/postgres", tests: true},
		"client knows badger":               {from: "desktop/internal/client", to: "github.com/dgraph-io/badger/v4", want: "core → technology"},
		"client knows wails":                {from: "desktop/internal/client", to: "github.com/wailsapp/wails/v2", want: "only desktop.go"},
		"badgerstore knows badger":          {from: "desktop/internal/badgerstore", to: "github.com/dgraph-io/badger/v4"},
		"adapter knows adapter":             {from: "syncserver/internal/httpapi", to: "dotchain/syncserver/internal/postgres", want: "adapter → adapter"},
		"adapter knows its own parts":       {from: "syncserver/internal/postgres", to: "dotchain/syncserver/internal/postgres/migrations"},
		"adapter knows its core":            {from: "syncserver/internal/postgres", to: "dotchain/syncserver/internal/engine"},
		"pgtest knows localpg":              {from: "syncserver/internal/postgres/pgtest", to: "dotchain/syncserver/internal/localpg"},
		"a suite of a port draws":           {from: "syncserver/internal/engine/enginetest", to: "pgregory.net/rapid"},
		"the server ships pgtest":           {from: "syncserver", to: "dotchain/syncserver/internal/postgres/pgtest", want: "helper of tests"},
		"desktop knows the server":          {from: "desktop/internal/remote", to: "dotchain/syncserver", tests: true, want: "desktop ↔ syncserver"},
		"the server knows desktop":          {from: "syncserver/internal/engine", to: "dotchain/desktop", want: "desktop ↔ syncserver"},
		"e2e knows both":                    {from: "desktop/e2e", to: "dotchain/syncserver"},
		"bench knows both":                  {from: "desktop/cmd/bench", to: "dotchain/syncserver"},
		"keyring knows wails":               {from: "desktop/internal/keyring", to: "github.com/wailsapp/wails/v2/pkg/runtime", want: "only desktop.go"},
		"app knows wails":                   {from: "desktop/internal/app", to: "github.com/wailsapp/wails/v2/pkg/runtime"},
		"a neighbour's name":                {from: "sharedness", to: "os"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := pkg{ImportPath: "dotchain/" + row.from, Imports: []string{row.to}}
			if row.tests {
				p = pkg{ImportPath: "dotchain/" + row.from, XTestImports: []string{row.to}}
			}
			got := violations([]pkg{p})
			if row.want == "" {
				require.Empty(t, got)
				return
			}
			require.Contains(t, strings.Join(got, "\n"), row.want)
		})
	}
}
