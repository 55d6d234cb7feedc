// Package memservertest is a server in memory for the simulation, which stands outside
// of the server's rooms: the real engine and the real feed over the database in memory,
// each call a step of its own. Nothing of it runs between the calls, so who calls decides
// what happens when.
package memservertest

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"dotchain/shared/budget"
	"dotchain/shared/conflict"
	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/view"
	"dotchain/shared/wire"
	couriers "dotchain/syncserver/internal/courier"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/feed"
	"dotchain/syncserver/internal/snapshot"
)

// Config is what a Server is made of; every field is required.
type Config struct {
	Signer seal.Signer
	Clock  func() time.Time
	Epoch  id.ID[id.Epoch]
	// Operator is the server's own person on its own device, whose key is Signer's.
	Operator party.Device
	// Courier is the key that courier files are sealed to; Random fills keys.
	Courier courier.Key
	Random  io.Reader
	// Committed is called after each commit: what was committed waits for Sequence.
	Committed func()
}

// Server is the whole server. It is not for several goroutines.
type Server struct {
	cfg     Config
	store   *memstore.Store
	engine  *engine.Engine
	own     *engine.Operator
	feed    *feed.Feed
	builder *snapshot.Builder
	shelf   *snapshot.Shelf
	desk    *couriers.Desk
}

// New makes an empty server.
func New(cfg Config) (*Server, error) {
	s := &Server{cfg: cfg, store: memstore.New(cfg.Epoch)}
	return s, s.start(cfg.Epoch)
}

// start makes all that keeps nothing but what is in the store.
func (s *Server) start(epoch id.ID[id.Epoch]) error {
	var err error
	s.engine, err = engine.New(engine.Config{
		Store: s.store, Signer: s.cfg.Signer, Clock: s.cfg.Clock, Epoch: epoch, Committed: s.cfg.Committed,
	})
	if err != nil {
		return err
	}
	s.own, err = engine.NewOperator(s.engine, engine.OperatorConfig{
		Person: s.cfg.Operator.Person, Device: s.cfg.Operator.ID, Signer: s.cfg.Signer, Random: s.cfg.Random,
	})
	if err != nil {
		return err
	}
	if s.feed, err = feed.New(feed.Config{Store: s.store, Signer: s.cfg.Signer, Clock: s.cfg.Clock}); err != nil {
		return err
	}
	if s.builder == nil {
		s.builder, err = snapshot.NewBuilder(snapshot.BuilderConfig{
			Store: eager{s.store}, Signer: s.cfg.Signer, Clock: s.cfg.Clock,
			Random: func(b []byte) (int, error) { return io.ReadFull(s.cfg.Random, b) },
		})
		if err != nil {
			return err
		}
	}
	s.shelf = snapshot.NewShelf(s.store, s.cfg.Clock)
	s.desk, err = couriers.New(couriers.Config{
		Engine: s.engine, Store: s.store, Key: s.cfg.Courier, Signer: s.cfg.Signer, Clock: s.cfg.Clock, Random: s.cfg.Random,
	})
	return err
}

// eager is a store that says of every scope that it is large enough to be packed.
type eager struct{ *memstore.Store }

// Scopes implements snapshot.Store.
func (e eager) Scopes(ctx context.Context, epoch id.ID[id.Epoch]) ([]snapshot.State, error) {
	all, err := e.Store.Scopes(ctx, epoch)
	for i := range all {
		if all[i].Packed.Signed == nil && all[i].Changed > 0 {
			all[i].Changed = snapshot.CountMost
		}
	}
	return all, err
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

// who is a device with the person on it, as they are now: what stands before every
// question but a push. Faults: DeviceUnknown, DeviceRevoked.
func (s *Server) who(ctx context.Context, device id.ID[id.Device]) (feed.Reader, error) {
	found, err := s.store.Access(ctx, device)
	if err != nil {
		return feed.Reader{}, err
	}
	access, ok := found[device]
	switch {
	case !ok:
		return feed.Reader{}, fault.Because("identify", fault.Reason{Code: fault.DeviceUnknown, Ref: device.String()})
	case access.Device.RevokedAt != 0:
		return feed.Reader{}, fault.Because("identify", fault.Reason{Code: fault.DeviceRevoked, Have: access.Device.RevokedAt})
	}
	return feed.Reader{Device: device, Person: access.Person}, nil
}

// Pull returns the page after a cursor.
func (s *Server) Pull(ctx context.Context, device id.ID[id.Device], from wire.Cursor) (wire.Page, error) {
	r, err := s.who(ctx, device)
	if err != nil {
		return wire.Page{}, err
	}
	return s.feed.PullUpTo(ctx, r, from, pageBytes)
}

// Snapshot says what a device loads first.
func (s *Server) Snapshot(ctx context.Context, device id.ID[id.Device]) (wire.Snapshot, error) {
	r, err := s.who(ctx, device)
	if err != nil {
		return wire.Snapshot{}, err
	}
	return s.shelf.Snapshot(ctx, r)
}

// pageBytes is about how much a page holds, so that a few documents take several.
const pageBytes = 4 << 10

// Scope returns a page of a scope, of one kind unless it is 0.
func (s *Server) Scope(
	ctx context.Context, device id.ID[id.Device], scope party.Scope, after uint64, kind wire.DocKind,
) (wire.ScopePage, error) {
	r, err := s.who(ctx, device)
	if err != nil {
		return wire.ScopePage{}, err
	}
	return s.shelf.Page(ctx, r, scope, kind, after, pageBytes)
}

// Segment returns the bytes of a segment; ok is false where there is none.
func (s *Server) Segment(ctx context.Context, hash seal.Hash) (sealed []byte, ok bool, err error) {
	return s.shelf.Segment(ctx, hash)
}

// Digest says what a device holds that stands at a cursor; diverged is where it held
// something else.
func (s *Server) Digest(ctx context.Context, device id.ID[id.Device], at wire.Cursor, diverged []wire.Diverged) (wire.Digest, error) {
	r, err := s.who(ctx, device)
	if err != nil {
		return wire.Digest{}, err
	}
	d, err := s.feed.Digest(ctx, r, at, diverged)
	if err == nil && len(diverged) > 0 {
		s.cfg.Committed()
	}
	return d, err
}

// Courier takes a courier file that a device brings, and returns the answer.
func (s *Server) Courier(ctx context.Context, carrier id.ID[id.Device], file []byte) ([]byte, error) {
	r, err := s.desk.Take(ctx, carrier, file)
	return r.Answer, err
}

// Build packs the scopes that need it and says how many segments were made. The size of a
// scope is no matter here.
func (s *Server) Build(ctx context.Context) (made int, err error) {
	done, err := s.builder.Build(ctx)
	return done.Made, err
}

// Operate decides a command of the server's own person; reasons are why it cannot be done.
func (s *Server) Operate(ctx context.Context, kind seal.Kind, body any) (reasons []fault.Reason, err error) {
	done, err := s.own.Submit(ctx, kind, body)
	return done.Reasons, err
}

// Grant applies what waited for stock, money or an order, as far as that is possible by
// now, the one that waits longest first, and says how many cases.
func (s *Server) Grant(ctx context.Context) (granted int, err error) {
	waiting := slices.DeleteFunc(s.store.Cases(), func(k conflict.Case) bool { return k.WaitsSince() == 0 })
	slices.SortFunc(waiting, func(a, b conflict.Case) int {
		return cmp.Or(cmp.Compare(a.WaitsSince(), b.WaitsSince()), a.ID.Compare(b.ID))
	})
	for _, k := range waiting {
		reasons, err := s.Operate(ctx, seal.KindRuleCase, conflict.RuleCase{
			Case: k.ID, Seen: k.Seen(), Outcome: conflict.Apply, Ground: k.Granted(),
		})
		if err != nil {
			return granted, err
		}
		if len(reasons) == 0 {
			granted++
		}
	}
	return granted, nil
}

// Revoke shuts a device out from now on.
func (s *Server) Revoke(ctx context.Context, device id.ID[id.Device]) error {
	err := s.store.RevokeDevice(ctx, device, s.cfg.Clock(), view.Device)
	s.cfg.Committed()
	return err
}

// Prune drops every tombstone that was numbered and returns how many: a cursor below the
// last of them starts again.
func (s *Server) Prune(ctx context.Context) (gone int, err error) {
	meta, err := s.store.Meta(ctx)
	if err != nil {
		return 0, err
	}
	return s.store.Prune(meta.Head), nil
}

// Backup is a copy of the server's database.
type Backup struct{ memstore.Backup }

// Backup copies the database.
func (s *Server) Backup() Backup { return Backup{s.store.Backup()} }

// Restore makes the database what it was, begins another epoch and starts anew. Every
// Socket of before has to be closed.
func (s *Server) Restore(b Backup, epoch id.ID[id.Epoch]) error {
	s.store.Restore(b.Backup, epoch)
	err := s.start(epoch)
	s.cfg.Committed()
	return err
}

// Person is a person as they are registered now.
func (s *Server) Person(p id.ID[id.Person]) party.Person { return s.store.Person(p) }

// Device is a device as it is known now.
func (s *Server) Device(ctx context.Context, device id.ID[id.Device]) (party.Device, error) {
	d, _, err := s.store.Device(ctx, device)
	return d, err
}

// Socket is the server's end of an open socket.
type Socket struct {
	server *Server
	device id.ID[id.Device]
	scopes string
	l      *feed.Listener
}

// Listen opens a socket of a device that stands at a cursor.
func (s *Server) Listen(ctx context.Context, device id.ID[id.Device], from wire.Cursor) (*Socket, error) {
	r, err := s.who(ctx, device)
	if err != nil {
		return nil, err
	}
	l, err := s.feed.Listen(ctx, r, from)
	if err != nil {
		return nil, err
	}
	return &Socket{s, device, party.JoinScopes(party.ScopesOf(r.Person)), l}, nil
}

// Ask answers whether there is anything after a cursor. Faults: as when a socket is opened;
// Resnapshot when the person's scopes are others by now.
func (k *Socket) Ask(ctx context.Context, at wire.Cursor) (wire.Live, error) {
	r, err := k.server.who(ctx, k.device)
	if err != nil {
		return wire.Live{}, err
	}
	if party.JoinScopes(party.ScopesOf(r.Person)) != k.scopes {
		return wire.Live{}, fault.Because("live", fault.Reason{Code: fault.Resnapshot, Ref: "scopes"})
	}
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
