package session

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// FuzzFiles puts any bytes in the place of a profile's plain files: an enrolment is read
// or has a typed fault, settings are read or are what they are at first.
func FuzzFiles(f *testing.F) {
	f.Add(seal.Encode(enrolment{Server: "https://localhost", DeviceName: "laptop", Response: wire.EnrolResponse{Root: []byte{1}}}))
	f.Add([]byte(`{"language":"en","theme":"dark","zoom":125}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		dir := t.TempDir()
		for _, name := range []string{enrolmentName, settingsName} {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), b, 0o600))
		}
		e, err := readEnrolment(dir)
		require.Equal(t, e == nil, err != nil)
		require.True(t, err == nil || fault.CodeOf(err) != fault.Internal, "%v", err)
		s := readSettings(dir)
		require.NoError(t, writeSettings(dir, s))
		require.Equal(t, s, readSettings(dir))
	})
}

// Every bit of an enrolment counts; one that was written before there was a sum is read.
func TestEnrolment_AnyFlippedBit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := enrolment{Server: "https://localhost", DeviceName: "laptop", Response: wire.EnrolResponse{Root: []byte{1, 2}, RecoveryKey: []byte{3}}}
	require.NoError(t, writeEnrolment(dir, e))
	name := filepath.Join(dir, enrolmentName)
	whole, err := os.ReadFile(name)
	require.NoError(t, err)
	first, err := readEnrolment(dir)
	require.NoError(t, err)
	require.Equal(t, seal.Encode(e), seal.Encode(*first))
	for bit := range len(whole) * 8 {
		b := append([]byte{}, whole...)
		b[bit/8] ^= 1 << (bit % 8)
		require.NoError(t, os.WriteFile(name, b, 0o600))
		if read, refused := readEnrolment(dir); refused == nil {
			require.Equal(t, seal.Encode(e), seal.Encode(*read), "bit %d", bit)
		} else {
			require.Equal(t, fault.ProfileDamaged, fault.CodeOf(refused), "bit %d", bit)
		}
	}
	require.NoError(t, os.WriteFile(name, seal.Encode(e), 0o600))
	older, err := readEnrolment(dir)
	require.NoError(t, err)
	require.Equal(t, seal.Encode(e), seal.Encode(*older))
}
