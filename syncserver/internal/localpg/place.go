package localpg

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// lastResort is where root keeps clusters whose own folder lies below one that
// the account PostgreSQL runs as cannot enter, /root for example.
const lastResort = "/var/lib/dotchain"

// findCluster settles who runs the cluster, where it lies and which programs
// read it. It creates the folder and changes nothing that exists.
func findCluster(ctx context.Context, cfg Config) (cluster, error) {
	who, err := chooseAccount(ctx, cfg.accounts)
	if err != nil {
		return cluster{}, err
	}
	dir, err := place(ctx, who, cfg.Dir)
	if err != nil {
		return cluster{}, err
	}
	if asked, _ := filepath.Abs(cfg.Dir); dir != asked {
		cfg.Log.WarnContext(ctx, "the account of postgresql cannot enter the folder asked for; its data lies elsewhere",
			"account", who.name, "asked", asked, "dir", dir)
	}
	c := cluster{dir: dir, who: who}
	c.bin, err = findBinaries(ctx, who, cfg.Bin, c.version(), c.path("data"))
	return c, err
}

// place returns the folder that will hold the cluster, created and private to
// the account. A place that already holds a cluster always wins: permissions
// that change between two starts must never look like an empty database.
func place(ctx context.Context, who account, asked string) (string, error) {
	asked, err := filepath.Abs(asked)
	if err != nil {
		return "", fmt.Errorf("localpg: folder: %w", err)
	}
	dirs := []string{asked}
	if who.dropped {
		name := filepath.Base(asked) + "-" + shortHash(asked)
		dirs = append(dirs, filepath.Join(lastResort, name), filepath.Join(os.TempDir(), "dotchain-"+name))
	}
	for _, dir := range dirs {
		if !holdsCluster(dir) {
			continue
		}
		if !who.canEnter(ctx, dir) {
			return "", &FolderError{Dir: dir, Reason: "it holds one already, but the account " + who.name + " can no longer enter it"}
		}
		return dir, nil
	}
	var why error
	for _, dir := range dirs {
		if !who.canEnter(ctx, ancestor(dir)) {
			why = errors.Join(why, &FolderError{Dir: dir, Reason: "the account " + who.name + " cannot enter " + ancestor(dir)})
			continue
		}
		if err := prepare(who, dir); err != nil {
			return "", err
		}
		if !who.canEnter(ctx, dir) {
			why = errors.Join(why, &FolderError{Dir: dir, Reason: "the account " + who.name + " cannot enter it"})
			continue
		}
		return dir, nil
	}
	return "", why
}

// shortHash tells folders of one name apart, the same way at every start.
func shortHash(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:5])
}

// ancestor returns the nearest folder above dir that exists.
func ancestor(dir string) string {
	for {
		dir = filepath.Dir(dir)
		if st, err := os.Stat(dir); err == nil && st.IsDir() || dir == filepath.Dir(dir) {
			return dir
		}
	}
}

// prepare creates dir for the account. A folder with anything of somebody
// else's in it is refused, because its owner and mode are about to change.
func prepare(who account, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &FolderError{Dir: dir, Reason: err.Error()}
	}
	ours := len(entries) == 0
	for _, e := range entries {
		ours = ours || e.Name() == "start.lock"
	}
	if !ours {
		return &FolderError{Dir: dir, Reason: "other files are in it; name an empty folder or one that does not exist"}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return &FolderError{Dir: dir, Reason: err.Error()}
	}
	if err := errors.Join(os.Chmod(dir, 0o700), who.give(dir)); err != nil {
		return &FolderError{Dir: dir, Reason: err.Error()}
	}
	return nil
}

func holdsCluster(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "data", "PG_VERSION"))
	return err == nil
}

// cleanEnv is this process's environment without what would redirect or
// translate PostgreSQL's programs.
func cleanEnv() []string {
	var env []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		if strings.HasPrefix(name, "PG") || strings.HasPrefix(name, "LC_") || name == "LANG" || name == "LANGUAGE" || name == "NOTIFY_SOCKET" {
			continue
		}
		env = append(env, kv)
	}
	return append(env, "LC_ALL=C")
}
