package compact

import (
	"bytes"
	"crypto/ed25519"
)

// The fixed bytes of an envelope (docs/formats/seal.md, section 2.1): what comes before
// the key's thumbprint, between it and the payload, and before the signature.
var (
	envelopeStart  = []byte{0x84, 0x58, 0x26, 0xa2, 0x01, 0x27, 0x04, 0x58, 0x20} //nolint:gochecknoglobals // constant bytes
	signatureStart = []byte{0x58, 0x40}                                           //nolint:gochecknoglobals // constant bytes
	// payloadStart is how a command's payload begins: version 1, then its id.
	payloadStart = []byte{0x01, 0x01, 0x02, 0x50} //nolint:gochecknoglobals // constant bytes
)

const (
	noUnprotected = 0xa0
	idSize        = 16
	hashSize      = 32
)

// parts are what an envelope is made of.
type parts struct{ key, payload, signature []byte }

// split takes an envelope apart; false for bytes that join would not make again.
func split(raw []byte) (parts, bool) {
	r := reader{rest: raw}
	if !bytes.HasPrefix(raw, envelopeStart) {
		return parts{}, false
	}
	r.rest = r.rest[len(envelopeStart):]
	key, err := r.take(hashSize)
	if err != nil || len(r.rest) == 0 || r.rest[0] != noUnprotected {
		return parts{}, false
	}
	r.rest = r.rest[1:]
	h, err := r.head()
	if err != nil || h.major != majorBytes {
		return parts{}, false
	}
	payload, err := r.take(h.arg)
	if err != nil || !bytes.HasPrefix(r.rest, signatureStart) || len(r.rest) != len(signatureStart)+ed25519.SignatureSize {
		return parts{}, false
	}
	p := parts{key: key, payload: payload, signature: r.rest[len(signatureStart):]}
	return p, bytes.Equal(join(p), raw) // a head longer than it must be
}

// join makes the envelope of its parts.
func join(p parts) []byte {
	b := append(append(bytes.Clone(envelopeStart), p.key...), noUnprotected)
	b = append(appendHead(b, majorBytes, uint64(len(p.payload))), p.payload...)
	return append(append(b, signatureStart...), p.signature...)
}

// commandID is the id in a command's envelope, nil where there is none to see.
func commandID(raw []byte) []byte {
	p, ok := split(raw)
	if !ok || len(p.payload) < 1+len(payloadStart)+idSize || !bytes.HasPrefix(p.payload[1:], payloadStart) {
		return nil
	}
	return p.payload[1+len(payloadStart):][:idSize]
}
