package photo

import "encoding/binary"

// saying is what a clean picture says of itself before its pixels begin.
type saying struct {
	// unfolded is about the memory that decoding takes, in bytes.
	unfolded int64
	// up is which side is up, 1 to 8 as Exif has it; 0 where that is not said.
	up uint16
}

// sayingOf reads the head of a clean picture.
func sayingOf(clean []byte, mediaType string) saying {
	if mediaType == PNG {
		return pngSaying(clean[len(signature)+8:])
	}
	return jpegSaying(clean)
}

// pngSaying reads the data of IHDR.
func pngSaying(header []byte) saying {
	const palette, grey = 3, 0
	pixel := int64(4)
	depth, colours := header[8], header[9]
	switch {
	case depth == 16:
		pixel = 8
	case colours == palette, colours == grey:
		pixel = 1
	}
	return saying{unfolded: pixel * int64(binary.BigEndian.Uint32(header)) * int64(binary.BigEndian.Uint32(header[4:]))}
}

// jpegSaying reads the segments before the first scan. The coefficients of a progressive
// picture are kept, four bytes each, until its last scan.
func jpegSaying(clean []byte) (s saying) {
	const progressive, coefficient = markerFrame + 2, 4
	f := &jpegFile{rest: clean[2:]}
	for {
		marker, ok := f.marker()
		if !ok || marker == markerScan {
			return s
		}
		segment, ok := f.segment()
		switch {
		case !ok:
			return s
		case marker == markerExif:
			s.up = orientation(segment)
		case isFrame(marker):
			samples := int64(binary.BigEndian.Uint16(segment[1:])) * int64(binary.BigEndian.Uint16(segment[3:])) * int64(segment[5])
			s.unfolded = samples
			if marker == progressive {
				s.unfolded += coefficient * samples
			}
		}
	}
}
