package client

import (
	"dotchain/shared/delivery"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// AttachmentsNamed returns those of some files that a delivery or a claim names, as
// shown: also one whose signature waits for the server, not one that was parked.
func (c *Core) AttachmentsNamed(of []seal.Hash) ([]seal.Hash, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return nil, err
	}
	named := map[seal.Hash]bool{}
	note := func(files []delivery.Attachment) {
		for _, f := range files {
			named[f.Hash] = true
		}
	}
	for d := range deliveriesThat(c, func(p *paper) bool { return p.marks&markFiles != 0 }) {
		note(d.Attachments)
	}
	claims := things[delivery.Claim](c, wire.DocClaim)
	for i := range claims {
		note(claims[i].Attachments)
	}
	var found []seal.Hash
	for _, hash := range of {
		if named[hash] {
			found = append(found, hash)
		}
	}
	return found, nil
}
