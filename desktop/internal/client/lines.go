package client

import (
	"dotchain/shared/catalogue"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/wire"
)

// lineItem is the item of a part of an order's line, from whichever of the two forms of
// the order is here; an empty one where it is not known.
func (c *Core) lineItem(o orderID, line, part int) catalogue.Item {
	var key id.ID[id.Item]
	if c.isBlind() {
		s, _ := c.thingShown(order.SupplierOrderKey(o)).(order.SupplierOrder)
		for _, l := range s.Lines {
			if l.Line == line && l.Part == part {
				key = l.Item
			}
		}
	} else if shown, ok := c.orderAt(o); ok && line > 0 && line <= len(shown.Lines) {
		key = shown.Lines[line-1].Item
		// A substitute is another item than the line's.
		if l := shown.Lines[line-1]; part >= 0 && part < len(l.Parts) && l.Parts[part].Substitute {
			return c.itemOffered(l.Parts[part].Offer)
		}
	}
	item, err := readDoc[catalogue.Item](c, wire.DocItem, key)
	if err != nil || item == nil {
		return catalogue.Item{}
	}
	return *item
}

func (c *Core) itemOffered(o id.ID[id.Offer]) catalogue.Item {
	line := DocumentLine{Line: order.Line{Offer: o}}
	if err := c.fillLine(&line); err != nil {
		return catalogue.Item{}
	}
	return line.Item
}

// lineName is what a line of a paper is called.
func (c *Core) lineName(o orderID, line, part int) string { return c.lineItem(o, line, part).NameUk }
