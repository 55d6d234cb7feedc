package client

import (
	"crypto/sha256"
	"encoding/binary"

	"dotchain/shared/id"
	"dotchain/shared/wire"
)

// KeptIndex is an Index that outlives the program. What it keeps is good as a whole for
// one start; afterwards it is an older state, so that nothing that happens can leave an index
// behind that is taken for more than it knows. Its methods may be called at any time.
type KeptIndex interface {
	Index
	// Restore makes the index what it was when it was kept. Where it says RestoredNothing
	// the index is empty: nothing was kept, or of another base, or it is damaged.
	Restore(m IndexMark) Restored
	// Keep keeps the index, if it can; as a whole where nothing will change any more.
	Keep(m IndexMark, whole bool)
	// Discard removes what was kept.
	Discard()
	// Has reports whether an item is here as of that version.
	Has(item id.ID[id.Item], version uint64) bool
	// Retain forgets all items but those for which is says so.
	Retain(is func(id.ID[id.Item]) bool)
	// ForgetOffers forgets all offers and their stock.
	ForgetOffers()
}

// IndexMark names a state of the documents. Base is what an older state must share with it
// to be of use: of another epoch versions say nothing.
type IndexMark struct{ Base, Whole [sha256.Size]byte }

// Restored is what an index knows that was kept.
type Restored uint8

const (
	// RestoredNothing means an empty index, RestoredOlder one of a former state, which may have items that
	// went and lack others, RestoredWhole the one of this state.
	RestoredNothing Restored = iota
	// RestoredOlder is explained there, like the next.
	RestoredOlder
	// RestoredWhole is all there is to know.
	RestoredWhole
)

// indexMark names the state of the documents: the cursor is stored with them.
func (c *Core) indexMark() IndexMark {
	at := c.marks.cursor
	b := append([]byte("index\x00"), c.cfg.Profile.Device[:]...)
	b = binary.BigEndian.AppendUint16(append(b, at.Epoch[:]...), at.Schema)
	base := sha256.Sum256(b)
	b = binary.BigEndian.AppendUint64(append(b, at.Scopes[:]...), at.Seq)
	return IndexMark{base, sha256.Sum256(b)}
}

// restoreIndex makes the index ready to take in the documents, and says what it has.
// Offers and stock are few bytes, and are taken in anew in any case.
func (c *Core) restoreIndex() Restored {
	if kept, ok := c.cfg.Index.(KeptIndex); ok {
		if how := kept.Restore(c.indexMark()); how != RestoredNothing {
			return how
		}
	}
	c.cfg.Index.Reset()
	return RestoredNothing
}

// loadItems brings the index to the items that are here.
func (c *Core) loadItems(has Restored) error {
	kept, _ := c.cfg.Index.(KeptIndex)
	switch has {
	case RestoredNothing:
		return c.loadKind(wire.DocItem)
	case RestoredWhole:
		return nil
	case RestoredOlder:
	}
	here := map[id.ID[id.Item]]bool{}
	for d, err := range c.cfg.Docs.All(wire.DocItem) {
		if err != nil {
			return err
		}
		if here[d.ID] = true; !kept.Has(d.ID, d.Version) {
			c.takeOrPass(d)
		}
	}
	kept.Retain(func(i id.ID[id.Item]) bool { return here[i] })
	return nil
}

// keepIndex keeps the index for the next start.
func (c *Core) keepIndex(m IndexMark, whole bool) {
	if kept, ok := c.cfg.Index.(KeptIndex); ok {
		kept.Keep(m, whole)
	}
}
