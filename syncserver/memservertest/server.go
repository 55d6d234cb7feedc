// Package memservertest is a server in memory for the simulation, which stands outside
// of the server's rooms: the real engine and the real feed over the database in memory,
// each call a step of its own. Nothing of it runs between the calls, so who calls decides
// what happens when.
package memservertest

import (
	"context"
	"fmt"
	"time"

	"dotchain/shared/budget"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/view"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/feed"
)

// Config is what a Server is made of; every field is required.
type Config struct {
	Signer seal.Signer
	Clock  func() time.Time
	Epoch  id.ID[id.Epoch]
	// Committed is called after each commit: what was committed waits for Sequence.
	Committed func()
}

// Server is the whole server. It is not for several goroutines.
type Server struct {
	cfg    Config
	store  *memstore.Store
	engine *engine.Engine
	feed   *feed.Feed
}

// New makes an empty server.
func New(cfg Config) (*Server, error) {
	s := &Server{cfg: cfg, store: memstore.New(cfg.Epoch)}
	var err error
	s.engine, err = engine.New(engine.Config{
		Store: s.store, Signer: cfg.Signer, Clock: cfg.Clock, Epoch: cfg.Epoch, Committed: cfg.Committed,
	})
	if err != nil {
		return nil, err
	}
	s.feed, err = feed.New(feed.Config{Store: s.store, Signer: cfg.Signer, Clock: cfg.Clock})
	return s, err
}

// Found puts things with their documents in, as they are and without asking the rules.
func (s *Server) Found(o rules.Outcome) {
	s.store.Put(o)
	s.store.Append(view.Documents(s.store.World(), o)...)
}

// Enrol brings a device and its key in.
func (s *Server) Enrol(d party.Device, k party.Key) {
	s.store.Enrol(d, k)
	s.store.Append(view.Device(d)...)
}

// FailCommit has the next commits asked: done says whether one is committed all the
// same, err is what is said of it; nil asks nobody.
func (s *Server) FailCommit(ask func() (done bool, err error)) { s.store.FailCommit = ask }

// ErrCommitUnknown is said of a commit of which nobody knows whether it happened.
var ErrCommitUnknown = engine.ErrCommitUnknown

// Push decides what a device pushes.
func (s *Server) Push(ctx context.Context, device id.ID[id.Device], r wire.PushRequest) (wire.PushResponse, error) {
	return s.engine.Push(ctx, device, r)
}

// Pull returns the page after a cursor.
func (s *Server) Pull(ctx context.Context, r Reader, from wire.Cursor) (wire.Page, error) {
	return s.feed.Pull(ctx, feed.Reader{Device: r.Device, Person: r.Person}, from)
}

// Load is all that a reader's scopes hold now, as a snapshot whose scopes are loaded by
// pages, with one page for each.
func (s *Server) Load(ctx context.Context, r Reader) (wire.Snapshot, []wire.ScopePage, error) {
	first, err := s.Pull(ctx, r, wire.Cursor{})
	if err != nil {
		return wire.Snapshot{}, nil, err
	}
	n := wire.Snapshot{Cursor: first.Next, Checkpoint: first.Checkpoint, Clock: first.Clock}
	n.Cursor.Seq = first.Head
	var pages []wire.ScopePage
	for _, scope := range party.ScopesOf(r.Person) {
		docs, err := s.Fold(ctx, []party.Scope{scope}, 0)
		if err != nil {
			return wire.Snapshot{}, nil, err
		}
		n.Scopes = append(n.Scopes, wire.ScopeSnapshot{Scope: scope, Documents: int64(len(docs))})
		pages = append(pages, wire.ScopePage{Scope: scope, Next: first.Head, Done: true, Documents: docs})
	}
	return n, pages, nil
}

// Reader is who reads: a device with the person on it.
type Reader struct {
	Device id.ID[id.Device]
	Person party.Person
}

// Socket is the server's end of an open socket.
type Socket struct {
	server *Server
	l      *feed.Listener
}

// Listen opens a socket of a device that stands at a cursor.
func (s *Server) Listen(ctx context.Context, r Reader, from wire.Cursor) (*Socket, error) {
	l, err := s.feed.Listen(ctx, feed.Reader{Device: r.Device, Person: r.Person}, from)
	if err != nil {
		return nil, err
	}
	return &Socket{s, l}, nil
}

// Ask answers whether there is anything after a cursor.
func (k *Socket) Ask(ctx context.Context, at wire.Cursor) (wire.Live, error) {
	m, err := k.l.Ask(ctx, at)
	if m.Kind == wire.LiveNone {
		m.Clock = k.server.cfg.Clock().UnixMilli()
	}
	return m, err
}

// Close ends it.
func (k *Socket) Close() { k.l.Close() }

// sequenceLimit bounds one run of the sequencer, so that large commits take several.
const sequenceLimit = 64

// Sequence numbers some of what was committed, and says the head, and whether there is more.
func (s *Server) Sequence(ctx context.Context) (head uint64, more bool, err error) {
	lead, ok, err := s.store.Lead(ctx)
	if err != nil || !ok {
		return 0, true, err
	}
	defer lead.Release()
	done, err := lead.Sequence(ctx, sequenceLimit, func(c seal.Checkpoint) ([]byte, error) {
		c.At = s.cfg.Clock().UnixMilli()
		signed, failed := seal.SignCheckpoint(c, s.cfg.Signer)
		return signed.Raw, failed
	})
	if err != nil {
		return 0, true, fmt.Errorf("sequence: %w", err)
	}
	return done.Head, len(s.store.Outbox()) > 0 || done.Commands == sequenceLimit, nil
}

// Outcome is what became of a command.
type Outcome struct {
	Envelope seal.Hash
	Command  seal.Command
	Verdict  seal.Verdict
	Reasons  []fault.Reason
	Receipt  []byte
	// InChain says that it took its number in its device's chain.
	InChain bool
}

// Outcomes are those of all commands, in the order in which they were decided.
func (s *Server) Outcomes() []Outcome {
	records := s.store.Records()
	all := make([]Outcome, len(records))
	for i, r := range records {
		all[i] = Outcome{r.Hash, r.Command, r.Verdict, r.Reasons, r.Receipt, r.InChain}
	}
	return all
}

// Fold is what the feed holds for scopes behind a number: every document in its last
// version; 0 for all.
func (s *Server) Fold(ctx context.Context, scopes []party.Scope, after uint64) ([]wire.Document, error) {
	const all = 1 << 40
	p, err := s.store.Page(ctx, scopes, after, all, all)
	return p.Documents, err
}

// World is what stands; Cases are all, Postings the whole ledger.
func (s *Server) World() *rules.World { return s.store.World() }

// Cases are all cases, open and closed.
func (s *Server) Cases() []conflict.Case { return s.store.Cases() }

// Postings are all movements of money.
func (s *Server) Postings() []budget.Posting { return s.store.Postings() }
