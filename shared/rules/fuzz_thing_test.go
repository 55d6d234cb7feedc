package rules_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/order"
	"dotchain/shared/payment"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/wire"
)

// FuzzDecodeThing reads any bytes as a thing of any kind: what is taken says which it is,
// and is written, read and written again to the same bytes.
func FuzzDecodeThing(f *testing.F) {
	for _, thing := range []rules.Thing{order.SupplierOrder{}, round.Queue{}, delivery.Delivery{}, delivery.Claim{}, payment.Invoice{}, payment.Payment{}} {
		f.Add(uint8(thing.DocKey().Kind), wire.Encode(thing))
	}
	f.Fuzz(func(t *testing.T, kind uint8, body []byte) {
		thing, err := rules.DecodeThing(wire.DocKind(kind), body)
		if err != nil {
			return
		}
		require.Equal(t, wire.DocKind(kind), thing.DocKey().Kind)
		written := wire.Encode(thing)
		again, err := rules.DecodeThing(wire.DocKind(kind), written)
		require.NoError(t, err)
		require.Equal(t, written, wire.Encode(again))
		require.Equal(t, thing.DocKey(), again.DocKey())
		require.Equal(t, thing.DocVersion(), again.DocVersion())
	})
}
