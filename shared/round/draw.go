package round

import (
	"crypto/ed25519"

	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// DrawOf is the draw that a checkpoint makes; "" for none.
func DrawOf(checkpoint []byte) string {
	if len(checkpoint) == 0 {
		return ""
	}
	return seal.Sum(checkpoint).String()
}

// CheckDraw says what is wrong with a draw (docs/formats/allocation.md, section 10): it is
// the hash of a checkpoint that the server signed, and not before the last line of the
// round was approved (Unix milliseconds), so that nobody who could still come or go knew it.
// It returns nil for one that is right, else DrawDiffers.
func CheckDraw(server ed25519.PublicKey, checkpoint []byte, draw string, lastAt int64) *fault.Reason {
	c, err := seal.OpenCheckpoint(checkpoint, server)
	if err != nil || draw != DrawOf(checkpoint) {
		return &fault.Reason{Code: fault.DrawDiffers, Field: "draw", Want: lastAt}
	}
	if c.At < lastAt {
		return &fault.Reason{Code: fault.DrawDiffers, Field: "draw", Have: c.At, Want: lastAt}
	}
	return nil
}
