package authority

import (
	"context"
	"time"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// Store keeps tickets, devices and keys.
type Store interface {
	// AddTicket stores a ticket by the SHA-256 of its secret.
	AddTicket(ctx context.Context, t Ticket) error
	// Redeem uses a ticket up and stores the device and key of its person, all in
	// one transaction. It returns the person and their organisation. Faults:
	// TicketInvalid (unknown or used), TicketExpired, FieldInvalid (the signing key
	// is enrolled already; the ticket is not used up).
	Redeem(ctx context.Context, secret [32]byte, at time.Time, enrol func(p party.Person) Enrolment) (party.Person, party.Org, error)
	// RevokeDevice shuts a device and its keys out from a moment on, and puts the
	// documents of the changed device (its version one higher) into the feed's
	// outbox. Fault: DeviceUnknown. A device that is shut out already stays as it is.
	RevokeDevice(ctx context.Context, device id.ID[id.Device], at time.Time, publish func(d party.Device) []wire.Document) error
	// Found writes what a new database starts with. On one that was founded before
	// it changes nothing but adds an operator's device and key that are new, and
	// returns the epoch that stands.
	Found(ctx context.Context, f Founding) (id.ID[id.Epoch], error)
	// Certificates returns those of all devices that were let in by a ticket.
	Certificates(ctx context.Context) ([]Certificate, error)
	// Access returns devices with their people; an unknown device is absent.
	Access(ctx context.Context, devices ...id.ID[id.Device]) (map[id.ID[id.Device]]Access, error)
	// People returns everybody registered, with the name of their organisation, for
	// an operator to hand out tickets.
	People(ctx context.Context) ([]Registered, error)
}

// Founding is what a new database starts with: the feed's epoch, and the
// server's own organisation, person, device and key, which sign what an operator
// imports.
type Founding struct {
	Epoch  id.ID[id.Epoch]
	Org    party.Org
	Person party.Person
	Device party.Device
	Key    party.Key
}

// Access is who stands behind a device's certificate.
type Access struct {
	Device party.Device
	Person party.Person
}

// Ticket is a one-time right to enrol one device for a person.
type Ticket struct {
	// Secret is the SHA-256 of the secret in the ticket's text.
	Secret  [32]byte
	Person  id.ID[id.Person]
	Expires time.Time
}

// Enrolment is what a redeemed ticket stores.
type Enrolment struct {
	Device party.Device
	Key    party.Key
	// Serial is the certificate's, hex; NotAfter its end.
	Serial   string
	NotAfter time.Time
	// Documents are what the feed is to publish of it.
	Documents []wire.Document
}

// Certificate says whose a device's certificate is.
type Certificate struct {
	// Serial is its number, hex.
	Serial string
	Device id.ID[id.Device]
	// RevokedAt is when the device was shut out, Unix milliseconds; 0 for one that is not.
	RevokedAt int64
}

// Registered is a person with their organisation.
type Registered struct {
	Person party.Person
	Org    party.Org
}
