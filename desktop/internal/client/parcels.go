package client

import (
	"dotchain/shared/forward"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// ParcelRow is a package for another body. CanResend says that the person may have it
// sent again.
type ParcelRow struct {
	forward.Parcel

	CanResend bool
}

// ParcelPage is a window of the packages found; Views counts each saved view.
type ParcelPage struct {
	Total int
	Rows  []ParcelRow
	Views map[string]int
	AsOf  int64
}

// Parcels lists the packages for other bodies. The saved views are the states.
func (c *Core) Parcels(q PaperQuery) (ParcelPage, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return ParcelPage{}, err
	}
	all := things[forward.Parcel](c, wire.DocParcel)
	var views []string
	for _, s := range []forward.State{forward.Queued, forward.Sent, forward.Answered, forward.Dead} {
		views = append(views, s.String())
	}
	found := listing{
		size: len(all), views: views,
		order: func(i int) orderID { return all[i].Order },
		isIn:  func(i int, view string) bool { return all[i].State.String() == view },
		words: func(i int) []string { return []string{all[i].OrderNumber, all[i].Body, all[i].Receipt} },
		at:    func(i int) int64 { return all[i].QueuedAt },
		late:  func(int) int64 { return 0 },

		columns: c.parcelColumns(all),
	}.ask(q)
	page := ParcelPage{Total: found.total, Views: found.views, AsOf: c.marks.asOf}
	may := party.May(party.Person{Roles: c.rolesNow()}, party.ActionResend)
	for _, i := range found.rows {
		page.Rows = append(page.Rows, ParcelRow{Parcel: all[i], CanResend: may && all[i].State.CanResend()})
	}
	return page, nil
}
