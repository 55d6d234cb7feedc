package e2e_test

import (
	"context"
	"crypto/tls"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/badlink"
	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver"
	"dotchain/syncserver/syncservertest"
)

// push sends bytes as a device does, past its outbox.
func push(t *testing.T, d *field.Device, raw ...[]byte) []seal.Receipt {
	t.Helper()
	response := answered(t, d, wire.PushRequest{
		Version: wire.Version, Device: d.Core.Device(), Clock: time.Now().UnixMilli(), Commands: raw,
	})
	require.Len(t, response.Receipts, len(raw))
	var all []seal.Receipt
	for i, r := range response.Receipts {
		receipt, err := seal.OpenReceipt(r, d.Trust.Server)
		require.NoError(t, err)
		require.Equal(t, seal.Sum(raw[i]), receipt.Envelope)
		all = append(all, receipt)
	}
	return all
}

// answered sends a push until it is answered, as a device does: the server may be busy, and
// the link may be given up for a moment.
func answered(t *testing.T, d *field.Device, request wire.PushRequest) (response wire.PushResponse) {
	t.Helper()
	require.NoError(t, d.Asked(func() (err error) {
		response, err = d.Remote.Push(t.Context(), request)
		return err
	}))
	return response
}

// noise does not compress: what does, beyond reason, is refused at the door.
func noise(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{}).Read(b) // it never fails
	return b
}

// lastCommand is the last thing that a device signed.
func lastCommand(t *testing.T, d *field.Device) client.SignedCommand {
	t.Helper()
	var last client.SignedCommand
	for c, err := range d.Work.Commands(1) {
		require.NoError(t, err)
		last = c
	}
	return last
}

// What is not a command as its signer signed it has a receipt that says why,
// and a case; nothing of it is applied.
func TestBadInput_Commands(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	unit, other, admin := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Buyers[1][0]), s.Device(s.Place.Operator)
	o := unit.Order(s.Place, 1)
	unit.Quiet()
	stored := lastCommand(t, unit)
	envelope, err := seal.Open(stored.Envelope)
	require.NoError(t, err)
	command, err := seal.OpenCommand(envelope)
	require.NoError(t, err)
	next := command
	next.ID, next.DeviceSeq, next.Prev = sharedtest.ID[id.Command](1), command.DeviceSeq+1, stored.Hash
	stranger, err := seal.SignCommand(next, sharedtest.NewKey("a stranger"))
	require.NoError(t, err)
	borrowed, err := seal.SignCommand(next, other.Keys)
	require.NoError(t, err)
	rewritten := command
	rewritten.ClaimedAt++
	again, err := seal.SignCommand(rewritten, unit.Keys)
	require.NoError(t, err)
	flipped := slices.Clone(stored.Envelope)
	flipped[len(flipped)-1] ^= 1

	for name, row := range map[string]struct {
		raw  []byte
		code fault.Code
		kind conflict.Kind
	}{
		"truncated":                        {raw: stored.Envelope[:len(stored.Envelope)/2], code: fault.Malformed, kind: conflict.Unparsable},
		"nothing":                          {raw: []byte{}, code: fault.Malformed, kind: conflict.Unparsable},
		"a bit of the signature":           {raw: flipped, code: fault.SignatureInvalid, kind: conflict.Tamper},
		"a key that nobody enrolled":       {raw: stranger.Raw, code: fault.SignerUnknown, kind: conflict.RevokedSigner},
		"another's key":                    {raw: borrowed.Raw, code: fault.SignerMismatch, kind: conflict.Tamper},
		"the same id with other bytes":     {raw: again.Raw, code: fault.Tampered, kind: conflict.Tamper},
		"longer than a command can be":     {raw: noise(seal.MaxEnvelope + 1), code: fault.TooLarge, kind: conflict.Unparsable},
		"something else that is well made": {raw: seal.Encode(next), code: fault.Malformed, kind: conflict.Unparsable},
	} {
		receipt := push(t, unit, row.raw)[0]
		require.Equal(t, seal.Parked, receipt.Verdict, name)
		require.True(t, fault.Has(receipt.Reasons, row.code), "%s: %v", name, receipt.Reasons)
		admin.Await("the case: "+name, func() bool {
			return slices.ContainsFunc(allCases(t, admin), func(c client.CaseRow) bool { return c.ID == receipt.Case && c.Kind == row.kind })
		})
		require.Equal(t, receipt, push(t, unit, row.raw)[0], "%s: the same bytes have the same answer", name)
	}
	// The order stands as it was signed, once, and the device goes on.
	require.Equal(t, 1, timesStanding(t, unit, command.Body))
	require.Equal(t, uint32(1), unit.Row(o).Revision)
	unit.Order(s.Place, 0, 1)
	unit.Quiet()
}

func TestBadInput_Tickets(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	person := s.Place.Buyers[0][0]
	foreign := field.NewServer(t, syncservertest.Database(t), field.Small(time.Now()))
	good := s.Ticket(person)

	d := s.Laptop(person)
	once := func(ticket string) error { return d.Enrol(t.Context(), ticket, "laptop") }
	ctx, cancel := context.WithTimeout(t.Context(), field.Patience)
	defer cancel()
	// Somebody answers, whoever it is.
	enrol := func(ticket string) fault.Code {
		return fault.CodeOf(field.Patiently(ctx, func() error { return once(ticket) }))
	}
	require.Equal(t, fault.TicketInvalid, enrol("not a ticket"))
	require.Equal(t, fault.TicketInvalid, enrol(misspelt(good)))
	parsed, err := wire.ParseTicket(good)
	require.NoError(t, err)
	parsed.Secret[0] ^= 1
	require.Equal(t, fault.TicketInvalid, enrol(parsed.String()), "a ticket that this server did not issue")
	require.Equal(t, fault.ServerUntrusted, enrol(foreign.Ticket(person)), "another server's ticket")

	d.Link.SetTarget(foreign.Address)
	require.Equal(t, fault.ServerUntrusted, enrol(good), "the ticket does not go to another server")
	d.Link.SetTarget(nobody)
	require.Contains(t, []fault.Code{fault.ServerUnreachable, fault.Offline}, fault.CodeOf(once(good)))
	d.Link.SetTarget(s.Address)
	require.NoError(t, field.Patiently(ctx, func() error { return once(good) }), "what failed has not used it up")
	require.Equal(t, fault.AlreadyEnrolled, enrol(good))
	d = s.Laptop(person)
	require.Equal(t, fault.TicketInvalid, enrol(good), "a ticket is good once")
}

// misspelt changes one character.
func misspelt(ticket string) string {
	if ticket[0] == 'A' {
		return "B" + ticket[1:]
	}
	return "A" + ticket[1:]
}

// nobody is an address at which nobody listens: no free port, which the next who asks for one
// might be given.
const nobody = "127.0.0.1:1"

// A device that meets something else than its server says which it is, keeps
// what was signed, and goes on when its server is back.
func TestBadInput_Servers(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	foreign := field.NewServer(t, syncservertest.Database(t), field.Small(time.Now()))
	d := s.Device(s.Place.Buyers[0][0])
	for _, row := range []struct {
		name    string
		address string
		code    fault.Code
	}{
		{"a newer server", otherVersion(t, s.Config(), "2"), fault.ClientTooOld},
		{"an older server", otherVersion(t, s.Config(), "0"), fault.ServerTooOld},
		{"something that is no such server", otherVersion(t, s.Config(), ""), fault.ServerUntrusted},
		{"another's server", foreign.Address, fault.ServerUntrusted},
		{"a network that wants a login", plain(t), fault.CaptivePortal},
	} {
		cut(d)
		d.Link.SetTarget(row.address)
		o := d.Order(s.Place, 1)
		d.Link.Restore()
		d.Syncer.SyncNow()
		d.Await(row.name, func() bool {
			p := d.Status().Problem
			if p == nil {
				d.Syncer.SyncNow()
			}
			return d.Status().State == syncer.Offline && p != nil && p.Code == row.code
		})
		require.Equal(t, client.Queued, d.Row(o).Sync, row.name)
		d.Link.SetTarget(s.Address)
		d.Syncer.SyncNow()
		d.Live()
		d.Quiet()
		require.Equal(t, client.Confirmed, d.Row(o).Sync, row.name)
	}
}

// otherVersion is a server with the certificate of ours that speaks another version.
func otherVersion(t *testing.T, cfg syncserver.Config, version string) string {
	t.Helper()
	dir := filepath.Join(cfg.Data, "authority")
	cert, err := tls.LoadX509KeyPair(filepath.Join(dir, "server.crt"), filepath.Join(dir, "server.key"))
	require.NoError(t, err)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if version != "" {
			w.Header().Set(wire.VersionHeader, version)
		}
		w.WriteHeader(http.StatusOK)
	}))
	server.TLS = &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS13}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// plain is a web server without TLS.
func plain(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// Wrong passphrases, a folder that is open already, and a profile that was
// never enrolled are told apart.
func TestBadInput_Profile(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	d := s.Laptop(s.Place.Buyers[0][0])
	profile, err := d.Profile()
	require.NoError(t, err)
	open := func(passphrase string) fault.Code {
		session, refused := profile.Open(passphrase, field.NoHooks())
		if refused == nil {
			require.NoError(t, session.Close())
		}
		return fault.CodeOf(refused)
	}
	require.Equal(t, fault.NotEnrolled, open(field.Passphrase))
	require.NoError(t, d.Enrol(t.Context(), s.Ticket(s.Place.Buyers[0][0]), "laptop"))
	require.Equal(t, fault.PassphraseWrong, open(strings.ToUpper(field.Passphrase)))
	d.Start()
	require.Equal(t, fault.ProfileInUse, open(field.Passphrase))
	d.Live()
	o := d.Order(s.Place, 1)
	d.Quiet()
	d.Shut()

	// The documents are damaged: they are fetched again, and nothing signed is lost.
	tables, err := filepath.Glob(filepath.Join(d.Dir, "docs", "*"))
	require.NoError(t, err)
	for _, name := range tables {
		require.NoError(t, os.WriteFile(name, []byte("this is no table"), 0o600))
	}
	d.Open()
	require.Equal(t, fault.StoreRebuilt, d.Notices[0].Code)
	require.NoError(t, d.Syncer.Start())
	d.Live()
	require.Equal(t, client.Confirmed, d.Row(o).Sync)
}

// Silence and half-open sockets are noticed: the window says offline, and live
// again when the link is back.
func TestLink_SilentAndBroken(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	unit, agency := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Approver)
	for _, quality := range []badlink.Quality{
		{Silent: true}, // it looks open and nothing comes through
		{Cut: true},
		{BreakAfter: 200}, // it breaks in the middle of every handshake
	} {
		unit.Link.Set(quality)
		unit.Offline()
		o := unit.Order(s.Place, 1)
		require.Equal(t, 1, unit.Core.Standing().Pending)
		unit.Link.Restore()
		unit.Live()
		unit.Quiet()
		agency.Await("the order", func() bool { return agency.Row(o).ID == o })
	}
}

// A server that stops says so, and its devices come back to the next one.
func TestLink_ServerStartsAgain(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	unit := s.Device(s.Place.Buyers[0][0])
	s.Stop()
	unit.Offline()
	o := unit.Order(s.Place, 1)
	s.Start()
	unit.Link.SetTarget(s.Address)
	unit.Live()
	unit.Quiet()
	require.Equal(t, client.Confirmed, unit.Row(o).Sync)
}
