package syncer

import (
	"errors"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// upload sends what waits, one push at a time, whatever the download does.
func (c *Core) upload() {
	if !c.open && (!c.shutOut || c.workOffline) || c.pushing || !c.more {
		return
	}
	c.pushing, c.more = true, false
	c.do(StopTimer{Timer: TimerPush})
	c.do(Push{})
}

func (c *Core) pushed(in Pushed) {
	if in.Err != nil {
		c.pushing, c.more = false, true
		if errors.Is(in.Err, ErrGone) {
			if c.open { // else with the next link, or when that is refused
				c.upload()
			}
			return
		}
		if fault.CodeOf(in.Err) == fault.Resnapshot {
			// The server lost its past: what it had answered goes before what is new, as soon
			// as the load has begun.
			c.want(in.Err)
			c.download()
		}
		c.pushProblem = problemOf(in.Err)
		c.retry(TimerPush, &c.pushFailures, in.Err)
		return
	}
	if in.Sent == 0 {
		c.pushing = false
		c.pushFailures, c.pushProblem = 0, nil
		c.upload() // something may have come in the meantime
		return
	}
	c.more = true // until a push finds nothing
	c.signOfLife()
	c.do(Contact{Clock: in.Response.Clock})
	c.do(Ack{Receipts: in.Response.Receipts})
}

func (c *Core) acknowledged(err error) {
	c.pushing = false
	if err != nil {
		c.more = true
		c.pushProblem = problemOf(err)
		c.retry(TimerPush, &c.pushFailures, err)
		return
	}
	c.pushFailures, c.pushProblem = 0, nil
	c.upload()
}

// download fetches what is new, one page at a time, whatever the upload does.
func (c *Core) download() {
	if !c.open || c.pulling || c.storing || c.loading || c.checking || !c.news {
		return
	}
	if c.wanted || c.cursor.IsZero() {
		c.startLoad()
		return
	}
	c.pulling, c.news = true, false
	c.do(StopTimer{Timer: TimerPull})
	c.do(Pull{Bytes: c.page.bytes()})
}

func (c *Core) pulled(in Pulled) {
	c.pulling = false
	c.measure(in)
	if in.Err != nil {
		if errors.Is(in.Err, ErrGone) {
			c.news = true
			c.download()
			return
		}
		if fault.CodeOf(in.Err) == fault.Resnapshot {
			c.want(in.Err)
			c.download()
			return
		}
		c.news = true
		c.pullProblem = problemOf(in.Err)
		c.retry(TimerPull, &c.pullFailures, in.Err)
		return
	}
	c.signOfLife()
	c.do(Contact{Clock: in.Page.Clock})
	if in.Page.From != c.cursor {
		c.news = true // an answer to a question of before a resnapshot
		c.download()
		return
	}
	c.store(in.Page)
}

func (c *Core) store(p wire.Page) {
	c.storing = true
	if c.state == CatchingUp {
		c.done += int64(len(p.Documents))
		c.total = c.done + p.Remaining
	}
	if p.Remaining > 0 || p.Head > p.Next.Seq {
		c.news = true
	} else if c.state == CatchingUp && !c.news {
		// The state becomes live only when the page is stored.
		c.total = c.done
	}
	c.do(Apply{Page: p})
}

func (c *Core) stored(in Stored) {
	c.storing = false
	c.cursor = in.Cursor
	if in.Err != nil {
		c.news = true
		c.pullProblem = problemOf(in.Err)
		c.retry(TimerPull, &c.pullFailures, in.Err)
		return
	}
	c.pullFailures, c.pullProblem = 0, nil
	c.download()
	if c.open && !c.pulling && !c.news && c.state == CatchingUp {
		c.state = Live
		c.checkLater()
	}
}

// want says that what is here cannot be brought up to date by pages.
func (c *Core) want(err error) {
	c.news, c.wanted, c.keep = true, true, fault.ReasonsOf(err)[0].Ref == RefScopes
}
