package photo

import (
	"image"
	"image/draw"
)

// channels are those of an RGBA pixel.
const channels = 4

// reduce makes a picture smaller: each pixel is the mean of the area it stands for, so
// that thin letters stay thin letters. w and h are at most the picture's own. It needs a
// row of the picture beside the result, not a second picture.
func reduce(m image.Image, w, h int) *image.RGBA {
	size, from := m.Bounds().Size(), m.Bounds().Min
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	row := image.NewRGBA(image.Rect(0, 0, size.X, 1))
	// Lengths are counted so fine that both pictures divide: a row of the picture is h
	// of the size.Y that a row of the result is; columns are alike.
	across, down := make([]uint64, w*channels), make([]uint64, w*channels)
	place, room := 0, size.Y
	for y := range size.Y {
		draw.Draw(row, row.Rect, m, from.Add(image.Pt(0, y)), draw.Src)
		sumAcross(across, row.Pix, w, size.X)
		for left := h; left > 0; {
			part := min(left, room)
			for i, v := range across {
				down[i] += v * uint64(part) //nolint:gosec // a length
			}
			if left, room = left-part, room-part; room == 0 {
				put(small.Pix[place*small.Stride:], down, size)
				clear(down)
				place, room = place+1, size.Y
			}
		}
	}
	return small
}

// sumAcross adds the pixels of a row of the picture up to w sums.
func sumAcross(sums []uint64, pixels []byte, w, width int) {
	clear(sums)
	place, room := 0, width
	for x := range width {
		pixel := pixels[x*channels:][:channels]
		for left := w; left > 0; {
			part := min(left, room)
			for c, v := range pixel {
				sums[place*channels+c] += uint64(v) * uint64(part) //nolint:gosec // a length
			}
			if left, room = left-part, room-part; room == 0 {
				place, room = place+1, width
			}
		}
	}
}

// put writes the means of a row of the result.
func put(pixels []byte, sums []uint64, size image.Point) {
	area := uint64(size.X) * uint64(size.Y) //nolint:gosec // lengths
	for i, v := range sums {
		pixels[i] = byte((v + area/2) / area) //nolint:gosec // a mean of bytes
	}
}

// turn puts the right side up (Exif, section 4.6.4.A).
func turn(m *image.RGBA, up uint16) *image.RGBA {
	if up <= 1 || up > 8 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if up >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	turned := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			from := standsAt(up, x, y, w, h)
			copy(turned.Pix[turned.PixOffset(x, y):][:channels], m.Pix[m.PixOffset(from.X, from.Y):][:channels])
		}
	}
	return turned
}

// standsAt is where in a picture of a size the pixel stands that belongs at x, y.
func standsAt(up uint16, x, y, w, h int) image.Point {
	switch up {
	case 2:
		return image.Pt(w-1-x, y)
	case 3:
		return image.Pt(w-1-x, h-1-y)
	case 4:
		return image.Pt(x, h-1-y)
	case 5:
		return image.Pt(y, x)
	case 6:
		return image.Pt(y, h-1-x)
	case 7:
		return image.Pt(w-1-y, h-1-x)
	case 8:
		return image.Pt(w-1-y, x)
	}
	return image.Pt(x, y)
}
