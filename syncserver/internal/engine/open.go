package engine

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// opened is a command as far as it could be read and believed.
type opened struct {
	envelope seal.Envelope
	hash     seal.Hash
	// command is the zero value where the bytes could not be read.
	command seal.Command
	// inquiry asks what it needs, where it is genuine.
	inquiry rules.Inquiry
	// genuine is true when the key of the very person and device that the command
	// names signed it. A key that was withdrawn still shows who signed.
	genuine bool
	// reasons say why it is not to be decided.
	reasons []fault.Reason
}

// isReadable reports whether the bytes are a command.
func (o opened) isReadable() bool { return o.command.Version != 0 }

// open reads envelopes and checks their signatures, outside of any transaction
// and on all processors: that is most of the work of a push.
func (e *Engine) open(ctx context.Context, envelopes [][]byte) ([]opened, error) {
	all := make([]opened, len(envelopes))
	parallel(len(all), func(i int) { all[i] = read(envelopes[i]) })

	var thumbprints []seal.Thumbprint
	for _, o := range all {
		if o.isReadable() && !slices.Contains(thumbprints, o.envelope.Key) {
			thumbprints = append(thumbprints, o.envelope.Key)
		}
	}
	keys := map[seal.Thumbprint]party.Key{}
	if len(thumbprints) > 0 {
		var err error
		if keys, err = e.keys.of(ctx, e.cfg.Store, thumbprints); err != nil {
			return nil, fmt.Errorf("load %d keys: %w", len(thumbprints), err)
		}
	}
	parallel(len(all), func(i int) { all[i].identify(keys) })
	return all, nil
}

// read reads what can be read of an envelope.
func read(raw []byte) opened {
	o := opened{hash: seal.Sum(raw)}
	envelope, err := seal.Open(raw)
	if err != nil {
		o.envelope, o.reasons = seal.Envelope{Raw: raw}, fault.ReasonsOf(err)
		return o
	}
	o.envelope = envelope
	command, err := seal.OpenCommand(envelope)
	if err != nil {
		o.reasons = fault.ReasonsOf(err)
		return o
	}
	o.command = command
	return o
}

// identify checks who signed.
func (o *opened) identify(keys map[seal.Thumbprint]party.Key) {
	if !o.isReadable() {
		return
	}
	key, ok := keys[o.envelope.Key]
	if !ok {
		o.reasons = []fault.Reason{{Code: fault.SignerUnknown, Ref: o.envelope.Key.String()}}
		return
	}
	if err := o.envelope.Verify(seal.DomainCommand, key.Public); err != nil {
		o.reasons = fault.ReasonsOf(err)
		return
	}
	if key.Person != o.command.Person || key.Device != o.command.Device {
		o.reasons = []fault.Reason{{Code: fault.SignerMismatch, Ref: o.command.Person.String()}}
		return
	}
	o.genuine, o.inquiry = true, rules.Inquire(o.command)
	if key.RevokedAt != 0 {
		// It may have been signed before the withdrawal; people decide, not a clock.
		o.reasons = []fault.Reason{{Code: fault.SignerRevoked, Have: key.RevokedAt}}
	}
}

// parallel calls do for 0 to n-1 on all processors and waits.
func parallel(n int, do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var (
		next atomic.Int64
		wait sync.WaitGroup
	)
	for range workers {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wait.Wait()
}

// load puts into the input what stands of its commands' devices and which of
// the commands came before.
func load(ctx context.Context, tx Tx, in *input) error {
	devices := []id.ID[id.Device]{in.pusher}
	hashes := make([]seal.Hash, 0, len(in.commands))
	ids := make([]id.ID[id.Command], 0, len(in.commands))
	for _, o := range in.commands {
		hashes = append(hashes, o.hash)
		if o.isReadable() {
			ids = append(ids, o.command.ID)
		}
		if o.genuine && !slices.Contains(devices, o.command.Device) {
			devices = append(devices, o.command.Device)
		}
	}
	in.world = rules.NewWorld()
	ruled, err := shutBy(ctx, tx, in)
	if err != nil {
		return err
	}
	for _, d := range ruled {
		if !slices.Contains(devices, d) {
			devices = append(devices, d)
		}
	}
	// A fixed order: two requests that carry for each other must not wait for each other.
	slices.SortFunc(devices, id.ID[id.Device].Compare)
	chains, before, err := tx.Begin(ctx, devices, hashes, ids)
	if err != nil {
		return fmt.Errorf("lock chains of %d devices, look up %d commands: %w", len(devices), len(hashes), err)
	}
	in.chains = chains
	in.known = known{receipts: map[seal.Hash][]byte{}, commands: map[id.ID[id.Command]]seal.Hash{}}
	for _, k := range before {
		in.known.receipts[k.Envelope] = k.Receipt
		if k.InChain {
			in.known.commands[k.Command] = k.Envelope
		}
	}
	return nil
}
