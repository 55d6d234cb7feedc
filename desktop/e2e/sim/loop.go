package sim

import (
	"container/heap"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"math/rand/v2"
	"time"

	"dotchain/shared/sharedtest"
)

// event is something that happens at a moment of virtual time.
type event struct {
	at   time.Duration
	n    uint64 // of two at one moment the one that was made first comes first
	name string
	do   func()
}

type events []event

func (e events) Len() int { return len(e) }
func (e events) Less(i, j int) bool {
	if e[i].at != e[j].at {
		return e[i].at < e[j].at
	}
	return e[i].n < e[j].n
}
func (e events) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)   { *e = append(*e, x.(event)) } //nolint:forcetypeassert // the heap's own
func (e *events) Pop() any {
	last := (*e)[len(*e)-1]
	(*e)[len(*e)-1] = event{}
	*e = (*e)[:len(*e)-1]
	return last
}

// loop is virtual time with the one source of chance.
type loop struct {
	now   time.Duration
	queue events
	made  uint64
	*rand.Rand
	trace hash.Hash
	log   io.Writer
	steps int
}

func newLoop(seed uint64, log io.Writer) *loop {
	return &loop{Rand: rand.New(rand.NewPCG(seed, 0x5eed)), trace: sha256.New(), log: log} //nolint:gosec // it has to repeat
}

// clock is the server's: that of the loop.
func (l *loop) clock() time.Time { return sharedtest.Now.Add(l.now) }

// after has something happen later.
func (l *loop) after(d time.Duration, name string, do func()) {
	l.made++
	heap.Push(&l.queue, event{at: l.now + max(d, 0), n: l.made, name: name, do: do})
}

// run lets everything happen up to a moment.
func (l *loop) run(until time.Duration) {
	for len(l.queue) > 0 && l.queue[0].at <= until {
		e := heap.Pop(&l.queue).(event) //nolint:forcetypeassert // the heap's own
		l.now = e.at
		l.steps++
		l.note("%s", e.name)
		e.do()
	}
	l.now = until
}

// note adds a line to the trace.
func (l *loop) note(format string, args ...any) {
	line := fmt.Appendf(nil, "%d ", l.now.Milliseconds())
	line = append(fmt.Appendf(line, format, args...), '\n')
	_, _ = l.trace.Write(line)
	if l.log != nil {
		_, _ = l.log.Write(line)
	}
}

// likely is true with a chance of some in a thousand.
func (l *loop) likely(thousandths int) bool { return l.IntN(1000) < thousandths }

// within is a random while, up to d.
func (l *loop) within(d time.Duration) time.Duration { return time.Duration(l.Int64N(int64(d) + 1)) }

// dice are bytes by chance.
type dice struct{ *rand.Rand }

// Read implements io.Reader.
func (d dice) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(d.Uint32())
	}
	return len(b), nil
}
