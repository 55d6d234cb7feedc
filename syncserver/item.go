package syncserver

import (
	"context"
	"fmt"
	"strings"

	"dotchain/shared/catalogue"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// ItemChange is what the agency says of an item beside its supplier's price
// list; nil leaves a thing as it is.
type ItemChange struct {
	// Withdrawn takes the item out of what can be ordered, or back in.
	Withdrawn *bool
	// Cap is the most pieces a unit may order in a calendar year; 0 is no cap.
	Cap *int64
}

// ChangeItem changes the item with an article or a NATO stock number and returns
// it as it is now; changed is false when it was so already. Price lists that come
// later leave it so. Faults: ItemUnknown; FieldInvalid when several items have
// the article, with their stock numbers or manufacturers as Ref.
func (h *House) ChangeItem(ctx context.Context, name string, c ItemChange) (item catalogue.Item, changed bool, err error) {
	found, err := h.store.ItemsNamed(ctx, name)
	if err != nil {
		return catalogue.Item{}, false, err
	}
	switch len(found) {
	case 0:
		return catalogue.Item{}, false, fault.Because("change item", fault.Reason{Code: fault.ItemUnknown, Ref: name})
	case 1:
		item = found[0]
	default:
		return catalogue.Item{}, false, fault.Because("change item", fault.Reason{Code: fault.FieldInvalid, Field: "item", Ref: namesOf(found)})
	}
	if c.Withdrawn != nil {
		item.Withdrawn = *c.Withdrawn
	}
	if c.Cap != nil {
		item.Cap = *c.Cap
	}
	suppliers, err := h.store.Offerers(ctx, []id.ID[id.Item]{item.ID})
	if err != nil {
		return catalogue.Item{}, false, err
	}
	if len(suppliers[item.ID]) == 0 {
		return catalogue.Item{}, false, fmt.Errorf("change item %s: nobody offers it", item.ID)
	}
	done, err := h.Submit(ctx, seal.KindPublishCatalogue, rules.Publish{Supplier: suppliers[item.ID][0], Items: []catalogue.Item{item}})
	if err != nil {
		return catalogue.Item{}, false, err
	}
	if err := fault.Because("change item", done.Reasons...); err != nil {
		return catalogue.Item{}, false, err
	}
	return item, !done.Outcome.IsEmpty(), nil
}

// namesOf tells items of one article apart.
func namesOf(items []catalogue.Item) string {
	names := make([]string, len(items))
	for i, x := range items {
		names[i] = strings.TrimSpace(x.NSN + " " + x.Manufacturer)
	}
	return strings.Join(names, ", ")
}
