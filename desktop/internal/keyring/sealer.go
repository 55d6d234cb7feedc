package keyring

import (
	"io"
	"sync"
)

// Sealer seals values under a key of one purpose: XChaCha20-Poly1305 with a
// random nonce, which comes first in the box. Its methods may be called from
// several goroutines.
type Sealer struct {
	rand io.Reader

	// mu guards key; readers seal and open side by side.
	mu  sync.RWMutex
	key []byte // nil once locked
}

// Overhead is how many bytes a box is longer than what it holds.
const Overhead = 24 + 16

// Seal gives a box that opens only with the same aad; nil once locked, which a
// caller must treat as a failure.
func (s *Sealer) Seal(plain, aad []byte) []byte {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.key == nil {
		return nil
	}
	box, err := seal(s.rand, s.key, plain, aad)
	if err != nil {
		return nil // without randomness there is no box, and no box is a failure
	}
	return box
}

// Open gives back what was sealed: ErrBox if the key, the aad or one bit of the
// box is another; ErrLocked.
func (s *Sealer) Open(box, aad []byte) ([]byte, error) { return s.OpenInto(nil, box, aad) }

// OpenInto is Open that appends to a slice, which may have the room already.
func (s *Sealer) OpenInto(to, box, aad []byte) ([]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.key == nil {
		return nil, ErrLocked
	}
	return open(s.key, to, box, aad)
}

func (s *Sealer) lock() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.key)
	s.key = nil
}
