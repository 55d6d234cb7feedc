package authority

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"time"

	"dotchain/shared/id"
	"dotchain/shared/view"
)

// The certificates of devices that were shut out stand in a revocation list (RFC 5280)
// in the authority's folder as well: a database that is restored from a backup has
// forgotten who was shut out since, and a lost laptop would be in again.

const (
	fileRevoked = "revoked.crl"
	pemRevoked  = "X509 CRL"
	// listLife is what the list says of how long it is good. Nobody waits for it: the
	// server itself reads it, however old it is.
	listLife = 7 * 24 * time.Hour
)

// KeepRevoked brings the list to what the database says; nobody is ever taken off it.
// added is how many are new. Error: the list is not of this authority.
func (a *Authority) KeepRevoked(ctx context.Context) (added int, err error) {
	old, err := a.revoked()
	if err != nil {
		return 0, err
	}
	all, err := a.cfg.Store.Certificates(ctx)
	if err != nil {
		return 0, fmt.Errorf("keep who is shut out: %w", err)
	}
	next := x509.RevocationList{Number: big.NewInt(1), ThisUpdate: a.cfg.Clock()}
	known := map[string]bool{}
	if old != nil {
		next.Number.Add(old.Number, next.Number)
		for _, e := range old.RevokedCertificateEntries {
			known[hex.EncodeToString(e.SerialNumber.Bytes())] = true
			next.RevokedCertificateEntries = append(next.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: e.SerialNumber, RevocationTime: e.RevocationTime})
		}
	}
	for _, c := range all {
		if c.RevokedAt == 0 || known[c.Serial] {
			continue
		}
		serial, bad := hex.DecodeString(c.Serial)
		if bad != nil {
			return 0, fmt.Errorf("serial of device %s: %w", c.Device, bad)
		}
		added++
		next.RevokedCertificateEntries = append(next.RevokedCertificateEntries, x509.RevocationListEntry{
			SerialNumber: new(big.Int).SetBytes(serial), RevocationTime: time.UnixMilli(c.RevokedAt),
		})
	}
	if added == 0 {
		return 0, nil
	}
	next.NextUpdate = next.ThisUpdate.Add(listLife)
	der, err := x509.CreateRevocationList(rand.Reader, &next, a.cfg.Keys.root, a.cfg.Keys.rootKey)
	if err != nil {
		return 0, fmt.Errorf("sign the list of who is shut out: %w", err)
	}
	return added, write(a.cfg.Keys.dir, fileRevoked, pemRevoked, der)
}

// RevokeAgain shuts out whoever is on the list and not out in the database, and returns
// these devices. Errors: the list is not of this authority; one of them could not be shut out.
func (a *Authority) RevokeAgain(ctx context.Context) ([]id.ID[id.Device], error) {
	list, err := a.revoked()
	if list == nil || err != nil {
		return nil, err
	}
	since := make(map[string]time.Time, len(list.RevokedCertificateEntries))
	for _, e := range list.RevokedCertificateEntries {
		since[hex.EncodeToString(e.SerialNumber.Bytes())] = e.RevocationTime
	}
	all, err := a.cfg.Store.Certificates(ctx)
	if err != nil {
		return nil, fmt.Errorf("look who is shut out: %w", err)
	}
	var again []id.ID[id.Device]
	var failed error
	for _, c := range all {
		at, listed := since[c.Serial]
		if !listed || c.RevokedAt != 0 {
			continue
		}
		if err := a.cfg.Store.RevokeDevice(ctx, c.Device, at, view.Device); err != nil {
			failed = errors.Join(failed, fmt.Errorf("revoke device %s again: %w", c.Device, err))
			continue // the others all the same
		}
		again = append(again, c.Device)
	}
	return again, failed
}

// revoked reads the list; nil where there is none.
func (a *Authority) revoked() (*x509.RevocationList, error) {
	der, err := read(a.cfg.Keys.dir, fileRevoked, pemRevoked)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // nobody was ever shut out
	}
	if err != nil {
		return nil, err
	}
	list, err := x509.ParseRevocationList(der)
	if err == nil {
		err = list.CheckSignatureFrom(a.cfg.Keys.root)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", fileRevoked, err)
	}
	return list, nil
}
