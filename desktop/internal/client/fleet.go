package client

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dotchain/shared/conflict"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// DeviceState is what is to be said of a device. Several may hold at once.
type DeviceState string

// The states of a device. DeviceWell is the one of which none of the others holds.
const (
	DeviceNever    DeviceState = "never"
	DeviceSilent   DeviceState = "silent"
	DeviceBehind   DeviceState = "behind"
	DeviceSkewed   DeviceState = "skewed"
	DeviceGap      DeviceState = "gap"
	DeviceDiverged DeviceState = "diverged"
	DeviceRevoked  DeviceState = "revoked"
	DeviceWell     DeviceState = "well"
)

// Figures of the fleet, milliseconds.
const (
	silentAfter = int64(3 * 24 * time.Hour / time.Millisecond)
	skewedAfter = int64(5 * time.Minute / time.Millisecond)
	divergedFor = int64(7 * 24 * time.Hour / time.Millisecond)
)

// FleetQuery filters the fleet; zero fields do not filter. Sort is one of "name", "org",
// "backlog", "skew", "version", "gaps", "cases", else those silent for longest come first.
type FleetQuery struct {
	Text, Version, Zone string
	State               DeviceState
	Sort                string
	Desc                bool
	Offset, Limit       int
}

// DeviceRow is a device of the fleet.
type DeviceRow struct {
	party.Device
	PersonName, OrgName, OrgNumber string
	States                         []DeviceState
	// Gaps counts the numbers that are missing of its commands, OpenCases the open cases of its acts and of itself.
	Gaps      int64
	OpenCases int
}

// FleetPage is a window of the devices found. The counts are of the whole fleet; Contacts
// are how many were last heard of within each of contactBounds, longer ago, and never.
type FleetPage struct {
	Total           int
	Rows            []DeviceRow
	States          map[DeviceState]int
	Versions, Zones map[string]int
	Contacts        []int
	AsOf            int64
}

// contactBounds are an hour, a day, three days, a week and a month.
func contactBounds() []time.Duration {
	const day = 24 * time.Hour
	return []time.Duration{time.Hour, day, 3 * day, 7 * day, 30 * day}
}

// Fleet lists devices. The server is none.
func (c *Core) Fleet(q FleetQuery) (FleetPage, error) {
	c.mu.Lock()
	defer c.unlock()
	all, err := c.devices()
	if err != nil {
		return FleetPage{}, err
	}
	bounds := contactBounds()
	page := FleetPage{
		States: map[DeviceState]int{}, Versions: map[string]int{}, Zones: map[string]int{},
		Contacts: make([]int, len(bounds)+2), AsOf: c.marks.asOf,
	}
	text := strings.ToLower(strings.TrimSpace(q.Text))
	now := c.now()
	found := all[:0:0]
	for _, d := range all {
		for _, s := range d.States {
			page.States[s]++
		}
		if len(d.States) == 0 {
			page.States[DeviceWell]++
		}
		page.Versions[d.Program]++
		page.Zones[d.Zone.String()]++
		page.Contacts[contactBucket(bounds, d.LastContact, now)]++
		if d.isFound(q, text) {
			found = append(found, d)
		}
	}
	sortFleet(found, q)
	page.Total, page.Rows = len(found), window(found, q.Offset, q.Limit)
	return page, nil
}

func contactBucket(bounds []time.Duration, at, now int64) int {
	if at == 0 {
		return len(bounds) + 1
	}
	for i, b := range bounds {
		if now-at <= b.Milliseconds() {
			return i
		}
	}
	return len(bounds)
}

func (d DeviceRow) isFound(q FleetQuery, text string) bool {
	switch {
	case q.State == DeviceWell && len(d.States) > 0,
		q.State != "" && q.State != DeviceWell && !slices.Contains(d.States, q.State),
		q.Version != "" && d.Program != q.Version,
		q.Zone != "" && d.Zone.String() != q.Zone:
		return false
	}
	if text == "" {
		return true
	}
	for _, t := range []string{d.Name, d.PersonName, d.OrgName, d.OrgNumber, d.Program} {
		if strings.Contains(strings.ToLower(t), text) {
			return true
		}
	}
	return false
}

func sortFleet(all []DeviceRow, q FleetQuery) {
	slices.SortStableFunc(all, func(a, b DeviceRow) int {
		if q.Desc {
			a, b = b, a
		}
		var by int
		switch q.Sort {
		case "name":
			by = cmp.Compare(a.Name, b.Name)
		case "org":
			by = cmp.Or(cmp.Compare(a.OrgNumber, b.OrgNumber), cmp.Compare(a.OrgName, b.OrgName))
		case "skew":
			by = cmp.Compare(max(a.Skew, -a.Skew), max(b.Skew, -b.Skew))
		case "version":
			by = compareVersions(a.Program, b.Program)
		case "backlog":
			by = cmp.Compare(a.Backlog, b.Backlog)
		case "gaps":
			by = cmp.Compare(a.Gaps, b.Gaps)
		case "cases":
			by = cmp.Compare(a.OpenCases, b.OpenCases)
		}
		return cmp.Or(by, cmp.Compare(a.LastContact, b.LastContact), a.ID.Compare(b.ID))
	})
}

// compareVersions orders programs by the figures of their versions: 0.9 is before 0.10. What
// has no figure at its beginning ("", a word) is before all that have.
func compareVersions(a, b string) int {
	x, y := versionParts(a), versionParts(b)
	return cmp.Or(slices.Compare(x, y), strings.Compare(a, b))
}

// versionParts are the figures of "v1.12.3-…".
func versionParts(text string) []uint64 {
	text, _, _ = strings.Cut(strings.TrimPrefix(text, "v"), "-")
	text, _, _ = strings.Cut(text, "+")
	var parts []uint64
	for part := range strings.SplitSeq(text, ".") {
		n, err := strconv.ParseUint(part, 10, 64)
		if err != nil {
			break
		}
		parts = append(parts, n)
	}
	return parts
}

// devices are all devices with what is known of them. The fleet is read once and then
// follows its documents: of 5,000 devices one changes every few milliseconds.
func (c *Core) devices() ([]DeviceRow, error) {
	if c.fleet == nil {
		c.fleet = map[id.ID[id.Device]]DeviceRow{}
		for d, err := range c.cfg.Docs.All(wire.DocDevice) {
			if err == nil {
				c.passOver(d.Kind, c.takeDevice(d))
				continue
			}
			c.fleet = nil
			return nil, err
		}
	}
	gaps, open := map[id.ID[id.Device]]int64{}, map[id.ID[id.Device]]int{}
	for _, k := range c.cases {
		if !k.IsOpen() {
			continue
		}
		open[k.Device]++
		if k.Kind == conflict.DeviceGap && len(k.Reasons) > 0 {
			gaps[k.Device] += k.Reasons[0].Have - k.Reasons[0].Want
		}
	}
	all, now := make([]DeviceRow, 0, len(c.fleet)), c.now()
	for _, row := range c.fleet {
		row.Gaps, row.OpenCases = gaps[row.ID], open[row.ID]
		row.States = row.states(now)
		all = append(all, row)
	}
	return all, nil
}

// takeDevice puts a device among the fleet once that was read.
func (c *Core) takeDevice(d wire.Document) error {
	if c.fleet == nil {
		return nil
	}
	delete(c.fleet, d.ID)
	device, err := live[party.Device](d)
	if device == nil {
		return err
	}
	row := DeviceRow{Device: *device}
	if p, failed := c.person(device.Person); failed == nil && p != nil {
		if p.Has(party.RoleServer) {
			return err // the server is no laptop that could fall silent
		}
		row.PersonName = p.Name
	}
	if o := c.org(device.Org); o != nil {
		row.OrgName, row.OrgNumber = o.NameUk, cmp.Or(o.Number, o.EDRPOU)
	}
	c.fleet[device.ID] = row
	return err
}

// states are all that is to be said of a device; none where it is well.
func (d DeviceRow) states(now int64) []DeviceState {
	if d.RevokedAt != 0 {
		return []DeviceState{DeviceRevoked}
	}
	if d.LastContact == 0 {
		return []DeviceState{DeviceNever}
	}
	var all []DeviceState
	if now-d.LastContact > silentAfter {
		all = append(all, DeviceSilent)
	}
	if d.Skew > skewedAfter || d.Skew < -skewedAfter {
		all = append(all, DeviceSkewed)
	}
	if d.Gaps > 0 {
		all = append(all, DeviceGap)
	}
	if d.Backlog > 0 {
		all = append(all, DeviceBehind)
	}
	if d.DivergedAt != 0 && now-d.DivergedAt <= divergedFor {
		all = append(all, DeviceDiverged)
	}
	return all
}
