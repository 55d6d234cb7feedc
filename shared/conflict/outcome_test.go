package conflict_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// What nobody proved to have signed is never applied, and no version of it offered, whatever
// else stopped it; and acts of the desk itself are done anew.
func TestCase_FitsNothingThatApplies(t *testing.T) {
	t.Parallel()
	applies := []conflict.Outcome{conflict.Apply, conflict.Accept, conflict.Offer}
	fits := func(k conflict.Case) (n int) {
		for _, o := range applies {
			if k.Fits(o) {
				n++
			}
		}
		return n
	}
	kinds := []conflict.Kind{
		conflict.StockGone, conflict.BudgetGone, conflict.PriceChanged, conflict.RevisionRace, conflict.ApprovalRace,
		conflict.DeviceFork, conflict.RevokedSigner, conflict.ScopeLost, conflict.Rule, conflict.Tamper, conflict.Unparsable,
	}
	good := func(kind conflict.Kind, codes ...fault.Code) conflict.Case {
		k := conflict.Case{Kind: kind, Device: id.ID[id.Device]{1}, Command: seal.KindSubmitOrder, Signed: []byte{1}}
		for _, c := range codes {
			k.Reasons = append(k.Reasons, fault.Reason{Code: c})
		}
		return k
	}
	for _, kind := range kinds[:9] {
		require.Positive(t, fits(good(kind)), kind)
		bare := good(kind)
		bare.Signed, bare.Command = nil, seal.KindApproveOrder
		require.Zero(t, fits(bare), "%s: nothing is there to be applied", kind)
		for c := seal.KindRuleCase; c <= seal.KindCommentCase; c++ {
			own := good(kind)
			own.Command = c
			require.Zero(t, fits(own), "%s: an act of the desk", kind)
		}
	}
	for _, code := range []fault.Code{
		fault.Tampered, fault.SignatureInvalid, fault.SignerMismatch, fault.SignerUnknown,
		fault.Malformed, fault.NotCanonical, fault.TooLarge, fault.VersionUnknown, fault.KindUnknown,
	} {
		for _, kind := range kinds {
			require.Zero(t, fits(good(kind, fault.StockGone, code)), "%s of kind %s", code, kind)
		}
	}
}
