package supply_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/supply"
)

// FuzzTerms: the hash of an offer's terms has one form.
func FuzzTerms(f *testing.F) {
	good, _ := supply.Terms{1, 2}.MarshalCBOR() // it never fails
	f.Add(good)
	f.Add(good[:16])
	f.Fuzz(func(t *testing.T, b []byte) {
		var terms supply.Terms
		if terms.UnmarshalCBOR(b) != nil {
			require.Equal(t, supply.Terms{}, terms)
			return
		}
		again, err := terms.MarshalCBOR()
		require.NoError(t, err)
		require.Equal(t, b, again)
	})
}
