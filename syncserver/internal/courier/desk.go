// Package courier takes courier files: it opens a file, has its commands decided as if
// they had been pushed, and seals the receipts for the way back. It decides nothing and
// keeps nothing: the same file again gets the same receipts, because the engine knows
// each command by its hash.
package courier

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Engine decides commands.
type Engine interface {
	// Push decides commands that a device carries; see engine.Engine.
	Push(ctx context.Context, device id.ID[id.Device], r wire.PushRequest) (wire.PushResponse, error)
}

// Store knows devices' keys and what became of their commands.
type Store interface {
	// Keys returns the signing keys with these thumbprints, revoked ones too; what is not
	// enrolled is absent.
	Keys(ctx context.Context, thumbprints []seal.Thumbprint) (map[seal.Thumbprint]party.Key, error)
	// Receipts returns the signed receipts of those of some envelopes that came and name
	// the device, in the order of the device's numbers.
	Receipts(ctx context.Context, device id.ID[id.Device], envelopes []seal.Hash) ([][]byte, error)
}

// Config is what a Desk is made of; every field is required.
type Config struct {
	Engine Engine
	Store  Store
	// Key opens what is sealed to the server; Signer signs what goes back.
	Key    courier.Key
	Signer seal.Signer
	Clock  func() time.Time
	Random io.Reader
}

// Desk takes courier files. It holds no state.
type Desk struct{ cfg Config }

// New returns a Desk.
func New(cfg Config) (*Desk, error) {
	if cfg.Engine == nil || cfg.Store == nil || cfg.Key == nil || cfg.Signer == nil || cfg.Clock == nil || cfg.Random == nil {
		return nil, errors.New("courier: every field of Config is required")
	}
	return &Desk{cfg: cfg}, nil
}

// Take decides the commands of a file that a device brings, which may be another's, and
// returns the answer for the device that the file is of. An error means that the file as a
// whole was not taken and may be brought again. A key that was withdrawn still hands in
// what was signed: each command is parked, as when it is pushed.
// Faults: those of courier.OpenBundle; SignerUnknown, SignatureInvalid, SignerMismatch
// (the key is another device's); those of the engine.
func (d *Desk) Take(ctx context.Context, carrier id.ID[id.Device], file []byte) (wire.CourierResponse, error) {
	bundle, err := courier.OpenBundle(file, d.cfg.Key)
	if err != nil {
		return wire.CourierResponse{}, err
	}
	if err = d.verify(ctx, bundle); err != nil {
		return wire.CourierResponse{}, err
	}
	receipts, err := d.push(ctx, carrier, bundle.Commands)
	if err != nil {
		return wire.CourierResponse{}, err
	}
	others, err := d.cfg.Store.Receipts(ctx, bundle.Device, bundle.Waiting)
	if err != nil {
		return wire.CourierResponse{}, fmt.Errorf("look up %d receipts of device %s: %w", len(bundle.Waiting), bundle.Device, err)
	}
	var once [32]byte
	if _, err = io.ReadFull(d.cfg.Random, once[:]); err != nil {
		return wire.CourierResponse{}, fmt.Errorf("draw a key: %w", err)
	}
	now := d.cfg.Clock().UnixMilli()
	answer, err := courier.SealAnswer(courier.Answer{
		Device: bundle.Device, Number: bundle.Number, File: seal.Sum(file), At: now, Receipts: append(receipts, others...),
	}, d.cfg.Signer, bundle.AnswerKey, once)
	if err != nil {
		return wire.CourierResponse{}, fmt.Errorf("seal the answer to device %s: %w", bundle.Device, err)
	}
	return wire.CourierResponse{Answer: answer, Clock: now}, nil
}

// verify makes sure that the device itself put the file together: the answer tells what
// became of its commands.
func (d *Desk) verify(ctx context.Context, b courier.Opened) error {
	keys, err := d.cfg.Store.Keys(ctx, []seal.Thumbprint{b.Signer()})
	if err != nil {
		return fmt.Errorf("load the key of a courier file: %w", err)
	}
	key, ok := keys[b.Signer()]
	if !ok {
		return fault.Because("take courier file", fault.Reason{Code: fault.SignerUnknown, Ref: b.Signer().String()})
	}
	if err := b.Verify(key.Public); err != nil {
		return err
	}
	if key.Device != b.Device {
		return fault.Because("take courier file", fault.Reason{Code: fault.SignerMismatch, Ref: b.Device.String()})
	}
	return nil
}

// push has commands decided, as many at a time as a request may carry. It says nothing of
// the carrier's clock: the file may have lain in a pocket for a week.
func (d *Desk) push(ctx context.Context, carrier id.ID[id.Device], commands [][]byte) ([][]byte, error) {
	receipts := make([][]byte, 0, len(commands))
	for len(receipts) < len(commands) {
		part := commands[len(receipts):min(len(receipts)+wire.MaxPushCommands, len(commands))]
		response, err := d.cfg.Engine.Push(ctx, carrier, wire.PushRequest{Version: wire.Version, Device: carrier, Commands: part})
		if err != nil {
			return nil, err
		}
		receipts = append(receipts, response.Receipts...)
	}
	return receipts, nil
}
