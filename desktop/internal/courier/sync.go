package courier

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"dotchain/desktop/internal/background"
	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// Server is where files go.
type Server interface {
	// Courier hands a courier file in and returns what goes back to its maker.
	Courier(ctx context.Context, file []byte) (wire.CourierResponse, error)
}

// SyncConfig is what a Sync is made of. All fields are required.
type SyncConfig struct {
	Store  *Store
	Server Server
	// Random returns a number in [0, 1): the jitter of waits.
	Random func() float64
	// Changed is told that something became of a file; it must not block.
	Changed func()
	Log     *slog.Logger
}

// Timing of the way to the server.
const (
	firstRetry   = 500 * time.Millisecond
	longestRetry = 30 * time.Second
	// baseTimeout and slowestLink bound a file: half a minute and what its bytes take at one
	// kilobyte a second.
	baseTimeout = 30 * time.Second
	slowestLink = 1 << 10
)

// Sync brings carried files to the server. One goroutine does it, one file at a time.
type Sync struct {
	*background.Task
	cfg SyncConfig

	mu sync.Mutex // guards what follows
	// linked says that there is a link; unlink ends what moves on it.
	linked bool
	unlink context.CancelFunc
}

// NewSync returns a Sync that is not started.
func NewSync(cfg SyncConfig) *Sync {
	s := &Sync{cfg: cfg}
	s.Task = background.New(s.run)
	return s
}

// Link says that there is a link to the server, or none. It never blocks.
func (s *Sync) Link(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.linked == on {
		return
	}
	s.linked = on
	if !on && s.unlink != nil {
		s.unlink()
	}
	s.Wake()
}

func (s *Sync) run(ctx context.Context, wakes <-chan struct{}) {
	retry := time.NewTimer(time.Hour)
	defer retry.Stop()
	failures := 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-wakes:
		case <-retry.C:
		}
		retry.Stop()
		if s.bring(ctx) {
			failures = 0
			continue
		}
		wait := min(firstRetry<<min(failures, 10), longestRetry)
		failures++
		retry.Reset(wait/2 + time.Duration(s.cfg.Random()*float64(wait/2)))
	}
}

// bring hands in what waits; false when it has to be tried again by the clock. One file
// that does not go through keeps no other back.
func (s *Sync) bring(ctx context.Context) bool {
	done := true
	for _, c := range s.cfg.Store.Waiting() {
		link, unlink := context.WithCancel(ctx)
		if !s.onLink(unlink) {
			unlink()
			return done // the next link wakes
		}
		err := s.hand(link, c)
		unlink()
		if err == nil {
			continue
		}
		if !s.isLinked() {
			return done
		}
		done = false
		s.cfg.Log.WarnContext(ctx, "courier file not handed in", "file", c.ID.String(), "error", err)
		if isOfLink(fault.CodeOf(err)) {
			return false
		}
	}
	return done
}

// isOfLink reports whether the next file would fare no better.
func isOfLink(code fault.Code) bool {
	return slices.Contains([]fault.Code{
		fault.Offline, fault.ServerUnreachable, fault.ServerUntrusted, fault.Busy, fault.DeviceUnknown, fault.ClientTooOld, fault.ServerTooOld,
		fault.CaptivePortal, fault.ClockWrong,
	}, code)
}

// onLink says how what moves next is ended when the link goes; false where there is none.
func (s *Sync) onLink(unlink context.CancelFunc) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unlink = unlink
	return s.linked
}

func (s *Sync) isLinked() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.linked
}

// hand brings one file and keeps what comes back. A file that the server can never take is
// refused: the error is of the way there alone.
func (s *Sync) hand(ctx context.Context, c Carried) error {
	file, err := s.cfg.Store.File(c.ID)
	if err == nil {
		var answer []byte
		if answer, err = s.ask(ctx, c, file); err == nil {
			err = s.cfg.Store.Answered(c.ID, answer)
		}
	}
	if err != nil && isFinal(fault.CodeOf(err)) {
		err = s.cfg.Store.Refused(c.ID, fault.ReasonsOf(err))
	}
	if err == nil {
		s.cfg.Changed()
	}
	return err
}

func (s *Sync) ask(ctx context.Context, c Carried, file []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, baseTimeout+time.Duration(len(file)/slowestLink)*time.Second)
	defer cancel()
	response, err := s.cfg.Server.Courier(ctx, file)
	if err != nil {
		return nil, err
	}
	kind, h, err := courier.ReadHeader(response.Answer)
	if err != nil || kind != courier.KindAnswer || h.Device != c.Device {
		return nil, fault.Wrap("courier answer", fault.Malformed, err)
	}
	return response.Answer, nil
}

// isFinal reports whether bringing the same file again cannot help.
func isFinal(code fault.Code) bool {
	return slices.Contains([]fault.Code{
		fault.CourierDamaged, fault.CourierForeign, fault.SignatureInvalid, fault.SignerUnknown, fault.SignerMismatch,
		fault.VersionUnknown, fault.TooLarge, fault.FieldInvalid,
	}, code)
}
