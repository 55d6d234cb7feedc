package app

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ed25519"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/desktop/internal/courier"
	"dotchain/desktop/internal/disk"
	"dotchain/desktop/internal/search"
	shared "dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// stick is where the person saves files and opens them from.
type stick struct {
	name    string
	content []byte
	saved   map[string][]byte
	cancel  bool
}

func (s *stick) Open(int64, ...string) (string, []byte, error) {
	if s.cancel {
		return "", nil, nil
	}
	return s.name, s.content, nil
}

func (s *stick) Save(name string, content []byte) (string, error) {
	if s.cancel {
		return "", nil
	}
	s.saved[name] = content
	return "/stick/" + name, nil
}

// deaf hears no event.
type deaf struct{}

func (deaf) Emit(string, any) {}

type edKey struct{ private ed25519.PrivateKey }

func newEdKey(seed byte) edKey {
	return edKey{ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))}
}

func (k edKey) Public() ed25519.PublicKey           { return k.private.Public().(ed25519.PublicKey) }
func (k edKey) Sign(message []byte) ([]byte, error) { return ed25519.Sign(k.private, message), nil }
func (k edKey) Fresh(time.Time) bool                { return true }
func (k edKey) Confirm(string, time.Time) error     { return nil }

func agreement(t *testing.T, seed byte) shared.Key {
	t.Helper()
	private, err := ecdh.X25519().NewPrivateKey(bytes.Repeat([]byte{seed}, 32))
	require.NoError(t, err)
	return shared.NewKey(private)
}

// carrierWindow is a window over a session that carries.
func carrierWindow(t *testing.T) (*App, *stick) {
	t.Helper()
	server := agreement(t, 2).Public()
	core, err := client.Open(client.Config{
		Docs: memstore.NewDocs(), Work: memstore.NewWork(), Journal: emptyJournal{}, Keys: newEdKey(1), Index: search.New(), Clock: time.Now,
		Random: func([]byte) {}, Trust: client.Trust{Server: newEdKey(9).Public(), Courier: server[:]}, Answers: agreement(t, 1),
		Profile: client.Profile{Device: id.ID[id.Device]{15: 1}},
	})
	require.NoError(t, err)
	store, err := courier.Open(courier.Config{Dir: filepath.Join(t.TempDir(), "courier"), Disk: disk.Disk{}, Clock: time.Now})
	require.NoError(t, err)
	files := &stick{name: "x.courier", saved: map[string][]byte{}}
	a := New(Config{Profile: lockedProfile{}, Emitter: deaf{}, Clock: time.Now, Files: files})
	a.session = &Session{Core: core, Courier: store}
	return a, files
}

// fileOfDevice is a courier file of device n for a server's key.
func fileOfDevice(t *testing.T, n, server byte) []byte {
	t.Helper()
	file, err := shared.SealBundle(shared.Bundle{
		Device: id.ID[id.Device]{15: n}, Number: 1, At: 1, Commands: [][]byte{{1}, {2}},
	}, newEdKey(n), agreement(t, server).Public(), [32]byte{n})
	require.NoError(t, err)
	return file
}

func answerOf(t *testing.T, n, key, signer byte) []byte {
	t.Helper()
	file, err := shared.SealAnswer(shared.Answer{Device: id.ID[id.Device]{15: n}, Number: 4}, newEdKey(signer), agreement(t, key).Public(), [32]byte{n})
	require.NoError(t, err)
	return file
}

func TestCourier_TakesWhatAFileIs(t *testing.T) {
	t.Parallel()
	a, files := carrierWindow(t)
	files.cancel = true
	taken, err := a.OpenCourier()
	require.NoError(t, err)
	require.Equal(t, CourierTaken{}, taken, "the person thought better of it")
	files.cancel = false

	files.content = fileOfDevice(t, 7, 2)
	taken, err = a.OpenCourier()
	require.NoError(t, err)
	require.Equal(t, CourierTaken{Kind: "carried", Device: "00000007", Count: 2, State: "waits"}, taken)
	taken, err = a.TakeCourier(answerOf(t, 1, 1, 9))
	require.NoError(t, err)
	require.Equal(t, CourierTaken{Kind: "answer", Number: 4}, taken)

	for name, row := range map[string]struct {
		content []byte
		want    fault.Code
		ref     string
	}{
		"its own":                {content: fileOfDevice(t, 1, 2), want: fault.CourierOwn},
		"another server's":       {content: fileOfDevice(t, 7, 3), want: fault.CourierForeign},
		"another device's":       {content: answerOf(t, 7, 7, 9), want: fault.CourierOther, ref: "00000007"},
		"an answer by a forger":  {content: answerOf(t, 1, 1, 8), want: fault.SignatureInvalid},
		"something else":         {content: []byte("a picture of a cat"), want: fault.CourierDamaged},
		"cut off":                {content: answerOf(t, 1, 1, 9)[:200], want: fault.CourierDamaged},
		"far too large":          {content: make([]byte, shared.MaxFile+1), want: fault.TooLarge},
		"an answer in its place": {content: answerOf(t, 1, 1, 9)[:20], want: fault.CourierDamaged},
	} {
		_, refused := a.TakeCourier(row.content)
		require.ErrorContains(t, refused, `"`+row.want.String()+`"`, name)
		require.ErrorContains(t, refused, `"ref":"`+row.ref, name)
	}
	v, err := a.Courier()
	require.NoError(t, err)
	require.Len(t, v.Carried, 1)
	require.Equal(t, "00000001", v.Device)
	require.True(t, v.CanSeal)
	_, err = a.SaveCourier(false)
	require.ErrorContains(t, err, fault.CourierEmpty.String())
}

func TestCourier_GivesAnswersBack(t *testing.T) {
	t.Parallel()
	a, files := carrierWindow(t)
	file := fileOfDevice(t, 7, 2)
	_, err := a.TakeCourier(file)
	require.NoError(t, err)
	key := seal.Sum(file).String()
	_, err = a.SaveCourierAnswer(key)
	require.ErrorContains(t, err, fault.FieldInvalid.String(), "there is none yet")
	_, err = a.ForgetCourier(key)
	require.ErrorContains(t, err, fault.FieldInvalid.String(), "what waits stays")
	_, err = a.SaveCourierAnswer("../../etc/passwd")
	require.ErrorContains(t, err, fault.FieldInvalid.String())

	store, ok := a.session.Courier.(*courier.Store)
	require.True(t, ok)
	answer := answerOf(t, 7, 7, 9)
	require.NoError(t, store.Answered(seal.Sum(file), answer))
	state := func() string {
		v, failed := a.Courier()
		require.NoError(t, failed)
		return v.Carried[0].State
	}
	files.cancel = true
	path, err := a.SaveCourierAnswer(key)
	require.NoError(t, err)
	require.Empty(t, path)
	require.Equal(t, "answered", state())
	files.cancel = false
	path, err = a.SaveCourierAnswer(key)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(path, "/stick/dotchain-answer-00000007-"), path)
	require.Equal(t, answer, files.saved[filepath.Base(path)])
	require.Equal(t, "given", state())
	done, err := a.ForgetCourier(key)
	require.NoError(t, err)
	require.True(t, done)
}
