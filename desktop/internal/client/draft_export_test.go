package client

import (
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// FormerCart is a cart as it was kept before drafts were shared.
func FormerCart(offer id.ID[id.Offer], pieces int64) []byte {
	return seal.Encode(content{Order: orderID{15: 1}, Number: 1, Lines: []draftLine{{Offer: offer, Quantity: pieces}}})
}
