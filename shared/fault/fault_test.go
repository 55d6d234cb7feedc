package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
)

func TestCodes_HaveOneNameEach(t *testing.T) {
	t.Parallel()
	seen := map[string]fault.Code{}
	for c, name := range fault.Codes() {
		require.NotContains(t, seen, name)
		seen[name] = c
		var back fault.Code
		require.NoError(t, back.UnmarshalText([]byte(name)))
		require.Equal(t, c, back)
	}
	require.Error(t, new(fault.Code).UnmarshalText([]byte("nonsense")))
}

func TestCodeOf(t *testing.T) {
	t.Parallel()
	cause := errors.New("socket")
	err := fmt.Errorf("push: %w", fault.Wrap("dial", fault.Offline, cause))
	require.Equal(t, fault.Offline, fault.CodeOf(err))
	require.ErrorIs(t, err, cause)
	require.Equal(t, fault.Internal, fault.CodeOf(cause))
	require.Equal(t, []fault.Reason{{Code: fault.Internal}}, fault.ReasonsOf(cause))
	require.NoError(t, fault.Because("nothing"))
	require.Equal(t, "order: stock_gone line=2 have=1 want=3", fault.Because("order", fault.Reason{Code: fault.StockGone, Line: 2, Have: 1, Want: 3}).Error())
}
