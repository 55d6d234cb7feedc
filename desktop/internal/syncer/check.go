package syncer

import (
	"context"
	"slices"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// startCheck compares digests on a goroutine of its own (docs/formats/wire.md).
func (l *loop) startCheck(bytes int) {
	link := l.link
	l.running.Add(1)
	go func() {
		defer l.running.Done()
		diverged, err := l.check(link, bytes)
		l.sendOrDrop(link, Checked{Diverged: diverged, Err: err})
	}()
}

// check loads anew what differs, and reports whether anything did. The server is told in a
// second question, whose answer says whether it helped; if not, it is for a person to look
// at, and for the next time.
func (l *loop) check(link context.Context, bytes int) (bool, error) {
	diverged, digest, err := l.compare(link, nil)
	if err != nil || len(diverged) == 0 {
		return false, err
	}
	for _, d := range diverged {
		if !holds(digest, d) {
			// Nothing of it must be here. It may be of a scope that is no longer this device's: nobody would send it.
			err = l.cfg.Client.Sweep(d, nil)
		} else if err = l.mend(link, d, bytes); fault.CodeOf(err) == fault.NotAllowed {
			err = nil // taken away meanwhile: the next pull says so, and the others are mended all the same
		}
		if err != nil {
			return true, err
		}
	}
	l.log(2, "diverged", int64(len(diverged)), nil)
	_, _, err = l.compare(link, Told(digest, diverged))
	return true, err
}

// Told is what the server is told of what differed: no more than it takes, and of no scope that
// is another's.
func Told(digest wire.Digest, diverged []wire.Diverged) []wire.Diverged {
	told := slices.DeleteFunc(slices.Clone(diverged), func(d wire.Diverged) bool {
		return !slices.ContainsFunc(digest.Kinds, func(k wire.KindDigest) bool { return k.Scope == d.Scope })
	})
	return told[:min(len(told), wire.MaxDiverged)]
}

// holds reports whether anything of a scope and kind must be here.
func holds(digest wire.Digest, d wire.Diverged) bool {
	return slices.ContainsFunc(digest.Kinds, func(k wire.KindDigest) bool { return k.Scope == d.Scope && k.Kind == d.Kind })
}

func (l *loop) compare(link context.Context, told []wire.Diverged) ([]wire.Diverged, wire.Digest, error) {
	cursor, err := l.cfg.Client.Cursor()
	if err != nil {
		return nil, wire.Digest{}, err
	}
	digest, err := fetch(link, 0, func(ctx context.Context) (wire.Digest, error) {
		return l.cfg.Remote.Digest(ctx, cursor, told)
	})
	if err != nil {
		return nil, wire.Digest{}, err
	}
	diverged, err := l.cfg.Client.Diverged(digest)
	return diverged, digest, err
}

// mend loads a scope and kind by pages over what is here, and forgets what was on none of
// them. Where it breaks off, what is not mended stays as it was, and the next check finds it.
func (l *loop) mend(link context.Context, d wire.Diverged, bytes int) error {
	seen := map[[16]byte]bool{}
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
		for i := range p.Documents {
			if p.Documents[i].Kind != d.Kind {
				return fault.New("page of scope", fault.Malformed)
			}
			seen[p.Documents[i].ID] = true
		}
		if err := l.cfg.Client.Mend(p); err != nil {
			return err
		}
		if after = p.Next; p.Done {
			return l.cfg.Client.Sweep(d, seen)
		}
	}
}
