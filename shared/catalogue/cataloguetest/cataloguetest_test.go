package cataloguetest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/catalogue"
	"dotchain/shared/catalogue/cataloguetest"
	"dotchain/shared/id"
)

func TestMaker(t *testing.T) {
	t.Parallel()
	const n = 1000
	items, again := cataloguetest.New().Items(n), cataloguetest.New()
	seen, size := map[id.ID[id.Item]]bool{}, 0
	for i, item := range items {
		require.Equal(t, item, again.Item(i), "the same every time")
		require.False(t, seen[item.ID])
		seen[item.ID] = true
		require.Len(t, item.Specs, cataloguetest.Specs)
		require.Len(t, strings.Fields(item.Description), cataloguetest.DescriptionWords)
		require.LessOrEqual(t, len(item.Description), catalogue.MaxDescription)
		body, err := json.Marshal(item) //nolint:musttag // its size is all that counts
		require.NoError(t, err)
		size += len(body)
	}
	require.InDelta(t, 1280, size/n, 256, "bytes of JSON")
}
