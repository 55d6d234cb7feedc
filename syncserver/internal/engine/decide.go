package engine

import (
	"cmp"
	"crypto/ed25519"
	"maps"
	"slices"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/view"
	"dotchain/shared/wire"
)

// input is all that the decision of a batch depends on. The same input gives
// the same decision on every machine.
type input struct {
	// now is the server's clock, Unix milliseconds.
	now   int64
	epoch id.ID[id.Epoch]
	// server is the key of the server's own word.
	server ed25519.PublicKey
	// pusher is the device that sent the batch, said what it told of itself.
	pusher   id.ID[id.Device]
	said     contact
	commands []opened
	chains   map[id.ID[id.Device]]Chain
	known    known
	// world is what was loaded so far; deciding does not change it.
	world *rules.World
}

// known is which of the batch's commands came before.
type known struct {
	receipts map[seal.Hash][]byte
	// commands holds the envelope that stands in a chain under an id.
	commands map[id.ID[id.Command]]seal.Hash
}

// decided is what a batch comes to.
type decided struct {
	batch Batch
	// unsigned are the receipts of batch.Records, before they are signed.
	unsigned []seal.Receipt
	answers  []answer
}

// answer is the receipt of one command of the request: an old one, or that of a record.
type answer struct {
	old    []byte
	record int
}

func (d decided) changesNothing() bool {
	return len(d.batch.Records) == 0 && len(d.batch.Devices) == 0 && d.batch.Changes.IsEmpty()
}

func (d decided) receipts() [][]byte {
	all := make([][]byte, len(d.answers))
	for i, a := range d.answers {
		all[i] = a.old
		if a.old == nil {
			all[i] = d.batch.Records[a.record].Receipt
		}
	}
	return all
}

// batch is a decision in the making.
type batch struct {
	input
	// world is a copy that moves on with each command.
	world   *rules.World
	chains  map[id.ID[id.Device]]*chain
	devices []id.ID[id.Device] // those of chains, in a fixed order
	first   map[seal.Hash]int  // record of an envelope of this batch
	// born is set when a thing came to be that the world had looked up in vain:
	// only then may a later command ask for more than was loaded (reaches).
	born    bool
	changes merger
	out     decided
}

// decideBatch decides a batch of which nothing is lacking. It is pure. It decides at
// least the first command and ends before the first that reaches, through what came to be in
// this batch, further than was loaded: that one begins the next transaction, which finds
// all of it at once and locks it in its fixed order.
func decideBatch(in input) decided {
	b := &batch{
		input: in, world: copyOf(in.world), chains: map[id.ID[id.Device]]*chain{},
		first: map[seal.Hash]int{}, changes: newMerger(),
	}
	b.known.commands = maps.Clone(in.known.commands)
	for device, c := range in.chains {
		b.chains[device] = newChain(c)
		b.devices = append(b.devices, device)
	}
	slices.SortFunc(b.devices, id.ID[id.Device].Compare)
	for _, o := range in.commands {
		if b.reaches(o) {
			break
		}
		b.decide(o)
	}
	b.contact()
	return b.finish()
}

// lacking is what the world does not hold of all that the commands are about.
func lacking(in input) rules.Needs {
	var needs rules.Needs
	for _, c := range in.chains {
		// Whoever owns a device is named in its cases.
		if _, ok := in.world.People[c.Device.Person]; !ok && !c.Device.Person.IsZero() {
			needs.People = append(needs.People, c.Device.Person)
		}
		if _, ok := in.world.Orgs[c.Device.Org]; !ok && !c.Device.Org.IsZero() {
			needs.Orgs = append(needs.Orgs, c.Device.Org)
		}
	}
	for _, o := range in.commands {
		if o.genuine && in.known.receipts[o.hash] == nil {
			addNeeds(&needs, o.inquiry.Missing(in.world))
		}
	}
	tidyNeeds(&needs)
	return needs
}

// reaches reports whether a command asks for more than the world holds.
func (b *batch) reaches(o opened) bool {
	if !b.born || !o.genuine || b.known.receipts[o.hash] != nil {
		return false
	}
	needs := o.inquiry.Missing(b.world)
	return !needs.IsEmpty()
}

// decide decides one command and moves the world on.
func (b *batch) decide(o opened) {
	if receipt := b.known.receipts[o.hash]; receipt != nil {
		b.out.answers = append(b.out.answers, answer{old: receipt})
		return
	}
	if record, ok := b.first[o.hash]; ok {
		b.out.answers = append(b.out.answers, answer{record: record})
		return
	}
	reasons := slices.Clone(o.reasons)
	record := Record{Envelope: o.envelope, Hash: o.hash, Command: o.command, Device: b.pusher, ReceivedAt: b.now, Verdict: seal.Applied}

	if other, ok := b.known.commands[o.command.ID]; o.isReadable() && ok && other != o.hash {
		reasons = slices.Insert(reasons, 0, fault.Reason{Code: fault.Tampered, Ref: other.String()})
	} else if o.genuine {
		// Its keys were looked up before the transaction; the device's row is locked
		// now, so that a device that was shut out meanwhile is seen.
		if at := b.chains[o.command.Device].Device.RevokedAt; at != 0 && len(reasons) == 0 {
			reasons = []fault.Reason{{Code: fault.SignerRevoked, Have: at}}
		}
		fork := b.link(o)
		record.InChain = fork == nil
		reasons = append(reasons, fork...)
	}
	var outcome rules.Outcome
	if len(reasons) == 0 {
		outcome, reasons = rules.Decide(b.facts(), o.command)
	}
	receipt := seal.Receipt{Envelope: o.hash, Command: o.command.ID, ReceivedAt: b.now, Epoch: b.epoch}
	if len(reasons) > 0 {
		parked := b.park(o, reasons)
		outcome = rules.Outcome{Cases: []conflict.Case{parked}}
		if o.genuine {
			outcome.Things = rules.Kept(b.facts(), o.command, reasons)
		}
		record.Verdict, record.Reasons = seal.Parked, reasons
		receipt.Reasons, receipt.Case = reasons, parked.ID
	}
	receipt.Verdict = record.Verdict
	b.apply(outcome)

	if record.InChain {
		b.known.commands[o.command.ID] = o.hash
	}
	b.first[o.hash] = len(b.out.batch.Records)
	b.out.answers = append(b.out.answers, answer{record: len(b.out.batch.Records)})
	b.out.batch.Records = append(b.out.batch.Records, record)
	b.out.unsigned = append(b.out.unsigned, receipt)
}

func (b *batch) facts() rules.Facts { return rules.Facts{Now: b.now, World: b.world, Server: b.server} }

// park makes the case of a command that is not applied. What nobody proved to
// have signed is the case of the device that brought it: the person and order it
// names are not believed.
func (b *batch) park(o opened, reasons []fault.Reason) conflict.Case {
	c := o.command
	device := b.input.chains[b.pusher].Device
	if o.genuine {
		device = b.input.chains[c.Device].Device
	} else {
		c.Person, c.Device = device.Person, device.ID
	}
	parked := rules.Park(b.facts(), c, o.hash, device, reasons)
	if !o.genuine {
		parked.Order, parked.Standing = id.ID[id.Order]{}, nil
		return parked
	}
	return parked
}

// apply moves the world on and remembers the change.
func (b *batch) apply(o rules.Outcome) {
	b.born = b.born || isBirth(b.world, o)
	b.world.Apply(o)
	b.changes.add(o)
	b.shutOut(o.ShutOut)
	for _, c := range o.Cases {
		b.follow(c)
	}
}

// finish makes the batch that is saved.
func (b *batch) finish() decided {
	b.out.batch.Changes = b.changes.outcome()
	docs := view.Documents(b.world, b.out.batch.Changes)
	for _, d := range b.out.batch.Devices {
		docs = append(docs, view.Device(d)...)
	}
	// By kind first: what others name comes before them.
	slices.SortStableFunc(docs, func(x, y wire.Document) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), slices.Compare(x.ID[:], y.ID[:]), cmp.Compare(x.Scope, y.Scope))
	})
	b.out.batch.Documents = docs
	return b.out
}

// sign puts the signed receipts into the records.
func (e *Engine) sign(d *decided) error {
	errs := make([]error, len(d.unsigned))
	parallel(len(d.unsigned), func(i int) {
		signed, err := seal.SignReceipt(d.unsigned[i], e.cfg.Signer)
		d.batch.Records[i].Receipt, errs[i] = signed.Raw, err
	})
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
