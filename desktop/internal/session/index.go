package session

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"dotchain/desktop/internal/badgerstore"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/search"
)

const indexName = "index"

// keptIndex is the search index with its sealed file in the profile. The file can
// always be made again from the documents, so that no trouble with it is one of the person's.
type keptIndex struct {
	*search.Index
	dir    string
	sealer badgerstore.Sealer
	log    *slog.Logger
}

var _ client.KeptIndex = (*keptIndex)(nil)

// indexAssociated is what the file is bound to besides the key.
const indexAssociated = "dotchain search index"

// Restore implements client.KeptIndex.
func (k *keptIndex) Restore(mark [32]byte) bool {
	k.Reset()
	path := filepath.Join(k.dir, indexName)
	box, err := os.ReadFile(path) //nolint:gosec // a file of the profile
	if err != nil {
		return false // most often there is none
	}
	if err = k.takeAway(path); err != nil {
		k.log.Warn("search index is made anew", "error", err)
		return false
	}
	plain, err := k.sealer.Open(box, []byte(indexAssociated))
	if err == nil {
		err = k.Load(plain, mark)
	}
	if err != nil {
		k.log.Info("search index is made anew", "error", err)
	}
	return err == nil
}

// takeAway removes the file for good: it must not be there again after a power cut.
func (k *keptIndex) takeAway(path string) error {
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("take the index away: %w", err)
	}
	if dir, err := os.Open(k.dir); err == nil {
		_ = dir.Sync() // a folder cannot be flushed everywhere
		_ = dir.Close()
	}
	return nil
}

// Keep implements client.KeptIndex.
func (k *keptIndex) Keep(mark [32]byte) {
	path := filepath.Join(k.dir, indexName)
	box := k.sealer.Seal(k.Save(mark), []byte(indexAssociated))
	if box == nil {
		return // locked
	}
	err := os.WriteFile(path+".new", box, 0o600)
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		_ = os.Remove(path + ".new")
		k.log.Warn("search index not kept", "error", err)
	}
}
