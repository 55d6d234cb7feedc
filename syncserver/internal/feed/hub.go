package feed

import (
	"context"
	"sync"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// queue is how many messages may wait for a slow connection before they are
// replaced by a single "there is news".
const queue = 8

// Listener is one open connection that is told of news.
type Listener struct {
	// C gives what to send, in order. It is never closed: whoever made the
	// Listener stops reading after Close.
	C chan wire.Live

	feed   *Feed
	reader Reader
	scopes []party.Scope
	key    string

	// Guarded by hub.mu.
	// at is where the device stands as far as this process knows; news that follow
	// it are sent inline. known is false after something was dropped, until the
	// device says where it stands.
	at    wire.Cursor
	known bool
	// told is the head it was last told of.
	told uint64
}

// hub is who listens in this process.
type hub struct {
	mu        sync.Mutex // guards all
	listeners map[*Listener]struct{}
	devices   map[id.ID[id.Device]]map[*Listener]struct{}
}

func newHub() *hub {
	return &hub{listeners: map[*Listener]struct{}{}, devices: map[id.ID[id.Device]]map[*Listener]struct{}{}}
}

// Listen starts to tell a device of news from the cursor on; what is new already
// is told at once. Fault: Resnapshot as in Pull.
func (f *Feed) Listen(ctx context.Context, r Reader, from wire.Cursor) (*Listener, error) {
	scopes := party.ScopesOf(r.Person)
	meta, err := f.current(ctx, from.Seq)
	if err != nil {
		return nil, err
	}
	if err := checkCursor(from, meta, scopes); err != nil {
		return nil, err
	}
	l := &Listener{C: make(chan wire.Live, queue), feed: f, reader: r, scopes: scopes, key: party.JoinScopes(scopes)}
	l.at, l.known = from, !from.IsZero()
	f.hub.mu.Lock()
	f.hub.listeners[l] = struct{}{}
	if f.hub.devices[r.Device] == nil {
		f.hub.devices[r.Device] = map[*Listener]struct{}{}
	}
	f.hub.devices[r.Device][l] = struct{}{}
	f.hub.mu.Unlock()
	// Registered first, looked second: nothing falls between.
	ring(f.heard)
	return l, nil
}

// Close ends the telling. It may be called twice.
func (l *Listener) Close() {
	h := l.feed.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.listeners, l)
	delete(h.devices[l.reader.Device], l)
	if len(h.devices[l.reader.Device]) == 0 {
		delete(h.devices, l.reader.Device)
	}
}

// Ask takes in where the device says it stands and answers whether there is
// anything new for it: a page, "there is news", or nothing.
func (l *Listener) Ask(ctx context.Context, at wire.Cursor) (wire.Live, error) {
	f := l.feed
	meta, err := f.current(ctx, at.Seq)
	if err != nil {
		return wire.Live{}, err
	}
	if err = checkCursor(at, meta, l.scopes); err != nil {
		return wire.Live{}, err
	}
	if at.IsZero() {
		return wire.Live{Kind: wire.LiveNews, Head: meta.Head}, nil
	}
	if at.Seq < meta.Head {
		// Nearly always others' news: page then finds that there is nothing.
		if _, err = f.isCurrent(ctx, l.scopes, at.Seq, meta); err != nil {
			return wire.Live{}, err
		}
	}
	page, err := f.page(ctx, l.scopes, at, meta, wire.MaxPullDocuments, wire.LiveInline)
	if err != nil {
		return wire.Live{}, err
	}
	answer, inline := live(page)
	f.hub.mu.Lock()
	defer f.hub.mu.Unlock()
	l.at, l.known, l.told = at, true, meta.Head
	if inline {
		l.at = page.Next
	}
	return answer, nil
}

// live makes the message of a page: the page itself when it holds all there is
// and fits, else "there is news", or nothing new.
func live(p wire.Page) (m wire.Live, inline bool) {
	if len(p.Documents) == 0 && p.Remaining == 0 {
		return wire.Live{Kind: wire.LiveNone}, false
	}
	m = wire.Live{Kind: wire.LivePage, Page: &p}
	size := 0
	for _, d := range p.Documents {
		size += len(d.Body)
	}
	// The limit counts bytes on the wire; bodies alone already say when it is
	// hopeless, so nothing large is encoded twice.
	if p.Remaining > 0 || size > wire.LiveInline || len(wire.Encode(m)) > wire.MaxLive {
		return wire.Live{Kind: wire.LiveNews, Head: p.Head}, false
	}
	return m, true
}

// moved notes that a device has pulled up to a cursor.
func (h *hub) moved(device id.ID[id.Device], to wire.Cursor) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.devices[device] {
		l.at, l.known = to, true
	}
}

// place is where listeners stand that get the same page.
type place struct {
	scopes string
	at     wire.Cursor
}

// group are listeners that get the same message.
type group struct {
	scopes    []party.Scope
	at        wire.Cursor
	listeners []*Listener
}

// behind returns those who were not told of the head yet, by place. Those whose
// place is not known are told by a group without one.
func (h *hub) behind(head uint64) map[place]*group {
	h.mu.Lock()
	defer h.mu.Unlock()
	groups := map[place]*group{}
	for l := range h.listeners {
		if l.told >= head || l.known && l.at.Seq >= head {
			continue
		}
		p := place{scopes: l.key}
		if l.known {
			p.at = l.at
		}
		g := groups[p]
		if g == nil {
			g = &group{scopes: l.scopes, at: p.at}
			groups[p] = g
		}
		g.listeners = append(g.listeners, l)
	}
	return groups
}

// tell reads each group's page once and hands it to all of the group.
func (f *Feed) tell(ctx context.Context, meta Meta, groups map[place]*group) {
	f.preview(ctx, meta, groups)
	for _, g := range groups {
		message, inline := wire.Live{Kind: wire.LiveNews, Head: meta.Head}, false
		if !g.at.IsZero() {
			page, err := f.page(ctx, g.scopes, g.at, meta, wire.MaxPullDocuments, wire.LiveInline)
			if err != nil {
				f.report(ctx, "cannot read a page for listeners", err)
			} else {
				message, inline = live(page)
			}
		}
		if f.hub.give(g, message, inline, meta.Head) {
			ring(f.heard) // somebody moved meanwhile: look again where they stand
		}
	}
}

// give queues a message for each of the group. It never waits: whoever is too
// slow loses the pages and is told to pull. It reports whether some of the group
// were passed over, because they stand elsewhere by now.
func (h *hub) give(g *group, m wire.Live, inline bool, head uint64) (moved bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range g.listeners {
		if _, there := h.listeners[l]; !there {
			continue
		}
		if l.known && l.at != g.at {
			moved = true
			continue
		}
		l.told = head
		if m.Kind == wire.LiveNone {
			continue
		}
		if inline && l.push(m) {
			l.at = m.Page.Next
			continue
		}
		if !inline && l.push(m) {
			continue
		}
		l.overflow(head)
	}
	return moved
}

func (l *Listener) push(m wire.Live) bool {
	select {
	case l.C <- m:
		return true
	default:
		return false
	}
}

// overflow empties the queue and leaves one message: the newest head.
func (l *Listener) overflow(head uint64) {
	for {
		select {
		case <-l.C:
			continue
		default:
		}
		break
	}
	l.known = false
	l.push(wire.Live{Kind: wire.LiveNews, Head: head}) // there is room: only the hub's owner of the lock writes
}

// Listening returns how many connections listen, for the metrics.
func (f *Feed) Listening() int {
	f.hub.mu.Lock()
	defer f.hub.mu.Unlock()
	return len(f.hub.listeners)
}
