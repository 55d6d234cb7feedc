package photo_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/photo"
)

// quarters is a picture whose corners are red, green, blue and white, clockwise from the
// upper left one.
func quarters(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{R: 255, A: 255}
			switch {
			case x >= w/2 && y < h/2:
				c = color.RGBA{G: 255, A: 255}
			case x >= w/2:
				c = color.RGBA{B: 255, A: 255}
			case y >= h/2:
				c = color.RGBA{R: 255, G: 255, B: 255, A: 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func noise(w, h int) *image.RGBA {
	m, r := image.NewRGBA(image.Rect(0, 0, w, h)), rand.New(rand.NewPCG(1, 2)) //nolint:gosec // no secret
	for i := range m.Pix {
		m.Pix[i] = byte(r.Uint32())
		if i%4 == 3 {
			m.Pix[i] = 255
		}
	}
	return m
}

func encodeJPEG(tb testing.TB, m image.Image, quality int) []byte {
	tb.Helper()
	var b bytes.Buffer
	require.NoError(tb, jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}))
	return b.Bytes()
}

func encodePNG(tb testing.TB, m image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	require.NoError(tb, png.Encode(&b, m))
	return b.Bytes()
}

func shrink(tb testing.TB, file []byte) (image.Image, []byte, string) {
	tb.Helper()
	small, mediaType, err := photo.Shrink(file)
	require.NoError(tb, err)
	require.Equal(tb, mediaType, photo.TypeOf(small))
	clean, _, err := photo.Clean(small)
	require.NoError(tb, err)
	require.Equal(tb, clean, small, "what is made is clean")
	m, _, err := image.Decode(bytes.NewReader(small))
	require.NoError(tb, err)
	return m, small, mediaType
}

// corner is the colour near a corner of a picture: r, g, b or w.
func corner(m image.Image, right, below bool) string {
	b := m.Bounds()
	x, y := b.Min.X+b.Dx()/8, b.Min.Y+b.Dy()/8
	if right {
		x = b.Max.X - 1 - b.Dx()/8
	}
	if below {
		y = b.Max.Y - 1 - b.Dy()/8
	}
	red, green, blue, _ := m.At(x, y).RGBA()
	const half = 0x8000
	switch [3]bool{red > half, green > half, blue > half} {
	case [3]bool{true, false, false}:
		return "r"
	case [3]bool{false, true, false}:
		return "g"
	case [3]bool{false, false, true}:
		return "b"
	case [3]bool{true, true, true}:
		return "w"
	}
	return "?"
}

// corners are the four of them, clockwise from the upper left one.
func corners(m image.Image) string {
	return corner(m, false, false) + corner(m, true, false) + corner(m, true, true) + corner(m, false, true)
}

func TestShrink_APhotoOfACamera(t *testing.T) {
	t.Parallel()
	camera, phone := encodeJPEG(t, quarters(2400, 1600), 95), encodeJPEG(t, quarters(600, 400), 95)
	// What a viewer shows of a picture that says which side is up.
	for up, want := range map[uint16]string{
		1: "rgbw", 2: "grwb", 3: "bwrg", 4: "wbgr", 5: "rwbg", 6: "wrgb", 7: "bgrw", 8: "gbwr",
	} {
		file, size := phone, image.Pt(600, 400) // is turned alone
		if up == 1 || up == 6 {
			file, size = camera, image.Pt(2048, 1365)
		}
		m, small, mediaType := shrink(t, after(file, 2, exif(binary.BigEndian, "MM\x00*", up)))
		require.Equal(t, photo.JPEG, mediaType)
		if up >= 5 {
			size = image.Pt(size.Y, size.X)
		}
		require.Equal(t, size, m.Bounds().Size(), up)
		require.Equal(t, want, corners(m), up)
		require.NotContains(t, string(small), "Exif")
		require.NotContains(t, string(small), secret)
		require.Less(t, len(small), 200_000)
	}
}

func TestShrink_WhatIsSmallStays(t *testing.T) {
	t.Parallel()
	plain := encodeJPEG(t, quarters(640, 480), 90)
	_, small, _ := shrink(t, plain)
	require.Equal(t, plain, small)
	m, small, _ := shrink(t, after(plain, 2, exif(binary.LittleEndian, "II*\x00", 6)))
	require.Equal(t, image.Pt(480, 640), m.Bounds().Size(), "but for which side is up")
	require.Equal(t, "wrgb", corners(m))
	require.NotContains(t, string(small), "Exif")
	screen := encodePNG(t, quarters(2560, 1440))
	_, small, mediaType := shrink(t, screen)
	require.Equal(t, photo.PNG, mediaType)
	require.Equal(t, screen, small)
	file := []byte("%PDF-1.7\n%%EOF")
	small, mediaType, err := photo.Shrink(file)
	require.NoError(t, err)
	require.Equal(t, photo.PDF, mediaType)
	require.Equal(t, file, small)
}

func TestShrink_APNGThatIsAPhoto(t *testing.T) {
	t.Parallel()
	m, small, mediaType := shrink(t, encodePNG(t, noise(900, 800)))
	require.Equal(t, photo.JPEG, mediaType)
	require.Equal(t, image.Pt(900, 800), m.Bounds().Size())
	require.Less(t, len(small), 2<<20)
	m, _, mediaType = shrink(t, encodePNG(t, quarters(2000, 9000)))
	require.Equal(t, photo.PNG, mediaType, "a long page of a screen")
	require.Equal(t, image.Pt(943, 4243), m.Bounds().Size())
	require.Equal(t, "rgbw", corners(m))
	// What was seen through is white, not black.
	through := image.NewNRGBA(image.Rect(0, 0, 1500, 1500))
	for i, v := range noise(1500, 1500).Pix {
		through.Pix[i] = v
		if i%4 == 3 {
			through.Pix[i] = 3
		}
	}
	m, _, mediaType = shrink(t, encodePNG(t, through))
	require.Equal(t, photo.JPEG, mediaType)
	require.Equal(t, "wwww", corners(m))
}

// The worst that a photo of a good camera can be comes below what an attachment may have.
func TestShrink_Noise(t *testing.T) {
	t.Parallel()
	_, small, _ := shrink(t, encodeJPEG(t, noise(2100, 2100), 90))
	require.Less(t, len(small), 4<<20)
	fine := encodeJPEG(t, noise(1800, 1800), 40)
	require.Greater(t, len(fine), 1<<20)
	_, small, _ = shrink(t, fine)
	require.Equal(t, fine, small, "another loss would make it larger")
}

// Grey, palettes, sixteen bits, lines in two passes: what decodes is shrunk.
func TestShrink_EveryKindOfPixels(t *testing.T) {
	t.Parallel()
	from := quarters(2200, 1100)
	grey := image.NewGray(from.Rect)
	deep := image.NewNRGBA64(image.Rect(0, 0, 700, 600))
	for i := range deep.Pix {
		deep.Pix[i] = byte(rand.Uint32()) //nolint:gosec // no secret
	}
	for y := range 1100 {
		for x := range 2200 {
			grey.Set(x, y, from.At(x, y))
		}
	}
	m, _, _ := shrink(t, encodeJPEG(t, grey, 90))
	require.Equal(t, image.Pt(2048, 1024), m.Bounds().Size())
	m, _, mediaType := shrink(t, encodePNG(t, deep))
	require.Equal(t, photo.JPEG, mediaType)
	require.Equal(t, image.Pt(700, 600), m.Bounds().Size())
}

func TestShrink_Refuses(t *testing.T) {
	t.Parallel()
	j, p := encodeJPEG(t, quarters(64, 64), 90), pngOf(t)
	frame := bytes.Index(j, []byte{0xff, 0xc0})
	// A file of a few hundred bytes that says it is 9000 pixels square, progressive.
	bomb := bytes.Clone(j)
	bomb[frame+1] = 0xc2
	copy(bomb[frame+5:], []byte{0x23, 0x28, 0x23, 0x28})
	deep := append(p[:8:8], chunkOf("IHDR", "\x00\x00\x23\x28\x00\x00\x23\x28\x10\x06\x00\x00\x00")...)
	deep = append(append(deep, chunkOf("IDAT", "x")...), chunkOf("IEND", "")...)
	for name, file := range map[string][]byte{"a JPEG that unfolds": bomb, "a PNG that unfolds": deep} {
		_, _, err := photo.Shrink(file)
		require.ErrorIs(t, err, photo.ErrUnfolds, name)
	}
	scan := bytes.Index(j, []byte{0xff, 0xda})
	walks := append(bytes.Clone(j[:scan]), bytes.Repeat(j[scan:scan+30], 65)...)
	hollow := append(append(p[:33:33], chunkOf("IDAT", "not deflated")...), chunkOf("IEND", "")...)
	for name, file := range map[string][]byte{
		"a JPEG of many scans":          append(walks, 0xff, 0xd9),
		"a PNG of a header":             hollow,
		"a JPEG of tables and no data":  append(bytes.Clone(j[:scan+14]), 0xff, 0xd9),
		"what only begins like one":     []byte("\xff\xd8\xff<html>"),
		"a JPEG that says another size": append(bytes.Clone(bomb[:frame+1]), append([]byte{0xc0}, bomb[frame+2:]...)...),
	} {
		_, _, err := photo.Shrink(file)
		require.ErrorIs(t, err, photo.ErrUnreadable, name)
	}
}

// TestReduce_KeepsTheLight: whatever the sizes, a plain picture stays plain and the mean of
// one that is not is the same.
func TestReduce_KeepsTheLight(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 40).Draw(t, "w"), rapid.IntRange(1, 40).Draw(t, "h")
		m := image.NewRGBA(image.Rect(0, 0, w, h))
		var light float64
		for i := range m.Pix {
			m.Pix[i] = rapid.Byte().Draw(t, "v")
			light += float64(m.Pix[i])
		}
		toW, toH := rapid.IntRange(1, w).Draw(t, "to w"), rapid.IntRange(1, h).Draw(t, "to h")
		small := photo.Reduce(m, toW, toH)
		require.Equal(t, image.Rect(0, 0, toW, toH), small.Rect)
		var left float64
		for _, v := range small.Pix {
			left += float64(v)
		}
		require.InDelta(t, light/float64(len(m.Pix)), left/float64(len(small.Pix)), 0.51)
		if toW == w && toH == h {
			require.Equal(t, m.Pix, small.Pix)
		}
	})
}

func BenchmarkShrink(b *testing.B) {
	file := encodeJPEG(b, noise(4000, 3000), 80)
	for b.Loop() {
		_, _, err := photo.Shrink(file)
		require.NoError(b, err)
	}
}

func FuzzShrink(f *testing.F) {
	j, p := jpegOf(f), pngOf(f)
	f.Add(j)
	f.Add(p)
	f.Add(after(j, 2, exif(binary.LittleEndian, "II*\x00", 6)))
	f.Add([]byte("%PDF-1.7"))
	f.Fuzz(func(t *testing.T, file []byte) {
		small, mediaType, err := photo.Shrink(file)
		if err != nil {
			return
		}
		clean, sameType, err := photo.Clean(small)
		require.NoError(t, err)
		require.Equal(t, mediaType, sameType)
		require.Equal(t, clean, small)
	})
}
