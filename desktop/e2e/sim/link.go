package sim

import (
	"time"

	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/memservertest"
)

// This file is the syncer's shell: it carries out what the machine says, over a network
// that keeps no promise.

// Bounds of the shell.
const (
	pushCommands = 4
	pushBytes    = 64 << 10
	timeout      = 30 * time.Second
)

// network is what a device has of one.
type network struct {
	up bool
	// cuts counts how often it broke: what was on its way then is gone.
	cuts int
	// loss and double are how many of a thousand messages are lost or come twice, delay
	// is how long one takes at most.
	loss, double int
	delay        time.Duration
}

// link is one socket with the transfers beside it.
type link struct {
	p      *program
	socket *memservertest.Socket
	// at is where the server believes the device to stand.
	at        wire.Cursor
	cuts      int
	transfers []*transfer
}

func (l *link) end() {
	if l.socket != nil {
		l.socket.Close()
		l.socket = nil
	}
}

// carries reports whether what was sent on the link still arrives.
func (l *link) carries() bool { return l.p.net.up && l.p.net.cuts == l.cuts }

// travel has a message arrive, later or twice or never.
func (l *link) travel(name string, arrive func()) {
	w := l.p.w
	times := 1
	switch {
	case w.likely(l.p.net.loss):
		w.count.Lost++
		times = 0
	case w.likely(l.p.net.double):
		w.count.Doubled++
		times = 2
	}
	for range times {
		w.after(time.Millisecond+w.within(l.p.net.delay), l.p.name+" "+name, func() {
			if l.carries() {
				arrive()
			}
		})
	}
}

// here does something on the device when it is still this link's program.
func (l *link) here(do func()) {
	if l.p.program == l.p && l.p.link == l {
		l.p.alive(do)
	}
}

// hangup ends the link; its transfers end, too, each as it may.
func (p *program) hangup() {
	l := p.link
	if l == nil {
		return
	}
	p.link = nil
	l.end()
	for _, t := range l.transfers {
		if t.ended || t.stubborn {
			continue
		}
		t.end()
		p.later(0, "gone", func() { p.step(t.gone) })
	}
}

// step carries out the actions of an input, and of the inputs that local actions end as.
func (p *program) step(in syncer.Input) {
	queue := []syncer.Input{in}
	for len(queue) > 0 {
		in, queue = queue[0], queue[1:]
		for _, a := range p.machine.Step(in) {
			if next := p.carryOut(a); next != nil {
				queue = append(queue, next)
			}
		}
	}
}

func (p *program) carryOut(a syncer.Action) syncer.Input {
	switch a := a.(type) {
	case syncer.Dial:
		p.dial(a.Anew)
	case syncer.Hangup:
		p.hangup()
	case syncer.Push:
		return p.push()
	case syncer.Pull:
		return p.pull()
	case syncer.Apply:
		if len(a.Page.Documents) > 0 && a.Page.Remaining == 0 {
			p.rounds++ // the last of what was new
		}
		return p.stored(p.core.ApplyPage(a.Page))
	case syncer.Ack:
		return syncer.Acknowledged{Err: p.core.Acknowledge(a.Receipts)}
	case syncer.StartLoad:
		return p.load(a.Keep)
	case syncer.Check:
		return p.compare()
	case syncer.Ask:
		p.ask(a.Cursor)
	case syncer.SetTimer:
		p.setTimer(a)
	case syncer.StopTimer:
		delete(p.timers, a.Timer)
	case syncer.Report:
		p.w.note("%s is %s", p.name, a.Status.State)
	case syncer.Contact:
		if a.Clock != 0 {
			p.core.ServerClock(a.Clock, a.Current)
		}
	}
	return nil
}

func (p *program) setTimer(a syncer.SetTimer) {
	wait := a.Least + a.After
	if a.Jitter {
		wait = a.Least + p.w.within(a.After)
	}
	p.started++
	n, kind := p.started, a.Timer
	p.timers[kind] = n
	p.later(wait, "timer", func() {
		if p.timers[kind] == n {
			delete(p.timers, kind)
			p.step(syncer.Fired{Timer: kind})
		}
	})
}

func (p *program) stored(err error) syncer.Input {
	cursor, cursorErr := p.core.Cursor()
	if err == nil {
		err = cursorErr
	}
	return syncer.Stored{Cursor: cursor, Err: err}
}

func (p *program) dial(anew bool) {
	p.hangup()
	l := &link{p: p, cuts: p.net.cuts}
	p.link = l
	cursor, err := p.core.Cursor()
	if err != nil || !p.net.up {
		p.later(time.Second, "no network", func() {
			l.here(func() { p.step(syncer.Dialled{Err: fault.New("dial", fault.Offline)}) })
		})
		return
	}
	if anew {
		cursor = wire.Cursor{}
	}
	done := false
	end := func(err error) {
		l.here(func() {
			if !done {
				done = true
				p.step(syncer.Dialled{Err: err})
			}
		})
	}
	p.w.after(timeout/2, p.name+" dial overdue", func() { end(fault.New("dial", fault.ServerUnreachable)) })
	l.travel("dial", func() {
		if l.socket != nil || p.link != l {
			return // a socket is opened once
		}
		var err error
		l.socket, err = p.w.server.Listen(p.w.ctx, p.actor.Device.ID, cursor)
		switch {
		case err == nil:
			l.at = cursor
		case fault.CodeOf(err) == fault.Resnapshot:
			// The socket is open by then: it ends with a last word.
			l.travel("dialled", func() {
				end(nil)
				l.here(func() { p.step(syncer.Got{Message: bye(err)}) })
			})
			return
		}
		l.travel("dialled", func() { end(err) })
	})
}

func bye(err error) wire.Live { return wire.Live{Kind: wire.LiveBye, Reason: &fault.ReasonsOf(err)[0]} }

// push sends what waits. The server may see it again much later, when the answer to the
// first is long there.
func (p *program) push() syncer.Input {
	cursor, err := p.core.Cursor()
	if err != nil {
		return syncer.Pushed{Err: err}
	}
	commands, err := p.core.Unsent(pushCommands, pushBytes)
	if err != nil || len(commands) == 0 {
		return syncer.Pushed{Err: err}
	}
	l := p.link
	if l == nil || l.socket == nil {
		l = &link{p: p, cuts: p.net.cuts} // one that is shut out has none
	}
	r := wire.PushRequest{
		Version: wire.Version, Device: p.actor.Device.ID, Clock: p.clock().UnixMilli(), Commands: commands, Program: "sim", Epoch: cursor.Epoch,
	}
	if p.machine.IsShutOut() {
		r.Epoch = id.ID[id.Epoch]{}
	}
	p.w.note("%s pushes %d from %s", p.name, len(commands), seal.Sum(commands[0]))
	l.request("push", syncer.Pushed{Err: syncer.ErrGone}, syncer.Pushed{Err: fault.New("push", fault.ServerUnreachable)}, func() syncer.Input {
		if p.w.likely(p.net.double) {
			p.w.count.Doubled++
			p.w.after(p.w.within(time.Minute), p.name+" push again", func() { _, _ = p.w.take(p.device, r) })
		}
		response, err := p.w.take(p.device, r)
		if err == nil && len(response.Receipts) != len(commands) {
			err = fault.New("push", fault.Malformed)
		}
		return syncer.Pushed{Sent: len(commands), Response: response, Err: err}
	})
	p.core.MarkSent(len(commands))
	return nil
}

func (p *program) pull() syncer.Input {
	cursor, err := p.core.Cursor()
	if err != nil {
		return syncer.Pulled{Err: err}
	}
	l := p.link
	if l == nil {
		return syncer.Pulled{Err: syncer.ErrGone}
	}
	l.request("pull", syncer.Pulled{Err: syncer.ErrGone}, syncer.Pulled{Err: fault.New("pull", fault.ServerUnreachable)}, func() syncer.Input {
		page, err := p.w.server.Pull(p.w.ctx, p.actor.Device.ID, cursor)
		if err == nil {
			l.at = page.Next
		}
		if n := len(page.Documents); p.w.cfg.sabotage == sabotagePage && n > 0 {
			page.Documents = page.Documents[:n-1]
		}
		p.w.note("%s is given %d to %d: %v", p.name, len(page.Documents), page.Next.Seq, err)
		return syncer.Pulled{Page: page, Err: err}
	})
	return nil
}

func (p *program) ask(cursor wire.Cursor) {
	l := p.link
	if l == nil {
		return
	}
	asked := p.w.now
	l.travel("ask", func() {
		if l.socket == nil {
			return
		}
		m, err := l.socket.Ask(p.w.ctx, cursor)
		if err != nil {
			m = bye(err)
		}
		l.at = cursor
		l.say(m, asked)
	})
}

// say sends a message down the socket; asked is when its question was, 0 for none.
func (l *link) say(m wire.Live, asked time.Duration) {
	l.travel("told", func() {
		l.here(func() {
			got := syncer.Got{Message: m}
			if m.Kind == wire.LiveNone && asked > 0 {
				got.RoundTrip = l.p.w.now - asked
			}
			l.p.step(got)
		})
	})
}
