package client

import (
	"strconv"

	"dotchain/shared/id"
	"dotchain/shared/order"
)

// speak replaces what only the program reads in changes by what a person
// reads: an offer's item, a fund's kind, a point's code, a date.
func (c *Core) speak(changes []order.Change, unit id.ID[id.Org]) []order.Change {
	for i := range changes {
		x := &changes[i]
		x.Before, x.After = c.word(x.Field, x.Before, unit), c.word(x.Field, x.After, unit)
	}
	return changes
}

func (c *Core) word(field, text string, unit id.ID[id.Org]) string {
	if text == "" {
		return ""
	}
	switch field {
	case "item":
		if offer, err := id.Parse[id.Offer](text); err == nil && c.nameOf(offer).uk != "" {
			return c.nameOf(offer).uk
		}
	case "fund":
		if key, err := id.Parse[id.Budget](text); err == nil && c.budgets[key] != nil {
			return c.budgets[key].Fund.String()
		}
	case "delivery_point":
		key, err := id.Parse[id.Point](text)
		if o := c.org(unit); err == nil && o != nil {
			if p, ok := o.Point(key); ok {
				return p.Code + " " + p.Name
			}
		}
	case "needed_by":
		if at, err := strconv.ParseInt(text, 10, 64); err == nil {
			return DayOf(at)
		}
	}
	return text
}
