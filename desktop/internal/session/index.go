package session

import (
	"crypto/sha256"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"dotchain/desktop/internal/badgerstore"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/search"
)

// The files of the index: as it was when the program was closed in order, and an older one.
const (
	indexName  = "index"
	indexOlder = "index.older"
)

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
func (k *keptIndex) Restore(m client.IndexMark) client.Restored {
	k.Reset()
	path, whole := filepath.Join(k.dir, indexOlder), false
	// What is whole now is not any more when something came.
	switch err := os.Rename(filepath.Join(k.dir, indexName), path); {
	case err == nil:
		whole = true
		k.flushFolder()
	case !errors.Is(err, os.ErrNotExist):
		k.log.Warn("search index is made anew", "error", err)
		return client.RestoredNothing
	}
	plain, err := openFile(path, k.sealer, indexAssociated)
	if errors.Is(err, os.ErrNotExist) {
		return client.RestoredNothing // as at the first start
	}
	if err == nil && len(plain) < len(m.Whole) {
		err = io.ErrUnexpectedEOF
	}
	if err == nil {
		err = k.Load(plain[len(m.Whole):], m.Base)
	}
	if err != nil {
		k.log.Info("search index is made anew", "error", err)
		k.Discard()
		return client.RestoredNothing
	}
	if whole && [sha256.Size]byte(plain) == m.Whole {
		return client.RestoredWhole
	}
	return client.RestoredOlder
}

// flushFolder makes a file that went stay away after a power cut.
func (k *keptIndex) flushFolder() {
	if dir, err := os.Open(k.dir); err == nil {
		_ = dir.Sync() // a folder cannot be flushed everywhere
		_ = dir.Close()
	}
}

// Keep implements client.KeptIndex.
func (k *keptIndex) Keep(m client.IndexMark, whole bool) {
	mark, path := [sha256.Size]byte{}, filepath.Join(k.dir, indexOlder)
	if whole {
		mark, path = m.Whole, filepath.Join(k.dir, indexName)
	}
	err := sealFile(path+".new", k.sealer, indexAssociated, func(to io.Writer) error {
		if _, err := to.Write(mark[:]); err != nil {
			return err
		}
		return k.Save(to, m.Base)
	})
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		_ = os.Remove(path + ".new")
		k.log.Warn("search index not kept", "error", err)
		return
	}
	if whole {
		_ = os.Remove(filepath.Join(k.dir, indexOlder)) // it would only take room
	}
}

// Discard implements client.KeptIndex.
func (k *keptIndex) Discard() {
	for _, name := range []string{indexName, indexOlder} {
		if err := os.Remove(filepath.Join(k.dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			k.log.Warn("search index not removed", "error", err)
		}
	}
	k.flushFolder()
}
