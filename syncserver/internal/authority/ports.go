package authority

import (
	"context"
	"time"

	"dotchain/shared/id"
	"dotchain/shared/party"
)

// Store keeps tickets, devices and keys.
type Store interface {
	// AddTicket stores a ticket by the SHA-256 of its secret.
	AddTicket(ctx context.Context, t Ticket) error
	// Redeem uses a ticket up and stores the device and key of its person, all in
	// one transaction. It returns the person and their organisation. Faults:
	// TicketInvalid (unknown or used), TicketExpired.
	Redeem(ctx context.Context, secret [32]byte, at time.Time, make func(p party.Person) Enrolment) (party.Person, party.Org, error)
	// RevokeDevice shuts a device and its keys out from a moment on.
	RevokeDevice(ctx context.Context, device id.ID[id.Device], at time.Time) error
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
}
