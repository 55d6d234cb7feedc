package rules_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// Only what came of a key that signs at two places shuts its device out: a gap, a clock, a
// withdrawn key and a rule say nothing against a device, and nobody is shut out for having
// brought what another made up.
func TestRuleCase_ShutsOut(t *testing.T) {
	t.Parallel()
	fork, tampered := fault.Reason{Code: fault.DeviceFork, Have: 2}, fault.Reason{Code: fault.Tampered}
	for _, row := range []struct {
		name    string
		reasons []fault.Reason
		may     bool
	}{
		{"a fork", []fault.Reason{fork}, true},
		{"a fork of a device that is out already", []fault.Reason{{Code: fault.SignerRevoked, Have: 1}, fork}, true},
		{"two contents of one id by one key", []fault.Reason{tampered}, true},
		{"a known id under a signature that does not fit", []fault.Reason{tampered, {Code: fault.SignatureInvalid}}, false},
		{"a known id by a key that is another's", []fault.Reason{tampered, {Code: fault.SignerMismatch}}, false},
		{"a known id by a key that nobody knows", []fault.Reason{tampered, {Code: fault.SignerUnknown}}, false},
		{"a gap", []fault.Reason{{Code: fault.DeviceGap, Want: 2, Have: 4}}, false},
		{"a clock", []fault.Reason{{Code: fault.ClockSkew, Have: 1e6}}, false},
		{"a withdrawn key", []fault.Reason{{Code: fault.SignerRevoked, Have: 1}}, false},
		{"unreadable bytes", []fault.Reason{{Code: fault.Malformed}}, false},
		{"a rule", []fault.Reason{{Code: fault.StockGone}}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			f := sharedtest.NewField()
			d := parked(t, f, f.World(), f.Requisitioner, seal.KindSubmitOrder, f.Revision(1, 0, 1), row.reasons...)
			require.Equal(t, row.may, d.now().Fits(conflict.KeepFirst))
			for _, o := range conflict.Outcomes() {
				out, reasons := sharedtest.Decide(copyOf(t, d), d.Operator.Command(seal.KindRuleCase, d.body(o), sharedtest.Now), sharedtest.Now)
				if row.may && o == conflict.KeepFirst {
					require.Empty(t, reasons)
					require.Equal(t, []id.ID[id.Device]{f.Requisitioner.Device.ID}, out.ShutOut)
					require.Equal(t, conflict.Rejected, out.Cases[0].Closed)
					require.Len(t, out.Cases, 1)
					out.Cases, out.ShutOut = nil, nil
					require.True(t, out.IsEmpty())
					continue
				}
				require.Empty(t, out.ShutOut, o)
			}
		})
	}
}

// Taking the ruling back opens the case; nothing says that a device is let in again.
func TestReverseCase_LetsNoDeviceIn(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	d := parked(t, f, f.World(), f.Requisitioner, seal.KindSubmitOrder, f.Revision(1, 0, 1), fault.Reason{Code: fault.DeviceFork})
	require.Empty(t, d.rule(conflict.KeepFirst))
	require.False(t, d.now().IsOpen())
	require.Empty(t, d.reverse())
	require.True(t, d.now().IsOpen())
	require.True(t, d.now().Fits(conflict.Apply), "what was signed can still be applied")
}

// The server's own device is not shut out: nothing would be done by the clock any more.
func TestRuleCase_NeverShutsTheServerOut(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	d := parked(t, f, f.World(), f.Server, seal.KindSubmitOrder, f.Revision(1, 0, 1), fault.Reason{Code: fault.DeviceFork})
	require.True(t, f.Server.Person.Has(party.RoleServer))
	out, reasons := sharedtest.Decide(d.w, d.Operator.Command(seal.KindRuleCase, d.body(conflict.KeepFirst), sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	require.Empty(t, out.ShutOut)
	require.Equal(t, conflict.Rejected, d.now().Closed)
}

// copyOf is a desk's world with its case as it is now.
func copyOf(t *testing.T, d *desk) *rules.World {
	t.Helper()
	w, k := d.World(), d.now()
	w.Desk[k.ID] = &k
	return w
}
