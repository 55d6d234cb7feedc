package client

import (
	"crypto/sha256"
	"encoding/binary"
)

// KeptIndex is an Index that outlives the program. What it keeps is good for one
// start: Restore takes it away, so that nothing that happens afterwards can leave an
// index behind that knows less than the documents.
type KeptIndex interface {
	Index
	// Restore makes the index what it was when it was kept under the mark. Where it says
	// false the index is empty: nothing was kept, or not of this state, or it is damaged.
	Restore(mark [sha256.Size]byte) bool
	// Keep keeps the index under the mark, if it can.
	Keep(mark [sha256.Size]byte)
}

// indexMark names the state of the documents: the cursor is stored with them.
func (c *Core) indexMark() [sha256.Size]byte {
	at := c.marks.cursor
	b := append([]byte("index\x00"), c.cfg.Profile.Device[:]...)
	b = append(append(b, at.Epoch[:]...), at.Scopes[:]...)
	b = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint16(b, at.Schema), at.Seq)
	return sha256.Sum256(b)
}

// restoreIndex makes the index ready to take in the documents; true where it has the
// items already. Offers and stock are few bytes, and are taken in anew in any case.
func (c *Core) restoreIndex() bool {
	if kept, ok := c.cfg.Index.(KeptIndex); ok && kept.Restore(c.indexMark()) {
		return true
	}
	c.cfg.Index.Reset()
	return false
}

// keepIndex keeps the index for the next start.
func (c *Core) keepIndex() {
	if kept, ok := c.cfg.Index.(KeptIndex); ok {
		kept.Keep(c.indexMark())
	}
}
