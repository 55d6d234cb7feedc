package attachments

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"dotchain/desktop/internal/background"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Server is where files go and come from.
type Server interface {
	// PutAttachment sends a piece of a content of total bytes, from a byte on; an empty
	// piece only asks. It returns how much the server has.
	PutAttachment(ctx context.Context, hash seal.Hash, from, total int64, piece []byte) (wire.AttachmentState, error)
	// GetAttachment fetches a piece of a content, from a byte on and no longer than most,
	// and says how long all of it is. Fault: AttachmentMissing.
	GetAttachment(ctx context.Context, hash seal.Hash, from, most int64) (piece []byte, total int64, err error)
}

// Papers are what was signed here and what the server sent.
type Papers interface {
	// Named returns those of some files that a signed paper names.
	Named(of []seal.Hash) ([]seal.Hash, error)
	// Signed returns those of some files that a command signed on this laptop names,
	// whatever became of it.
	Signed(of []seal.Hash) ([]seal.Hash, error)
	// Done returns those of some files that are named only by papers whose business ended
	// long ago.
	Done(of []seal.Hash) ([]seal.Hash, error)
	// IsQuiet reports whether no command waits for the server.
	IsQuiet() bool
}

// SyncConfig is what a Sync is made of. All fields are required.
type SyncConfig struct {
	Store  *Store
	Papers Papers
	Server Server
	// Clock measures how long pieces take; Random returns a number in [0, 1).
	Clock  func() time.Time
	Random func() float64
	// Changed is told that a file was sent or came; it must not block.
	Changed func()
}

// Pieces are so large that they take about a second: the first is small, the next ones
// follow the link.
const (
	firstPiece = 16 << 10
	leastPiece = 4 << 10
	mostPiece  = 512 << 10
	quick      = 400 * time.Millisecond
	slow       = 1500 * time.Millisecond
	// pieceTimeout and slowestLink bound a piece: half a minute and what its bytes take
	// at one kilobyte a second.
	pieceTimeout = 30 * time.Second
	slowestLink  = 1 << 10
	// maxWanted is how many files may be asked for at a time.
	maxWanted = 100
)

// Sync brings files up and fetches those that were asked for. One goroutine owns the
// Core; a piece moves on a goroutine of its own and reports to it.
type Sync struct {
	*background.Task
	cfg    SyncConfig
	inputs chan Input
	// link counts how often the link came and went: odd while there is one.
	link atomic.Int64

	mu     sync.Mutex // guards what follows
	wanted []seal.Hash
}

// NewSync returns a Sync that is not started.
func NewSync(cfg SyncConfig) *Sync {
	s := &Sync{cfg: cfg, inputs: make(chan Input)}
	s.Task = background.New(func(ctx context.Context, wakes <-chan struct{}) {
		l := &loop{Sync: s, ctx: ctx, piece: firstPiece}
		l.run(wakes) //nolint:contextcheck // the loop holds this very one
	})
	return s
}

// Link says that there is a link to the server, or none. It never blocks. One goroutine
// calls it.
func (s *Sync) Link(on bool) {
	if n := s.link.Load(); (n%2 == 1) != on {
		s.link.Store(n + 1)
		s.Wake()
	}
}

// Fetch asks for a file; true when it is here already. What was asked for longest is
// forgotten when too much is.
func (s *Sync) Fetch(hash seal.Hash) bool {
	if here, _ := s.cfg.Store.Has(hash); here {
		return true
	}
	s.mu.Lock()
	if !slices.Contains(s.wanted, hash) {
		s.wanted = append(s.wanted, hash)
		s.wanted = s.wanted[max(0, len(s.wanted)-maxWanted):]
	}
	s.mu.Unlock()
	s.Wake()
	return false
}

// IsFetching reports whether a file was asked for and has not come.
func (s *Sync) IsFetching(hash seal.Hash) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.wanted, hash)
}

func (s *Sync) came(hash seal.Hash) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wanted = slices.DeleteFunc(s.wanted, func(h seal.Hash) bool { return h == hash })
}

// jobs are what there is to do: a person waits for what was asked for.
func (s *Sync) jobs() []Job {
	s.mu.Lock()
	wanted := slices.Clone(s.wanted)
	s.mu.Unlock()
	var all []Job
	for _, hash := range wanted {
		all = append(all, Job{Hash: hash})
	}
	waiting := s.cfg.Store.Waiting()
	if len(waiting) == 0 {
		return all
	}
	named, err := s.cfg.Papers.Named(waiting)
	if err != nil {
		return all // the next change asks again
	}
	for _, hash := range named {
		all = append(all, Job{Hash: hash, Up: true})
	}
	return all
}

// loop is what one run of the goroutine owns.
type loop struct {
	*Sync
	ctx  context.Context //nolint:containedctx // the life of this run
	core Core
	// seen is the link that the Core was told of.
	seen  int64
	timer *time.Timer
	// moving ends when the piece that moves has ended; giveUp ends it early.
	moving sync.WaitGroup
	giveUp context.CancelFunc

	// at is the file that is on its way. Only the piece that moves touches it.
	at transfer
	// piece is how many bytes the next one has.
	piece int64
}

// transfer is how far a file is.
type transfer struct {
	job Job
	// content is all of it (up), or what has come (down).
	content []byte
	// asked says that the server was asked where to go on, from is the answer.
	asked bool
	from  int64
}

func (l *loop) run(wakes <-chan struct{}) {
	defer func() {
		if l.giveUp != nil {
			l.giveUp()
		}
		if l.timer != nil {
			l.timer.Stop()
		}
		l.moving.Wait()
	}()
	for {
		select {
		case <-l.ctx.Done():
			return
		case <-wakes:
			l.woken()
		case in := <-l.inputs:
			l.step(in)
		}
	}
}

func (l *loop) woken() {
	if now := l.link.Load(); now != l.seen {
		l.seen = now
		if now%2 == 1 {
			l.tidy()
		}
		l.step(Linked{On: now%2 == 1})
		return
	}
	l.step(Woken{})
}

// step carries out the actions of an input, and of what they end as.
func (l *loop) step(in Input) {
	queue := []Input{in}
	for len(queue) > 0 {
		in, queue = queue[0], queue[1:]
		for _, a := range l.core.Step(in) {
			switch a := a.(type) {
			case Look:
				jobs := l.jobs()
				queue = append(queue, Found{Jobs: jobs, Quiet: len(jobs) > 0 && l.cfg.Papers.IsQuiet()})
			case Run:
				l.move(a.Job)
			case Cancel:
				l.giveUp()
			case SetTimer:
				l.setTimer(a.Least + time.Duration(l.cfg.Random()*float64(a.After)))
			case StopTimer:
				l.timer.Stop()
			}
		}
	}
}

func (l *loop) setTimer(wait time.Duration) {
	if l.timer != nil {
		l.timer.Stop()
	}
	l.timer = time.AfterFunc(wait, func() { l.send(Fired{}) })
}

func (l *loop) send(in Input) {
	select {
	case l.inputs <- in:
	case <-l.ctx.Done():
	}
}

// move moves one piece.
func (l *loop) move(job Job) {
	ctx, cancel := context.WithTimeout(l.ctx, pieceTimeout+time.Duration(l.piece/slowestLink)*time.Second)
	link, stop := context.WithCancel(ctx)
	l.giveUp = stop
	l.moving.Add(1)
	go func() {
		defer l.moving.Done()
		defer cancel()
		defer stop()
		if l.at.job != job {
			l.at = transfer{job: job}
		}
		do := l.fetch
		if job.Up {
			do = l.upload
		}
		moved, err := do(link)
		if err != nil {
			// Whatever was on its way: ask anew, with a piece that a link may carry that
			// breaks all the time.
			l.at.asked, l.piece = false, max(l.piece/4, leastPiece)
		}
		if err != nil && link.Err() != nil && ctx.Err() == nil {
			err = ErrGone
		}
		l.send(Ended{Job: job, Moved: moved, Err: err})
	}()
}

// upload asks where to go on, or sends the next piece.
func (l *loop) upload(ctx context.Context) (moved bool, err error) {
	t := &l.at
	if t.content == nil {
		if t.content, err = l.cfg.Store.Content(t.job.Hash); err != nil {
			return false, err
		}
	}
	total := int64(len(t.content))
	var piece []byte
	if t.asked {
		piece = t.content[t.from:min(t.from+l.piece, total)]
	}
	began := l.cfg.Clock()
	state, err := l.cfg.Server.PutAttachment(ctx, t.job.Hash, t.from, total, piece)
	switch {
	case err != nil:
		return false, err
	case state.Complete:
		if err := l.cfg.Store.Sent(t.job.Hash); err != nil {
			return false, err
		}
		l.at = transfer{}
		l.cfg.Changed()
		return true, nil
	case state.Received < 0 || state.Received >= total:
		return false, fault.New("attachment", fault.Malformed)
	case t.asked && state.Received <= t.from:
		return false, fault.New("attachment", fault.Malformed) // it does not go on
	}
	moved = t.asked
	if moved {
		l.measured(began)
	}
	t.asked, t.from = true, state.Received
	return moved, nil
}

// fetch gets the next piece of what was asked for.
func (l *loop) fetch(ctx context.Context) (moved bool, err error) {
	t := &l.at
	began := l.cfg.Clock()
	piece, total, err := l.cfg.Server.GetAttachment(ctx, t.job.Hash, int64(len(t.content)), l.piece)
	if err != nil {
		return false, err
	}
	got := int64(len(t.content) + len(piece))
	if total > wire.MaxAttachment || len(piece) == 0 || got > total {
		t.content = nil
		return false, fault.New("attachment", fault.Malformed)
	}
	l.measured(began)
	t.content = append(t.content, piece...)
	if got < total {
		return true, nil
	}
	content := t.content
	t.content = nil // should it be another than its hash says it begins anew
	if err := l.cfg.Store.Keep(t.job.Hash, content); err != nil {
		return false, err
	}
	l.came(t.job.Hash)
	l.at = transfer{}
	l.cfg.Changed()
	return true, nil
}

// measured makes the next piece as large as the link is good.
func (l *loop) measured(began time.Time) {
	switch took := l.cfg.Clock().Sub(began); {
	case took < quick:
		l.piece = min(2*l.piece, mostPiece)
	case took > slow:
		l.piece = max(l.piece/2, leastPiece)
	}
}
