package authority

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/view"
	"dotchain/shared/wire"
)

// ticketLife is how long a ticket may be redeemed.
const ticketLife = 24 * time.Hour

// Limits of what a new device says of itself, in bytes.
const (
	maxDeviceName = 200
	maxProgram    = 64
)

// Config is what an Authority is made of; every field is required.
type Config struct {
	Keys  *Keys
	Store Store
	// Epoch is the feed's: a device starts with it.
	Epoch  id.ID[id.Epoch]
	Clock  func() time.Time
	Random io.Reader
}

// Authority lets devices in and shuts them out. It holds no state but its keys.
type Authority struct{ cfg Config }

// New returns an Authority.
func New(cfg Config) (*Authority, error) {
	if cfg.Keys == nil || cfg.Store == nil || cfg.Epoch.IsZero() || cfg.Clock == nil || cfg.Random == nil {
		return nil, errors.New("authority: every field of Config is required")
	}
	return &Authority{cfg: cfg}, nil
}

// NewTicket issues a one-time right to enrol one device for a person. Its text
// is shown once; the server keeps a hash.
func (a *Authority) NewTicket(ctx context.Context, person id.ID[id.Person]) (wire.Ticket, time.Time, error) {
	t := wire.Ticket{Root: a.cfg.Keys.Fingerprint()}
	if _, err := io.ReadFull(a.cfg.Random, t.Secret[:]); err != nil {
		return wire.Ticket{}, time.Time{}, fmt.Errorf("draw a ticket: %w", err)
	}
	expires := a.cfg.Clock().Add(ticketLife)
	stored := Ticket{Secret: sha256.Sum256(t.Secret[:]), Person: person, Expires: expires}
	if err := a.cfg.Store.AddTicket(ctx, stored); err != nil {
		return wire.Ticket{}, time.Time{}, fmt.Errorf("store a ticket of %s: %w", person, err)
	}
	return t, expires, nil
}

// Enrol turns a ticket into a device with a certificate. Faults: VersionUnknown,
// TicketInvalid, TicketExpired, SignatureInvalid (the proof does not fit the
// key), Malformed (the certificate request), FieldInvalid (the device's name).
func (a *Authority) Enrol(ctx context.Context, r wire.EnrolRequest) (wire.EnrolResponse, error) {
	key, err := checkEnrolment(r)
	if err != nil {
		return wire.EnrolResponse{}, err
	}
	now := a.cfg.Clock()
	var random [10]byte
	if _, err = io.ReadFull(a.cfg.Random, random[:]); err != nil {
		return wire.EnrolResponse{}, fmt.Errorf("draw a device id: %w", err)
	}
	device := party.Device{
		ID: id.New[id.Device](now, random), Name: r.DeviceName, LastContact: now.UnixMilli(), Program: r.Program, Version: 1,
	}
	if r.Clock != 0 {
		device.Skew = r.Clock - now.UnixMilli()
	}
	certificate, err := a.issue(device.ID, key, now)
	if err != nil {
		return wire.EnrolResponse{}, err
	}
	enrol := func(p party.Person) Enrolment {
		device.Person, device.Org, device.Zone = p.ID, p.Org, p.Zone
		return Enrolment{
			Device: device, Key: party.Key{Person: p.ID, Device: device.ID, Public: bytes.Clone(r.SigningKey)},
			Serial: hex.EncodeToString(certificate.SerialNumber.Bytes()), NotAfter: certificate.NotAfter,
			Documents: view.Device(device),
		}
	}
	person, org, err := a.cfg.Store.Redeem(ctx, sha256.Sum256(r.Secret), now, enrol)
	if err != nil {
		return wire.EnrolResponse{}, fmt.Errorf("redeem a ticket: %w", err)
	}
	courierKey := a.cfg.Keys.Courier().Public()
	return wire.EnrolResponse{
		Person: person, Org: org, Device: device, Certificate: certificate.Raw, Root: a.cfg.Keys.Root(),
		ServerKey: a.cfg.Keys.Signer().Public(), RecoveryKey: a.cfg.Keys.Recovery(), Epoch: a.cfg.Epoch,
		CourierKey: courierKey[:],
	}, nil
}

// checkEnrolment checks all that can be checked before the ticket is touched,
// so that a mistake does not cost it. It returns the key of the device's certificate.
func checkEnrolment(r wire.EnrolRequest) (publicKey any, err error) {
	if r.Version != wire.Version {
		return nil, fault.Because("enrol", fault.Reason{Code: fault.VersionUnknown, Have: int64(r.Version), Want: wire.Version})
	}
	if len(r.Secret) != len(wire.Ticket{}.Secret) {
		return nil, fault.New("enrol", fault.TicketInvalid)
	}
	if r.DeviceName == "" || len(r.DeviceName) > maxDeviceName || !seal.IsClean(r.DeviceName) {
		return nil, fault.Because("enrol", fault.Reason{Code: fault.FieldInvalid, Field: "device_name"})
	}
	if len(r.Program) > maxProgram || !seal.IsClean(r.Program) {
		return nil, fault.Because("enrol", fault.Reason{Code: fault.FieldInvalid, Field: "program"})
	}
	if len(r.SigningKey) != ed25519.PublicKeySize || !ed25519.Verify(r.SigningKey, wire.EnrolProof(r.Secret, r.SigningKey), r.Proof) {
		return nil, fault.New("enrol", fault.SignatureInvalid)
	}
	request, err := x509.ParseCertificateRequest(r.CSR)
	if err == nil {
		err = request.CheckSignature()
	}
	if err != nil {
		return nil, &fault.Error{Op: "enrol", Reasons: []fault.Reason{{Code: fault.Malformed, Ref: "certificate request"}}, Err: err}
	}
	switch key := request.PublicKey.(type) {
	case ed25519.PublicKey:
		return key, nil
	case *ecdsa.PublicKey:
		if key.Curve == elliptic.P256() {
			return key, nil
		}
	}
	return nil, fault.Because("enrol", fault.Reason{Code: fault.Malformed, Ref: "certificate key"})
}

// issue makes a device's certificate. Nothing of the request but its key is taken over.
func (a *Authority) issue(device id.ID[id.Device], key any, now time.Time) (*x509.Certificate, error) {
	k := a.cfg.Keys
	template := &x509.Certificate{
		SerialNumber: newSerial(), Subject: pkix.Name{CommonName: device.String()},
		NotBefore: now.Add(-backdate), NotAfter: now.Add(deviceLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, k.root, key, k.rootKey)
	if err != nil {
		return nil, fmt.Errorf("sign the certificate of device %s: %w", device, err)
	}
	return x509.ParseCertificate(der)
}

// Revoke shuts a device and its keys out from now on. Fault: DeviceUnknown.
func (a *Authority) Revoke(ctx context.Context, device id.ID[id.Device]) error {
	if err := a.cfg.Store.RevokeDevice(ctx, device, a.cfg.Clock(), view.Device); err != nil {
		return fmt.Errorf("revoke device %s: %w", device, err)
	}
	return nil
}

// DeviceOf reads the device a verified certificate names. Fault: DeviceUnknown.
func DeviceOf(cert *x509.Certificate) (id.ID[id.Device], error) {
	device, err := id.Parse[id.Device](cert.Subject.CommonName)
	if err != nil {
		return id.ID[id.Device]{}, fault.Wrap("read certificate", fault.DeviceUnknown, err)
	}
	return device, nil
}
