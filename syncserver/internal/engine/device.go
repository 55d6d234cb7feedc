package engine

import (
	"encoding/binary"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// Figures of devices, in milliseconds.
const (
	// maxSkew is how far a device's clock may be off before it is a case.
	maxSkew = 5 * 60 * 1000
	// contactEvery is how often a sign of life alone is published.
	contactEvery = 60 * 1000
)

// contact is what a device told of itself with a request; the zero contact is none.
type contact struct {
	// clock is the device's, Unix milliseconds.
	clock   int64
	program string
	// backlog is what it still has; a sign of life that brings nothing says nothing of it.
	backlog uint64
	brings  bool
}

// chain is a device's chain in the making.
type chain struct {
	Chain
	links map[uint64]Link
	// moved is set when a command joined, shut when a ruling shut the device out.
	moved, shut bool
}

func newChain(c Chain) *chain {
	k := &chain{Chain: c, links: map[uint64]Link{}}
	for _, l := range c.Links {
		k.links[l.Seq] = l
	}
	if c.LastSeq > 0 {
		last := k.links[c.LastSeq]
		k.links[c.LastSeq] = Link{Seq: c.LastSeq, Prev: last.Prev, Hash: c.LastHash}
	}
	return k
}

// link joins a command to its device's chain; it returns why it cannot. A number
// that was skipped opens a case, the last missing one closes it.
func (b *batch) link(o opened) []fault.Reason {
	c := o.command
	k := b.chains[c.Device]
	fork, gap := rules.CheckChain(k.LastSeq, k.LastHash, c)
	if fork != nil && !k.isMissing(c, o.hash) {
		if first, ok := k.links[c.DeviceSeq]; ok {
			fork[0].Ref = first.Hash.String()
		}
		return fork
	}
	k.links[c.DeviceSeq] = Link{Seq: c.DeviceSeq, Prev: c.Prev, Hash: o.hash}
	k.moved = true
	if fork != nil {
		b.closeGap(k, c.DeviceSeq)
		return nil
	}
	if gap != nil {
		b.open(b.gapCase(k, o, gap))
	}
	k.LastSeq, k.LastHash = c.DeviceSeq, o.hash
	return nil
}

// isMissing reports whether a late command is one of those that are waited for,
// and fits to its neighbours.
func (k *chain) isMissing(c seal.Command, hash seal.Hash) bool {
	if _, taken := k.links[c.DeviceSeq]; taken {
		return false
	}
	if before, ok := k.links[c.DeviceSeq-1]; ok && before.Hash != c.Prev {
		return false
	}
	if after, ok := k.links[c.DeviceSeq+1]; ok && after.Prev != hash {
		return false
	}
	for _, open := range k.Open {
		if first, came := gapOf(open); c.DeviceSeq >= first && c.DeviceSeq < came {
			return true
		}
	}
	return false
}

// gapOf returns the first number a gap misses and the number that came instead;
// nothing lies between them for another kind of case.
func gapOf(c conflict.Case) (first, came uint64) {
	if c.Kind != conflict.DeviceGap || len(c.Reasons) == 0 {
		return 0, 0
	}
	return uint64(c.Reasons[0].Want), uint64(c.Reasons[0].Have) //nolint:gosec // counts of commands
}

func (b *batch) gapCase(k *chain, o opened, gap []fault.Reason) conflict.Case {
	g := rules.Park(b.facts(), o.command, o.hash, k.Device, gap)
	g.ID = deviceCaseID(conflict.DeviceGap, k.Device.ID, o.command.DeviceSeq)
	g.Kind, g.Order, g.Signed, g.Standing = conflict.DeviceGap, id.ID[id.Order]{}, nil, nil
	return g
}

// closeGap closes the case of the gap that a late command filled, when nothing
// of it is missing any more. No other gap is looked at, and a gap only as long as
// there are commands: what a filler costs must not be its sender's to choose.
func (b *batch) closeGap(k *chain, filled uint64) {
	b.resolve(k, func(c conflict.Case) bool {
		first, came := gapOf(c)
		if filled < first || filled >= came || came-first > uint64(len(k.links)) {
			return false
		}
		for seq := first; seq < came; seq++ {
			if _, there := k.links[seq]; !there {
				return false
			}
		}
		return true
	})
}

// follow keeps the open cases of a device's chain as they are: a ruling ends them, too,
// and one that is taken back opens them again.
func (b *batch) follow(c conflict.Case) {
	k := b.chains[c.Device]
	if k == nil || c.Kind != conflict.DeviceGap && c.Kind != conflict.ClockSkew {
		return
	}
	var open []conflict.Case
	for _, o := range k.Open {
		if o.ID != c.ID {
			open = append(open, o)
		}
	}
	if c.IsOpen() {
		open = append(open, c)
	}
	k.Open = open
}

// open opens a case about a device.
func (b *batch) open(c conflict.Case) {
	b.apply(rules.Outcome{Cases: []conflict.Case{c}})
}

// resolve closes those of a device's cases that are over.
func (b *batch) resolve(k *chain, isOver func(conflict.Case) bool) {
	var open []conflict.Case
	for _, c := range k.Open {
		if !isOver(c) {
			open = append(open, c)
			continue
		}
		b.apply(rules.Outcome{Cases: []conflict.Case{c.Close(conflict.Resolved, b.now)}})
	}
	k.Open = open
}

// deviceCaseID is the id of a case about a device itself; n tells its cases of a
// kind apart.
func deviceCaseID(kind conflict.Kind, device id.ID[id.Device], n uint64) id.ID[id.Case] {
	text := append([]byte("case/"+kind.String()+"/"), device[:]...)
	return id.FromHash[id.Case](seal.Sum(binary.BigEndian.AppendUint64(text, n)))
}

// contact notes what is new about the devices of the batch.
func (b *batch) contact() {
	for _, device := range b.devices {
		k := b.chains[device]
		if k.Device.ID.IsZero() {
			continue
		}
		d := k.Device
		changed := k.shut
		if k.moved && d.LastSeq != k.LastSeq {
			d.LastSeq, changed = k.LastSeq, true
		}
		if device == b.pusher && b.said != (contact{}) {
			changed = b.hear(k, &d) || changed
		}
		if changed {
			d.Version++
			b.out.batch.Devices = append(b.out.batch.Devices, d)
		}
	}
}

// hear takes in what the pusher says of itself; false when that is not worth a document.
func (b *batch) hear(k *chain, d *party.Device) bool {
	skew := b.said.clock - b.now
	isOff := skew > maxSkew || skew < -maxSkew
	wasOff := false
	for _, c := range k.Open {
		wasOff = wasOff || c.Kind == conflict.ClockSkew
	}
	switch {
	case isOff && !wasOff:
		reasons := []fault.Reason{{Code: fault.ClockSkew, Have: skew}}
		c := seal.Command{Person: d.Person, Device: d.ID, ClaimedAt: b.said.clock}
		odd := rules.Park(b.facts(), c, seal.Hash{}, *d, reasons)
		odd.ID = deviceCaseID(conflict.ClockSkew, d.ID, uint64(b.now)) //nolint:gosec // after 1970
		b.open(odd)
	case !isOff && wasOff:
		b.resolve(k, func(c conflict.Case) bool { return c.Kind == conflict.ClockSkew })
	}
	isNews := isOff != wasOff || d.Program != b.said.program || b.now-d.LastContact >= contactEvery || k.moved ||
		b.said.brings && d.Backlog != b.said.backlog
	if isNews {
		d.LastContact, d.Skew, d.Program = b.now, skew, b.said.program
		if b.said.brings {
			d.Backlog = min(b.said.backlog, seal.MaxDeviceSeq)
		}
	}
	return isNews
}
