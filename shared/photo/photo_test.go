package photo_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/photo"
)

// secret stands in everything that must go.
const secret = "50.4501N 30.5234E"

func picture() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 33, 17))
	for x := range 33 {
		for y := range 17 {
			m.Set(x, y, color.RGBA{R: uint8(x * 7), G: uint8(y * 13), B: uint8(x * y), A: 255})
		}
	}
	return m
}

func jpegOf(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	require.NoError(tb, jpeg.Encode(&b, picture(), nil))
	return b.Bytes()
}

func pngOf(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	require.NoError(tb, png.Encode(&b, picture()))
	return b.Bytes()
}

func segment(marker byte, data string) []byte {
	b := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(data)+2))
	return append(b, data...)
}

// exif is a segment with an orientation and a place, in one of the two byte orders.
func exif(order binary.AppendByteOrder, mark string, up uint16) []byte {
	b := append([]byte("Exif\x00\x00"), mark...)
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x010e), 2), 17)
	b = order.AppendUint32(b, 38)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x0112), 3), 1)
	b = append(order.AppendUint16(b, up), 0, 0)
	return segment(0xe1, string(order.AppendUint32(b, 0))+secret)
}

// after puts bytes behind the first n of a file.
func after(file []byte, n int, parts ...[]byte) []byte {
	return bytes.Join([][]byte{file[:n], bytes.Join(parts, nil), file[n:]}, nil)
}

func chunkOf(name, data string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, name...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func TestClean_JPEG(t *testing.T) {
	t.Parallel()
	plain := jpegOf(t)
	icc := "ICC_PROFILE\x00\x01\x01" + "colours"
	dirty := after(plain, 2,
		segment(0xe0, "JFIF\x00\x01\x02\x00\x00\x48\x00\x48\x02\x01"+secret),
		segment(0xe0, "JFXX\x00\x10"+secret), exif(binary.LittleEndian, "II*\x00", 6), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+secret),
		segment(0xe2, icc), segment(0xe2, "MPF\x00"+secret), segment(0xed, "Photoshop 3.0\x00"+secret),
		segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x01"+secret), segment(0xfe, secret), []byte{0xff, 0xff})
	dirty = append(append(dirty, exif(binary.BigEndian, "MM\x00*", 3)...), secret...)
	clean, mediaType, err := photo.Clean(dirty)
	require.NoError(t, err)
	require.Equal(t, photo.JPEG, mediaType)
	require.NotContains(t, string(clean), secret)
	require.NotContains(t, string(clean), "MPF")
	require.Contains(t, string(clean), icc)
	require.Contains(t, string(clean), "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00", "which side is up")
	was, err := jpeg.Decode(bytes.NewReader(plain))
	require.NoError(t, err)
	is, err := jpeg.Decode(bytes.NewReader(clean))
	require.NoError(t, err)
	require.Equal(t, was, is)

	again, _, err := photo.Clean(clean)
	require.NoError(t, err)
	require.Equal(t, clean, again)
	same, _, err := photo.Clean(plain)
	require.NoError(t, err)
	require.Equal(t, plain, same, "what is clean stays as it is")
}

func TestClean_PNG(t *testing.T) {
	t.Parallel()
	plain := pngOf(t)
	const header = 8 + 12 + 13
	gamma := chunkOf("gAMA", "\x00\x00\xb1\x8f")
	dirty := after(plain, header, gamma, chunkOf("eXIf", secret), chunkOf("tEXt", "Comment\x00"+secret), chunkOf("iTXt", secret),
		chunkOf("zTXt", secret), chunkOf("tIME", "\x07\xea\x0b\x16\x0c\x00\x00"), chunkOf("prVt", secret))
	dirty = append(dirty, secret...)
	clean, mediaType, err := photo.Clean(dirty)
	require.NoError(t, err)
	require.Equal(t, photo.PNG, mediaType)
	require.Equal(t, after(plain, header, gamma), clean)
}

func TestClean_PDF(t *testing.T) {
	t.Parallel()
	file := []byte("%PDF-1.7\n%%EOF")
	clean, mediaType, err := photo.Clean(file)
	require.NoError(t, err)
	require.Equal(t, photo.PDF, mediaType)
	require.Equal(t, file, clean)
}

func TestClean_Refuses(t *testing.T) {
	t.Parallel()
	j, p := jpegOf(t), pngOf(t)
	large := bytes.Clone(j)
	at := bytes.Index(large, []byte{0xff, 0xc0})
	copy(large[at+5:], []byte{0xff, 0xff, 0xff, 0xff})
	flipped := bytes.Clone(p)
	flipped[20] ^= 1
	ihdr := "\x00\x01\x00\x00\x00\x01\x00\x00\x08\x06\x00\x00\x00"
	for name, file := range map[string][]byte{
		"nothing":                      nil,
		"a text":                       []byte("<html>"),
		"a picture of another kind":    []byte("GIF89a"),
		"a JPEG of three bytes":        j[:3],
		"a JPEG that was cut off":      j[:len(j)-2],
		"a JPEG cut off in its tables": j[:40],
		"a JPEG without a scan":        append(j[:2:2], 0xff, 0xd9),
		"a JPEG with bytes between":    after(j, 2, []byte("x")),
		"a JPEG with an unknown part":  after(j, 2, segment(0x02, "x")),
		"a JPEG of two frames":         after(j, at, j[at:at+19]),
		"a JPEG that unfolds":          large,
		"a PNG of its name":            p[:8],
		"a PNG that was cut off":       p[:len(p)-12],
		"a PNG that was changed":       flipped,
		"a PNG with an unknown part":   after(p, 33, chunkOf("ABCD", "")),
		"a PNG without pixels":         after(p[:33:33], 33, chunkOf("IEND", "")),
		"a PNG that unfolds":           append(p[:8:8], chunkOf("IHDR", ihdr)...),
		"a PNG without a header":       append(p[:8:8], p[33:]...),
		"a PNG of two headers":         after(p, 33, p[8:33]),
	} {
		_, _, err := photo.Clean(file)
		require.ErrorIs(t, err, photo.ErrUnreadable, name)
	}
}

// FuzzClean: nothing panics, what was cleaned is clean, and no part stays that could
// say more than the picture does.
func FuzzClean(f *testing.F) {
	j, p := jpegOf(f), pngOf(f)
	f.Add(j)
	f.Add(p)
	f.Add(after(j, 2, exif(binary.LittleEndian, "II*\x00", 6), segment(0xfe, secret)))
	f.Add(after(j, 2, exif(binary.BigEndian, "MM\x00*", 8), segment(0xe2, "ICC_PROFILE\x00")))
	f.Add(after(p, 33, chunkOf("tEXt", secret)))
	f.Add([]byte("%PDF-1.7"))
	f.Fuzz(func(t *testing.T, file []byte) {
		clean, mediaType, err := photo.Clean(file)
		if err != nil {
			require.ErrorIs(t, err, photo.ErrUnreadable)
			return
		}
		again, sameType, err := photo.Clean(clean)
		require.NoError(t, err)
		require.Equal(t, mediaType, sameType)
		require.Equal(t, clean, again)
		require.Equal(t, mediaType, photo.TypeOf(clean))
	})
}
