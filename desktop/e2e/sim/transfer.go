package sim

import (
	"iter"
	"time"

	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
)

// transfer is something on its way that ends once, with an input of the machine.
type transfer struct {
	ended bool
	gone  syncer.Input
	// stubborn ones end as they do though their link was given up meanwhile.
	stubborn bool
	// stop ends the story of an errand; nil for a request.
	stop func()
}

func (t *transfer) end() {
	t.ended = true
	if t.stop != nil {
		t.stop()
	}
}

func (l *link) transfer(gone syncer.Input) *transfer {
	t := &transfer{gone: gone, stubborn: l.p.w.likely(200)}
	l.transfers = append(l.transfers, t)
	l.p.transfers = append(l.p.transfers, t)
	return t
}

// overdue is when an answer is given up: a proxy between may do so long before its time.
func (l *link) overdue() time.Duration {
	if (!l.p.w.calm || l.p.w.refusing) && l.p.w.likely(500) {
		return time.Second + l.p.w.within(timeout)
	}
	return timeout
}

// request starts a transfer of one question, which ends with its answer, or with failed when
// there is none for so long that it is given up.
func (l *link) request(name string, gone, failed syncer.Input, ask func() syncer.Input) {
	t := l.transfer(gone)
	end := func(in syncer.Input) {
		if t.ended || l.p.program != l.p {
			return
		}
		t.end()
		l.p.alive(func() { l.p.step(in) })
	}
	l.travel(name, func() {
		answer := ask()
		l.travel(name+" answer", func() { end(answer) })
	})
	l.p.w.after(l.overdue(), l.p.name+" "+name+" overdue", func() { end(failed) })
}

// question is one of an errand's.
type question struct {
	name string
	ask  func()
}

// errand is a transfer of several questions, one after another. It is told as one story,
// which rests while a question is on its way.
type errand struct {
	rest func(question) bool
	err  error
}

// asked asks a question of an errand. ErrGone when its link was given up or its program ended.
func asked[V any](e *errand, name string, ask func() (V, error)) (answer V, err error) {
	var (
		came    V
		refused error
	)
	e.err = nil
	if !e.rest(question{name, func() { came, refused = ask() }}) {
		return answer, syncer.ErrGone
	}
	if e.err != nil {
		return answer, e.err
	}
	return came, refused
}

// errand starts one; tell tells its story and says how it ends.
func (l *link) errand(gone syncer.Input, tell func(e *errand) syncer.Input) {
	t, e := l.transfer(gone), &errand{}
	var last syncer.Input
	next, stop := iter.Pull(func(rest func(question) bool) {
		e.rest = rest
		last = tell(e)
	})
	t.stop = stop
	var on func()
	on = func() {
		q, ok := next()
		if !ok {
			t.end()
			l.p.step(last)
			return
		}
		done := false
		end := func(err error) {
			if done || t.ended || l.p.program != l.p {
				return
			}
			done, e.err = true, err
			l.p.alive(on)
		}
		l.travel(q.name, func() {
			if done {
				return // the answer of now is what is told, not that of a double
			}
			q.ask()
			l.travel(q.name+" answer", func() { end(nil) })
		})
		l.p.w.after(l.overdue(), l.p.name+" "+q.name+" overdue", func() { end(fault.New(q.name, fault.ServerUnreachable)) })
	}
	on()
}
