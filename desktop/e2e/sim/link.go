package sim

import (
	"errors"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
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

// transfer is a request that ends once.
type transfer struct {
	ended bool
	gone  syncer.Input
	// stubborn ones end as they do though their link was given up meanwhile.
	stubborn bool
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

// request starts a transfer that ends with an input: an answer, an error, or nothing for
// so long that it is given up.
func (l *link) request(name string, gone, failed syncer.Input, ask func() (answer any)) {
	t := &transfer{gone: gone, stubborn: l.p.w.likely(200)}
	l.transfers = append(l.transfers, t)
	end := func(answer any) {
		if t.ended || l.p.program != l.p {
			return
		}
		t.ended = true
		l.p.alive(func() {
			switch x := answer.(type) {
			case loaded:
				err := x.store(l.p.core)
				cursor, cursorErr := l.p.core.Cursor()
				l.p.step(syncer.Loaded{Cursor: cursor, Err: errors.Join(err, cursorErr)})
			case syncer.Input:
				l.p.step(x)
			}
		})
	}
	l.travel(name, func() {
		answer := ask()
		l.travel(name+" answer", func() { end(answer) })
	})
	// A proxy between may give up long before.
	wait := timeout
	if l.p.w.likely(500) {
		wait = time.Second + l.p.w.within(timeout)
	}
	l.p.w.after(wait, l.p.name+" "+name+" overdue", func() { end(failed) })
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
		t.ended = true
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
		p.dial()
	case syncer.Hangup:
		p.hangup()
	case syncer.Push:
		return p.push()
	case syncer.Pull:
		return p.pull()
	case syncer.Apply:
		return p.stored(p.core.ApplyPage(a.Page))
	case syncer.Ack:
		return syncer.Acknowledged{Err: p.core.Acknowledge(a.Receipts)}
	case syncer.StartLoad:
		return p.load(a.Keep)
	case syncer.Check:
		return syncer.Checked{}
	case syncer.Ask:
		p.ask(a.Cursor)
	case syncer.SetTimer:
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

func (p *program) stored(err error) syncer.Input {
	cursor, cursorErr := p.core.Cursor()
	if err == nil {
		err = cursorErr
	}
	return syncer.Stored{Cursor: cursor, Err: err}
}

func (p *program) reader() memservertest.Reader {
	return memservertest.Reader{Device: p.actor.Device.ID, Person: p.actor.Person}
}

func (p *program) dial() {
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
		if l.socket, err = p.w.server.Listen(p.w.ctx, p.reader(), cursor); err == nil {
			l.at = cursor
		}
		l.travel("dialled", func() { end(err) })
	})
}

// push sends what waits. The server may see it again much later, when the answer to the
// first is long there.
func (p *program) push() syncer.Input {
	commands, err := p.core.Unsent(pushCommands, pushBytes)
	if err != nil || len(commands) == 0 {
		return syncer.Pushed{Err: err}
	}
	l := p.link
	if l == nil {
		return syncer.Pushed{Err: syncer.ErrGone}
	}
	r := wire.PushRequest{
		Version: wire.Version, Device: p.actor.Device.ID, Clock: p.clock().UnixMilli(), Commands: commands, Program: "sim",
	}
	p.w.note("%s pushes %d from %s", p.name, len(commands), seal.Sum(commands[0]))
	l.request("push", syncer.Pushed{Err: syncer.ErrGone}, syncer.Pushed{Err: fault.New("push", fault.ServerUnreachable)}, func() any {
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
	l.request("pull", syncer.Pulled{Err: syncer.ErrGone}, syncer.Pulled{Err: fault.New("pull", fault.ServerUnreachable)}, func() any {
		page, err := p.w.server.Pull(p.w.ctx, p.reader(), cursor)
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

// load loads the scopes: one answer, stored step by step.
func (p *program) load(keep bool) syncer.Input {
	l := p.link
	if l == nil {
		return syncer.Loaded{Err: syncer.ErrGone}
	}
	l.request("load", syncer.Loaded{Err: syncer.ErrGone}, syncer.Loaded{Err: fault.New("load", fault.ServerUnreachable)}, func() any {
		s, pages, err := p.w.server.Load(p.w.ctx, p.reader())
		return loaded{s, pages, keep, err}
	})
	return nil
}

// loaded is a load that came and is not stored yet.
type loaded struct {
	snapshot wire.Snapshot
	pages    []wire.ScopePage
	keep     bool
	err      error
}

// store stores it; a crash or a full disk in between leaves a load that was begun.
func (x loaded) store(c *client.Core) error {
	if x.err != nil {
		return x.err
	}
	if _, err := c.BeginLoad(x.snapshot, x.keep); err != nil {
		return err
	}
	for _, page := range x.pages {
		if err := c.ApplyScope(page); err != nil {
			return err
		}
	}
	return c.EndLoad()
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
			m = wire.Live{Kind: wire.LiveBye, Reason: &fault.ReasonsOf(err)[0]}
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
