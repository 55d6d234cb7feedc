package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Config is what a Feed is made of; every field but Log is required.
type Config struct {
	Store Store
	// Signer is the server's own key, which signs checkpoints.
	Signer seal.Signer
	Clock  func() time.Time
	Log    *slog.Logger
}

func (c Config) validate() error {
	if c.Store == nil || c.Signer == nil || c.Clock == nil {
		return errors.New("feed: Store, Signer and Clock are required")
	}
	return nil
}

// Feed gives devices what they may see, in order, and tells those that listen of
// news. All goroutines are its own: Start returns when they run, Stop waits for
// their end.
//
// What is true between calls: meta is never ahead of the database, and behind it
// for pollEvery at most.
type Feed struct {
	cfg   Config
	hub   *hub
	wake  chan struct{} // the sequencer has work; holds one call
	heard chan struct{} // the hub has news; holds one call

	stop    context.CancelFunc
	running sync.WaitGroup

	digests digests
	recent  recent
	tops    *tops

	mu   sync.Mutex // guards meta, metaAt, warnedAt
	meta Meta
	// metaAt is when meta was known to be the truth.
	metaAt time.Time
	// warnedAt is when it was last said that a device stands ahead.
	warnedAt time.Time
}

// New returns a Feed.
func New(cfg Config) (*Feed, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	return &Feed{cfg: cfg, hub: newHub(), wake: make(chan struct{}, 1), heard: make(chan struct{}, 1), digests: digests{turn: make(chan struct{}, 1)}, tops: newTops()}, nil
}

// Start reads what the feed is and starts its goroutines. They live until Stop.
func (f *Feed) Start(ctx context.Context) error {
	if _, err := f.refresh(ctx); err != nil {
		return err
	}
	// The goroutines outlive the call, and keep the values of its context.
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	f.stop = stop
	f.running.Go(func() { f.sequence(run) })
	f.running.Go(func() { f.follow(run) })
	f.running.Go(func() { f.spread(run) })
	return nil
}

// Stop ends the goroutines and waits for them. It may be called twice.
func (f *Feed) Stop() {
	if f.stop != nil {
		f.stop()
	}
	f.running.Wait()
}

// Committed tells that something was committed and waits for its number. It
// does not block.
func (f *Feed) Committed() { ring(f.wake) }

func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}

// Reader is who reads: a device with the person on it.
type Reader struct {
	Device id.ID[id.Device]
	Person party.Person
}

// Pull returns the page after a cursor. Fault: Resnapshot when the cursor is of
// another epoch, layout or set of scopes, or too old.
func (f *Feed) Pull(ctx context.Context, r Reader, from wire.Cursor) (wire.Page, error) {
	return f.PullUpTo(ctx, r, from, wire.PullBytes)
}

// PullUpTo is Pull with a page of about so many bytes; a larger document comes alone.
func (f *Feed) PullUpTo(ctx context.Context, r Reader, from wire.Cursor, bytes int) (wire.Page, error) {
	scopes := party.ScopesOf(r.Person)
	meta, err := f.current(ctx, from.Seq)
	if err != nil {
		return wire.Page{}, err
	}
	if err = checkCursor(from, meta, scopes); err != nil {
		f.warnAhead(ctx, from, meta)
		return wire.Page{}, err
	}
	page, err := f.page(ctx, scopes, from, meta, wire.MaxPullDocuments, bytes)
	if err != nil {
		return wire.Page{}, err
	}
	f.hub.moved(r.Device, page.Next)
	return page, nil
}

// page reads one page; nothing is asked of the database when there is nothing new.
func (f *Feed) page(ctx context.Context, scopes []party.Scope, from wire.Cursor, meta Meta, limit, bytes int) (wire.Page, error) {
	next := wire.Cursor{Epoch: meta.Epoch, Scopes: ScopesHash(scopes), Schema: wire.Schema, Seq: from.Seq}
	page := wire.Page{From: from, Next: next, Head: meta.Head, Checkpoint: meta.Checkpoint, Clock: f.cfg.Clock().UnixMilli()}
	if from.Seq == meta.Head && !from.IsZero() {
		return page, nil
	}
	if none, _ := f.tops.hasNone(scopes, from.Seq, meta); none && !from.IsZero() {
		page.Next.Seq = meta.Head
		return page, nil
	}
	if !from.IsZero() {
		if docs, ok := f.recent.between(scopes, from.Seq, meta.Head, limit, bytes); ok {
			page.Next.Seq, page.Documents = meta.Head, docs
			return page, nil
		}
	}
	read, err := f.cfg.Store.Page(ctx, scopes, from.Seq, limit, bytes)
	if err != nil {
		return wire.Page{}, fmt.Errorf("read the feed after %d: %w", from.Seq, err)
	}
	page.Next.Seq, page.Head = max(read.Next, from.Seq), max(read.Head, meta.Head)
	page.Remaining, page.Documents = read.Remaining, read.Documents
	return page, nil
}

// checkCursor refuses a cursor that another feed, layout or set of scopes made.
// The zero cursor starts anew and always fits.
func checkCursor(c wire.Cursor, meta Meta, scopes []party.Scope) error {
	if c.IsZero() {
		return nil
	}
	reason := fault.Reason{Code: fault.Resnapshot}
	switch {
	case c.Epoch != meta.Epoch:
		reason.Ref = "epoch"
	case c.Schema != wire.Schema:
		reason.Ref = "schema"
	case c.Scopes != ScopesHash(scopes):
		reason.Ref = "scopes"
	case c.Seq > meta.Head:
		reason.Ref = "ahead"
	case c.Seq < meta.Pruned:
		reason.Ref = "pruned"
	default:
		return nil
	}
	return fault.Because("check cursor", reason)
}

// warnEvery is how often it is said that a device stands ahead.
const warnEvery = time.Minute

// warnAhead tells the operator that a device has read what this feed never gave: the
// database was restored, and nobody said so.
func (f *Feed) warnAhead(ctx context.Context, c wire.Cursor, meta Meta) {
	if c.Epoch != meta.Epoch || c.Seq <= meta.Head {
		return
	}
	f.mu.Lock()
	now := f.cfg.Clock()
	isQuiet := now.Sub(f.warnedAt) < warnEvery
	if !isQuiet {
		f.warnedAt = now
	}
	f.mu.Unlock()
	if !isQuiet {
		f.cfg.Log.ErrorContext(ctx, "a device stands ahead of the feed: was the database restored? stop the servers and run restored", "device_seq", c.Seq, "head", meta.Head)
	}
}

// ScopesHash is what a cursor carries of the scopes it was read with.
func ScopesHash(scopes []party.Scope) seal.Hash { return seal.Sum([]byte(party.JoinScopes(scopes))) }

// current returns what the feed is, from memory while that is the truth.
func (f *Feed) current(ctx context.Context, want uint64) (Meta, error) {
	f.mu.Lock()
	meta, at := f.meta, f.metaAt
	f.mu.Unlock()
	// A reader that is ahead of this replica is right: it read from another one.
	if f.cfg.Clock().Sub(at) <= 2*pollEvery && want <= meta.Head {
		return meta, nil
	}
	return f.refresh(ctx)
}

// refresh asks the database what the feed is.
func (f *Feed) refresh(ctx context.Context) (Meta, error) {
	at := f.cfg.Clock()
	meta, err := f.cfg.Store.Meta(ctx)
	if err != nil {
		return Meta{}, fmt.Errorf("read what the feed is: %w", err)
	}
	return f.learn(meta, at), nil
}

// learn takes over what is newer than what is known, and rings for news.
func (f *Feed) learn(meta Meta, at time.Time) Meta {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.learnLocked(meta, at)
}

func (f *Feed) learnLocked(meta Meta, at time.Time) Meta {
	if meta.Epoch != f.meta.Epoch {
		f.recent.forget()
	}
	isNews := meta.Head != f.meta.Head || meta.Epoch != f.meta.Epoch
	if meta.Epoch == f.meta.Epoch && meta.Head < f.meta.Head {
		meta = f.meta // an answer that was overtaken
	}
	f.meta = meta
	if at.After(f.metaAt) {
		f.metaAt = at
	}
	if isNews {
		ring(f.heard)
	}
	return meta
}
