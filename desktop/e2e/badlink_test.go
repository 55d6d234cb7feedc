package e2e_test

import (
	"encoding/hex"
	"fmt"
	"os"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/badlink"
	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/catalogue"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/syncserver/syncservertest"
)

// scenario is a link that changes with time.
func scenario(t *testing.T, text string) badlink.Scenario {
	t.Helper()
	s, err := badlink.Parse(text)
	require.NoError(t, err)
	return s
}

// Whatever a connection carries before it breaks, everything arrives: a first load and
// what came after it, by pages, where most of it fits through no connection whole.
func TestBadLink_CutEveryFewKiB(t *testing.T) {
	t.Parallel()
	figures := field.Small(time.Now())
	figures.Items = 600
	s := field.NewServer(t, syncservertest.Database(t), figures)
	lines := []string{"cut after 64KiB", "cut after 16KiB"}
	devices := make([]*field.Device, len(lines))
	for i, line := range lines {
		devices[i] = s.Enrolled(s.Place.Buyers[i][0])
		devices[i].Link.Play(scenario(t, line), 1, 1)
		devices[i].Start()
	}
	for i, line := range lines {
		holdsAll(t, devices[i])
		require.Greater(t, devices[i].Link.Got(), int64(16<<10), line)
	}

	before := make([]int64, len(devices))
	for i, d := range devices {
		cut(d)
		before[i] = d.Link.Got()
	}
	// What no compression makes small.
	items := make([]catalogue.Item, 0, 100)
	for n, item := range s.Place.Items {
		item.Description = ""
		for part := 0; len(item.Description) < 1200; part++ {
			sum := seal.Sum(fmt.Appendf(nil, "%d %d", n, part))
			item.Description += hex.EncodeToString(sum[:])
		}
		if items = append(items, item); len(items) == cap(items) {
			s.Publish(rules.Publish{Items: items})
			items = items[:0]
		}
	}
	for i, d := range devices {
		d.Link.Play(scenario(t, lines[i]), 1, 1)
	}
	for i, d := range devices {
		holdsAll(t, d)
		require.Greater(t, d.Link.Got()-before[i], int64(300<<10), "%s: it was no small thing", lines[i])
	}
}

// Orders go over every bad line there is: none is lost, none is doubled, and they stand in
// the order in which they were signed.
func TestBadLink_OrdersGoThrough(t *testing.T) {
	t.Parallel()
	rows := []struct {
		line string
		// faster is how many times as fast it is played where nobody has minutes.
		faster int
	}{
		{"64kbit 600ms loss 5% cut every 20s", 8},
		{"64kbit 600ms loss 5% cut every 20s; at 40s half-open for 30s; at 90s captive for 10s", 8},
		{"websocket refused", 1},
		{"websocket held", 1},
		{"buffer 64KiB 300ms", 1},
		{"captive certificate for 6s", 2},
		{"128kbit 400ms cut after 16KiB", 4},
	}
	figures := field.Small(time.Now())
	figures.Units, figures.Items, figures.Pieces, figures.Money = len(rows), 60, 100_000, 1_000_000_000*money.Hryvnia
	s := field.NewServer(t, syncservertest.Database(t), figures)
	full := os.Getenv("DOTCHAIN_FULL") == "1"
	orders := 6
	if full {
		orders = 60
	}
	for i, row := range rows {
		d := s.Device(s.Place.Buyers[i][0])
		t.Run(row.line, func(t *testing.T) {
			t.Parallel()
			k := row.faster
			if full {
				k = 1
			}
			d.Link.Play(scenario(t, row.line), uint64(i), k) //nolint:gosec // a small number
			var signed []id.ID[id.Order]
			for n := range orders {
				o, err := d.Buy(map[id.ID[id.Offer]]int64{s.Place.Offers[n].ID: 1})
				require.NoError(t, err)
				signed = append(signed, o)
				if n%3 == 2 {
					d.Quiet()
				}
			}
			d.Quiet()
			d.Link.Restore()
			d.Live()
			var last int64
			for _, o := range signed {
				d.Shown(o, order.InReview)
				at := d.Row(o).ChangedAt
				require.GreaterOrEqual(t, at, last, "they were decided in the order in which they were signed")
				last = at
			}
			require.Zero(t, d.Core.Standing().OpenCases)
			page, err := d.Core.Orders(client.OrderQuery{Limit: 1000})
			require.NoError(t, err)
			require.Len(t, page.Rows, orders)
		})
	}
}

// A line that is half-open is shown as none within the five seconds that are promised (and
// what a busy machine needs); a network that wants a login is named, and left by itself.
func TestBadLink_IsShown(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	d := s.Device(s.Place.Buyers[0][0])
	// Once the machine may be in the way; a program that does not notice never does in time.
	inTime := false
	for tries := 0; tries < 4 && !inTime; tries++ {
		d.Link.Restore()
		d.Live()
		start := time.Now()
		d.Link.Play(scenario(t, "half-open"), 1, 1)
		d.Offline()
		inTime = time.Since(start) < 30*time.Second
	}
	require.True(t, inTime)

	for _, line := range []string{"captive", "captive certificate"} {
		d.Link.Play(scenario(t, line), 1, 1)
		o := d.Order(s.Place, 1)
		d.Await(line, func() bool {
			p := d.Status().Problem
			return d.Status().State == syncer.Offline && p != nil && p.Code == fault.CaptivePortal
		})
		d.Link.Restore()
		d.Live() // nobody pressed anything
		d.Quiet()
		nothingSaid(d)
		require.Equal(t, client.Confirmed, d.Row(o).Sync)
	}
}

// Where no websocket passes, what others do still comes within seconds, and nothing is
// said of it.
func TestBadLink_NoWebsocket(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	d, agency := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Approver)
	for i, line := range []string{"websocket refused", "websocket held"} {
		cut(d)
		d.Link.Play(scenario(t, line), 1, 1)
		pieces := make([]int64, i+1)
		pieces[i] = 1
		o := d.Order(s.Place, pieces...)
		d.Quiet()
		d.Live()
		agency.Shown(o, order.InReview)
		agency.Approve(o)
		agency.Quiet()
		d.Await("the decision", func() bool { return d.Row(o).State == order.Approved })
		nothingSaid(d)
	}
}

// nothingSaid waits until a device listens and shows no problem: on a busy machine it may
// have gone offline again for a moment.
func nothingSaid(d *field.Device) {
	d.Await("live, and no problem", func() bool { s := d.Status(); return s.State == syncer.Live && s.Problem == nil })
}

// The clock of a laptop that jumps back and forth orders nothing and loses nothing: what
// was signed arrives in the order of its numbers, and the skew is shown to who must know.
func TestBadLink_Clocks(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	operator := s.Device(s.Place.Operator)
	d := s.Enrolled(s.Place.Buyers[0][0])
	var ahead atomic.Int64
	d.Clock = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	d.Start()
	d.Live()
	var signed []id.ID[id.Order]
	const day = 24 * time.Hour
	for i, skew := range []time.Duration{0, -3 * day, -3 * time.Hour, 5 * day, -20 * time.Minute} {
		ahead.Store(int64(skew))
		if i%2 == 1 {
			cut(d) // signed without a link, with another clock than it is sent with
		}
		pieces := make([]int64, i%4+1)
		pieces[i%4] = int64(1 + i)
		signed = append(signed, d.Order(s.Place, pieces...))
		if i%2 == 1 {
			d.Link.Restore()
			continue
		}
		d.Quiet()
	}
	d.Live()
	d.Quiet()
	page, err := d.Core.Orders(client.OrderQuery{Limit: 100})
	require.NoError(t, err)
	require.Len(t, page.Rows, len(signed))
	last := int64(0)
	for _, o := range signed {
		d.Shown(o, order.InReview)
		require.GreaterOrEqual(t, d.Row(o).ChangedAt, last, "the server's clock and the device's numbers count")
		last = d.Row(o).ChangedAt
	}
	operator.Await("the skew", func() bool {
		fleet, err := operator.Core.Fleet(client.FleetQuery{Limit: 100})
		return err == nil && slices.ContainsFunc(fleet.Rows, func(r client.DeviceRow) bool {
			return r.ID == d.Core.Device() && r.Skew < -15*60_000 && r.Skew > -25*60_000
		})
	})
	operator.Await("the case", func() bool {
		return slices.ContainsFunc(allCases(t, operator), func(r client.CaseRow) bool { return r.Kind == conflict.ClockSkew })
	})

	// A laptop whose battery died starts years ago, and synchronises all the same.
	d.Shut()
	ahead.Store(-int64(12 * 365 * day))
	d.Start()
	d.Live()
	s.OnHand(0, 77)
	holdsAll(t, d)
	require.Equal(t, client.Confirmed, d.Row(signed[0]).Sync)
}
