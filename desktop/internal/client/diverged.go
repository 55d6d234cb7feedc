package client

import (
	"slices"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// Diverged returns of which scopes and kinds the copy holds something else than it must,
// in the order of the digest. A copy that went on meanwhile cannot be compared: Busy.
func (c *Core) Diverged(d wire.Digest) ([]wire.Diverged, error) {
	have, err := c.cfg.Docs.Digests()
	if err != nil {
		return nil, err
	}
	if at, err := c.Cursor(); err != nil || at != d.Cursor {
		return nil, fault.Because("compare digests", fault.Reason{Code: fault.Busy})
	}
	here := map[wire.Diverged]wire.KindDigest{}
	for _, k := range have {
		here[wire.Diverged{Scope: k.Scope, Kind: k.Kind}] = k
	}
	var diverged []wire.Diverged
	for _, k := range d.Kinds {
		name := wire.Diverged{Scope: k.Scope, Kind: k.Kind}
		if here[name] != k {
			diverged = append(diverged, name)
		}
		delete(here, name)
	}
	var more []wire.Diverged // what must not be here at all
	for name := range here {
		more = append(more, name)
	}
	slices.SortFunc(more, func(a, b wire.Diverged) int { return wire.Key{Kind: a.Kind}.Compare(wire.Key{Kind: b.Kind}) })
	return append(diverged, more...), nil
}

// Drop forgets the documents of a scope and kind, which are then loaded anew.
func (c *Core) Drop(d wire.Diverged) error {
	gone, err := c.cfg.Docs.Drop(d.Scope, d.Kind)
	if err != nil {
		return err
	}
	if kept, ok := c.cfg.Index.(KeptIndex); ok && d.Kind == wire.DocItem {
		kept.Discard() // it may hold what was wrong, of the same version
	}
	c.show(gone)
	return nil
}

// Mend stores a page of what was dropped.
func (c *Core) Mend(p wire.ScopePage) error {
	changed, err := c.cfg.Docs.ApplyScope(p, true)
	if err != nil {
		return err
	}
	c.show(changed)
	return nil
}
