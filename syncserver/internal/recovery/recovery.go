// Package recovery hands in what was signed on a laptop that nobody can open any more: it
// opens the files of the laptop's journal with the organisation's recovery key and has
// their commands decided as if they had been pushed. It decides nothing and keeps nothing:
// the same files again change nothing, because the engine knows each command by its hash.
package recovery

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/hpke"
	"errors"
	"fmt"
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/journal"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
)

// Engine decides commands.
type Engine interface {
	// Push decides commands that a device carries; see engine.Engine.
	Push(ctx context.Context, device id.ID[id.Device], r wire.PushRequest) (wire.PushResponse, error)
}

// Store knows which commands came before.
type Store interface {
	// Tx runs fn in a transaction; see engine.Store.
	Tx(ctx context.Context, fn func(tx engine.Tx) error) error
}

// Config is what a Desk is made of; every field is required.
type Config struct {
	Engine Engine
	Store  Store
	// Carrier is the server's own device: it is what brings the commands.
	Carrier id.ID[id.Device]
	// Server is the key of the server's receipts.
	Server ed25519.PublicKey
}

// Desk hands in journals. It holds no state.
type Desk struct{ cfg Config }

// New returns a Desk.
func New(cfg Config) (*Desk, error) {
	if cfg.Engine == nil || cfg.Store == nil || cfg.Carrier.IsZero() || len(cfg.Server) == 0 {
		return nil, errors.New("recovery: every field of Config is required")
	}
	return &Desk{cfg: cfg}, nil
}

// File is a file that may be of a journal. Its name is what reports call it by.
type File struct {
	Name string
	Data []byte
	// Err says why not all of it could be read from its disk; what could be is in Data.
	Err error
}

// Read is what was found in one file.
type Read struct {
	Name string
	journal.Recovered
	// Err says why the file gave nothing (journal.ErrNoJournal, journal.ErrNewer), or why
	// its disk did not give all of it.
	Err error
}

// Report says what was found and what became of it.
type Report struct {
	Files []Read
	// Found counts the commands that opened, each once, however many files hold it.
	Found int
	// Known came before, by whichever way, and keep their receipts.
	Known int
	// Applied and Parked are the new ones, by what the server decided just now.
	Applied, Parked int
}

// New counts the commands that the server did not have.
func (r Report) New() int { return r.Applied + r.Parked }

// Unreadable counts command records that are there and did not open, and places where no
// record is whole: at each of these a command may be that was not handed in.
func (r Report) Unreadable() (n int) {
	for _, f := range r.Files {
		n += f.NoBox + f.OtherKey + f.Sealed
		for _, d := range f.Damage {
			if !d.Mended {
				n++
			}
		}
	}
	return n
}

// Take hands in every command that the key opens in some files. An error means that not all
// were decided; the same files may be handed in again. Faults: those of the engine.
func (d *Desk) Take(ctx context.Context, key hpke.PrivateKey, files []File) (Report, error) {
	r := Report{}
	commands := r.read(key, files)
	r.Found = len(commands)
	for part := range slices.Chunk(commands, wire.MaxPushCommands) {
		known, err := d.known(ctx, part)
		if err != nil {
			return r, err
		}
		// It says nothing of a clock: the journal may have lain in a drawer for a month.
		response, err := d.cfg.Engine.Push(ctx, d.cfg.Carrier, wire.PushRequest{Version: wire.Version, Device: d.cfg.Carrier, Commands: part})
		if err != nil {
			return r, fmt.Errorf("hand in %d commands: %w", len(part), err)
		}
		if err := r.count(response.Receipts, known, d.cfg.Server); err != nil {
			return r, err
		}
	}
	return r, nil
}

// read opens the files and returns the commands, each once, by device in the order of its
// numbers: no gap opens that the next file closes.
func (r *Report) read(key hpke.PrivateKey, files []File) (commands [][]byte) {
	var stores []journal.StoreID
	for _, f := range files {
		if store, ok := journal.StoreOf(f.Data); ok && !slices.Contains(stores, store) {
			stores = append(stores, store)
		}
	}
	seen := map[seal.Hash]bool{}
	var all []place
	for _, f := range files {
		found, err := journal.Recover(f.Data, stores, key)
		if f.Err != nil {
			err = f.Err
		}
		r.Files = append(r.Files, Read{Name: f.Name, Recovered: found, Err: err})
		for _, c := range found.Commands {
			if h := seal.Sum(c); !seen[h] {
				seen[h] = true
				all = append(all, placed(c))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b place) int {
		return cmp.Or(a.device.Compare(b.device), cmp.Compare(a.seq, b.seq))
	})
	for _, p := range all {
		commands = append(commands, p.raw)
	}
	return commands
}

// place is a command with where it stands among its device's; the zero place where it
// cannot be read: the engine says why.
type place struct {
	raw    []byte
	device id.ID[id.Device]
	seq    uint64
}

func placed(raw []byte) place {
	p := place{raw: raw}
	if envelope, err := seal.Open(raw); err == nil {
		if c, err := seal.OpenCommand(envelope); err == nil {
			p.device, p.seq = c.Device, c.DeviceSeq
		}
	}
	return p
}

// known are those of some commands that came before.
func (d *Desk) known(ctx context.Context, commands [][]byte) (map[seal.Hash]bool, error) {
	hashes := make([]seal.Hash, 0, len(commands))
	for _, c := range commands {
		hashes = append(hashes, seal.Sum(c))
	}
	var came map[seal.Hash]bool
	err := d.cfg.Store.Tx(ctx, func(tx engine.Tx) error {
		came = map[seal.Hash]bool{}
		all, err := tx.Known(ctx, hashes, nil)
		for _, k := range all {
			came[k.Envelope] = true
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up %d commands: %w", len(commands), err)
	}
	return came, nil
}

func (r *Report) count(receipts [][]byte, known map[seal.Hash]bool, server ed25519.PublicKey) error {
	for _, raw := range receipts {
		receipt, err := seal.OpenReceipt(raw, server)
		if err != nil {
			return fmt.Errorf("read an own receipt: %w", err)
		}
		switch {
		case known[receipt.Envelope]:
			r.Known++
		case receipt.Verdict == seal.Applied:
			r.Applied++
		default:
			r.Parked++
		}
	}
	return nil
}
