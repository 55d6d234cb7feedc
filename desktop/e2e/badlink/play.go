package badlink

import (
	"sync"
	"time"
)

// Play lets the link go through a scenario from now on, k times as fast as it is written
// (1 is as written); what chance does follows from the seed. It returns at once; Set or
// Close ends it.
func (l *Link) Play(s Scenario, seed uint64, k int) {
	l.endPlay()
	done := make(chan struct{})
	var playing sync.WaitGroup
	l.mu.Lock()
	l.chance = newChance(seed)
	l.halt = func() {
		close(done)
		playing.Wait()
	}
	l.mu.Unlock()
	q, next := s.At(0)
	l.set(q.faster(k))
	start := now()
	playing.Go(func() { l.play(s, start, next, q, k, done) })
}

func (l *Link) endPlay() {
	l.mu.Lock()
	halt := l.halt
	l.halt = nil
	l.mu.Unlock()
	if halt != nil {
		halt()
	}
}

func (l *Link) play(s Scenario, start time.Time, next time.Duration, q Quality, k int, done <-chan struct{}) {
	change := time.NewTimer(time.Hour)
	defer change.Stop()
	for {
		change.Stop()
		var changed, broken <-chan time.Time
		if next > 0 {
			change.Reset(time.Until(start.Add(next / time.Duration(k))))
			changed = change.C
		}
		breaks := time.NewTicker(max(q.BreakEvery/time.Duration(k), time.Millisecond))
		if q.BreakEvery > 0 {
			broken = breaks.C
		}
		for isSame := true; isSame; {
			select {
			case <-done:
				breaks.Stop()
				return
			case <-broken:
				l.breakAll()
			case <-changed:
				isSame = false
			}
		}
		breaks.Stop()
		q, next = s.At(next)
		l.set(q.faster(k))
	}
}
