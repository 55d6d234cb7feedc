package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// decoders says which fuzz target each reader of foreign bytes has: package and function,
// then the target in the same package. One that decodes nothing by itself says why instead.
func decoders() map[string]string {
	return map[string]string{
		"shared/allocation DecodeResult":        "FuzzDecode",
		"shared/allocation DecodeRound":         "FuzzDecode",
		"shared/allocation DecodeSeveral":       "FuzzDecode",
		"shared/allocation DecodeSeveralResult": "FuzzDecode",
		"shared/allocation decode":              "FuzzDecode",
		"shared/allocation parseShare":          "FuzzDecode",
		"shared/code ParseDK021":                "FuzzParse",
		"shared/code ParseEDRPOU":               "FuzzParse",
		"shared/code ParseKEKV":                 "FuzzParse",
		"shared/code ParseKPKVK":                "FuzzParse",
		"shared/code ParseMilli":                "FuzzParse",
		"shared/code ParseNSN":                  "FuzzParse",
		"shared/code ParseUOM":                  "FuzzParse",
		"shared/code ParseUnitNumber":           "FuzzParse",
		"shared/courier OpenAnswer":             "FuzzOpen",
		"shared/courier OpenBundle":             "FuzzOpen",
		"shared/courier ReadHeader":             "FuzzOpen",
		"shared/courier decode":                 "FuzzLetter",
		"shared/document Decode":                "FuzzDecode",
		"shared/document ParseNumber":           "FuzzParseNumber",
		"shared/fault Code.UnmarshalText":       "a name in a table",
		"shared/id ID.UnmarshalCBOR":            "read by every target of shared/wire and shared/seal",
		"shared/id ID.UnmarshalText":            "read by every target of shared/wire and shared/seal",
		"shared/id Parse":                       "the standard library's own",
		"shared/intake ReadDK021":               "FuzzReadClassifier",
		"shared/intake ReadOrganisations":       "FuzzReadOrganisations",
		"shared/intake ReadPeople":              "FuzzReadPeople",
		"shared/intake ReadPriceList":           "FuzzReadPriceList_CSV",
		"shared/intake ReadStatement":           "FuzzReadStatement",
		"shared/intake ReadUOM":                 "FuzzReadClassifier",
		"shared/intake ReadUnitSheet":           "FuzzReadUnitSheet",
		"shared/intake decode":                  "FuzzReadPriceList_CSV",
		"shared/journal DecodeFrame":            "FuzzDecodeFrame",
		"shared/journal ReadHead":               "FuzzRecover",
		"shared/journal ReadStore":              "FuzzReadStore",
		"shared/money Parse":                    "FuzzParse",
		"shared/order DecodeRevision":           "FuzzDecodeRevision",
		"shared/photo decode":                   "FuzzShrink",
		"shared/rules DecodeThing":              "FuzzDecodeThing",
		"shared/rules decodeThing":              "FuzzDecodeThing",
		"shared/seal Decode":                    "FuzzDecode",
		"shared/seal Hash.UnmarshalCBOR":        "FuzzServerWords",
		"shared/seal Open":                      "FuzzOpen",
		"shared/seal OpenCheckpoint":            "FuzzServerWords",
		"shared/seal OpenReceipt":               "FuzzServerWords",
		"shared/segment Opener.Open":            "FuzzDocuments",
		"shared/supply Terms.UnmarshalCBOR":     "FuzzTerms",
		"shared/ubl Parse":                      "FuzzParse",
		"shared/wire Decode":                    "FuzzMessages",
		"shared/wire OpenManifest":              "FuzzManifest",
		"shared/wire ParseCursor":               "FuzzTexts",
		"shared/wire ParseDiverged":             "FuzzParseDiverged",
		"shared/wire ParseTicket":               "FuzzTexts",

		"desktop/internal/attachments ParseHash":     "hex of a fixed length",
		"desktop/internal/badgerstore Docs.decode":   "FuzzValues",
		"desktop/internal/badgerstore decodeCommand": "FuzzValues",
		"desktop/internal/badgerstore decodeDraft":   "FuzzValues",
		"desktop/internal/courier ParseID":           "hex of a fixed length",
		"desktop/internal/journal decodeHeader":      "FuzzDecodeHeader",
		"desktop/internal/keyring Sealer.Open":       "a box that the library opens or refuses whole",
		"desktop/internal/keyring Sealer.OpenInto":   "a box that the library opens or refuses whole",
		"desktop/internal/keyring decode":            "FuzzDecode",
		"desktop/internal/keyring decodeSecret":      "FuzzDecodeSecret",
		"desktop/internal/remote parseServer":        "FuzzServer",
		"desktop/internal/search Index.Load":         "FuzzLoad",
		"syncserver/internal/httpapi parseRange":     "FuzzHeaders",
	}
}

// others are targets of readers that go by other names: what a folder, a header or a body
// holds is read where it is used.
func others() []string {
	return []string{
		"shared/journal FuzzRecover", "shared/photo FuzzClean", "shared/policy FuzzSet", "shared/rules FuzzDecide", "shared/wire FuzzDigest",
		"shared/intake FuzzReadPriceList_XLSX",
		"desktop/internal/attachments FuzzContent", "desktop/internal/badgerstore FuzzRecords", "desktop/internal/courier FuzzAdd",
		"desktop/internal/journal FuzzScan",
		"desktop/internal/remote FuzzAnswer", "desktop/internal/session FuzzFiles",
		"syncserver/internal/authority FuzzCertificateRequest", "syncserver/internal/forwarding/carrier FuzzRead", "syncserver/internal/httpapi FuzzUnpack",
	}
}

// TestDecoders: whatever reads bytes or text that came from outside has a fuzz target with
// a committed corpus. A reader is known by its name and by what it takes.
func TestDecoders(t *testing.T) {
	t.Parallel()
	found, table := readers(t), decoders()
	require.Empty(t, without(found, slices.Collect(maps.Keys(table))), "readers that are in no row of the table: give each a target")
	require.Empty(t, without(slices.Collect(maps.Keys(table)), found), "rows of readers that are gone")
	targets := others()
	for reader, target := range table {
		if dir, _, _ := strings.Cut(reader, " "); strings.HasPrefix(target, "Fuzz") {
			targets = append(targets, dir+" "+target)
		}
	}
	for _, row := range targets {
		dir, target, _ := strings.Cut(row, " ")
		require.True(t, hasTarget(t, dir, target), "%s has no %s", dir, target)
		corpus, err := filepath.Glob(path.Join(dir, "testdata", "fuzz", target, "*"))
		require.NoError(t, err)
		require.NotEmpty(t, corpus, "%s of %s has no corpus", target, dir)
	}
}

// without are those of all that are not among some.
func without(all, some []string) []string {
	return slices.Sorted(func(yield func(string) bool) {
		for _, a := range all {
			if !slices.Contains(some, a) && !yield(a) {
				return
			}
		}
	})
}

// readers are the functions that are named like readers, take bytes, a text or a stream
// first, and say whether they could read it.
func readers(t *testing.T) []string {
	t.Helper()
	named := regexp.MustCompile(`^([dD]ecode|[pP]arse([A-Z]|$)|Open|Read[A-Z]|Unmarshal|Load$)`)
	var all []string
	each(t, func(file string, f *ast.FuncDecl) {
		if !named.MatchString(f.Name.Name) || f.Type.Results == nil || len(f.Type.Params.List) == 0 {
			return
		}
		foreign := slices.ContainsFunc(f.Type.Params.List, func(p *ast.Field) bool { return isForeign(p.Type) && !isPlace(p) })
		last := f.Type.Results.List[len(f.Type.Results.List)-1].Type
		if says, ok := last.(*ast.Ident); foreign && ok && (says.Name == "error" || says.Name == "bool") {
			all = append(all, path.Dir(file)+" "+receiver(f)+f.Name.Name)
		}
	})
	return all
}

// isForeign reports whether a parameter is bytes, a text or a stream.
func isForeign(e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name == "string"
	case *ast.ArrayType:
		of, ok := x.Elt.(*ast.Ident)
		return ok && of.Name == "byte" && x.Len == nil
	case *ast.SelectorExpr:
		return x.Sel.Name == "Reader"
	}
	return false
}

// isPlace reports whether a parameter says where something is and not what it is.
func isPlace(p *ast.Field) bool {
	return slices.ContainsFunc(p.Names, func(n *ast.Ident) bool {
		return slices.Contains([]string{"dir", "path", "name", "passphrase"}, n.Name)
	})
}

func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	e := f.Recv.List[0].Type
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	if generic, ok := e.(*ast.IndexExpr); ok {
		e = generic.X
	}
	name, _ := e.(*ast.Ident)
	return name.Name + "."
}

// each shows every function of the code that ships in shared, desktop/internal and syncserver/internal.
// What the window calls is left out: its page is ours.
func each(t *testing.T, see func(file string, f *ast.FuncDecl)) {
	t.Helper()
	for _, root := range []string{"shared", "desktop/internal", "syncserver/internal"} {
		err := fs.WalkDir(os.DirFS("."), root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || isTestHelp("dotchain/"+path.Dir(name)) || path.Dir(name) == "desktop/internal/app" {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for _, decl := range file.Decls {
				if f, ok := decl.(*ast.FuncDecl); ok {
					see(name, f)
				}
			}
			return nil
		})
		require.NoError(t, err)
	}
}

// hasTarget reports whether a package has the fuzz target.
func hasTarget(t *testing.T, dir, target string) bool {
	t.Helper()
	files, err := filepath.Glob(path.Join(dir, "*_test.go"))
	require.NoError(t, err)
	return slices.ContainsFunc(files, func(name string) bool {
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		return strings.Contains(string(b), "\nfunc "+target+"(f *testing.F)")
	})
}
