package compact

import (
	"bytes"
	"crypto/sha256"
)

// checkSize is how many bytes of the SHA-256 of all envelopes travel along.
const checkSize = 4

// writer makes a skeleton and its tail.
type writer struct {
	known          *Known
	skeleton, tail []byte
	// keeps says that new values are remembered.
	keeps bool
	check []byte
}

// envelopes writes an array of envelopes.
func (w *writer) envelopes(all [][]byte, before func(i int), after func(raw []byte, p parts)) {
	w.skeleton = appendHead(w.skeleton, majorArray, uint64(len(all)))
	sum := sha256.New()
	for i, raw := range all {
		sum.Write(raw)
		before(i)
		p, ok := split(raw)
		if ok {
			ok = w.envelope(p)
		}
		if !ok {
			w.skeleton = append(appendHead(w.skeleton, majorBytes, uint64(len(raw))), raw...)
		}
		after(raw, p)
	}
	w.check = sum.Sum(nil)[:checkSize]
}

// envelope writes one in parts; false, and nothing, when its payload is not to be packed.
func (w *writer) envelope(p parts) bool {
	if !packs(&reader{rest: p.payload}, 0) {
		return false
	}
	w.skeleton = appendHead(w.skeleton, majorArray, 2)
	w.value(p.key)
	r := &reader{rest: p.payload}
	w.item(r)
	w.tail = append(w.tail, p.signature...)
	return true
}

// value writes 16 or 32 bytes.
func (w *writer) value(v []byte) {
	if known := w.known.find(v); known != nil {
		w.skeleton = append(w.skeleton, known...)
		return
	}
	at := slotID
	if len(v) == hashSize {
		at = slotHash
	}
	w.skeleton = append(w.skeleton, simpleBase+byte(at))
	w.tail = append(w.tail, v...)
	if w.keeps {
		w.known.remember(v)
	}
}

// item writes one item of which packs said that it may be.
func (w *writer) item(r *reader) {
	h, err := r.head()
	if err != nil {
		return
	}
	switch h.major {
	case majorBytes, majorText:
		v, err := r.take(h.arg)
		if err != nil {
			return
		}
		if isValue(h) {
			w.value(v)
			return
		}
		w.skeleton = append(append(w.skeleton, h.raw...), v...)
	case majorArray, majorMap:
		w.skeleton = append(w.skeleton, h.raw...)
		n, err := r.items(h)
		for range n {
			if err != nil {
				return
			}
			w.item(r)
		}
	default:
		if clock := w.known.fixed[slotClock]; clock != nil && bytes.Equal(h.raw, clock) {
			w.skeleton = append(w.skeleton, simpleBase+byte(slotClock))
			return
		}
		w.skeleton = append(w.skeleton, h.raw...)
	}
}

// isValue says that a head is the one form of that of 16 or 32 bytes.
func isValue(h head) bool {
	return h.major == majorBytes && (h.arg == idSize && len(h.raw) == 1 || h.arg == hashSize && len(h.raw) == 2)
}

// packs says whether the reader holds one item, all of which can be told from what
// stands in a skeleton for something else: no tags, floats, or simple values but two.
func packs(r *reader, depth int) bool {
	return packsItem(r, depth) && len(r.rest) == 0
}

func packsItem(r *reader, depth int) bool {
	h, err := r.head()
	if err != nil || depth > maxDepth {
		return false
	}
	switch h.major {
	case majorBytes, majorText:
		_, err = r.take(h.arg)
		return err == nil
	case majorArray, majorMap:
		n, err := r.items(h)
		if err != nil {
			return false
		}
		for range n {
			if !packsItem(r, depth+1) {
				return false
			}
		}
		return true
	case majorTag:
		return false
	case majorSimple:
		return len(h.raw) == 1 && (h.raw[0] == simpleFalse || h.raw[0] == simpleTrue)
	}
	return true
}
