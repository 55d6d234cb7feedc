package paper_test

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

// mark is one text on a page, with the place of its first letter in points from
// the page's lower left corner.
type mark struct {
	x, y float64
	text string
}

var (
	streams = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	shown   = regexp.MustCompile(`(?s)BT (-?[\d.]+) (-?[\d.]+) Td \((.*?)\) Tj ET`)
)

// pages reads back what was printed, page by page. Texts are two bytes a letter.
func pages(t *testing.T, pdf []byte) [][]mark {
	t.Helper()
	var all [][]mark
	for _, m := range streams.FindAllSubmatch(pdf, -1) {
		r, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue // a stream that is not compressed holds no page
		}
		content, err := io.ReadAll(r)
		require.NoError(t, err)
		var page []mark
		for _, s := range shown.FindAllSubmatch(content, -1) {
			x, err := strconv.ParseFloat(string(s[1]), 64)
			require.NoError(t, err)
			y, err := strconv.ParseFloat(string(s[2]), 64)
			require.NoError(t, err)
			page = append(page, mark{x: x, y: y, text: letters(t, s[3])})
		}
		if len(page) > 0 {
			all = append(all, page)
		}
	}
	return all
}

// letters undoes the escapes of a PDF string and reads UTF-16.
func letters(t *testing.T, escaped []byte) string {
	t.Helper()
	raw := strings.NewReplacer(`\\`, `\`, `\(`, `(`, `\)`, `)`, `\r`, "\r").Replace(string(escaped))
	require.Zero(t, len(raw)%2, "%q", raw)
	var units []uint16
	for i := 0; i < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}

// text is everything printed, in the order of printing, with plain spaces.
func text(t *testing.T, pdf []byte) string {
	t.Helper()
	var b strings.Builder
	for _, page := range pages(t, pdf) {
		for _, m := range page {
			b.WriteString(m.text + "\n")
		}
	}
	return strings.ReplaceAll(b.String(), "\u00a0", " ")
}
