package photo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
)

// What Shrink makes of a picture.
const (
	// LongSide is the longest side of a photo, in pixels.
	LongSide = 2048
	// quality is the JPEG quality of a photo, leastQuality what a stubborn one may come to.
	quality, leastQuality = 80, 50
	// enoughBytes is the size up to which a photo stays as the camera made it, and up to
	// which a drawing stays a PNG when it had to be made smaller.
	enoughBytes = 1 << 20
	// screenBytes and screenPixels are the size up to which a PNG stays as it is: a
	// picture of a screen is read letter by letter. A larger one comes to drawnPixels.
	screenBytes, screenPixels, drawnPixels = 2 << 20, 16_000_000, 4_000_000
	// maxUnfolded is the most memory, in bytes, that a picture may unfold to.
	maxUnfolded = 256 << 20
)

// ErrUnfolds means that a picture has so many pixels that nobody's memory should hold
// them; a small file can say so.
var ErrUnfolds = errors.New("picture unfolds to too much")

// Shrink returns a file as it goes to others: clean (see Clean), a photo at most LongSide
// long, with the right side up, and as a rule below a megabyte. A small upright photo
// and a picture of a screen stay as they are, a PNG that is a photo becomes a JPEG, and
// a PDF stays as it is: it may bear signatures. Pictures are unfolded to the last pixel,
// so what only begins like one is refused. What is made anew has no colour profile.
// Errors: ErrUnreadable, ErrUnfolds.
func Shrink(content []byte) (small []byte, mediaType string, err error) {
	clean, mediaType, err := Clean(content)
	if err != nil || mediaType == PDF {
		return clean, mediaType, err
	}
	said := sayingOf(clean, mediaType)
	if said.unfolded > maxUnfolded {
		return nil, "", ErrUnfolds
	}
	m, err := decode(clean, mediaType)
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	if mediaType == PNG {
		return shrinkPNG(clean, m)
	}
	return shrinkJPEG(clean, m, said.up)
}

func decode(clean []byte, mediaType string) (image.Image, error) {
	if mediaType == PNG {
		return png.Decode(bytes.NewReader(clean))
	}
	return jpeg.Decode(bytes.NewReader(clean))
}

func shrinkJPEG(clean []byte, m image.Image, up uint16) ([]byte, string, error) {
	size := m.Bounds().Size()
	isFine := up <= 1 && max(size.X, size.Y) <= LongSide
	if isFine && len(clean) <= enoughBytes {
		return clean, JPEG, nil
	}
	w, h := within(size, float64(LongSide)/float64(max(size.X, size.Y)))
	small, err := asJPEG(turn(reduce(m, w, h), up))
	if err == nil && isFine && len(small) >= len(clean) {
		small = clean // another loss would win nothing
	}
	return small, JPEG, err
}

func shrinkPNG(clean []byte, m image.Image) ([]byte, string, error) {
	size := m.Bounds().Size()
	pixels := size.X * size.Y
	if len(clean) <= screenBytes && pixels <= screenPixels {
		return clean, PNG, nil
	}
	w, h := within(size, math.Sqrt(float64(drawnPixels)/float64(pixels)))
	drawn := reduce(m, w, h)
	var b bytes.Buffer
	if err := png.Encode(&b, drawn); err != nil {
		return nil, "", fmt.Errorf("write a PNG: %w", err)
	}
	if b.Len() <= enoughBytes {
		return b.Bytes(), PNG, nil
	}
	paper := image.NewRGBA(drawn.Rect) // a JPEG has nothing to see through
	draw.Draw(paper, paper.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(paper, paper.Rect, drawn, image.Point{}, draw.Over)
	small, err := asJPEG(paper)
	return small, JPEG, err
}

// asJPEG writes a photo; one that is nothing but noise gets less quality.
func asJPEG(m image.Image) ([]byte, error) {
	const step, mostBytes = 15, 2 << 20
	for q := quality; ; q -= step {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: q}); err != nil {
			return nil, fmt.Errorf("write a JPEG: %w", err)
		}
		if b.Len() <= mostBytes || q-step < leastQuality {
			return b.Bytes(), nil
		}
	}
}

// within is a size made smaller by a factor, never larger, at least one pixel each way.
func within(size image.Point, factor float64) (w, h int) {
	if factor >= 1 {
		return size.X, size.Y
	}
	of := func(n int) int { return max(1, int(math.Round(float64(n)*factor))) }
	return of(size.X), of(size.Y)
}
