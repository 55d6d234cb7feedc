package wire

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"dotchain/shared/fault"
)

// Ticket is a one-time enrolment ticket: the secret that the server knows the
// hash of, and the fingerprint of the authority, so that the first connection
// trusts nobody blindly (section 2).
type Ticket struct {
	Secret [16]byte
	// Root is the first 16 bytes of the SHA-256 of the root certificate's public key info.
	Root [16]byte
}

// ticketCheck is how many bytes of a checksum catch a misspelt ticket before it
// travels.
const ticketCheck = 3

// String is the text form: groups of five letters and figures.
func (t Ticket) String() string {
	b := append(append([]byte{}, t.Secret[:]...), t.Root[:]...)
	sum := sha256.Sum256(b)
	text := ticketEncoding().EncodeToString(append(b, sum[:ticketCheck]...))
	var groups []string
	for len(text) > 5 {
		groups = append(groups, text[:5])
		text = text[5:]
	}
	return strings.Join(append(groups, text), "-")
}

// ParseTicket reads the text form, however it was typed: case, spaces and
// dashes do not matter, O is 0, I and L are 1. Fault: TicketInvalid.
func ParseTicket(text string) (Ticket, error) {
	clean := strings.NewReplacer("-", "", " ", "", "\n", "", "\t", "", "\r", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(text))
	b, err := ticketEncoding().DecodeString(clean)
	if err != nil || len(b) != 32+ticketCheck {
		return Ticket{}, fault.New("parse ticket", fault.TicketInvalid)
	}
	sum := sha256.Sum256(b[:32])
	if string(sum[:ticketCheck]) != string(b[32:]) {
		return Ticket{}, fault.New("parse ticket", fault.TicketInvalid)
	}
	var t Ticket
	copy(t.Secret[:], b[:16])
	copy(t.Root[:], b[16:32])
	return t, nil
}

// ticketEncoding is Crockford's base 32.
func ticketEncoding() *base32.Encoding {
	return base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)
}
