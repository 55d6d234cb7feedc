package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"path/filepath"
	"time"

	"dotchain/desktop/internal/badgerstore"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/keyring"
	"dotchain/desktop/internal/search"
	"dotchain/shared/id"
	"dotchain/shared/wire"
)

// yearDevice is an officer's workstation at the agency: a profile on disk, sealed with
// its keys, and the core open on it. Nothing was signed there.
type yearDevice struct {
	dir  string
	who  client.Profile
	keys *keyring.Unlocked
	docs *badgerstore.Docs
	work *badgerstore.Work
	core *client.Core
	// trust is nothing where no server is asked.
	trust client.Trust
}

func newYearDevice(dir string, p *yearPlace) (*yearDevice, error) {
	// The passphrase's cost is no part of any figure.
	keys, err := keyring.Create(dir, "correct horse battery staple", yearNow(), keyring.Options{Params: keyring.Params{Memory: 8, Time: 1, Threads: 1}})
	if err != nil {
		return nil, err
	}
	return &yearDevice{dir: dir, keys: keys, who: client.Profile{
		Person: p.officers[0], Org: p.agency, Device: yearID[id.Device]("device"), DeviceName: "workstation", Program: "bench",
	}}, nil
}

// open opens the stores and the core, as after unlocking.
func (d *yearDevice) open() error {
	store := func(name string) badgerstore.Config {
		return badgerstore.Config{
			Dir: filepath.Join(d.dir, name), Sealer: d.keys.Sealer(name), Log: slog.New(slog.DiscardHandler), Now: yearNow,
		}
	}
	var err error
	if d.work, _, err = badgerstore.OpenWork(store("work")); err != nil {
		return err
	}
	if d.docs, _, err = badgerstore.OpenDocs(store("docs")); err != nil {
		return errors.Join(err, d.work.Close())
	}
	d.core, err = client.Open(client.Config{
		Docs: d.docs, Work: d.work, Journal: noJournal{}, Keys: d.keys, Index: search.New(), Clock: yearNow, Profile: d.who, Trust: d.trust,
		Random: func(b []byte) { _, _ = rand.Read(b) }, // it never fails
	})
	if err != nil {
		return errors.Join(err, d.work.Close(), d.docs.Close())
	}
	return nil
}

func (d *yearDevice) close() error {
	d.core.Close()
	d.core = nil
	return errors.Join(d.work.Close(), d.docs.Close())
}

// fill brings a year page by page, as the feed does.
func (d *yearDevice) fill(y *year) error {
	var page []wire.Document
	size := 0
	for doc := range y.documents() {
		page, size = append(page, doc), size+len(doc.Body)+64
		if size >= wire.PullBytes || len(page) == wire.MaxPullDocuments {
			if err := d.bring(page); err != nil {
				return err
			}
			page, size = nil, 0
		}
	}
	return d.bring(page)
}

// bring applies a page of documents.
func (d *yearDevice) bring(docs []wire.Document) error {
	from, err := d.core.Cursor()
	if err != nil {
		return err
	}
	next := wire.Cursor{Epoch: yearID[id.Epoch]("epoch"), Schema: wire.Schema, Seq: from.Seq + uint64(len(docs))}
	return d.core.ApplyPage(wire.Page{From: from, Next: next, Head: next.Seq, Documents: docs, Clock: yearNow().UnixMilli()})
}

// read is a document of the store.
func (d *yearDevice) read(kind wire.DocKind, key [16]byte) (wire.Document, error) {
	doc, ok, err := d.docs.Get(kind, key)
	if err == nil && !ok {
		err = fmt.Errorf("no %s %x", kind, key)
	}
	return doc, err
}

// walk reads and opens every document once and does nothing with it: the bare work
// below opening the profile.
func (d *yearDevice) walk() (took time.Duration, err error) {
	began := time.Now()
	for kind := wire.DocOrg; kind <= wire.DocParcel; kind++ {
		for _, err := range d.docs.All(kind) {
			if err != nil {
				return 0, err
			}
		}
	}
	return time.Since(began), nil
}

// noJournal is the journal of a device on which nothing was signed.
type noJournal struct{}

var _ client.Journal = noJournal{}

// Append implements client.Journal.
func (noJournal) Append([]client.JournalEntry) (uint64, error) {
	return 0, errors.New("nothing is signed here")
}

// Last implements client.Journal.
func (noJournal) Last() uint64 { return 0 }

// Replay implements client.Journal.
func (noJournal) Replay(uint64) iter.Seq2[client.JournalEntry, error] {
	return func(func(client.JournalEntry, error) bool) {}
}
