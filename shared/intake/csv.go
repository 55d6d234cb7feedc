package intake

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// readCSV reads a text file of cells.
func readCSV(data []byte, score func(line) int) ([]grid, error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	separator, rest := declaredSeparator(text)
	skipped := strings.Count(text[:len(text)-len(rest)], "\n")
	if separator == 0 {
		separator = likelySeparator(rest, score)
	}
	if strings.Count(rest, string(separator))+strings.Count(rest, "\n") > maxCells {
		return nil, &FileError{Problem: FileBomb, Detail: "cells"}
	}
	lines := splitCSV(rest, separator)
	if len(lines) > MaxRows {
		return nil, &FileError{Problem: FileTooManyRows}
	}
	for i := range lines {
		if len(lines[i].raw) > maxColumns {
			return nil, &FileError{Problem: FileTooManyColumns}
		}
		lines[i].number += skipped
	}
	return []grid{{lines: lines}}, nil
}

// decode finds the encoding: a byte order mark, else UTF-8 if it is valid, else
// Windows-1251, which Ukrainian accounting programs still write.
func decode(data []byte) (string, error) {
	from := encoding.Encoding(nil)
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		from = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case !utf8.Valid(data):
		from = charmap.Windows1251
	}
	if from != nil {
		decoded, err := from.NewDecoder().Bytes(data)
		if err != nil {
			return "", &FileError{Problem: FileNotSpreadsheet, Detail: "encoding", cause: err}
		}
		data = decoded
	}
	if isBinary(data) {
		return "", &FileError{Problem: FileNotSpreadsheet, Detail: "binary"}
	}
	return string(data), nil
}

// isBinary tells a picture or a program from text: text has no NUL and hardly
// any other control characters. Windows-1251 decodes every byte, so this is the
// only thing that keeps a photograph from becoming a price list.
func isBinary(data []byte) bool {
	odd := 0
	for _, b := range data {
		if b == 0 {
			return true
		}
		if b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f' {
			odd++
		}
	}
	return odd > 8+len(data)/200
}

// declaredSeparator reads the line "sep=;" that Excel writes and obeys.
func declaredSeparator(text string) (separator byte, rest string) {
	first, rest, _ := strings.Cut(text, "\n")
	first = strings.TrimSpace(first)
	if len(first) == 5 && strings.EqualFold(first[:4], "sep=") {
		return first[4], rest
	}
	return 0, text
}

// likelySeparator is the one under which the best header appears. Among equals
// the semicolon wins: it is what Excel writes under a Ukrainian locale.
func likelySeparator(text string, score func(line) int) byte {
	head := text
	for i, n := 0, 0; i < len(text); i++ {
		if text[i] == '\n' {
			if n++; n > maxHeaderDepth {
				head = text[:i]
				break
			}
		}
	}
	best, bestScore := byte(';'), 0
	for _, separator := range []byte{';', '\t', ','} {
		this := 0
		for _, l := range splitCSV(head, separator) {
			this = max(this, score(l))
		}
		if this > bestScore {
			best, bestScore = separator, this
		}
	}
	return best
}

// splitCSV splits by RFC 4180, with one mercy. A field that begins with a quote
// but is not quoted to its end ("Сокіл" дрон;…) is read as it stands, up to the
// next separator: the usual lenient readers would swallow the following lines
// into it.
func splitCSV(text string, separator byte) []line {
	var lines []line
	current := line{number: 1}
	number := 1
	for pos := 0; pos < len(text); {
		value, next := csvField(text, pos, separator)
		number += strings.Count(text[pos:next], "\n")
		current.raw = append(current.raw, value)
		if next < len(text) && text[next] == separator {
			pos = next + 1
			if pos == len(text) {
				current.raw = append(current.raw, "")
			}
			continue
		}
		if next < len(text) && text[next] == '\r' {
			next++
		}
		if next < len(text) && text[next] == '\n' {
			next++
			number++
		}
		lines = append(lines, current)
		current = line{number: number}
		pos = next
	}
	if len(current.raw) > 0 {
		lines = append(lines, current)
	}
	return lines
}

// csvField reads one field from pos; next is the place of what ends it.
func csvField(text string, pos int, separator byte) (value string, next int) {
	if text[pos] == '"' {
		if quoted, after, ok := quotedField(text, pos+1, separator); ok {
			return quoted, after
		}
	}
	next = pos
	for next < len(text) && text[next] != separator && text[next] != '\n' && text[next] != '\r' {
		next++
	}
	return text[pos:next], next
}

// quotedField reads up to a closing quote that really closes the field.
func quotedField(text string, pos int, separator byte) (value string, next int, ok bool) {
	var b strings.Builder
	for i := pos; i < len(text) && i-pos < maxCSVQuoted; i++ {
		if text[i] != '"' {
			b.WriteByte(text[i])
			continue
		}
		if i+1 < len(text) && text[i+1] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		ends := i+1 == len(text) || text[i+1] == separator || text[i+1] == '\n' || text[i+1] == '\r'
		return b.String(), i + 1, ends
	}
	return "", 0, false
}
