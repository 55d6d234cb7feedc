package photo

import "encoding/binary"

// The markers of a JPEG (ITU-T T.81, table B.1) that are looked for.
const (
	markerFrame     = 0xc0 // SOF0; up to 0xcf, but for the next three
	markerHuffman   = 0xc4
	markerReserved  = 0xc8
	markerArith     = 0xcc
	markerRestart   = 0xd0 // up to 0xd7
	markerStart     = 0xd8
	markerEnd       = 0xd9
	markerScan      = 0xda
	markerTables    = 0xdb
	markerExpand    = 0xdf // the last of the tables from 0xdb on
	markerJFIF      = 0xe0 // APP0
	markerExif      = 0xe1 // APP1
	markerICC       = 0xe2 // APP2
	markerAdobe     = 0xee // APP14
	markerLastApp   = 0xef
	markerComment   = 0xfe
	markerExtension = 0xf0 // up to 0xfd
)

// maxScans is the most scans of a picture; cameras and programs make up to a dozen.
// Each costs a walk over the whole picture, however few bytes it has.
const maxScans = 64

// jpegFile is a JPEG that is being cleaned.
type jpegFile struct {
	rest, clean []byte
	framed      bool // its size has been said
	scans       int  // that have come
	turned      bool // which side is up has been written
}

// cleanJPEG keeps the tables, the frame and the scans up to the end of the image, and of
// the segments of applications what says how its colours and its sides are to be read.
func cleanJPEG(content []byte) ([]byte, error) {
	f := &jpegFile{rest: content[2:], clean: make([]byte, 0, len(content)+orientationBytes)}
	f.clean = append(f.clean, 0xff, markerStart)
	for {
		marker, ok := f.marker()
		if !ok {
			return nil, ErrUnreadable
		}
		if marker == markerEnd {
			if f.scans == 0 {
				return nil, ErrUnreadable
			}
			// What stands behind the end, a second picture or a film, goes.
			return append(f.clean, 0xff, markerEnd), nil
		}
		segment, ok := f.segment()
		if !ok || !f.take(marker, segment) {
			return nil, ErrUnreadable
		}
	}
}

// marker reads the next marker and the filling before it.
func (f *jpegFile) marker() (byte, bool) {
	if len(f.rest) < 2 || f.rest[0] != 0xff {
		return 0, false
	}
	i := 1
	for i < len(f.rest) && f.rest[i] == 0xff {
		i++
	}
	if i == len(f.rest) {
		return 0, false
	}
	marker := f.rest[i]
	f.rest = f.rest[i+1:]
	return marker, true
}

// segment reads what a marker's length says.
func (f *jpegFile) segment() ([]byte, bool) {
	if len(f.rest) < 2 {
		return nil, false
	}
	size := int(binary.BigEndian.Uint16(f.rest))
	if size < 2 || size > len(f.rest) {
		return nil, false
	}
	segment := f.rest[2:size]
	f.rest = f.rest[size:]
	return segment, true
}

// take keeps a segment, or passes over it; false for what does not belong into a JPEG.
func (f *jpegFile) take(marker byte, segment []byte) bool {
	switch {
	case marker == markerHuffman, marker == markerArith, marker >= markerTables && marker <= markerExpand:
		f.keep(marker, segment)
		return true
	case marker == markerReserved:
		return false
	case isFrame(marker):
		return f.frame(marker, segment)
	case marker == markerScan:
		return f.scan(segment)
	case marker >= markerJFIF && marker <= markerLastApp:
		f.application(marker, segment)
		return true
	}
	return marker >= markerExtension && marker <= markerComment
}

// isFrame reports whether a marker says how large the picture is; not all from
// markerFrame on do.
func isFrame(marker byte) bool {
	return marker >= markerFrame && marker < markerRestart && marker != markerHuffman && marker != markerReserved && marker != markerArith
}

func (f *jpegFile) keep(marker byte, segment []byte) {
	f.clean = append(f.clean, 0xff, marker)
	f.clean = binary.BigEndian.AppendUint16(f.clean, uint16(len(segment)+2)) //nolint:gosec // it came with a length of 16 bits
	f.clean = append(f.clean, segment...)
}

// frame is the one that says how large the picture is.
func (f *jpegFile) frame(marker byte, segment []byte) bool {
	if f.framed || len(segment) < 6 {
		return false
	}
	f.framed = true
	f.keep(marker, segment)
	return isDrawable(uint32(binary.BigEndian.Uint16(segment[3:])), uint32(binary.BigEndian.Uint16(segment[1:])))
}

// scan keeps a scan with the coded data behind it, up to the next marker.
func (f *jpegFile) scan(segment []byte) bool {
	if f.scans++; !f.framed || f.scans > maxScans {
		return false
	}
	f.keep(markerScan, segment)
	for i := 0; i+1 < len(f.rest); i++ {
		if f.rest[i] != 0xff {
			continue
		}
		next := f.rest[i+1]
		if next == 0 || next >= markerRestart && next < markerStart {
			i++
			continue
		}
		f.clean = append(f.clean, f.rest[:i]...)
		f.rest = f.rest[i:]
		return true
	}
	return false // it was cut off
}

// application keeps of an application's segments those that change how the picture looks.
func (f *jpegFile) application(marker byte, segment []byte) {
	const jfif, icc, adobe = "JFIF\x00", "ICC_PROFILE\x00", "Adobe"
	switch {
	case marker == markerJFIF && hasPrefix(segment, jfif) && len(segment) >= 14:
		head := append([]byte(nil), segment[:14]...)
		head[12], head[13] = 0, 0 // without its small copy
		f.keep(marker, head)
	case marker == markerICC && hasPrefix(segment, icc):
		f.keep(marker, segment)
	case marker == markerAdobe && hasPrefix(segment, adobe) && len(segment) >= 12:
		f.keep(marker, segment[:12])
	case marker == markerExif && !f.turned:
		if o := orientation(segment); o > 1 {
			f.turned = true
			f.keep(marker, onlyOrientation(o))
		}
	}
}

// orientationBytes is the length of a segment that says nothing but which side is up.
const orientationBytes = 2 + 2 + 6 + 8 + 2 + 12 + 4

// tagOrientation is where Exif (section 4.6.4) says which side is up.
const tagOrientation = 0x0112

// orientation reads which side of a picture is up, 1 to 8; 0 where that is not said.
func orientation(segment []byte) uint16 {
	if !hasPrefix(segment, "Exif\x00\x00") || len(segment) < 14 {
		return 0
	}
	tiff := segment[6:]
	var order binary.ByteOrder = binary.BigEndian
	switch {
	case hasPrefix(tiff, "II*\x00"):
		order = binary.LittleEndian
	case !hasPrefix(tiff, "MM\x00*"):
		return 0
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	count := int(order.Uint16(tiff[at:]))
	entries := tiff[at+2:]
	for i := 0; i < count && len(entries) >= 12; i++ {
		const short = 3
		if order.Uint16(entries) == tagOrientation && order.Uint16(entries[2:]) == short {
			if o := order.Uint16(entries[8:]); o <= 8 {
				return o
			}
			return 0
		}
		entries = entries[12:]
	}
	return 0
}

// onlyOrientation is an Exif segment that says nothing else.
func onlyOrientation(o uint16) []byte {
	b := append(make([]byte, 0, orientationBytes), "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01"...)
	b = binary.BigEndian.AppendUint16(b, tagOrientation)
	b = append(b, 0, 3, 0, 0, 0, 1)
	b = binary.BigEndian.AppendUint16(b, o)
	return append(b, 0, 0, 0, 0, 0, 0)
}
