package syncer

import (
	"errors"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// Bounds of a page. A page that is stored need not come again, whatever happens to the
// line or the program: a line that breaks or is slow gets short ones.
const (
	leastPage = 4 << 10
	mostPage  = wire.PullBytes
	// pageQuick and pageSlow are how long a page may take for the next one to be twice,
	// and must take to be half as long.
	pageQuick = 2 * time.Second
	pageSlow  = 10 * time.Second
)

// pageSize is how long pages are asked for, in bytes; 0 is the longest.
type pageSize int

func (p pageSize) bytes() int {
	if p == 0 {
		return mostPage
	}
	return int(p)
}

// broke says that a page did not arrive.
func (p *pageSize) broke() { *p = pageSize(max(p.bytes()/2, leastPage)) }

// took says how long one took that arrived.
func (p *pageSize) took(d time.Duration) {
	switch {
	case d > pageSlow:
		p.broke()
	case d < pageQuick:
		*p = pageSize(min(p.bytes()*2, mostPage))
	}
}

// isBroken reports whether a transfer ended because of the line.
func isBroken(err error) bool {
	return err != nil && (errors.Is(err, ErrGone) || isOfLine(fault.CodeOf(err)))
}

// measure fits the next page to how this one went.
func (c *Core) measure(in Pulled) {
	switch {
	case isBroken(in.Err):
		c.page.broke()
	case in.Err == nil:
		c.page.took(in.Took)
	}
}
