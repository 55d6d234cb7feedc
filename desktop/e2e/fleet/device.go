package fleet

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"time"

	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/keyring"
	"dotchain/desktop/internal/remote"
	"dotchain/desktop/internal/session"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/id"
)

// url is the address that every device is told; the dialer decides where it leads.
const url = "https://localhost:8443"

// passphrase opens the keys of every device here.
const passphrase = "the passphrase of a made-up person"

// program is what the devices call themselves.
const program = "fleet"

// device is a laptop with its person.
type device struct {
	f      *fleet
	n      int
	random *rand.Rand
	parts

	// Of the device's own goroutine, until it ended.
	offers []id.ID[id.Offer]
	tries  int // of ordering, since the offers were learned
	// told are the orders about which the person was told that a signature is saved.
	told []id.ID[id.Order]

	mu     sync.Mutex // guards status and bell
	status syncer.Status
	bell   chan struct{} // closed and replaced at every change
}

// parts are what a device is made of, on disk or in memory.
type parts struct {
	core   *client.Core
	syncer app.Syncer
	server *remote.Remote
	docs   client.Docs
	mine   client.Work
	trust  client.Trust
	// end closes the stores, when core and syncer have stopped.
	end func() error
}

// newDevice enrols a device and opens it.
func (f *fleet) newDevice(ctx context.Context, n int, ticket string) (*device, error) {
	d := &device{
		f: f, n: n, bell: make(chan struct{}), status: syncer.Status{State: syncer.Offline},
		random: rand.New(rand.NewPCG(f.cfg.Seed, uint64(n))), //nolint:gosec // it follows from the seed
	}
	open := d.openMemory
	if f.cfg.Dir != "" {
		open = d.openDisk
	}
	var err error
	if d.parts, err = open(ctx, ticket); err != nil {
		return nil, fmt.Errorf("device %d: %w", n, err)
	}
	return d, nil
}

// openDisk makes a profile of a folder, as the window's program does.
func (d *device) openDisk(ctx context.Context, ticket string) (parts, error) {
	p, err := session.New(session.Config{
		Dir: filepath.Join(d.f.cfg.Dir, fmt.Sprintf("device-%04d", d.n)), Program: program, Dial: d.f.dialer(d.n), Clock: time.Now,
		// What a passphrase costs on purpose is no part of the load.
		Keys: keyring.Options{Params: keyring.Params{Memory: 8, Time: 1, Threads: 1}}, Random: randomBytes, Jitter: rand.Float64,
	})
	if err != nil {
		return parts{}, err
	}
	form := app.EnrolForm{Server: url, Ticket: ticket, DeviceName: d.name(), Passphrase: passphrase}
	if err = p.Enrol(ctx, form); err != nil {
		return parts{}, err
	}
	s, err := p.OpenParts(passphrase, app.Hooks{Changed: func([]client.Topic) { d.ring(nil) }, Status: d.hear})
	if err != nil {
		return parts{}, err
	}
	return parts{
		core: s.Core, syncer: s.Syncer, server: s.Remote, docs: s.Docs, mine: s.Work, trust: s.Trust, end: s.Close,
	}, nil
}

func (d *device) name() string { return fmt.Sprintf("device %d", d.n) }

// hear takes in what the truth line says.
func (d *device) hear(s syncer.Status) {
	if s.Problem != nil {
		d.f.tally.fail(s.Problem.Code)
	}
	d.ring(&s)
}

func (d *device) ring(s *syncer.Status) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s != nil {
		d.status = *s
	}
	close(d.bell)
	d.bell = make(chan struct{})
}

// until waits until cond holds, looking again at every change.
func (d *device) until(ctx context.Context, cond func() bool) error {
	for {
		d.mu.Lock()
		bell := d.bell
		d.mu.Unlock()
		if cond() {
			return nil
		}
		select {
		case <-bell:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (d *device) isLive() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.status.State == syncer.Live
}

// isSettled says that the device is live and nothing waits for a receipt.
func (d *device) isSettled() bool { return d.isLive() && d.core.Standing().Pending == 0 }

// wait waits for a while; false when ctx ended before.
func (d *device) wait(ctx context.Context, average time.Duration) bool {
	t := time.NewTimer(time.Duration(d.random.ExpFloat64() * float64(average)))
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// sign signs what was prepared; faults of the rules are counted and no error.
func (d *device) sign(p client.Signing, err error) (bool, error) {
	if err == nil && !p.Ready {
		return false, nil
	}
	var signed client.Signed
	if err == nil {
		signed, err = d.core.Sign(p.Token, passphrase)
	}
	if code := fault.CodeOf(err); err != nil && code != fault.Internal && code != fault.DiskFull {
		d.f.tally.fail(code)
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("%s signs: %w", d.name(), err)
	}
	d.syncer.Kick()
	d.told = append(d.told, signed.Orders...)
	return true, nil
}

// close ends the device in order.
func (d *device) close() error {
	d.syncer.Stop()
	d.core.Close()
	return d.end()
}
