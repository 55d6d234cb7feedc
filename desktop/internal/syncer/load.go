package syncer

import (
	"context"
	"errors"
	"sync"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/segment"
	"dotchain/shared/wire"
)

// Bounds of a load.
const (
	// segmentsAhead is how many segments are fetched and opened before they are stored.
	segmentsAhead = 2
	// progressEvery bounds how often the window is told of bytes.
	progressEvery = 100 * time.Millisecond
	// maxReplaced is how often a load begins anew because manifests were replaced.
	maxReplaced = 5
)

// startLoad loads scopes on a goroutine of its own (docs/formats/snapshot.md, section 1).
func (l *loop) startLoad(keep bool, bytes int) {
	link := l.link
	l.running.Add(1)
	go func() {
		defer l.running.Done()
		err := l.load(link, keep, bytes)
		cursor, cursorErr := l.cfg.Client.Cursor()
		l.sendOrDrop(link, Loaded{Cursor: cursor, Err: errors.Join(err, cursorErr)})
	}()
}

func (l *loop) load(link context.Context, keep bool, bytes int) error {
	for n := 0; ; n++ {
		x := &loading{loop: l, link: link, page: pageSize(bytes)}
		err := x.run(link, keep)
		if errors.Is(err, ErrReplaced) && n < maxReplaced {
			continue
		}
		if err == nil {
			l.log(1, "loaded", x.stored, nil)
			l.cfg.Client.ServerClock(x.clock, false)
		}
		return err
	}
}

// loading is one way through a snapshot.
type loading struct {
	*loop
	link   context.Context //nolint:containedctx // the life of the link it began on
	clock  int64
	stored int64
	// page is how long pages are asked for.
	page pageSize

	// mu guards what follows: fetches tell of their bytes side by side.
	mu    sync.Mutex
	now   Load
	bytes map[wire.Part]int64
	told  time.Time
}

func (x *loading) run(ctx context.Context, keep bool) error {
	s, err := fetch(ctx, wire.MaxSnapshot/slowestLink/8, x.cfg.Remote.Snapshot)
	if err != nil {
		return err
	}
	plan, err := x.cfg.Client.BeginLoad(s, keep)
	if err != nil {
		return err
	}
	x.clock = s.Clock
	x.begin(plan)
	for i := range plan.Scopes {
		scope := &plan.Scopes[i]
		x.enter(scope)
		if scope.IsPaged {
			err = x.pages(ctx, scope)
		} else {
			err = x.segments(ctx, scope)
		}
		if err != nil {
			return err
		}
	}
	if err := x.cfg.Client.EndLoad(); err != nil {
		return err
	}
	x.cfg.Remote.Forget(nil)
	return nil
}

// fetch asks with a time limit that a bad link can keep.
func fetch[V any](ctx context.Context, seconds int, ask func(context.Context) (V, error)) (V, error) {
	ctx, cancel := context.WithTimeout(ctx, baseTimeout+time.Duration(seconds)*time.Second)
	defer cancel()
	return ask(ctx)
}

func (x *loading) begin(plan client.LoadPlan) {
	x.bytes = map[wire.Part]int64{}
	var missing []wire.Part
	for _, s := range plan.Scopes {
		x.now.Done += s.Here
		x.now.Total += s.Documents
		for _, p := range s.Parts {
			x.now.BytesTotal += p.Size
			missing = append(missing, p)
		}
	}
	x.cfg.Remote.Forget(missing)
}

func (x *loading) enter(s *client.LoadScope) {
	x.mu.Lock()
	x.now.Scope, x.now.ScopeDone, x.now.ScopeTotal = s.Scope, s.Here, s.Documents
	x.mu.Unlock()
	x.tell(true)
}

// tell says how far the load is, not too often.
func (x *loading) tell(must bool) {
	x.mu.Lock()
	at := x.cfg.Clock()
	if !must && at.Sub(x.told) < progressEvery {
		x.mu.Unlock()
		return
	}
	x.told = at
	now := x.now
	x.mu.Unlock()
	x.send(x.link, ofLink{Input: Progress{Load: now}, link: x.link})
}

// came notes how many bytes of a segment are here.
func (x *loading) came(p wire.Part, bytes int64) {
	x.mu.Lock()
	x.now.Bytes += bytes - x.bytes[p]
	x.bytes[p] = bytes
	x.mu.Unlock()
	x.tell(false)
}

func (x *loading) keeps(documents int) {
	x.mu.Lock()
	n := int64(documents)
	x.stored += n
	x.now.Done += n
	x.now.ScopeDone += n
	// About how many there are is all that a snapshot says of pages.
	x.now.ScopeTotal, x.now.Total = max(x.now.ScopeTotal, x.now.ScopeDone), max(x.now.Total, x.now.Done)
	x.mu.Unlock()
	x.tell(true)
}

// pages loads a small scope.
func (x *loading) pages(ctx context.Context, s *client.LoadScope) error {
	for after := s.After; ; {
		began, bytes := x.cfg.Clock(), x.page.bytes()
		p, err := fetch(ctx, bytes/slowestLink/8, func(ctx context.Context) (wire.ScopePage, error) {
			return x.cfg.Remote.Scope(ctx, s.Scope, after, 0, bytes)
		})
		if err != nil {
			return err
		}
		x.page.took(x.cfg.Clock().Sub(began))
		if err := checkPage(p, s.Scope, after); err != nil {
			return err
		}
		if err := x.cfg.Client.ApplyScope(p); err != nil {
			return err
		}
		x.keeps(len(p.Documents))
		if after = p.Next; p.Done {
			return nil
		}
	}
}

// checkPage refuses a page of another scope, and one that leads nowhere.
func checkPage(p wire.ScopePage, scope party.Scope, after uint64) error {
	if p.Scope != scope || !p.Done && p.Next <= after {
		return fault.New("page of scope", fault.Malformed)
	}
	return nil
}

// fetched is a segment that came, opened.
type fetched struct {
	part wire.Part
	docs []wire.Document
	err  error
}

// segments fetches and opens segments, some ahead, and stores them one after another.
func (x *loading) segments(ctx context.Context, s *client.LoadScope) error {
	opener, err := segment.NewOpener()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel() // before the wait, so that nothing is fetched any more
	ahead := make(chan chan fetched, segmentsAhead)
	running.Go(func() {
		defer close(ahead)
		for _, p := range s.Parts {
			one := make(chan fetched, 1)
			select {
			case ahead <- one:
			case <-ctx.Done():
				return
			}
			running.Go(func() {
				docs, err := x.segment(ctx, opener, s.Key, p)
				one <- fetched{p, docs, err}
			})
		}
	})
	for one := range ahead {
		f := <-one
		if f.err != nil {
			return f.err
		}
		if err := x.cfg.Client.ApplySegment(s.Scope, f.part, f.docs); err != nil {
			return err
		}
		x.keeps(len(f.docs))
	}
	return ctx.Err()
}

func (x *loading) segment(ctx context.Context, o *segment.Opener, key []byte, p wire.Part) ([]wire.Document, error) {
	sealed, err := fetch(ctx, int(p.Size/slowestLink), func(ctx context.Context) ([]byte, error) {
		return x.cfg.Remote.Segment(ctx, p, func(bytes int64) { x.came(p, bytes) })
	})
	if err != nil {
		return nil, err
	}
	return o.Open(sealed, p.Hash, key)
}
