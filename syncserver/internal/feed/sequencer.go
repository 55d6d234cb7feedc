package feed

import (
	"context"
	"time"

	"dotchain/shared/seal"
)

const (
	// pollEvery is the truth behind every announcement: how long a lost one can
	// hide news.
	pollEvery = time.Second
	// followEvery is how often the leader looks for what other replicas wrote,
	// while they write.
	followEvery = 100 * time.Millisecond
	// followFor is how long after the last such find it looks that often.
	followFor = 10 * time.Second
	// sequenceLimit bounds one run of the sequencer, and so its transaction.
	sequenceLimit = 5000
	// sequenceLess is by how much less is tried after a run that failed: what was
	// too large for the limits of the database must not be tried for ever.
	sequenceLess = 8
)

// sequence numbers what was committed, as long as this replica leads; else it
// waits for its turn.
func (f *Feed) sequence(ctx context.Context) {
	limit := sequenceLimit
	for ctx.Err() == nil {
		lead, ok, err := f.cfg.Store.Lead(ctx)
		switch {
		case err != nil:
			f.report(ctx, "cannot ask for the lead", err)
		case ok:
			f.cfg.Log.InfoContext(ctx, "leads the feed")
			f.lead(ctx, lead, &limit)
			lead.Release()
		}
		pause(ctx, pollEvery)
	}
}

// lead runs until the lead is lost or ctx ends.
func (f *Feed) lead(ctx context.Context, lead Lead, limit *int) {
	var foreign time.Time // when work was last found that nobody here announced
	woken := true
	for ctx.Err() == nil {
		found, err := f.number(ctx, lead, limit)
		if err != nil {
			f.report(ctx, "cannot number the feed, steps aside", err)
			return
		}
		if found && !woken {
			foreign = f.cfg.Clock()
		}
		wait := pollEvery
		if f.cfg.Clock().Sub(foreign) < followFor {
			wait = followEvery
		}
		woken = f.await(ctx, wait)
	}
}

// await waits for a commit in this process, or a while; it says which it was.
func (f *Feed) await(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-f.wake:
		return true
	case <-t.C:
	}
	return false
}

// number runs the sequencer until there is nothing left. The limit of a run
// falls with a failure and is whole again when nothing is left.
func (f *Feed) number(ctx context.Context, lead Lead, limit *int) (found bool, err error) {
	for {
		var checkpoint []byte
		done, err := lead.Sequence(ctx, *limit, func(c seal.Checkpoint) (signed []byte, err error) {
			checkpoint, err = f.Sign(c)
			return checkpoint, err
		})
		if err != nil {
			*limit = max(*limit/sequenceLess, 1)
			return found, err
		}
		if done.Documents == 0 && done.Commands == 0 {
			*limit = sequenceLimit
			return found, nil
		}
		found = true
		f.Numbered(done, checkpoint)
	}
}

// Sign signs a checkpoint as of now.
func (f *Feed) Sign(c seal.Checkpoint) ([]byte, error) {
	c.At = f.cfg.Clock().UnixMilli()
	signed, err := seal.SignCheckpoint(c, f.cfg.Signer)
	return signed.Raw, err
}

// Numbered tells this process at once what the others hear from the database. It is called
// after the commit, by whoever numbered; the checkpoint is nil when the log did not grow. It
// does not block.
func (f *Feed) Numbered(done Sequenced, checkpoint []byte) {
	at := f.cfg.Clock()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.meta.Epoch.IsZero() {
		return // not started: nobody listens
	}
	f.recent.add(done)
	meta := f.meta
	f.tops.advance(meta, done)
	meta.Head = done.Head
	if checkpoint != nil {
		meta.Checkpoint = checkpoint
	}
	f.learnLocked(meta, at)
}

// follow hears what the sequencer, wherever it runs, announces; whatever it
// misses, the poll finds.
func (f *Feed) follow(ctx context.Context) {
	for ctx.Err() == nil {
		err := f.cfg.Store.Listen(ctx, func(head uint64) {
			f.mu.Lock()
			known := f.meta.Head
			f.mu.Unlock()
			if head > known {
				if _, err := f.refresh(ctx); err != nil {
					f.report(ctx, "cannot read what was announced", err)
				}
			}
		})
		if err != nil {
			f.report(ctx, "hears no announcements", err)
		}
		pause(ctx, pollEvery)
	}
}

// spread tells those who listen.
func (f *Feed) spread(ctx context.Context) {
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-poll.C:
			if _, err := f.refresh(ctx); err != nil {
				f.report(ctx, "cannot poll the feed", err)
			}
			continue // news rang the bell
		case <-f.heard:
		}
		f.mu.Lock()
		meta := f.meta
		f.mu.Unlock()
		f.tell(ctx, meta, f.hub.behind(meta.Head))
	}
}

// report logs an error that the next round repairs; the end of everything is none.
func (f *Feed) report(ctx context.Context, what string, err error) {
	if ctx.Err() == nil {
		f.cfg.Log.WarnContext(ctx, "feed: trouble", "what", what, "error", err)
	}
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
