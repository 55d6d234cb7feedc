package journal

import "dotchain/shared/journal"

// mend restores the record that stood in region, or gives nil. Two things are
// tried: that one bit of it flipped, which the CRC locates, and that its head
// and its payload are whole and only the rest is not. In both cases the
// payload's seal, which covers store, number and kind, is the proof; without
// it nothing is handed out. chain is what the record must name as the one
// before it, if that is known.
func mend(region []byte, chain hash, chained bool, last Seq, opens opener) ([]byte, Seq) {
	if fixed := journal.FlipBack(region); fixed != nil {
		f, n, err := journal.DecodeFrame(fixed)
		if err == nil && n == len(region) && f.Seq > last && (!chained || f.Prev == chain) && opens(f) {
			return fixed, f.Seq
		}
	}
	f, n, err := journal.ReadHead(region)
	if err != nil || n != len(region) || f.Seq <= last || !opens(f) {
		return nil, 0
	}
	if chained {
		f.Prev = chain
	}
	return f.Append(make([]byte, 0, n)), f.Seq
}
