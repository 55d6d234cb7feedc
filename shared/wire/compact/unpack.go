package compact

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
)

// rebuilder makes envelopes of a skeleton and its tail. Its output is bounded whatever
// they claim: a reference of two bytes may stand for 34.
type rebuilder struct {
	known *Known
	in    reader
	tail  reader
	keeps bool
	// left is how many bytes may still be made.
	left int
}

// envelopes reads an array of envelopes and compares them with the check.
func (r *rebuilder) envelopes(most int, check []byte, before func(i int), after func(raw []byte, p parts)) ([][]byte, error) {
	h, err := r.in.head()
	if err != nil || h.major != majorArray || h.arg > uint64(most) { //nolint:gosec // not negative
		return nil, errShape
	}
	sum := sha256.New()
	var all [][]byte
	for i := range int(h.arg) { //nolint:gosec // compared above
		before(i)
		raw, p, err := r.envelope()
		if err != nil {
			return nil, err
		}
		sum.Write(raw)
		all = append(all, raw)
		after(raw, p)
	}
	if len(r.in.rest) != 0 || len(r.tail.rest) != 0 || !bytes.Equal(sum.Sum(nil)[:checkSize], check) {
		return nil, errShape
	}
	return all, nil
}

func (r *rebuilder) envelope() ([]byte, parts, error) {
	h, err := r.in.head()
	if err != nil {
		return nil, parts{}, err
	}
	if h.major == majorBytes {
		raw, short := r.in.take(h.arg)
		if short != nil || !r.spend(len(raw)) {
			return nil, parts{}, errShape
		}
		p, _ := split(raw)
		return bytes.Clone(raw), p, nil
	}
	if h.major != majorArray || h.arg != 2 {
		return nil, parts{}, errShape
	}
	key, err := r.item(nil, 0)
	if err != nil {
		return nil, parts{}, err
	}
	// The head of a byte string of 32 bytes has two.
	if len(key) != hashSize+2 || !bytes.HasPrefix(key, []byte{0x58, hashSize}) {
		return nil, parts{}, errShape
	}
	payload, err := r.item(nil, 0)
	if err != nil {
		return nil, parts{}, err
	}
	signature, err := r.tail.take(ed25519.SignatureSize)
	if err != nil || !r.spend(len(signature)) {
		return nil, parts{}, errShape
	}
	p := parts{key: key[2:], payload: payload, signature: signature}
	return join(p), p, nil
}

// spend takes from what may still be made.
func (r *rebuilder) spend(n int) bool {
	r.left -= n
	return r.left >= 0
}

// add appends what was made.
func (r *rebuilder) add(b []byte, pieces ...[]byte) ([]byte, error) {
	for _, p := range pieces {
		if !r.spend(len(p)) {
			return nil, errShape
		}
		b = append(b, p...)
	}
	return b, nil
}

// item appends the item that the next one of the skeleton stands for.
func (r *rebuilder) item(b []byte, depth int) ([]byte, error) {
	h, err := r.in.head()
	if err != nil || depth > maxDepth {
		return nil, errShape
	}
	switch h.major {
	case majorBytes, majorText:
		v, err := r.in.take(h.arg)
		if err != nil {
			return nil, err
		}
		return r.add(b, h.raw, v)
	case majorArray, majorMap:
		n, err := r.in.items(h)
		if err != nil {
			return nil, err
		}
		b, err = r.add(b, h.raw)
		for range n {
			if err != nil {
				return nil, err
			}
			b, err = r.item(b, depth+1)
		}
		return b, err
	case majorTag:
		return nil, errShape
	case majorSimple:
		return r.simple(b, h)
	}
	return r.add(b, h.raw)
}

// simple appends what a simple value stands for.
func (r *rebuilder) simple(b []byte, h head) ([]byte, error) {
	if len(h.raw) > 2 || len(h.raw) == 2 && h.arg < firstSeen {
		return nil, errShape // a float, or a form that is not the shortest
	}
	if len(h.raw) == 1 && (h.raw[0] == simpleFalse || h.raw[0] == simpleTrue) {
		return r.add(b, h.raw)
	}
	switch slot(min(h.arg, uint64(slots))) { //nolint:exhaustive // the others are looked up
	case slotID:
		return r.fresh(b, idSize)
	case slotHash:
		return r.fresh(b, hashSize)
	case slotClock:
		v, err := r.known.at(h.arg)
		if err != nil {
			return nil, err
		}
		return r.add(b, v)
	}
	v, err := r.known.at(h.arg)
	if err != nil {
		return nil, err
	}
	return r.add(b, appendHead(nil, majorBytes, uint64(len(v))), v)
}

// fresh takes a value from the tail.
func (r *rebuilder) fresh(b []byte, size uint64) ([]byte, error) {
	v, err := r.tail.take(size)
	if err != nil {
		return nil, err
	}
	if r.keeps {
		r.known.remember(v)
	}
	return r.add(b, appendHead(nil, majorBytes, size), v)
}
