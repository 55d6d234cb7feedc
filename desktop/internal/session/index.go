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
	sealer indexSealer
	log    *slog.Logger
	// begun gives what begin has read; nil when nothing was begun.
	begun chan reading
}

type indexSealer interface {
	badgerstore.Sealer
	opener
}

// reading is what a file of the index says of itself. Its contents are in the index then.
type reading struct {
	// whole is the state it is all of, or nothing; base is what it is of in any case.
	whole, base [sha256.Size]byte
	err         error
}

var _ client.KeptIndex = (*keptIndex)(nil)

// indexAssociated is what the file is bound to besides the key.
const indexAssociated = "dotchain search index"

// errOther says that the file is of another state than the documents.
var errOther = errors.New("an index of other documents")

// begin reads the file while the stores are opened, which know only then whether it is
// of use: the one waits for the disk, the other for the processor.
func (k *keptIndex) begin() {
	k.begun = make(chan reading, 1)
	go func() { k.begun <- k.read() }()
}

// await waits for what was begun.
func (k *keptIndex) await() reading {
	if k.begun == nil {
		return k.read()
	}
	r := <-k.begun
	k.begun = nil
	return r
}

// finish waits for what was begun and nobody took.
func (k *keptIndex) finish() {
	if k.begun != nil {
		<-k.begun
		k.begun = nil
	}
}

// read makes the index what the newer of its files says.
func (k *keptIndex) read() (r reading) {
	k.Reset()
	plain, err := openFile(filepath.Join(k.dir, indexName), k.sealer, indexAssociated)
	if errors.Is(err, os.ErrNotExist) {
		plain, err = openFile(filepath.Join(k.dir, indexOlder), k.sealer, indexAssociated)
	}
	if err == nil && len(plain) < len(r.whole)+len(r.base) {
		err = io.ErrUnexpectedEOF
	}
	if r.err = err; err != nil {
		return r
	}
	plain = plain[copy(r.whole[:], plain):]
	copy(r.base[:], plain)
	r.err = k.Load(plain, r.base)
	return r
}

// Restore implements client.KeptIndex.
func (k *keptIndex) Restore(m client.IndexMark) client.Restored {
	r := k.await()
	whole := false
	// What is whole now is not any more when something came.
	switch err := os.Rename(filepath.Join(k.dir, indexName), filepath.Join(k.dir, indexOlder)); {
	case err == nil:
		whole = true
		k.flushFolder()
	case !errors.Is(err, os.ErrNotExist):
		k.log.Warn("search index is made anew", "error", err)
		k.Reset()
		return client.RestoredNothing
	}
	if r.err == nil && r.base != m.Base {
		r.err = errOther
	}
	switch {
	case errors.Is(r.err, os.ErrNotExist): // as at the first start
		return client.RestoredNothing
	case r.err != nil:
		k.log.Info("search index is made anew", "error", r.err)
		k.Reset()
		k.Discard()
		return client.RestoredNothing
	case whole && r.whole == m.Whole:
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
