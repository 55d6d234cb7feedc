package badgerstore

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// The whole key space (docs/formats/store.md, section 3). Numbers are big-endian,
// so that the order of keys is the order of numbers and ids.
//
//	database  key                               value                       sealed
//	both      00 01                             schema version              no
//	both      00 02                             state                       yes
//	both      00 03                             clean: closed in order      no, empty
//	both      00 04                             redo marker                 no
//	both      00 05                             broken: quarantine at open  no, empty
//	both      01 chunk:4                        redo chunk                  its values are
//	docs      00 06                             loads                       yes
//	docs      10 generation:4 kind:1 id:16      document                    but version and flags
//	docs      11 generation:4 hash[:16]         segment that was applied    yes
//	work      20 device_seq:8                   signed command              yes
//	work      21 device_seq:8                   receipt                     yes
//	work      22 SHA-256(name)[:16]             draft                       yes
//	work      23 SHA-256(name)[:16]             setting                     yes
//	work      24 log_seq:8                      line of the sync log        yes
//
// Documents and everything from 20 to 23 are counted in the state's fold; segments and
// the log are not.
const (
	tableMeta     = 0x00
	tableRedo     = 0x01
	tableDocument = 0x10
	tableSegment  = 0x11
	tableCommand  = 0x20
	tableReceipt  = 0x21
	tableDraft    = 0x22
	tableSetting  = 0x23
	tableLog      = 0x24
)

func keySchema() []byte { return []byte{tableMeta, 0x01} }
func keyState() []byte  { return []byte{tableMeta, 0x02} }
func keyClean() []byte  { return []byte{tableMeta, 0x03} }
func keyRedo() []byte   { return []byte{tableMeta, 0x04} }
func keyBroken() []byte { return []byte{tableMeta, 0x05} }
func keyLoads() []byte  { return []byte{tableMeta, 0x06} }

func keyChunk(n uint32) []byte { return binary.BigEndian.AppendUint32([]byte{tableRedo}, n) }

// documentKeyLen is the length of a document's key.
const documentKeyLen = 1 + 4 + 1 + 16

func keyDocument(generation uint32, kind wire.DocKind, id [16]byte) []byte {
	key := make([]byte, 0, documentKeyLen)
	key = append(prefixKind(generation, kind, key), id[:]...)
	return key
}

func prefixKind(generation uint32, kind wire.DocKind, key []byte) []byte {
	return append(binary.BigEndian.AppendUint32(append(key, tableDocument), generation), byte(kind))
}

// splitDocument reads a document's key.
func splitDocument(key []byte) (generation uint32, kind wire.DocKind, id [16]byte, ok bool) {
	if len(key) != documentKeyLen || key[0] != tableDocument {
		return 0, 0, id, false
	}
	copy(id[:], key[6:])
	return binary.BigEndian.Uint32(key[1:]), wire.DocKind(key[5]), id, true
}

// prefixDocuments is what the keys of a generation's documents begin with.
func prefixDocuments(generation uint32) []byte {
	return binary.BigEndian.AppendUint32([]byte{tableDocument}, generation)
}

// prefixSegments is what the keys of a generation's segments begin with.
func prefixSegments(generation uint32) []byte {
	return binary.BigEndian.AppendUint32([]byte{tableSegment}, generation)
}

func keySegment(generation uint32, hash seal.Hash) []byte {
	return append(prefixSegments(generation), hash[:16]...)
}

// keyNumber is a key of a table that is ordered by a number.
func keyNumber(table byte, n uint64) []byte {
	return binary.BigEndian.AppendUint64([]byte{table}, n)
}

// splitNumber reads the number of such a key; 0 of any other.
func splitNumber(key []byte) uint64 {
	if len(key) != 9 {
		return 0
	}
	return binary.BigEndian.Uint64(key[1:])
}

// keyName is a key of a table whose things have names: the name itself stands in
// the sealed value only.
func keyName(table byte, name string) []byte {
	sum := sha256.Sum256([]byte(name))
	return append([]byte{table}, sum[:16]...)
}

// isFolded says that the entry of a key counts in the fold of a store whose
// documents are of the generation.
func isFolded(key []byte, generation uint32) bool {
	switch key[0] {
	case tableDocument:
		return bytes.HasPrefix(key, binary.BigEndian.AppendUint32([]byte{tableDocument}, generation))
	case tableCommand, tableReceipt, tableDraft, tableSetting:
		return true
	}
	return false
}
