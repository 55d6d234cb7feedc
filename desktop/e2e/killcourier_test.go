package e2e_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/syncserver/syncservertest"
)

// TestKills_Courier kills a laptop that has no link and sends its orders as files, the
// one that carries them, and the server, at random moments. Nothing is lost or doubled.
func TestKills_Courier(t *testing.T) {
	t.Parallel()
	kills := 20
	if os.Getenv("DOTCHAIN_FULL") == "1" {
		kills = 300
	}
	figures := field.Small(time.Now())
	figures.Items, figures.Pieces, figures.Money = 8, 1_000_000, 5_000_000_000*money.Hryvnia
	k := &killed{
		t: t, random: rand.New(rand.NewPCG(*seed, 4)), ledger: newLedger(), //nolint:gosec // a test's
		server: field.NewServer(t, syncservertest.Database(t), figures), devices: map[string]*field.Device{}, kills: kills,
		without: []string{"buyer-1b"},
	}
	k.server.OnHand(0, 6)
	place := k.server.Place
	k.people = map[string]party.Person{"buyer-1": place.Buyers[0][0], "buyer-2": place.Buyers[1][0], "officer": place.Approver}
	for _, name := range k.names() {
		d := k.server.Device(k.people[name])
		d.Stocked(len(place.Items))
		d.Shut()
		k.devices[name] = d
	}
	k.server.Stop()
	k.launch()
	post := t.TempDir()
	for _, p := range k.all[1:] {
		d, args := k.devices[p.name], []string{"courier", "-post", post, "-dir", k.devices[p.name].Dir}
		switch p.name {
		case "buyer-1":
			args = append(args, "-role", "sender")
		case "buyer-2":
			args = append(args, "-role", "carrier", "-target", d.Link.Address())
		default:
			continue
		}
		p.child.Kill()
		p.launch = func() *field.Child {
			return field.Spawn(t, func(line string) { k.ledger.hear(p.name, line) }, append(args, "-seed", strconv.FormatUint(k.random.Uint64(), 10))...)
		}
		p.spawn()
	}
	for n := range kills {
		if n%10 == 0 {
			k.progress()
		}
		k.anyMoment()
		k.all[k.random.IntN(len(k.all))].start(t)
	}
	k.progress()
	k.end()
	require.NotEmpty(t, k.ledger.saved["buyer-1"])
	k.settle()
	k.verify()
}
