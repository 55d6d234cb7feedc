package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/dgraph-io/badger/v4"
	"golang.org/x/sync/errgroup"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/catalogue/cataloguetest"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/segment"
	"dotchain/shared/wire"
)

// loadItems is how many items a first load brings.
const loadItems = 100_000

// loadFigures measure a first load of the catalogue by the real syncer and core into the
// real stores: fetched from memory, opened, stored, indexed and complete.
func loadFigures(o options) (figures []Figure, err error) {
	shop, err := newLoadShop()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "dotchain-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	floor, err := shop.floor(filepath.Join(dir, "floor"))
	if err != nil {
		return nil, err
	}
	var walls, spents []time.Duration
	for n := range o.runs {
		began := time.Now()
		profiled(o, "load", func() {
			spents = append(spents, spent(func() { err = shop.load(filepath.Join(dir, fmt.Sprint(n))) }))
		})
		if err != nil {
			return nil, err
		}
		walls = append(walls, time.Since(began))
		progress("first load %d of %d: %s", n+1, o.runs, walls[n])
	}
	slices.Sort(walls)
	slices.Sort(spents)
	yardstick := "opening the segments into an encrypted Badger by WriteBatch"
	return []Figure{
		{Name: "first_load_100k", Unit: "s", Value: walls[len(walls)/2].Seconds(), Yardstick: yardstick, YardstickValue: floor.wall.Seconds(), Must: 3, Stretch: 1.8},
		{Name: "first_load_100k_cpu", Unit: "CPU-s", Value: spents[len(spents)/2].Seconds(), Yardstick: yardstick, YardstickValue: floor.cpu.Seconds(), Must: 5, Stretch: 3.5},
		{Name: "first_load_bytes", Unit: "MiB", Value: float64(shop.bytes) / (1 << 20), Yardstick: "the documents as they are", YardstickValue: float64(shop.raw) / (1 << 20), Must: 11, Stretch: 9.8},
	}, nil
}

// loadShop is a server in memory with one large scope; only what a load asks is answered.
type loadShop struct {
	snapshot wire.Snapshot
	trust    client.Trust
	key      []byte
	parts    []wire.Part
	segments map[seal.Hash][]byte
	// bytes are those of the segments, raw those of the documents.
	bytes, raw int64
}

var _ syncer.Remote = (*loadShop)(nil)

// loadSigner is the server's key.
type loadSigner struct{ private ed25519.PrivateKey }

// Public implements seal.Signer.
func (s loadSigner) Public() ed25519.PublicKey { return s.private.Public().(ed25519.PublicKey) } //nolint:forcetypeassert // it is one

// Sign implements seal.Signer.
func (s loadSigner) Sign(message []byte) ([]byte, error) {
	return ed25519.Sign(s.private, message), nil
}

func newLoadShop() (*loadShop, error) {
	progress("makes and packs %d items", loadItems)
	items := cataloguetest.New().Items(loadItems)
	docs := make([]wire.Document, len(items))
	ids := make([][16]byte, len(items))
	s := &loadShop{segments: map[seal.Hash][]byte{}, key: bytes.Repeat([]byte{7}, segment.KeySize)}
	for i := range items {
		items[i].Version = uint64(mathrand.IntN(50) + 1) //nolint:gosec // small
		docs[i] = wire.Document{Scope: party.ScopeCatalogue, Kind: wire.DocItem, ID: items[i].ID, Version: items[i].Version, Body: seal.Encode(items[i])}
		s.raw += int64(len(docs[i].Body))
	}
	slices.SortFunc(docs, func(a, b wire.Document) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	for i := range docs {
		ids[i] = docs[i].ID
	}
	if err := s.pack(docs, segment.Cuts(ids)); err != nil {
		return nil, err
	}
	signer := loadSigner{ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, ed25519.SeedSize))}
	s.trust.Server = signer.Public()
	cursor := wire.Cursor{Epoch: id.ID[id.Epoch]{1}, Schema: wire.Schema, Seq: loadItems}
	manifest, err := wire.SignManifest(wire.Manifest{
		Epoch: cursor.Epoch, Schema: cursor.Schema, Scope: party.ScopeCatalogue, Seq: cursor.Seq, Parts: s.parts,
	}, signer)
	if err != nil {
		return nil, err
	}
	s.snapshot = wire.Snapshot{Cursor: cursor, Clock: 1, Scopes: []wire.ScopeSnapshot{
		{Scope: party.ScopeCatalogue, Manifest: manifest.Raw, Key: s.key},
	}}
	return s, nil
}

func (s *loadShop) pack(docs []wire.Document, cuts []int) error {
	packer, err := segment.NewPacker()
	if err != nil {
		return err
	}
	packed := make([]segment.Packed, len(cuts))
	var group errgroup.Group
	group.SetLimit(2)
	at := 0
	for i, n := range cuts {
		some := docs[at : at+n]
		at += n
		s.parts = append(s.parts, wire.Part{Kind: wire.DocItem, First: some[0].ID, Last: some[n-1].ID, Documents: int64(n)})
		group.Go(func() error {
			columns, err := packer.Columns(some)
			if err == nil {
				packed[i], err = packer.Pack(columns, s.key)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, p := range packed {
		s.parts[i].Hash, s.parts[i].Size = p.Hash, int64(len(p.Sealed))
		s.segments[p.Hash] = p.Sealed
		s.bytes += int64(len(p.Sealed))
	}
	return nil
}

// load enrols nobody: it opens a new profile and waits until it is live.
func (s *loadShop) load(dir string) error {
	d, err := newYearDevice(dir, &yearPlace{officers: []party.Person{{Zone: party.ZoneAgency}}})
	if err != nil {
		return err
	}
	d.trust = s.trust
	if err = d.open(); err != nil {
		return err
	}
	live := make(chan struct{}, 1)
	syncing := syncer.New(syncer.Config{
		Client: d.core, Remote: s, Clock: time.Now, Random: mathrand.Float64,
		Report: func(v syncer.Status) {
			if v.State == syncer.Live {
				select {
				case live <- struct{}{}:
				default:
				}
			}
		},
	})
	if err = syncing.Start(); err != nil {
		return errors.Join(err, d.close())
	}
	defer syncing.Stop()
	select {
	case <-live:
	case <-time.After(2 * time.Minute):
		return errors.Join(errors.New("the load does not end"), d.close())
	}
	syncing.Stop()
	found, err := d.core.Catalogue(client.CatalogueQuery{Text: "дрон", Limit: searchShown})
	if err == nil && found.Total == 0 {
		err = errors.New("nothing is found")
	}
	return errors.Join(err, d.close())
}

// Snapshot implements syncer.Remote, like those that follow.
func (s *loadShop) Snapshot(context.Context) (wire.Snapshot, error) { return s.snapshot, nil }

// Segment gives one at once.
func (s *loadShop) Segment(_ context.Context, p wire.Part, came func(int64)) ([]byte, error) {
	came(p.Size)
	return s.segments[p.Hash], nil
}

// Forget has nothing to forget.
func (s *loadShop) Forget([]wire.Part) {}

// Scope, Digest and Push are not asked for.
func (s *loadShop) Scope(context.Context, party.Scope, uint64, wire.DocKind, int) (wire.ScopePage, error) {
	return wire.ScopePage{}, fault.New("scope", fault.Busy)
}

// Digest is not asked for.
func (s *loadShop) Digest(context.Context, wire.Cursor, []wire.Diverged) (wire.Digest, error) {
	return wire.Digest{}, fault.New("digest", fault.Busy)
}

// Push is not asked for.
func (s *loadShop) Push(context.Context, wire.PushRequest) (wire.PushResponse, error) {
	return wire.PushResponse{}, fault.New("push", fault.Busy)
}

// Pull has nothing after the snapshot.
func (s *loadShop) Pull(_ context.Context, from wire.Cursor, _ int) (wire.Page, error) {
	return wire.Page{From: from, Next: from, Head: from.Seq, Clock: 1}, nil
}

// Live opens a socket on which there is never anything new.
func (s *loadShop) Live(context.Context, wire.Live) (syncer.Conn, error) {
	return &calmConn{asked: make(chan struct{}, 1), closed: make(chan struct{})}, nil
}

// calmConn answers whoever asks that there is nothing new.
type calmConn struct {
	asked, closed chan struct{}
	once          sync.Once
}

// Send implements syncer.Conn, like those that follow.
func (c *calmConn) Send(wire.Live) error {
	select {
	case c.asked <- struct{}{}:
	default:
	}
	return nil
}

// Receive waits for a question, or for the end.
func (c *calmConn) Receive() (wire.Live, error) {
	select {
	case <-c.asked:
		return wire.Live{Kind: wire.LiveNone, Clock: 1}, nil
	case <-c.closed:
		return wire.Live{}, fault.New("receive", fault.Offline)
	}
}

// Close ends it.
func (c *calmConn) Close() error {
	c.once.Do(func() { close(c.closed) })
	return nil
}

// bare is what the least way takes that keeps the documents.
type bare struct{ wall, cpu time.Duration }

func (s *loadShop) floor(dir string) (b bare, err error) {
	began := time.Now()
	b.cpu = spent(func() { err = s.stream(dir) })
	b.wall = time.Since(began)
	return b, err
}

func (s *loadShop) stream(dir string) error {
	opener, err := segment.NewOpener()
	if err != nil {
		return err
	}
	db, err := badger.Open(badger.DefaultOptions(dir).WithLogger(nil).WithEncryptionKey(s.key).WithIndexCacheSize(8 << 20))
	if err != nil {
		return err
	}
	w := db.NewWriteBatch()
	defer w.Cancel()
	for _, p := range s.parts {
		docs, err := opener.Open(s.segments[p.Hash], p.Hash, s.key)
		if err != nil {
			return errors.Join(err, db.Close())
		}
		for i := range docs {
			if err := w.Set(docs[i].ID[:], docs[i].Body); err != nil {
				return errors.Join(err, db.Close())
			}
		}
	}
	return errors.Join(w.Flush(), db.Close())
}
