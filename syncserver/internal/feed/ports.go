package feed

import (
	"context"
	"time"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Store is the feed's part of the database.
type Store interface {
	// Lead tries to become the only sequencer of all replicas (a session advisory
	// lock). ok is false while another leads. The lead goes with its connection: an
	// error of Sequence may mean that it is lost, so release it and lead anew.
	Lead(ctx context.Context) (lead Lead, ok bool, err error)
	// Meta returns what the feed is: its epoch, head and last checkpoint.
	Meta(ctx context.Context) (Meta, error)
	// Page returns documents of the scopes with numbers above after, in order, at
	// most limit documents or about bytes bytes; next is the number up to which
	// everything of these scopes was given (the head when nothing is left).
	// remaining counts what follows for these scopes, up to some tens of thousands:
	// how far a first load is, next and head say.
	Page(ctx context.Context, scopes []party.Scope, after uint64, limit, bytes int) (p Page, err error)
	// Listen calls heard with every head that a sequencer announced, until ctx
	// ends or the connection breaks (an error). Announcements may be lost; the
	// caller polls Meta as well.
	Listen(ctx context.Context, heard func(head uint64)) error
	// Tops returns the newest number of each scope; a scope without documents is absent.
	Tops(ctx context.Context, scopes []party.Scope) (map[party.Scope]uint64, error)
	// Sums returns what a scope holds of every kind of which something was numbered
	// after a number, and its newest number, all as of one moment. A kind of which
	// nothing is left has no documents and no sum.
	Sums(ctx context.Context, scope party.Scope, after uint64) (top uint64, kinds []wire.KindDigest, err error)
	// NoteDiverged counts how often a device held something else than the server, with
	// the documents that publish makes of it. Fault: DeviceUnknown.
	NoteDiverged(ctx context.Context, device id.ID[id.Device], times int, at time.Time, publish func(d party.Device) []wire.Document) error
}

// Lead is the right to number the feed.
type Lead interface {
	// Sequence gives numbers to what was committed and not numbered yet, at most
	// limit documents and as many commands, extends the log's hash chain, stores
	// the checkpoint that sign makes of it (sign sets At; it is called only when the
	// log grew), and announces the new head. All or nothing.
	Sequence(ctx context.Context, limit int, sign func(seal.Checkpoint) ([]byte, error)) (Sequenced, error)
	// Release gives the lead up; it may be called twice.
	Release()
}

// Sequenced is what one run of the sequencer did.
type Sequenced struct {
	Documents int
	Commands  int
	Head      uint64
	// Scopes are those that got news.
	Scopes []party.Scope
	// News are what was numbered, by number, where IsWhole: they are at most NewsMost then.
	News    []News
	IsWhole bool
}

// NewsMost is the most documents of a run that are told as they are.
const NewsMost = 64

// News is a document with its number.
type News struct {
	Seq uint64
	wire.Document
}

// Meta is what the feed is.
type Meta struct {
	Epoch      id.ID[id.Epoch]
	Head       uint64
	Checkpoint []byte
	// Pruned is the number up to which tombstones were dropped: a cursor below it
	// starts again. 0 when nothing was dropped.
	Pruned uint64
}

// Page is a run of the feed.
type Page struct {
	Documents []wire.Document
	Next      uint64
	Head      uint64
	Remaining int64
}
