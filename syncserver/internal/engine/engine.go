package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// chunk is how many commands one transaction decides: enough to spread the cost
// of a commit, few enough that locks are not held for long.
const chunk = 250

// commitTries bounds how often a batch is run again after an unknown commit.
const commitTries = 3

// Config is what an Engine is made of; every field but Committed and Log is required.
type Config struct {
	Store Store
	// Signer is the server's own key, which signs receipts.
	Signer seal.Signer
	// Clock is the server's: the time that counts.
	Clock func() time.Time
	// Epoch is the feed's; it stands in every receipt.
	Epoch id.ID[id.Epoch]
	Log   *slog.Logger
	// Committed is called after each commit, to wake the sequencer. It must not block.
	Committed func()
}

// WithDefaults fills in the fields that may be left out.
func (c Config) WithDefaults() Config {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Committed == nil {
		c.Committed = func() {}
	}
	return c
}

func (c Config) validate() error {
	if c.Store == nil || c.Signer == nil || c.Clock == nil || c.Epoch.IsZero() {
		return errors.New("engine: Store, Signer, Clock and Epoch are required")
	}
	return nil
}

// Engine decides commands. It holds no state but keys that never change: any number of
// them, in any number of processes, may work on one database.
type Engine struct {
	cfg  Config
	keys keys
}

// New returns an Engine.
func New(cfg Config) (*Engine, error) {
	cfg = cfg.WithDefaults()
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	return &Engine{cfg: cfg}, nil
}

// Push decides the commands of a device's request, each once, and returns one
// receipt a command in the same order. The device is the one the connection
// proved; commands that it carries for another are decided as that other's.
//
// A command that cannot be applied is parked and has its receipt like any other.
// An error means that the request as a whole was not taken and may be sent again:
// what was committed of it answers with the same receipts then.
// Faults: VersionUnknown, TooLarge, TextNotClean, SignerMismatch (the request names another
// device than the connection), DeviceUnknown, Resnapshot (it stands in an epoch before).
func (e *Engine) Push(ctx context.Context, device id.ID[id.Device], r wire.PushRequest) (wire.PushResponse, error) {
	if err := checkRequest(device, r); err != nil {
		return wire.PushResponse{}, err
	}
	if !r.Epoch.IsZero() && r.Epoch != e.cfg.Epoch && len(r.Commands) > 0 {
		return wire.PushResponse{}, fault.Because("push", fault.Reason{Code: fault.Resnapshot, Ref: "epoch"})
	}
	opened, err := e.open(ctx, r.Commands)
	if err != nil {
		return wire.PushResponse{}, err
	}
	said := contact{clock: r.Clock, program: r.Program, backlog: r.Backlog, brings: r.Clock != 0 && len(r.Commands) > 0}
	response := wire.PushResponse{Receipts: make([][]byte, 0, len(opened))}
	// A request without commands is a sign of life: it runs once, too.
	for first := true; first || len(response.Receipts) < len(opened); first = false {
		from := len(response.Receipts)
		part := opened[from:min(from+chunk, len(opened))]
		receipts, err := e.decide(ctx, device, said, part) // of part or of its first commands
		if err != nil {
			return wire.PushResponse{}, fmt.Errorf("decide commands %d to %d of device %s: %w", from+1, from+len(part), device, err)
		}
		response.Receipts = append(response.Receipts, receipts...)
	}
	response.Clock = e.cfg.Clock().UnixMilli()
	return response, nil
}

func checkRequest(device id.ID[id.Device], r wire.PushRequest) error {
	if r.Version != wire.Version {
		return fault.Because("push", fault.Reason{Code: fault.VersionUnknown, Have: int64(r.Version), Want: wire.Version})
	}
	if len(r.Commands) > wire.MaxPushCommands {
		return fault.Because("push", fault.Reason{Code: fault.TooLarge, Field: "commands", Have: int64(len(r.Commands)), Want: wire.MaxPushCommands})
	}
	if len(r.Program) > maxProgram {
		return fault.Because("push", fault.Reason{Code: fault.TooLarge, Field: "program", Have: int64(len(r.Program)), Want: maxProgram})
	}
	if !seal.IsClean(r.Program) {
		return fault.Because("push", fault.Reason{Code: fault.TextNotClean, Field: "program"})
	}
	if r.Device != device {
		return fault.Because("push", fault.Reason{Code: fault.SignerMismatch, Ref: r.Device.String()})
	}
	return nil
}

// maxProgram is the most bytes of a program's version.
const maxProgram = 64

// decide runs one chunk in one transaction, as far as it goes, and tells the sequencer.
func (e *Engine) decide(ctx context.Context, pusher id.ID[id.Device], said contact, part []opened) ([][]byte, error) {
	// One reading of the clock for all runs of the transaction: the decision
	// depends on it.
	now := e.cfg.Clock().UnixMilli()
	var receipts [][]byte
	var done Batch
	err := e.inTx(ctx, func(tx Tx) error {
		var err error
		receipts, done, err = e.decideIn(ctx, tx, input{
			now: now, epoch: e.cfg.Epoch, server: e.cfg.Signer.Public(), pusher: pusher, said: said, commands: part,
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, d := range done.ShutOut {
		// A backup of before knows nothing of it, and this line does.
		e.cfg.Log.WarnContext(ctx, "device shut out", "device", d.String(), "by", "ruling")
	}
	e.cfg.Committed()
	return receipts, nil
}

// inTx runs a batch again when nobody knows whether it was committed. That is
// safe: what was committed is known by its hash then.
func (e *Engine) inTx(ctx context.Context, fn func(tx Tx) error) error {
	var err error
	for range commitTries {
		if err = e.cfg.Store.Tx(ctx, fn); !errors.Is(err, ErrCommitUnknown) {
			return err
		}
		e.cfg.Log.WarnContext(ctx, "unknown commit, looking the commands up", "error", err)
	}
	return err
}

// maxRounds bounds the loads of one transaction: what a decision needs is a few steps away
// from its command, whatever the number of commands, since all of them step at once.
const maxRounds = 64

// gatherRetry is when to come back where what a batch is about never stood still.
const gatherRetry = 2 * time.Second

// decideIn decides commands inside a transaction and saves the result: all of them, or
// the first ones (decideBatch); there are as many receipts as were decided.
func (e *Engine) decideIn(ctx context.Context, tx Tx, in input) ([][]byte, Batch, error) {
	if err := load(ctx, tx, &in); err != nil {
		return nil, Batch{}, err
	}
	if in.chains[in.pusher].Device.ID.IsZero() {
		return nil, Batch{}, fault.Because("push", fault.Reason{Code: fault.DeviceUnknown, Ref: in.pusher.String()})
	}
	if err := gather(ctx, tx, in.world, func() rules.Needs { return lacking(in) }); err != nil {
		return nil, Batch{}, fmt.Errorf("load what %d commands are about: %w", len(in.commands), err)
	}
	if slices.ContainsFunc(in.commands, in.isUnlocked) {
		return nil, Batch{}, fault.Because("lock devices", fault.Reason{Code: fault.Busy, Have: gatherRetry.Milliseconds()})
	}
	out := decideBatch(in)
	if err := e.sign(&out); err != nil {
		return nil, Batch{}, err
	}
	if out.changesNothing() {
		return out.receipts(), out.batch, nil
	}
	if err := tx.Save(ctx, out.batch); err != nil {
		return nil, Batch{}, fmt.Errorf("save a batch: %w", err)
	}
	return out.receipts(), out.batch, nil
}

// gather loads what is lacking, step by step, and then locks it, until nothing is
// lacking of what stands under the locks.
func gather(ctx context.Context, tx Tx, w *rules.World, lacking func() rules.Needs) error {
	locked := false
	for range maxRounds {
		if needs := lacking(); !needs.IsEmpty() {
			if err := tx.Load(ctx, w, needs); err != nil {
				return err
			}
			locked = false
			continue
		}
		if locked {
			return nil
		}
		changed, err := tx.Lock(ctx, w)
		if err != nil {
			return err
		}
		if !changed {
			return nil
		}
		locked = true
	}
	// What stands changed under every one of these sweeps: come back later.
	return fault.Because("gather", fault.Reason{Code: fault.Busy, Have: gatherRetry.Milliseconds()})
}
