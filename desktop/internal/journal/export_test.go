package journal

import (
	"encoding/binary"

	"dotchain/shared/journal"
)

// AsVersion gives a segment whose header names another format version.
func AsVersion(data []byte, version uint16) []byte {
	data = append([]byte(nil), data...)
	binary.BigEndian.PutUint16(data[8:], version)
	binary.BigEndian.PutUint32(data[124:], journal.Checksum(data[:124]))
	return data
}

// Frames gives the first three records of a segment; they share its memory.
func Frames(data []byte) (first, second, third []byte) {
	var frames [3][]byte
	off := journal.HeaderSize
	for i := range frames {
		_, n, err := journal.DecodeFrame(data[off:])
		if err != nil {
			panic(err)
		}
		frames[i] = data[off : off+n]
		off += n
	}
	return frames[0], frames[1], frames[2]
}

// Resum gives an altered record a sum that fits.
func Resum(frame []byte) {
	binary.BigEndian.PutUint32(frame[len(frame)-journal.RecordFoot:], journal.Checksum(frame[:len(frame)-journal.RecordFoot]))
}
