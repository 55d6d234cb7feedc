package localpg

import (
	"cmp"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// binEnv names the folder of the server programs when set.
const binEnv = "DOTCHAIN_PG_BIN"

// binaries is a folder that holds initdb, pg_ctl and postgres.
type binaries struct {
	dir   string
	major string // "15"
}

func (b binaries) program(name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(b.dir, name)
}

// findBinaries returns a server of the wanted major version, or the newest one
// when want is empty. A folder named by the caller is the only one considered,
// so that a wrong name is an error and not another version than intended.
func findBinaries(ctx context.Context, who account, named, want, dataDir string) (binaries, error) {
	folders := searchPath(ctx)
	if named != "" {
		folders = []string{named}
	}
	var found []binaries
	var majors []string
	for _, dir := range folders {
		b := binaries{dir: dir}
		if b.major = b.askVersion(ctx, who); b.major == "" {
			continue
		}
		found = append(found, b)
		majors = append(majors, b.major)
	}
	if len(found) == 0 {
		return binaries{}, &NotInstalledError{Looked: folders}
	}
	if want == "" {
		return slices.MaxFunc(found, func(a, b binaries) int { return cmp.Compare(number(a.major), number(b.major)) }), nil
	}
	i := slices.IndexFunc(found, func(b binaries) bool { return b.major == want })
	if i < 0 {
		return binaries{}, &VersionError{Dir: dataDir, Want: want, Have: slices.Compact(slices.Sorted(slices.Values(majors)))}
	}
	return found[i], nil
}

// askVersion runs postgres --version as the account that will run it, which
// also finds out whether that account may. Empty means it is of no use here.
func (b binaries) askVersion(ctx context.Context, who account) string {
	for _, name := range []string{"initdb", "pg_ctl", "postgres"} {
		if st, err := os.Stat(b.program(name)); err != nil || st.IsDir() {
			return ""
		}
	}
	cmd := exec.CommandContext(ctx, b.program("postgres"), "--version")
	cmd.Dir = os.TempDir()
	who.apply(cmd)
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return majorOf(string(out))
}

// majorOf reads the major version out of `postgres (PostgreSQL) 15.18 (Debian…)`.
func majorOf(text string) string {
	_, after, ok := strings.Cut(text, "(PostgreSQL) ")
	if !ok {
		return ""
	}
	end := strings.IndexFunc(after, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		return after
	}
	return after[:end]
}

// searchPath lists the folders where a server may be, the likelier first: what
// the user put on PATH, then the layouts of the usual packages.
func searchPath(ctx context.Context) []string {
	var dirs []string
	if p, err := exec.LookPath("pg_ctl"); err == nil {
		// Debian's PATH may hold a link to the real folder's pg_ctl alone.
		if target, err := filepath.EvalSymlinks(p); err == nil {
			dirs = append(dirs, filepath.Dir(target))
		}
		dirs = append(dirs, filepath.Dir(p))
	}
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",
		"/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql@*/bin",
		filepath.Join(os.Getenv("ProgramFiles"), "PostgreSQL", "*", "bin"),
	} {
		matches, _ := filepath.Glob(pattern) // the only error is a bad pattern
		dirs = append(dirs, matches...)
	}
	if len(dirs) == 0 {
		return []string{"PATH", "/usr/lib/postgresql"}
	}
	var once []string
	for _, d := range dirs {
		if !slices.Contains(once, d) {
			once = append(once, d)
		}
	}
	return once
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
