package compact

import "dotchain/shared/wire"

// leastPage is from how many bytes on a page is packed: what is shorter gains nothing.
const leastPage = 256

// PackPage makes a page smaller, or returns nil where it would not be. What both sides know
// of a socket is left alone: pages go while a push is on its way to the other side.
func (c *Codec) PackPage(p wire.Page) []byte {
	whole := wire.Encode(p)
	if len(whole) < leastPage || len(whole) > maxSkeleton {
		return nil
	}
	frame := c.enc.EncodeAll(whole, nil)[magicSize:]
	if len(frame) >= len(whole) {
		return nil
	}
	return frame
}

// UnpackPage reads what PackPage made. Faults: Malformed, TooLarge, NotCanonical,
// VersionUnknown (another dictionary).
func (c *Codec) UnpackPage(packed []byte) (wire.Page, error) {
	whole, err := c.unpack(packed)
	if err != nil {
		return wire.Page{}, err
	}
	var p wire.Page
	if err := wire.Decode(whole, &p); err != nil {
		return wire.Page{}, err
	}
	return p, nil
}
