package desktop

import (
	"crypto/ecdh"
	"crypto/hpke"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"time"

	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/badgerstore"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/journal"
	"dotchain/desktop/internal/keyring"
	"dotchain/desktop/internal/remote"
	"dotchain/desktop/internal/search"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
)

// closers are what a session has open; they close in the opposite order.
type closers []func() error

func (c closers) close() error {
	var all error
	for i := len(c) - 1; i >= 0; i-- {
		all = errors.Join(all, c[i]())
	}
	return all
}

// Open implements app.Profile: keys, journal, stores, core, syncer, in this
// order; each needs the one before. What a crash left behind is mended on the
// way, and told in the notices.
func (p *profile) Open(passphrase string, h app.Hooks) (*app.Session, error) {
	f := p.current()
	var open closers
	s, err := p.open(f, passphrase, h, &open)
	if err != nil {
		if closeErr := open.close(); closeErr != nil {
			p.cfg.Logger.Error("session not closed in order", "error", closeErr)
		}
		return nil, err
	}
	s.Close = open.close
	return s, nil
}

func (p *profile) open(f facts, passphrase string, h app.Hooks, open *closers) (*app.Session, error) {
	ring, err := keyring.Open(filepath.Join(p.cfg.Dir, keysDir), p.keyOptions())
	if err != nil {
		return nil, keyFault(err)
	}
	keys, err := ring.Unlock(passphrase, p.cfg.Clock())
	if err != nil {
		return nil, keyFault(err)
	}
	*open = append(*open, func() error { keys.Lock(); return nil })
	s := &app.Session{}
	log, err := p.openJournal(f, keys, open, s)
	if err != nil {
		return nil, err
	}
	work, docs, err := p.openStores(keys, open, s)
	if err != nil {
		return nil, err
	}
	s.Core, err = client.Open(client.Config{
		Docs: docs, Work: work, Journal: log, Keys: confirming{keys}, Index: search.New(),
		Trust: client.Trust{Server: f.ServerKey}, Clock: p.cfg.Clock, Logger: p.cfg.Logger, Notify: h.Changed,
		Random: func(b []byte) {
			if _, err := io.ReadFull(p.cfg.Random, b); err != nil {
				panic(fmt.Errorf("no random numbers: %w", err)) // an id that is not unique would lose an order
			}
		},
		Profile: client.Profile{Person: f.person, Org: f.org, Device: f.device.ID, DeviceName: f.device.Name, Program: Version},
	})
	if err != nil {
		return nil, err
	}
	server, err := remote.New(remote.Identity{
		Server: f.Server, Root: f.Root, Certificate: f.Certificate, Key: keys.DeviceSigner(),
	}, p.cfg.Dial)
	if err != nil {
		return nil, err
	}
	*open = append(*open, func() error { server.Close(); return nil })
	s.Syncer = syncer.New(syncer.Config{Client: s.Core, Remote: server, Clock: p.cfg.Clock, Random: p.cfg.Jitter, Report: h.Status})
	return s, nil
}

func (p *profile) openJournal(f facts, keys *keyring.Unlocked, open *closers, s *app.Session) (client.Journal, error) {
	c := journal.Config{Sealer: keys.Sealer("journal"), Reserve: journal.DefaultReserve}
	if len(f.RecoveryKey) > 0 {
		public, err := ecdh.X25519().NewPublicKey(f.RecoveryKey)
		if err != nil {
			return nil, fmt.Errorf("recovery key: %w", err)
		}
		if c.Recovery, err = hpke.NewDHKEMPublicKey(public); err != nil {
			return nil, fmt.Errorf("recovery key: %w", err)
		}
	}
	j, report, err := journal.Open(journal.Disk{}, filepath.Join(p.cfg.Dir, journalDir), c)
	if err != nil {
		return nil, journalFault(err)
	}
	*open = append(*open, j.Close)
	if damage := report.Err(); damage != nil {
		p.cfg.Logger.Error("journal damaged", "lost", report.Lost(), "error", damage)
		s.Notices = append(s.Notices, fault.Reason{Code: fault.JournalDamaged, Have: int64(len(report.Damage))})
	}
	return journalPort{j}, nil
}

func (p *profile) openStores(keys *keyring.Unlocked, open *closers, s *app.Session) (*badgerstore.Work, *badgerstore.Docs, error) {
	store := func(name string) badgerstore.Config {
		return badgerstore.Config{
			Dir: filepath.Join(p.cfg.Dir, name), Sealer: keys.Sealer(name), Log: p.cfg.Logger, Now: p.cfg.Clock,
		}
	}
	mended := func(name string, r badgerstore.Report) {
		if r.Quarantined != "" {
			p.cfg.Logger.Error("store rebuilt", "store", name, "error", r.Cause)
			s.Notices = append(s.Notices, fault.Reason{Code: fault.StoreRebuilt, Ref: name})
		}
	}
	work, report, err := badgerstore.OpenWork(store(workDir))
	if err != nil {
		return nil, nil, err
	}
	*open = append(*open, work.Close)
	mended(workDir, report)
	docs, report, err := badgerstore.OpenDocs(store(docsDir))
	if err != nil {
		return nil, nil, err
	}
	*open = append(*open, docs.Close)
	mended(docsDir, report)
	return work, docs, nil
}

// journalPort is the journal as the client sees it.
type journalPort struct{ j *journal.Journal }

var _ client.Journal = journalPort{}

func (p journalPort) Append(entries []client.JournalEntry) (uint64, error) {
	batch := make([]journal.Entry, 0, len(entries))
	for _, e := range entries {
		batch = append(batch, journal.Entry{Kind: journal.Kind(e.Kind), Payload: e.Payload})
	}
	first, err := p.j.AppendBatch(batch)
	if err != nil {
		return 0, journalFault(err)
	}
	return uint64(first) + uint64(len(batch)) - 1, nil
}

func (p journalPort) Replay(after uint64) iter.Seq2[client.JournalEntry, error] {
	return func(yield func(client.JournalEntry, error) bool) {
		for r, err := range p.j.Replay(journal.Seq(after + 1)) {
			if r.Kind > 255 {
				continue // a kind that a newer program writes
			}
			if !yield(client.JournalEntry{Seq: uint64(r.Seq), Kind: client.JournalKind(r.Kind), Payload: r.Payload}, err) {
				return
			}
		}
	}
}

// confirming are the keys with their errors in words of the field.
type confirming struct{ *keyring.Unlocked }

var _ client.Keys = confirming{}

func (k confirming) Sign(message []byte) ([]byte, error) {
	signature, err := k.Unlocked.Sign(message)
	return signature, keyFault(err)
}

func (k confirming) Confirm(passphrase string, now time.Time) error {
	return keyFault(k.Unlocked.Confirm(passphrase, now))
}

// keyFault says what a keyring's error means to a person.
func keyFault(err error) error {
	var short *keyring.PassphraseTooShortError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &short):
		return fault.Because("keys", fault.Reason{Code: fault.PassphraseTooShort, Have: int64(short.Have), Want: int64(short.Want)})
	case errors.Is(err, keyring.ErrWrongPassphrase):
		return fault.Wrap("keys", fault.PassphraseWrong, err)
	case errors.Is(err, keyring.ErrDeviceSecret):
		return fault.Wrap("keys", fault.DeviceSecretMissing, err)
	case errors.Is(err, keyring.ErrLocked):
		return fault.Wrap("keys", fault.Locked, err)
	case errors.Is(err, keyring.ErrNewer):
		return fault.Wrap("keys", fault.StoreTooNew, err)
	}
	return err
}

// journalFault says what a journal's error means to a person.
func journalFault(err error) error {
	switch {
	case errors.Is(err, journal.ErrFull):
		return fault.Wrap("journal", fault.DiskFull, err)
	case errors.Is(err, journal.ErrInUse):
		return fault.Wrap("journal", fault.ProfileInUse, err)
	case errors.Is(err, journal.ErrLocked):
		return fault.Wrap("journal", fault.Locked, err)
	case errors.Is(err, journal.ErrNewer):
		return fault.Wrap("journal", fault.StoreTooNew, err)
	case errors.Is(err, journal.ErrTooLarge):
		return fault.Wrap("journal", fault.TooLarge, err)
	}
	return err
}
