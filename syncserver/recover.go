package syncserver

import (
	"context"
	"crypto/hpke"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dotchain/shared/journal"
	"dotchain/syncserver/internal/authority"
	"dotchain/syncserver/internal/recovery"
)

// JournalFile is a file of the journal of a laptop that nobody can open.
type JournalFile = recovery.File

// Recovered says what was found in journals and what became of it.
type Recovered = recovery.Report

// maxJournalFile is more than a device ever puts into one file of its journal.
const maxJournalFile = 64 << 20

// ErrNoFiles says that a folder has no file of a journal.
var ErrNoFiles = errors.New("no file of a journal is here; it is in the folder journal of a laptop's profile")

// JournalFiles reads files, and of folders all that may be of a journal: segments, also those
// that were put aside because of damage. A file that its disk does not give is among them
// with its error. Error: there is no such file or folder; ErrNoFiles.
func JournalFiles(paths ...string) ([]JournalFile, error) {
	var names []string
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		found := []string{path}
		if info.IsDir() {
			if found, err = segmentsIn(path); err != nil {
				return nil, err
			}
		}
		for _, name := range found {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	files := make([]JournalFile, 0, len(names))
	for _, name := range names {
		data, err := readJournal(name)
		files = append(files, JournalFile{Name: name, Data: data, Err: err})
	}
	return files, nil
}

func segmentsIn(dir string) (names []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		isPart := slices.ContainsFunc([]string{".journal", ".journal.tmp", ".tail"}, func(end string) bool { return strings.HasSuffix(path, end) })
		if d.Type().IsRegular() && isPart {
			names = append(names, path)
		}
		return nil
	})
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("%s: %w", dir, ErrNoFiles)
	}
	return names, err
}

// readJournal gives what can be read of a file, also beside an error.
func readJournal(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(f, maxJournalFile+1))
	if len(data) > maxJournalFile {
		return nil, fmt.Errorf("longer than any file of a journal (%d bytes): %w", maxJournalFile, journal.ErrNoJournal)
	}
	return data, err
}

// Recover hands in what was signed on laptops that nobody can open any more, with the
// organisation's recovery key: each command in their journals is decided as if it had been
// pushed. It may be done while the server serves, and again: what came before keeps its
// receipt. An error beside a report means that not all was handed in.
func (h *House) Recover(ctx context.Context, key hpke.PrivateKey, files []JournalFile) (Recovered, error) {
	return h.recovery.Take(ctx, key, files)
}

// LoadRecoveryKey reads the organisation's recovery key from wherever it is kept.
func LoadRecoveryKey(path string) (hpke.PrivateKey, error) { return authority.LoadRecovery(path) }
