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

// Mend stores a page of what is loaded anew over what is here: nothing is missing meanwhile,
// and a load that breaks off leaves what stood.
func (c *Core) Mend(p wire.ScopePage) error {
	for i := range p.Documents {
		if p.Documents[i].Scope != p.Scope {
			return fault.New("mend scope", fault.Malformed)
		}
	}
	if slices.ContainsFunc(p.Documents, func(d wire.Document) bool { return d.Kind == wire.DocItem }) {
		c.discardIndex()
	}
	changed, gone, err := c.cfg.Docs.Mend(p)
	if err != nil {
		return err
	}
	c.show(gone) // first: what stood there may be of a higher version
	c.show(changed)
	return nil
}

// Sweep forgets what is here of a scope and kind and was on none of the pages that were loaded.
func (c *Core) Sweep(d wire.Diverged, seen map[[16]byte]bool) error {
	if d.Kind == wire.DocItem {
		c.discardIndex()
	}
	gone, err := c.cfg.Docs.Sweep(d.Scope, d.Kind, seen)
	if err != nil {
		return err
	}
	c.show(gone)
	return nil
}

// discardIndex gives up the index that is kept: it may hold what was wrong, of the same version.
func (c *Core) discardIndex() {
	if kept, ok := c.cfg.Index.(KeptIndex); ok {
		kept.Discard()
	}
}
