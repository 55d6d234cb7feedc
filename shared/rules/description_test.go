package rules_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/catalogue"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

func TestDecide_PublishDescription(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"Носиться в підсумку.":                                nil,
		strings.Repeat("щ", catalogue.MaxDescription/2):       nil,
		strings.Repeat("щ", catalogue.MaxDescription/2) + "x": {"text_not_clean"},
		"прихована \u202e частина":                            {"text_not_clean"},
	} {
		f := sharedtest.NewField()
		b := rules.Publish{Supplier: f.Supplier.ID, Items: f.Items[:1]}
		b.Items[0].Description = text
		before := f.World()
		before.Items[b.Items[0].ID].Description = ""
		out, reasons := sharedtest.Decide(before, f.Server.Command(seal.KindPublishCatalogue, b, sharedtest.Now), sharedtest.Now)
		if want != nil {
			require.Equal(t, want, reasons, "%.20q", text)
			continue
		}
		require.Empty(t, reasons)
		require.Len(t, out.Items, 1, "a description is a change")
		require.Equal(t, text, out.Items[0].Description)
	}
}
