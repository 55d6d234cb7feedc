package session

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"

	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/attachments"
	"dotchain/desktop/internal/badgerstore"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/courier"
	"dotchain/desktop/internal/disk"
	"dotchain/desktop/internal/journal"
	"dotchain/desktop/internal/keyring"
	"dotchain/desktop/internal/remote"
	"dotchain/desktop/internal/search"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
)

// opening is a session in the making: what was opened, to be closed in reverse.
type opening struct {
	closers []func() error
	notices []fault.Reason
}

func (o *opening) onClose(f func() error) { o.closers = append(o.closers, f) }

func (o *opening) close() error {
	var all error
	for i := len(o.closers) - 1; i >= 0; i-- {
		all = errors.Join(all, o.closers[i]())
	}
	o.closers = nil
	return all
}

// Parts are an open session with the parts that the window has no use for.
type Parts struct {
	app.Session
	Docs   *badgerstore.Docs
	Work   *badgerstore.Work
	Remote *remote.Remote
	Keys   client.Keys
	// Trust is what the profile believes of the server.
	Trust client.Trust
}

// Open implements app.Profile.
func (p *Profile) Open(passphrase string, h app.Hooks) (*app.Session, error) {
	parts, err := p.OpenParts(passphrase, h)
	if err != nil {
		return nil, err
	}
	return &parts.Session, nil
}

// OpenParts is Open. What fails closes what was opened before it.
func (p *Profile) OpenParts(passphrase string, h app.Hooks) (s *Parts, err error) {
	o := &opening{}
	if h.Changed == nil {
		h.Changed = func([]client.Topic) {} // nobody listens
	}
	defer func() {
		if err != nil {
			err = errors.Join(named(err), o.close())
		}
	}()
	e, err := readEnrolment(p.cfg.Dir)
	if err != nil {
		return nil, err
	}
	if e == nil {
		return nil, fault.New("open", fault.NotEnrolled)
	}
	u, err := p.unlock(passphrase)
	if err != nil {
		return nil, keyFault(err)
	}
	o.onClose(func() error { u.Lock(); return nil })
	recovery, err := recoveryKey(e.Response.RecoveryKey)
	if err != nil {
		return nil, err
	}
	// The journal first: its lock is the profile's.
	j, report, err := journal.Open(journal.Disk{}, filepath.Join(p.cfg.Dir, journalName), journal.Config{
		Sealer: u.Sealer("journal"), Recovery: recovery, Reserve: p.cfg.JournalReserve,
	})
	if err != nil {
		return nil, journalFault(err)
	}
	o.onClose(j.Close)
	o.noteJournal(report)
	index := &keptIndex{Index: search.New(), dir: p.cfg.Dir, sealer: u.Sealer("index"), log: p.cfg.Log}
	index.begin()
	o.onClose(func() error { index.finish(); return nil })
	work, docs, err := p.openStores(o, u)
	if err != nil {
		return nil, err
	}
	kept, err := attachments.Open(attachments.Config{
		Dir: filepath.Join(p.cfg.Dir, "attachments"), Sealer: u.Sealer("attachments"), Disk: disk.Disk{},
	})
	if err != nil {
		return nil, err
	}
	carried, err := courier.Open(courier.Config{Dir: filepath.Join(p.cfg.Dir, "courier"), Disk: disk.Disk{}, Clock: p.cfg.Clock})
	if err != nil {
		return nil, err
	}
	agreement, err := u.Agreement("courier")
	if err != nil {
		return nil, keyFault(err)
	}
	var sending *attachments.Sync
	trust := client.Trust{Server: e.Response.ServerKey, Courier: e.Response.CourierKey}
	core, err := client.Open(client.Config{
		Docs: docs, Work: work, Journal: record{j}, Keys: keys{u}, Index: index,
		Trust: trust, Answers: answers{agreement}, Clock: p.cfg.Clock, Random: p.cfg.Random,
		Profile: client.Profile{
			Person: e.Response.Person, Org: e.Response.Org, Device: e.Response.Device.ID, DeviceName: e.DeviceName, Program: p.cfg.Program,
		},
		Notify: func(topics []client.Topic) {
			if sending != nil { // nil while the core opens, which is before anybody else calls it
				sending.Wake()
			}
			h.Changed(topics)
		},
		Logger: p.cfg.Log,
	})
	if err != nil {
		return nil, fmt.Errorf("open the core: %w", err)
	}
	p.prune(core, j)
	server, err := remote.New(remote.Identity{
		Server: e.Server, Root: e.Response.Root, Certificate: e.Response.Certificate, Key: u.DeviceSigner(),
		Segments: filepath.Join(p.cfg.Dir, "segments"),
		Self: remote.Self{
			Device: e.Response.Device.ID, Person: e.Response.Person.ID, Org: e.Response.Org.ID, ServerKey: e.Response.ServerKey, Names: core.Names,
		},
	}, p.cfg.Dial)
	if err != nil {
		return nil, err
	}
	o.onClose(func() error { server.Close(); return nil })
	sending = attachments.NewSync(attachments.SyncConfig{
		Store: kept, Papers: papers{core}, Server: server, Clock: p.cfg.Clock, Random: p.cfg.Jitter,
		Changed: func() { h.Changed([]client.Topic{client.TopicDeliveries}) },
	})
	bringing := courier.NewSync(courier.SyncConfig{
		Store: carried, Server: server, Random: p.cfg.Jitter, Log: p.cfg.Log,
		Changed: func() { h.Changed([]client.Topic{client.TopicCourier}) },
	})
	var working atomic.Bool
	syncing := syncer.New(syncer.Config{Client: core, Remote: server, Clock: p.cfg.Clock, Random: p.cfg.Jitter, Report: func(s syncer.Status) {
		sending.Link(s.State == syncer.Live)
		bringing.Link(s.State == syncer.Live || s.State == syncer.CatchingUp)
		if is := s.State == syncer.CatchingUp; working.Swap(is) != is {
			p.cfg.Working(is)
		}
		h.Status(s)
	}})
	p.cfg.Working(false)
	return &Parts{
		Session: app.Session{
			Core: core, Syncer: all{both{syncing, sending}, bringing}, Attachments: files{kept, sending}, Courier: carrying{carried, bringing},
			Notices: o.notices, Close: o.close,
		},
		Docs: docs, Work: work, Remote: server, Keys: keys{u}, Trust: trust,
	}, nil
}

// openStores opens both stores side by side: what takes time is the disk of the one and
// the checksums of the other.
func (p *Profile) openStores(o *opening, u *keyring.Unlocked) (work *badgerstore.Work, docs *badgerstore.Docs, err error) {
	var (
		beside sync.WaitGroup
		found  badgerstore.Report
		failed error
	)
	beside.Go(func() { work, found, failed = badgerstore.OpenWork(p.store(workName, u.Sealer(workName))) })
	docs, foundDocs, err := badgerstore.OpenDocs(p.store(docsName, u.Sealer(docsName)))
	beside.Wait()
	if failed == nil {
		o.onClose(work.Close)
		o.noteStore(workName, found)
	}
	if err == nil {
		o.onClose(docs.Close)
		o.noteStore(docsName, foundDocs)
	}
	return work, docs, errors.Join(failed, err)
}

// prune makes a large journal smaller. When it cannot, the journal stays large,
// and whole.
func (p *Profile) prune(core *client.Core, j *journal.Journal) {
	n, err := core.PruneJournal(record{j})
	if err != nil {
		p.cfg.Log.Error("journal not pruned", "error", err)
		return
	}
	if n > 0 {
		p.cfg.Log.Info("journal pruned", "records", n)
	}
}

func (p *Profile) store(name string, sealer badgerstore.Sealer) badgerstore.Config {
	return badgerstore.Config{
		Dir: filepath.Join(p.cfg.Dir, name), Sealer: sealer, Log: p.cfg.Log, Now: p.cfg.Clock, Reserve: p.cfg.JournalReserve > 0,
		Verified: &p.verified,
	}
}

// noteJournal tells the person of records that may be gone; a torn tail was
// never shown as saved and is no news.
func (o *opening) noteJournal(r journal.Report) {
	for _, d := range r.Damage {
		if !d.Repaired {
			o.notices = append(o.notices, fault.Reason{Code: fault.JournalDamaged, Ref: strconv.FormatUint(uint64(d.Segment), 10)})
		}
	}
}

func (o *opening) noteStore(name string, r badgerstore.Report) {
	if r.Quarantined != "" {
		o.notices = append(o.notices, fault.Reason{Code: fault.StoreRebuilt, Ref: name})
	}
}
