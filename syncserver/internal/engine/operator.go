package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// Operator signs commands as the server's own person on the server's own device:
// what an operator imports goes the same way as everybody's acts. Several
// processes may act as the one operator of a database; each command takes its
// place in the chain inside the transaction that decides it.
type Operator struct {
	engine *Engine
	cfg    OperatorConfig
}

// OperatorConfig says who the operator is; every field is required.
type OperatorConfig struct {
	Person id.ID[id.Person]
	Device id.ID[id.Device]
	Signer seal.Signer
	// Random gives the random part of command ids.
	Random io.Reader
}

// NewOperator returns the operator of an engine.
func NewOperator(e *Engine, cfg OperatorConfig) (*Operator, error) {
	if cfg.Person.IsZero() || cfg.Device.IsZero() || cfg.Signer == nil || cfg.Random == nil {
		return nil, errors.New("engine: an operator needs a person, a device, a signer and randomness")
	}
	return &Operator{engine: e, cfg: cfg}, nil
}

// Submitted is what became of an operator's command.
type Submitted struct {
	// Outcome is what it changed; empty when there was nothing to change, and then
	// no command was made.
	Outcome rules.Outcome
	// Reasons are why it cannot be done, and then no command was made either: an
	// operator at the keyboard mends the input, no case waits for anybody.
	Reasons []fault.Reason
	// Receipt is the signed receipt; empty when no command was made.
	Receipt []byte
}

// Submit decides a command with the body and, when it can be done and changes
// something, makes it.
func (o *Operator) Submit(ctx context.Context, kind seal.Kind, body any) (Submitted, error) {
	now := o.engine.cfg.Clock()
	command, err := o.newID(now)
	if err != nil {
		return Submitted{}, err
	}
	encoded := seal.Encode(body)
	var done Submitted
	err = o.engine.inTx(ctx, func(tx Tx) error {
		done = Submitted{}
		chain, err := tx.Chain(ctx, o.cfg.Device) //nolint:govet // each run of the transaction has its own error
		if err != nil {
			return fmt.Errorf("lock the operator's chain: %w", err)
		}
		// A run before this one may have been committed without our knowing.
		before, err := tx.Known(ctx, nil, []id.ID[id.Command]{command})
		if err != nil {
			return fmt.Errorf("look up command %s: %w", command, err)
		}
		if len(before) > 0 {
			done.Receipt = before[0].Receipt
			return nil
		}
		c := seal.Command{
			Version: seal.CommandVersion, ID: command, Kind: kind, Person: o.cfg.Person, Device: o.cfg.Device,
			DeviceSeq: chain.LastSeq + 1, Prev: chain.LastHash, ClaimedAt: now.UnixMilli(), Body: encoded,
			Seen: seal.Seen{Epoch: o.engine.cfg.Epoch},
		}
		world := rules.NewWorld()
		if err = complete(ctx, tx, world, c); err != nil {
			return err
		}
		outcome, reasons := rules.Decide(rules.Facts{Now: now.UnixMilli(), World: world, Server: o.engine.cfg.Signer.Public()}, c)
		if len(reasons) > 0 || outcome.IsEmpty() {
			done.Reasons = reasons
			return nil
		}
		envelope, err := seal.SignCommand(c, o.cfg.Signer)
		if err != nil {
			return fmt.Errorf("sign as the operator: %w", err)
		}
		if len(envelope.Raw) > seal.MaxEnvelope {
			done.Reasons = []fault.Reason{{Code: fault.TooLarge, Have: int64(len(envelope.Raw)), Want: seal.MaxEnvelope}}
			return nil
		}
		own, err := o.engine.open(ctx, [][]byte{envelope.Raw})
		if err != nil {
			return err
		}
		receipts, batch, err := o.engine.decideIn(ctx, tx, input{
			now: now.UnixMilli(), epoch: o.engine.cfg.Epoch, server: o.engine.cfg.Signer.Public(), pusher: o.cfg.Device, commands: own,
		})
		if err != nil {
			return err
		}
		// Parked after all: the key is not enrolled, or another made a fork of the
		// chain. That is a case like any other's.
		done.Reasons, done.Receipt = batch.Records[0].Reasons, receipts[0]
		if done.Reasons == nil {
			done.Outcome = outcome
		}
		return nil
	})
	if err != nil {
		return Submitted{}, fmt.Errorf("submit %s: %w", kind, err)
	}
	if done.Receipt != nil {
		o.engine.cfg.Committed()
	}
	return done, nil
}

// Look returns what stands of things now.
func (o *Operator) Look(ctx context.Context, needs rules.Needs) (*rules.World, error) {
	world := rules.NewWorld()
	err := o.engine.cfg.Store.Tx(ctx, func(tx Tx) error {
		world = rules.NewWorld()
		return tx.Load(ctx, world, needs)
	})
	return world, err
}

func (o *Operator) newID(now time.Time) (id.ID[id.Command], error) {
	var random [10]byte
	if _, err := io.ReadFull(o.cfg.Random, random[:]); err != nil {
		return id.ID[id.Command]{}, fmt.Errorf("draw a command id: %w", err)
	}
	return id.New[id.Command](now, random), nil
}

// complete loads and locks all that a command is about.
func complete(ctx context.Context, tx Tx, w *rules.World, c seal.Command) error {
	err := gather(ctx, tx, w, func() rules.Needs {
		needs := rules.Missing(w, c)
		tidyNeeds(&needs)
		return needs
	})
	if err != nil {
		return fmt.Errorf("load what command %s is about: %w", c.ID, err)
	}
	return nil
}
