package courier_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/courier"
	"dotchain/desktop/internal/disk"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// FuzzAdd brings any bytes as a courier file: refused with a typed fault, or carried. What
// a folder then holds in its place is listed, whatever it is.
func FuzzAdd(f *testing.F) {
	f.Add([]byte("DCCR"), []byte{0x80})
	f.Add([]byte{}, seal.Encode([]fault.Reason{{Code: fault.CourierDamaged}}))
	f.Fuzz(func(t *testing.T, file, reasons []byte) {
		dir := filepath.Join(t.TempDir(), "courier")
		open := func() *courier.Store {
			s, err := courier.Open(courier.Config{Dir: dir, Disk: disk.Disk{}, Clock: func() time.Time { return sharedtest.Now }})
			require.NoError(t, err)
			return s
		}
		_, err := open().Add(file)
		if err != nil {
			require.NotEqual(t, fault.Internal, fault.CodeOf(err), "%v", err)
		}
		name := filepath.Join(dir, seal.Sum(file).String())
		require.NoError(t, os.WriteFile(name+".bundle", file, 0o600))
		require.NoError(t, os.WriteFile(name+".refused", reasons, 0o600))
		all := open().Files()
		require.Len(t, all, 1)
		require.NotEmpty(t, all[0].Reasons)
	})
}
