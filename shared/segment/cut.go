package segment

import "crypto/sha256"

// Bounds of how many documents a segment holds; the last of a kind may hold fewer.
const (
	cutLeast = 2048
	cutMost  = 8192
	// cutMask cuts after one id in 2,048, so that a segment holds about 4,000.
	cutMask = 2048 - 1
)

// Cuts says how many ids of an ordered run belong to each segment. Where a cut
// falls depends on the ids near it alone: a document that comes or goes changes
// its own segment and, now and then, the next ones, and leaves the others what
// they were, hash and all.
func Cuts(ids [][16]byte) []int {
	var cuts []int
	n := 0
	for _, id := range ids {
		n++
		sum := sha256.Sum256(id[:])
		if n >= cutLeast && (int(sum[0])<<8|int(sum[1]))&cutMask == 0 || n == cutMost {
			cuts = append(cuts, n)
			n = 0
		}
	}
	if n > 0 {
		cuts = append(cuts, n)
	}
	return cuts
}
