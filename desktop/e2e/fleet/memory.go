package fleet

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	crand "crypto/rand"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/desktop/internal/remote"
	"dotchain/desktop/internal/search"
	"dotchain/desktop/internal/syncer"
)

// randomBytes fills b with random bytes.
func randomBytes(b []byte) { _, _ = crand.Read(b) } // it never fails

// keys are a person's key in memory, its passphrase just given.
type keys struct{ private ed25519.PrivateKey }

var _ client.Keys = keys{}

// Public implements client.Keys.
func (k keys) Public() ed25519.PublicKey { return k.private.Public().(ed25519.PublicKey) } //nolint:forcetypeassert // it is one

// Sign implements client.Keys.
func (k keys) Sign(message []byte) ([]byte, error) { return ed25519.Sign(k.private, message), nil }

// Fresh implements client.Keys.
func (keys) Fresh(time.Time) bool { return true }

// Confirm implements client.Keys.
func (keys) Confirm(string, time.Time) error { return nil }

// openMemory makes a device that keeps nothing on disk but segments on their way.
func (d *device) openMemory(ctx context.Context, ticket string) (p parts, err error) {
	_, private, err := ed25519.GenerateKey(crand.Reader)
	if err != nil {
		return p, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), crand.Reader)
	if err != nil {
		return p, err
	}
	e, err := remote.Enrol(ctx, remote.Enrolment{
		Server: url, Ticket: ticket, DeviceName: d.name(), Program: program, Signer: keys{private}, Device: key, Clock: time.Now().UnixMilli(),
	}, d.f.dialer(d.n))
	if err != nil {
		return p, err
	}
	dir, err := os.MkdirTemp("", "dotchain-fleet-")
	if err != nil {
		return p, err
	}
	p.end = func() error { p.server.Close(); return os.RemoveAll(dir) }
	p.server, err = remote.New(remote.Identity{
		Server: url, Root: e.Root, Certificate: e.Certificate, Key: key, Segments: filepath.Join(dir, "segments"),
	}, d.f.dialer(d.n))
	if err != nil {
		return p, err
	}
	p.docs, p.mine, p.trust = memstore.NewDocs(), memstore.NewWork(), client.Trust{Server: e.ServerKey, Courier: e.CourierKey}
	p.core, err = client.Open(client.Config{
		Docs: p.docs, Work: p.mine, Journal: memstore.NewJournal(), Keys: keys{private}, Index: search.New(), Trust: p.trust,
		Clock: time.Now, Random: randomBytes, Notify: func([]client.Topic) { d.ring(nil) },
		Profile: client.Profile{Person: e.Person, Org: e.Org, Device: e.Device.ID, DeviceName: d.name(), Program: program},
	})
	if err != nil {
		return p, err
	}
	p.syncer = syncer.New(syncer.Config{Client: p.core, Remote: p.server, Clock: time.Now, Random: rand.Float64, Report: d.hear})
	return p, nil
}
