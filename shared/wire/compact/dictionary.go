package compact

import (
	"crypto/sha256"
	_ "embed" // the dictionary is part of the program
	"encoding/hex"
)

// The dictionary is trained on skeletons of commands and receipts of every kind
// (train_test.go). Another one is another file: what was trained once is not changed.
//
//go:generate go test -count=1 -run ^TestDictionary_IsTrained$ . -update

//go:embed commands.dict
var dictionary []byte

// idAt is where the number of a zstd dictionary stands (RFC 8878, section 5), idEnd its end.
const (
	idAt  = 4
	idEnd = 8
)

// nameOf is what both sides call a dictionary.
func nameOf(dict []byte) string {
	sum := sha256.Sum256(dict)
	return hex.EncodeToString(sum[:])
}

// numberOf is the number in a dictionary: it follows from the content, and has two bytes.
// The lowest private number of zstd is 32768.
func numberOf(dict []byte) uint32 {
	blank := append([]byte{}, dict...)
	clear(blank[idAt:idEnd])
	sum := sha256.Sum256(blank)
	return 1<<15 | uint32(sum[0])<<8 | uint32(sum[1])
}
