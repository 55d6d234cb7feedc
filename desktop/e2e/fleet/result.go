package fleet

import (
	"maps"
	"slices"
	"sync"
	"time"

	"dotchain/shared/fault"
)

// Result is what a fleet did and what it cost.
type Result struct {
	Mode    Mode    `json:"mode"`
	Seed    uint64  `json:"seed"`
	Devices int     `json:"devices"`
	Seconds float64 `json:"seconds"`
	// Orders and Decisions were signed; Receipts came back, Parked of them say that
	// something could not be applied.
	Orders    int `json:"orders"`
	Decisions int `json:"decisions"`
	Receipts  int `json:"receipts"`
	Parked    int `json:"parked"`
	// Absences is how often a device went offline.
	Absences int `json:"absences"`
	// AcknowledgedP50 and AcknowledgedP99 are from a signature on a device that is live until
	// its receipt is stored there, in milliseconds.
	AcknowledgedP50 float64 `json:"acknowledged_p50_ms"`
	AcknowledgedP99 float64 `json:"acknowledged_p99_ms"`
	// Storms are how long it took each time until everybody was live and nothing waited
	// any more, in milliseconds.
	Storms []float64 `json:"storms_ms,omitempty"`
	// Sent and Received are the devices' bytes on the wire, TLS and all.
	Sent     int64 `json:"sent_bytes"`
	Received int64 `json:"received_bytes"`
	// Converged is how long the devices took in the end until each held what it must.
	Converged float64 `json:"converged_ms"`
	// Errors counts what went wrong on the way, by code: links that broke, what the rules
	// refused to people, and what was parked.
	Errors map[string]int `json:"errors,omitempty"`
	// Samples are the memory over time, the last of them with everybody at rest.
	Samples []Sample `json:"samples"`
	// Broken says which promise did not hold; empty when all did.
	Broken []string `json:"broken,omitempty"`
}

// Sample is the memory at a moment.
type Sample struct {
	// Second is since the devices began to act.
	Second float64 `json:"second"`
	// Heap is what the devices' process has in use after a collection, and Goroutines all of
	// its goroutines; in a test the server's are in it.
	Heap       int64 `json:"heap_bytes"`
	Goroutines int   `json:"goroutines"`
	// Server is what is resident of the server's process; 0 where it is unknown.
	Server int64 `json:"server_bytes,omitempty"`
	// Orders were signed so far.
	Orders int `json:"orders"`
}

// tally is a Result in the making.
type tally struct {
	mu           sync.Mutex // guards all
	result       Result
	acknowledged []time.Duration
}

func (t *tally) do(change func(r *Result)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	change(&t.result)
}

// fail notes a fault on the way by its code.
func (t *tally) fail(code fault.Code) {
	t.do(func(r *Result) {
		if r.Errors == nil {
			r.Errors = map[string]int{}
		}
		r.Errors[code.String()]++
	})
}

func (t *tally) acknowledge(took time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.acknowledged = append(t.acknowledged, took)
}

// orders is how many were signed so far.
func (t *tally) orders() (n int) {
	t.do(func(r *Result) { n = r.Orders })
	return n
}

// end returns what came of it.
func (t *tally) end() Result {
	t.mu.Lock()
	defer t.mu.Unlock()
	slices.Sort(t.acknowledged)
	t.result.AcknowledgedP50, t.result.AcknowledgedP99 = percentile(t.acknowledged, 50), percentile(t.acknowledged, 99)
	slices.Sort(t.result.Broken)
	r := t.result
	r.Errors = maps.Clone(r.Errors)
	return r
}

func percentile(sorted []time.Duration, percent int) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return millis(sorted[min(len(sorted)*percent/100, len(sorted)-1)])
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
