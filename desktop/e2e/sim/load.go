package sim

import (
	"errors"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// This file is what the syncer's shell does in several steps: loads of scopes
// (docs/formats/snapshot.md) and comparing digests (docs/formats/wire.md, section 9).

// maxReplaced is how often a load begins anew because manifests were replaced.
const maxReplaced = 5

func (p *program) load(keep bool) syncer.Input {
	l := p.link
	if l == nil {
		return syncer.Loaded{Err: syncer.ErrGone}
	}
	l.errand(syncer.Loaded{Err: syncer.ErrGone}, func(e *errand) syncer.Input {
		err := p.loadAll(e, keep)
		for n := 0; errors.Is(err, syncer.ErrReplaced) && n < maxReplaced; n++ {
			err = p.loadAll(e, keep)
		}
		if err == nil {
			p.w.count.Loads++
			p.rounds = 1
		}
		cursor, cursorErr := p.core.Cursor()
		return syncer.Loaded{Cursor: cursor, Err: errors.Join(err, cursorErr)}
	})
	return nil
}

func (p *program) loadAll(e *errand, keep bool) error {
	s, err := asked(e, "snapshot", func() (wire.Snapshot, error) { return p.w.server.Snapshot(p.w.ctx, p.actor.Device.ID) })
	if err != nil {
		return err
	}
	plan, err := p.core.BeginLoad(s, keep)
	if err != nil {
		return err
	}
	p.w.note("%s loads %d scopes of %d, keep %t", p.name, len(plan.Scopes), len(s.Scopes), keep)
	for i := range plan.Scopes {
		if plan.Scopes[i].IsPaged {
			err = p.loadPages(e, &plan.Scopes[i])
		} else {
			err = p.loadSegments(e, &plan.Scopes[i])
		}
		if err != nil {
			return err
		}
	}
	return p.core.EndLoad()
}

func (p *program) loadPages(e *errand, s *client.LoadScope) error {
	for after := s.After; ; {
		page, err := asked(e, "scope", func() (wire.ScopePage, error) {
			return p.w.server.Scope(p.w.ctx, p.actor.Device.ID, s.Scope, after, 0)
		})
		if err != nil {
			return err
		}
		if err = p.core.ApplyScope(page); err != nil || page.Done {
			return err
		}
		after = page.Next
	}
}

func (p *program) loadSegments(e *errand, s *client.LoadScope) error {
	for _, part := range s.Parts {
		sealed, err := asked(e, "segment", func() ([]byte, error) {
			sealed, ok, err := p.w.server.Segment(p.w.ctx, part.Hash)
			if err == nil && !ok {
				err = syncer.ErrReplaced
			}
			return sealed, err
		})
		if err != nil {
			return err
		}
		docs, err := p.w.opener.Open(sealed, part.Hash, s.Key)
		if err != nil {
			return err
		}
		if err = p.core.ApplySegment(s.Scope, part, docs); err != nil {
			return err
		}
		p.w.count.Segments++
	}
	return nil
}

// compare compares digests, and loads anew what differs.
func (p *program) compare() syncer.Input {
	l := p.link
	if l == nil {
		return syncer.Checked{Err: syncer.ErrGone}
	}
	l.errand(syncer.Checked{Err: syncer.ErrGone}, func(e *errand) syncer.Input {
		diverged, digest, err := p.diverged(e, nil)
		for _, d := range diverged {
			if err == nil {
				p.w.count.Repaired++
				p.w.note("%s repairs %s %s", p.name, d.Scope, d.Kind)
				err = p.repair(e, d)
			}
		}
		if err == nil && len(diverged) > 0 {
			_, _, err = p.diverged(e, syncer.Told(digest, diverged))
		}
		return syncer.Checked{Diverged: len(diverged) > 0, Err: err}
	})
	return nil
}

func (p *program) diverged(e *errand, told []wire.Diverged) ([]wire.Diverged, wire.Digest, error) {
	cursor, err := p.core.Cursor()
	if err != nil {
		return nil, wire.Digest{}, err
	}
	digest, err := asked(e, "digest", func() (wire.Digest, error) {
		return p.w.server.Digest(p.w.ctx, p.actor.Device.ID, cursor, told)
	})
	if err != nil {
		p.w.note("%s is not told of its digest: %s", p.name, fault.CodeOf(err))
		return nil, wire.Digest{}, err
	}
	diverged, err := p.core.Diverged(digest)
	return diverged, digest, err
}

func (p *program) repair(e *errand, d wire.Diverged) error {
	seen := map[[16]byte]bool{}
	for after := uint64(0); ; {
		page, err := asked(e, "mend", func() (wire.ScopePage, error) {
			return p.w.server.Scope(p.w.ctx, p.actor.Device.ID, d.Scope, after, d.Kind)
		})
		if err != nil {
			return err
		}
		for _, doc := range page.Documents {
			seen[doc.ID] = true
		}
		if err = p.core.Mend(page); err != nil {
			return err
		}
		if page.Done {
			return p.core.Sweep(d, seen)
		}
		after = page.Next
	}
}
