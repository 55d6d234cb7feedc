package client_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/desktop/internal/client"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// The fleet follows its documents: whatever comes and goes in whatever sequence, it shows
// what a program that has just started reads.
func TestFleet_FollowsItsDocuments(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		f := newField(t)
		d := f.agency
		version := uint64(1)
		for range rapid.IntRange(1, 12).Draw(rt, "pages") {
			var page wire.Page
			for range rapid.IntRange(1, 4).Draw(rt, "documents") {
				version++
				n := byte(rapid.IntRange(1, 4).Draw(rt, "which"))
				doc := wire.Document{ID: [16]byte{0: 77, 15: n}, Version: version, Deleted: rapid.Bool().Draw(rt, "gone")}
				name := "№ " + strconv.FormatUint(version, 10)
				switch rapid.IntRange(0, 2).Draw(rt, "kind") {
				case 0:
					doc.Kind = wire.DocOrg
					doc.Body = seal.Encode(party.Org{ID: doc.ID, Kind: party.OrgUnit, NameUk: name, Version: version})
				case 1:
					doc.Kind = wire.DocPerson
					doc.Body = seal.Encode(party.Person{ID: doc.ID, Org: id.ID[id.Org]{0: 77, 15: n}, Name: name, Version: version})
				default:
					doc.Kind = wire.DocDevice
					doc.Body = seal.Encode(party.Device{
						ID: doc.ID, Person: id.ID[id.Person]{0: 77, 15: byte(rapid.IntRange(1, 4).Draw(rt, "person"))},
						Org: id.ID[id.Org]{0: 77, 15: byte(rapid.IntRange(1, 4).Draw(rt, "org"))}, Name: name, LastContact: int64(n), Version: version, //nolint:gosec // small
					})
				}
				if doc.Deleted {
					doc.Body = nil
				}
				page.Documents = append(page.Documents, doc)
			}
			var err error
			page.From, err = d.core.Cursor()
			require.NoError(rt, err)
			page.Next = page.From
			page.Next.Seq++
			require.NoError(rt, d.core.ApplyPage(page))
			_, err = d.core.Fleet(client.FleetQuery{})
			require.NoError(rt, err)
		}
		running, err := d.core.Fleet(client.FleetQuery{Sort: "name"})
		require.NoError(rt, err)
		d.restart()
		fresh, err := d.core.Fleet(client.FleetQuery{Sort: "name"})
		require.NoError(rt, err)
		running.AsOf = fresh.AsOf
		require.Equal(rt, fresh, running)
	})
}
