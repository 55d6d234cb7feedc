package httpapi

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"

	"dotchain/shared/courier"
	"dotchain/shared/wire"
)

// inflow is the memory that bodies on their way in may take. It is counted as they come:
// who only announces a body takes nothing from the others. And nobody has more than a share
// of it, so that what one device sends, a stolen one perhaps, leaves room for all.
type inflow struct {
	mu    sync.Mutex // guards left and of
	left  int64
	share int64
	of    map[string]int64
}

// shareOf is which part of all one sender may have; the largest body always fits.
const shareOf = 4

func newInflow(bytes int) *inflow {
	return &inflow{left: int64(bytes), share: max(int64(bytes)/shareOf, wire.MaxPush, courier.MaxFile), of: map[string]int64{}}
}

// take takes bytes for a sender; false leaves everything as it was.
func (f *inflow) take(whose string, bytes int64) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if bytes > f.left || f.of[whose]+bytes > f.share {
		return false
	}
	f.left -= bytes
	f.of[whose] += bytes
	return true
}

// give gives bytes back.
func (f *inflow) give(whose string, bytes int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.left += bytes
	if f.of[whose] -= bytes; f.of[whose] <= 0 {
		delete(f.of, whose)
	}
}

// errNoRoom says that there is no room for more of a body.
var errNoRoom = errors.New("no room for a body")

// counted is how much of a body comes before it is counted.
const counted = 64 << 10

// read reads a body; what it returns is taken, also beside an error. Error: errNoRoom.
func (f *inflow) read(whose string, body io.Reader) ([]byte, error) {
	var in bytes.Buffer
	for {
		n, err := io.CopyN(&in, body, counted)
		if !f.take(whose, n) {
			return in.Bytes()[:in.Len()-int(n)], errNoRoom
		}
		if errors.Is(err, io.EOF) {
			return in.Bytes(), nil
		}
		if err != nil {
			return in.Bytes(), err
		}
	}
}

// sender tells apart who sends: by the device, or by the address of one that is to be one.
func sender(r *http.Request) string {
	if device := caller(r).Device.ID; !device.IsZero() {
		return device.String()
	}
	address, _ := byAddress(r) // never an error
	return address
}
