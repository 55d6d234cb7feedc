package syncer

import (
	"context"

	"dotchain/shared/wire"
)

// startCheck compares digests on a goroutine of its own (docs/formats/wire.md).
func (l *loop) startCheck(bytes int) {
	link := l.link
	l.running.Add(1)
	go func() {
		defer l.running.Done()
		l.sendOrDrop(link, Checked{Err: l.check(link, bytes)})
	}()
}

// check loads anew what differs. The server is told in a second question, whose answer
// says whether it helped; if not, it is for a person to look at, and for the next time.
func (l *loop) check(link context.Context, bytes int) error {
	diverged, err := l.compare(link, nil)
	if err != nil || len(diverged) == 0 {
		return err
	}
	for _, d := range diverged {
		if err = l.mend(link, d, bytes); err != nil {
			return err
		}
	}
	l.log(2, "diverged", int64(len(diverged)), nil)
	_, err = l.compare(link, diverged)
	return err
}

func (l *loop) compare(link context.Context, told []wire.Diverged) ([]wire.Diverged, error) {
	cursor, err := l.cfg.Client.Cursor()
	if err != nil {
		return nil, err
	}
	digest, err := fetch(link, 0, func(ctx context.Context) (wire.Digest, error) {
		return l.cfg.Remote.Digest(ctx, cursor, told)
	})
	if err != nil {
		return nil, err
	}
	return l.cfg.Client.Diverged(digest)
}

// mend drops a scope and kind and loads it by pages. A crash between the two leaves a
// difference that the next check finds.
func (l *loop) mend(link context.Context, d wire.Diverged, bytes int) error {
	if err := l.cfg.Client.Drop(d); err != nil {
		return err
	}
	for after := uint64(0); ; {
		p, err := fetch(link, bytes/slowestLink/8, func(ctx context.Context) (wire.ScopePage, error) {
			return l.cfg.Remote.Scope(ctx, d.Scope, after, d.Kind, bytes)
		})
		if err != nil {
			return err
		}
		if err := checkPage(p, d.Scope, after); err != nil {
			return err
		}
		if err := l.cfg.Client.Mend(p); err != nil {
			return err
		}
		if after = p.Next; p.Done {
			return nil
		}
	}
}
