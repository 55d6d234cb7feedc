package client

import (
	"dotchain/shared/conflict"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// This file tells what it means that a ruling shuts a device out, before it is signed.

// shutOut is what becomes of a case's device: whose it is, since when it is out already, how
// many commands came from it (what was decided of them stays) and how many it had not handed
// in when it last told.
func (c *Core) shutOut(k conflict.Case) []Fact {
	f := &facts{c: c}
	f.text("shut_out", c.whose(k))
	d, err := readDoc[party.Device](c, wire.DocDevice, k.Device)
	if err != nil || d == nil {
		return f.all
	}
	f.at("out_since", FactMoment, d.RevokedAt)
	f.pieces("came", int64(d.LastSeq)) //nolint:gosec // a count of commands
	if d.Backlog > 0 {
		f.pieces("unsent", int64(d.Backlog)) //nolint:gosec // as above
	}
	return f.all
}

// whose names a case's device and its person, as they were when it opened; "" for the
// server's own, which nobody shuts out.
func (c *Core) whose(k conflict.Case) string {
	if p, err := c.person(k.Person); err == nil && p != nil && p.Has(party.RoleServer) {
		return ""
	}
	return k.DeviceName + " · " + k.PersonName
}
