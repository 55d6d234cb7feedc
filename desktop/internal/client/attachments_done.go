package client

import (
	"fmt"
	"slices"

	"dotchain/shared/delivery"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// filesFor is how long files stay on a laptop after the end of what they are about,
// milliseconds by the server's clock: 30 days. The server has them for good.
const filesFor = 30 * 24 * 60 * 60 * 1000

// AttachmentsDone returns those of some files that only papers name whose business ended
// long ago: a delivery with its order, a claim when it was settled. A file that nothing
// here names is not among them.
func (c *Core) AttachmentsDone(of []seal.Hash) ([]seal.Hash, error) {
	if len(of) == 0 {
		return nil, nil
	}
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return nil, err
	}
	asked, needed := map[seal.Hash]bool{}, map[seal.Hash]bool{} // asked: and whether all is over
	for _, hash := range of {
		asked[hash] = false
	}
	note := func(files []delivery.Attachment, ended func() int64) {
		for _, f := range files {
			if _, ok := asked[f.Hash]; !ok {
				continue
			}
			if at := ended(); at != 0 && c.marks.contact-at >= filesFor {
				asked[f.Hash] = true
			} else {
				needed[f.Hash] = true
			}
		}
	}
	for d := range deliveriesThat(c, func(p *paper) bool { return p.marks&markFiles != 0 }) {
		note(d.Attachments, func() int64 { return c.endOf(d.Order) })
	}
	claims := things[delivery.Claim](c, wire.DocClaim)
	for i := range claims {
		note(claims[i].Attachments, func() int64 {
			if claims[i].SettledAt != 0 && !c.isBlind() { // a supplier is not told when an order ends
				return c.endOf(claims[i].Order)
			}
			return claims[i].SettledAt
		})
	}
	return slices.DeleteFunc(slices.Clone(of), func(h seal.Hash) bool { return !asked[h] || needed[h] }), nil
}

// endOf is when an order was closed, Unix milliseconds; 0 while it is not.
func (c *Core) endOf(o orderID) int64 {
	known, _ := c.orderAt(o)
	return known.ClosedAt
}

// AttachmentsSigned returns those of some files that a command names which was signed on
// this laptop, whatever became of it.
func (c *Core) AttachmentsSigned(of []seal.Hash) ([]seal.Hash, error) {
	if len(of) == 0 {
		return nil, nil
	}
	named := map[seal.Hash]bool{}
	note := func(command seal.Command) {
		for _, f := range filesOf(command) {
			named[f.Hash] = true
		}
	}
	c.mu.Lock()
	for _, e := range c.entries { // the store may be behind
		note(e.command)
	}
	c.unlock()
	// The store has a snapshot of its own; nobody waits while all commands are read.
	for s, err := range c.cfg.Work.Commands(1) {
		if err != nil {
			return nil, fmt.Errorf("read signed commands: %w", err)
		}
		e, err := newEntry(s)
		if err != nil {
			return nil, fmt.Errorf("read signed command %d: %w", s.DeviceSeq, err)
		}
		note(e.command)
	}
	return slices.DeleteFunc(slices.Clone(of), func(h seal.Hash) bool { return !named[h] }), nil
}

// filesOf are the files that a command names.
func filesOf(c seal.Command) []delivery.Attachment {
	var (
		receive delivery.Receive
		open    delivery.OpenClaim
	)
	switch {
	case c.Kind == seal.KindReceive && seal.Decode(c.Body, &receive) == nil:
		return receive.Attachments
	case c.Kind == seal.KindOpenClaim && seal.Decode(c.Body, &open) == nil:
		return open.Attachments
	}
	return nil
}
