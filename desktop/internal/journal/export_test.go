package journal

import "encoding/binary"

// AsVersion gives a segment whose header names another format version.
func AsVersion(data []byte, version uint16) []byte {
	data = append([]byte(nil), data...)
	binary.BigEndian.PutUint16(data[8:], version)
	binary.BigEndian.PutUint32(data[124:], checksum(data[:124]))
	return data
}
