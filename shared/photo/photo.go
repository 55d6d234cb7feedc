// Package photo takes out of a picture what is not the picture: a camera writes where
// and when it stood, its own number and a small copy of what was cut away, and all of
// that would betray a place. Only the parts that are named here as harmless stay;
// what does not parse to its end is refused, because nobody knows what is in it.
// It also makes photos as small as a claim needs them, for links that are bad.
package photo

import "errors"

// The media types that Clean knows.
const (
	JPEG = "image/jpeg"
	PNG  = "image/png"
	PDF  = "application/pdf"
)

// MaxPixels is the most pixels of a picture: a small file may unfold to more than the
// memory of whoever looks at it.
const MaxPixels = 100_000_000

// ErrUnreadable means that a file is none of the known types, or is not whole.
var ErrUnreadable = errors.New("picture is not readable")

// TypeOf is the media type that the first bytes of a file say; "" for none of the known.
func TypeOf(content []byte) string {
	switch {
	case hasPrefix(content, "\xff\xd8\xff"):
		return JPEG
	case hasPrefix(content, signature):
		return PNG
	case hasPrefix(content, "%PDF-"):
		return PDF
	}
	return ""
}

// Clean returns a file without what its picture does not need, and its media type. The
// pixels, their colours and which side is up stay as they are. A PDF stays as it is.
// Cleaning what is clean changes nothing. Error: ErrUnreadable.
func Clean(content []byte) (clean []byte, mediaType string, err error) {
	mediaType = TypeOf(content)
	switch mediaType {
	case JPEG:
		clean, err = cleanJPEG(content)
	case PNG:
		clean, err = cleanPNG(content)
	case PDF:
		clean = content
	default:
		err = ErrUnreadable
	}
	if err != nil {
		return nil, "", err
	}
	return clean, mediaType, nil
}

// isDrawable reports whether a picture of this size may be shown.
func isDrawable(width, height uint32) bool {
	return width > 0 && height > 0 && uint64(width)*uint64(height) <= MaxPixels
}

func hasPrefix(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix
}
