package code

import "strings"

// NSN is a NATO stock number in its canonical form 1234-56-789-0123. The empty
// value means that the item is not codified.
type NSN string

// ParseNSN reads a stock number with its dashes, with some of them or with none.
// The form is \d{4}-?\d{2}-?[0-9A-Z]\d{2}-?\d{4}: the seventh character may be a
// letter, everything else is a digit. Small letters and Cyrillic look-alikes in
// that one place are folded to Latin capitals.
func ParseNSN(text string) (NSN, error) {
	rest := strings.ToUpper(tidy(text))
	if rest == "" {
		return "", reject(SchemeNSN, text, ProblemEmpty)
	}
	var parts [4]string
	for i, width := range [4]int{4, 2, 3, 4} {
		if i > 0 {
			rest = strings.TrimPrefix(rest, "-")
		}
		part, tail, problem := nsnPart(rest, width, i == 2)
		if problem != "" {
			return "", reject(SchemeNSN, text, problem)
		}
		parts[i], rest = part, tail
	}
	if rest != "" {
		return "", reject(SchemeNSN, text, ProblemLength)
	}
	return NSN(strings.Join(parts[:], "-")), nil
}

// nsnPart takes width characters off text; the first may be a letter.
func nsnPart(text string, width int, letter bool) (part, rest string, problem Problem) {
	if letter {
		if first, size := firstRune(text); size > 1 {
			text = LatinTwins(first) + text[size:]
		}
	}
	if len(text) < width {
		return "", "", ProblemLength
	}
	for i, r := range text[:width] {
		if isDigit(r) || letter && i == 0 && r >= 'A' && r <= 'Z' {
			continue
		}
		return "", "", ProblemCharacter
	}
	return text[:width], text[width:], ""
}

// firstRune is the first character of text and its size in bytes.
func firstRune(text string) (string, int) {
	for i := range text {
		if i > 0 {
			return text[:i], i
		}
	}
	return text, len(text)
}

// Class is the four-digit supply class (group and class), 1550 for drones.
func (n NSN) Class() string {
	if len(n) < 4 {
		return ""
	}
	return string(n[:4])
}

// Plain is the form of 13 characters without dashes, for searching and barcodes.
func (n NSN) Plain() string { return strings.ReplaceAll(string(n), "-", "") }

// Check returns nil when n is in canonical form.
func (n NSN) Check() error { return canonical(SchemeNSN, n, ParseNSN) }

// canonical checks that a value is exactly what its own Parse returns for it.
func canonical[T ~string](scheme Scheme, value T, parse func(string) (T, error)) error {
	got, err := parse(string(value))
	if err != nil {
		return err
	}
	if got != value {
		return reject(scheme, string(value), ProblemCharacter)
	}
	return nil
}
