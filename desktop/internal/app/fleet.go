package app

import "dotchain/desktop/internal/client"

// Fleet lists a window of the fleet.
func (a *App) Fleet(q FleetQuery) (FleetPage, error) {
	a.query("fleet", q)
	return call(a, "fleet", func(s *Session) (FleetPage, error) {
		page, err := s.Core.Fleet(client.FleetQuery{
			Text: q.Text, State: client.DeviceState(q.State), Version: q.Version, Zone: q.Zone,
			Sort: q.Sort, Desc: q.Desc, Offset: q.Offset, Limit: q.Limit,
		})
		if err != nil {
			return FleetPage{}, err
		}
		v := FleetPage{Total: page.Total, Rows: deviceRows(page.Rows), Contacts: page.Contacts, AsOf: moment(page.AsOf)}
		states := map[string]int{}
		for s, n := range page.States {
			states[string(s)] = n
		}
		v.States, v.Versions, v.Zones = facet(states), facet(page.Versions), facet(page.Zones)
		return v, nil
	})
}

// facet are counts in the sequence of their keys.
func facet(counts map[string]int) []FacetCount {
	all := make([]FacetCount, 0, len(counts))
	for key, n := range counts {
		all = append(all, FacetCount{Key: key, Count: n})
	}
	sortFacet(all)
	return all
}

func deviceRows(all []client.DeviceRow) []DeviceRow {
	rows := make([]DeviceRow, 0, len(all))
	for _, d := range all {
		row := DeviceRow{
			ID: d.ID.String(), Name: d.Name, PersonName: d.PersonName, OrgName: d.OrgName, OrgNo: d.OrgNumber, Zone: d.Zone.String(),
			LastContact: moment(d.LastContact), LastSeq: int64(d.LastSeq), SkewMs: d.Skew, Version: d.Program, Revoked: d.RevokedAt != 0, //nolint:gosec // a count of commands
			Backlog: int64(d.Backlog), Diverged: int64(d.Diverged), DivergedAt: moment(d.DivergedAt), //nolint:gosec // counts
			Gaps: d.Gaps, OpenCases: d.OpenCases, States: make([]string, 0, len(d.States)),
		}
		for _, s := range d.States {
			row.States = append(row.States, string(s))
		}
		rows = append(rows, row)
	}
	return rows
}
