package seal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// FuzzServerWords puts any bytes under the server's signature as a receipt and as a
// checkpoint: what opens has one form, what does not has a typed fault.
func FuzzServerWords(f *testing.F) {
	server := sharedtest.NewKey("server")
	f.Add(seal.Encode(seal.Receipt{Version: seal.ReceiptVersion, Verdict: seal.Parked, Reasons: []fault.Reason{{Code: fault.StockGone, Have: 1, Want: 2, Ref: "DR-1"}}}))
	f.Add(seal.Encode(seal.Checkpoint{Version: seal.CheckpointVersion, Size: 9, Root: seal.Hash{1}, At: 5}))
	f.Add(seal.Encode(seal.Receipt{Version: 2}))
	f.Fuzz(func(t *testing.T, payload []byte) {
		if _, err := seal.OpenReceipt(payload, server.Public()); err != nil {
			require.NotEqual(t, fault.Internal, fault.CodeOf(err), "%v", err)
		}
		if signed, err := seal.Sign(seal.DomainReceipt, payload, server); err == nil {
			r, err := seal.OpenReceipt(signed.Raw, server.Public())
			require.True(t, err == nil || fault.CodeOf(err) != fault.Internal, "%v", err)
			require.True(t, err != nil || string(seal.Encode(r)) == string(payload), "one meaning, two forms")
			_, err = seal.OpenCheckpoint(signed.Raw, server.Public())
			require.Equal(t, fault.SignatureInvalid, fault.CodeOf(err), "of another purpose")
		}
		if signed, err := seal.Sign(seal.DomainCheckpoint, payload, server); err == nil {
			c, err := seal.OpenCheckpoint(signed.Raw, server.Public())
			require.True(t, err == nil || fault.CodeOf(err) != fault.Internal, "%v", err)
			require.True(t, err != nil || string(seal.Encode(c)) == string(payload), "one meaning, two forms")
		}
	})
}

// FuzzDecode reads any bytes into whatever they say: nothing but the one form is taken.
func FuzzDecode(f *testing.F) {
	f.Add(seal.Encode(map[int]any{1: "а", 2: []any{int64(1), []byte{2}}, 3: seal.Hash{4}}))
	f.Add([]byte{0x18, 0x01})
	f.Add([]byte{0xa2, 0x02, 0x00, 0x01, 0x00})
	f.Fuzz(func(t *testing.T, b []byte) {
		var v any
		if err := seal.Decode(b, &v); err != nil {
			require.NotEqual(t, fault.Internal, fault.CodeOf(err), "%v", err)
			return
		}
		require.Equal(t, b, seal.Encode(v))
	})
}
