package badlink

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Scenario is a link that changes with time.
type Scenario struct{ Phases []Phase }

// Phase is a change of the link.
type Phase struct {
	// At is when it begins, For how long it lasts; 0 is to the end.
	At, For time.Duration
	// Clear says that what held before holds no more.
	Clear bool
	// Words are what it adds, in the order in which they stand.
	Words []Word
}

// Word is one property of a link, as it is written.
type Word struct {
	text string
	set  func(*Quality)
}

// Mistake is what is wrong with a word of a scenario.
type Mistake string

// The mistakes.
const (
	WordUnknown   Mistake = "unknown word"
	ValueMissing  Mistake = "a value is missing"
	ValueInvalid  Mistake = "the value cannot be read, or is out of range"
	MomentEarlier Mistake = "it begins before the phase before it"
	PhaseEmpty    Mistake = "the phase says nothing"
)

// SyntaxError says what of a scenario cannot be read.
type SyntaxError struct {
	// Phase counts from 1; Word is where the mistake is.
	Phase   int
	Word    string
	Mistake Mistake
}

// Error implements error.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("phase %d: %q: %s", e.Phase, e.Word, e.Mistake)
}

// longest bounds every duration, most every number: a scenario is no longer than a year.
const (
	longest = 366 * 24 * time.Hour
	most    = 1 << 40
)

// Parse reads a scenario; the text of the package says how it is written. An error is a
// *SyntaxError.
func Parse(text string) (Scenario, error) {
	var s Scenario
	last := time.Duration(0)
	for i, part := range strings.Split(text, ";") {
		p := parser{phase: i + 1, words: strings.Fields(part)}
		phase, err := p.read()
		if err != nil {
			return Scenario{}, err
		}
		if i > 0 && phase.At < last {
			return Scenario{}, p.mistake(strings.TrimSpace(part), MomentEarlier)
		}
		last = phase.At
		s.Phases = append(s.Phases, phase)
	}
	return s, nil
}

// String is the text of a scenario, in its plainest form.
func (s Scenario) String() string {
	var phases []string
	for _, p := range s.Phases {
		var words []string
		if p.At > 0 {
			words = append(words, "at", p.At.String())
		}
		if p.Clear {
			words = append(words, "clear")
		}
		for _, w := range p.Words {
			words = append(words, w.text)
		}
		if p.For > 0 {
			words = append(words, "for", p.For.String())
		}
		phases = append(phases, strings.Join(words, " "))
	}
	return strings.Join(phases, "; ")
}

// At is how the link is at a moment after the start, and when that changes next; 0 is never.
func (s Scenario) At(at time.Duration) (q Quality, next time.Duration) {
	soon := func(t time.Duration) {
		if t > at && (next == 0 || t < next) {
			next = t
		}
	}
	// What holds to the end comes first: what holds for a while is put on top of it.
	for _, whole := range []bool{true, false} {
		for _, p := range s.Phases {
			soon(p.At)
			if (p.For == 0) != whole {
				continue
			}
			soon(p.At + p.For)
			if at < p.At || !whole && at >= p.At+p.For {
				continue
			}
			if p.Clear {
				q = Quality{}
			}
			for _, w := range p.Words {
				w.set(&q)
			}
		}
	}
	return q, next
}

// parser reads one phase.
type parser struct {
	phase int
	words []string
}

func (p *parser) mistake(word string, m Mistake) error {
	return &SyntaxError{Phase: p.phase, Word: word, Mistake: m}
}

// next takes a word off.
func (p *parser) next() string {
	if len(p.words) == 0 {
		return ""
	}
	w := p.words[0]
	p.words = p.words[1:]
	return w
}

// is takes the next word off if it is this one.
func (p *parser) is(word string) bool {
	if len(p.words) == 0 || p.words[0] != word {
		return false
	}
	p.words = p.words[1:]
	return true
}

func (p *parser) read() (Phase, error) {
	var out Phase
	if len(p.words) == 0 {
		return out, p.mistake("", PhaseEmpty)
	}
	for len(p.words) > 0 {
		var err error
		switch word := p.next(); word {
		case "at":
			out.At, err = p.duration("at")
		case "for":
			out.For, err = p.duration("for")
			if err == nil && out.For == 0 {
				err = p.mistake("for", ValueInvalid)
			}
		case "clear":
			out.Clear, out.Words = true, nil
		default:
			var w Word
			if w, err = p.word(word); err == nil {
				out.Words = append(out.Words, w)
			}
		}
		if err != nil {
			return Phase{}, err
		}
	}
	if len(out.Words) == 0 && !out.Clear {
		return Phase{}, p.mistake("at", PhaseEmpty)
	}
	return out, nil
}

// word reads what a link is like.
func (p *parser) word(word string) (Word, error) {
	switch word {
	case "loss":
		return p.loss()
	case "cut":
		return p.cut()
	case "half-open":
		return Word{word, func(q *Quality) { q.Silent = true }}, nil
	case "captive":
		if p.is("certificate") {
			return Word{"captive certificate", func(q *Quality) { q.Captive = CaptiveCertificate }}, nil
		}
		return Word{word, func(q *Quality) { q.Captive = CaptiveRedirect }}, nil
	case "buffer":
		return p.buffer()
	case "websocket":
		return p.socket()
	}
	for unit, scale := range map[string]int64{"kbit": 1000 / 8, "mbit": 1_000_000 / 8} {
		if text, ok := strings.CutSuffix(word, unit); ok {
			n, err := p.count(word, text, scale)
			return Word{word, func(q *Quality) { q.BytesPerSecond = n }}, err
		}
	}
	if word[0] < '0' || word[0] > '9' {
		return Word{}, p.mistake(word, WordUnknown)
	}
	d, err := p.read1(word)
	return Word{d.String(), func(q *Quality) { q.Latency = d / 2 }}, err
}

func (p *parser) loss() (Word, error) {
	text := p.next()
	if text == "" {
		return Word{}, p.mistake("loss", ValueMissing)
	}
	number, ok := strings.CutSuffix(text, "%")
	share, err := strconv.ParseFloat(number, 64)
	if !ok || err != nil || math.IsNaN(share) || share < 0 || share > 90 {
		return Word{}, p.mistake(text, ValueInvalid)
	}
	return Word{"loss " + text, func(q *Quality) { q.Loss = share / 100 }}, nil
}

func (p *parser) cut() (Word, error) {
	switch {
	case p.is("every"):
		d, err := p.duration("every")
		if err == nil && d == 0 {
			err = p.mistake("every", ValueInvalid)
		}
		return Word{"cut every " + d.String(), func(q *Quality) { q.BreakEvery = d }}, err
	case p.is("after"):
		n, text, err := p.size("after")
		return Word{"cut after " + text, func(q *Quality) { q.BreakAfter = int64(n) }}, err
	}
	return Word{"cut", func(q *Quality) { q.Cut = true }}, nil
}

func (p *parser) buffer() (Word, error) {
	n, text, err := p.size("buffer")
	if err != nil {
		return Word{}, err
	}
	d, err := p.duration("buffer")
	return Word{"buffer " + text + " " + d.String(), func(q *Quality) { q.Buffer, q.BufferFor = n, d }}, err
}

func (p *parser) socket() (Word, error) {
	switch {
	case p.is("refused"):
		return Word{"websocket refused", func(q *Quality) { q.Socket = SocketRefused }}, nil
	case p.is("held"):
		return Word{"websocket held", func(q *Quality) { q.Socket = SocketHeld }}, nil
	}
	return Word{}, p.mistake("websocket", ValueMissing)
}

// duration reads the value of a word.
func (p *parser) duration(of string) (time.Duration, error) {
	text := p.next()
	if text == "" {
		return 0, p.mistake(of, ValueMissing)
	}
	return p.read1(text)
}

func (p *parser) read1(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 || d > longest {
		return 0, p.mistake(text, ValueInvalid)
	}
	return d, nil
}

// size reads a number of bytes.
func (p *parser) size(of string) (int, string, error) {
	text := p.next()
	if text == "" {
		return 0, "", p.mistake(of, ValueMissing)
	}
	number, scale := text, int64(1)
	for unit, by := range map[string]int64{"KiB": 1 << 10, "MiB": 1 << 20} {
		if cut, ok := strings.CutSuffix(text, unit); ok {
			number, scale = cut, by
		}
	}
	n, err := p.count(text, number, scale)
	return n, text, err
}

// count reads a number above 0, times scale.
func (p *parser) count(word, text string, scale int64) (int, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 || n > most/scale {
		return 0, p.mistake(word, ValueInvalid)
	}
	return int(n * scale), nil
}
