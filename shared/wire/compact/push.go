package compact

import (
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/wire"
)

// Fits says whether a push may be packed: few commands, and small ones.
func Fits(commands [][]byte) bool {
	size := 0
	for _, c := range commands {
		size += len(c)
	}
	return len(commands) > 0 && len(commands) <= maxCommands && size <= wire.LivePushMax
}

// PackPush makes a message of a push that Fits. The device is that of the socket and
// the version that of its protocol; an empty program is the one that was said before.
// What is packed must be sent: the other side learns from it.
func (c *Codec) PackPush(k *Known, r wire.PushRequest) []byte { return c.seal(pushOf(k, r)) }

func pushOf(k *Known, r wire.PushRequest) *writer {
	w := &writer{known: k, keeps: true, skeleton: appendHead(nil, majorArray, pushFields)}
	w.skeleton = appendInt(w.skeleton, r.Clock)
	w.skeleton = appendHead(w.skeleton, majorUint, r.Backlog)
	w.skeleton = append(appendHead(w.skeleton, majorText, uint64(len(r.Program))), r.Program...)
	if r.Epoch.IsZero() {
		w.skeleton = appendHead(w.skeleton, majorBytes, 0)
	} else {
		w.value(r.Epoch[:])
	}
	k.fixed[slotClock] = appendInt(nil, r.Clock)
	w.envelopes(r.Commands, func(int) {}, func(raw []byte, p parts) { k.signed(raw, p.key) })
	return w
}

// pushFields are clock, backlog, program, epoch and commands; answerFields clock and receipts.
const (
	pushFields   = 5
	answerFields = 2
)

// UnpackPush reads what PackPush made, for the device of the socket. After a fault what
// is known is of no use any more. Faults: Malformed, TooLarge, VersionUnknown (another dictionary).
func (c *Codec) UnpackPush(k *Known, device id.ID[id.Device], packed []byte) (wire.PushRequest, error) {
	check, skeleton, tail, err := c.open(packed)
	if err != nil {
		return wire.PushRequest{}, err
	}
	r := &rebuilder{known: k, in: reader{rest: skeleton}, tail: reader{rest: tail}, keeps: true, left: wire.LivePushMax}
	request := wire.PushRequest{Version: wire.Version, Device: device}
	if request.Clock, err = r.begin(pushFields); err != nil {
		return wire.PushRequest{}, malformed("push", err)
	}
	backlog, err := r.in.head()
	if err != nil || backlog.major != majorUint {
		return wire.PushRequest{}, malformed("backlog", errShape)
	}
	request.Backlog = backlog.arg
	program, err := r.in.head()
	if err != nil || program.major != majorText {
		return wire.PushRequest{}, malformed("program", errShape)
	}
	text, err := r.in.take(program.arg)
	if err != nil {
		return wire.PushRequest{}, malformed("program", err)
	}
	request.Program = string(text)
	if request.Epoch, err = r.epoch(); err != nil {
		return wire.PushRequest{}, malformed("epoch", err)
	}
	request.Commands, err = r.envelopes(maxCommands, check, func(int) {}, func(raw []byte, p parts) { k.signed(raw, p.key) })
	if err != nil {
		return wire.PushRequest{}, malformed("commands", err)
	}
	return request, nil
}

// epoch reads one, or none.
func (r *rebuilder) epoch() (id.ID[id.Epoch], error) {
	b, err := r.item(nil, 0)
	switch {
	case err != nil:
		return id.ID[id.Epoch]{}, err
	case len(b) == 1 && b[0] == noBytes:
		return id.ID[id.Epoch]{}, nil
	case len(b) != 1+idSize || b[0] != noBytes|idSize:
		return id.ID[id.Epoch]{}, errShape
	}
	return id.ID[id.Epoch](b[1:]), nil
}

// noBytes is the empty byte string.
const noBytes = majorBytes << 5

// begin reads the head of the whole and its clock.
func (r *rebuilder) begin(fields uint64) (int64, error) {
	whole, err := r.in.head()
	if err != nil || whole.major != majorArray || whole.arg != fields {
		return 0, errShape
	}
	clock, err := r.in.head()
	if err != nil || clock.arg > 1<<62 || clock.major != majorUint && clock.major != majorInt {
		return 0, errShape
	}
	n := int64(clock.arg) //nolint:gosec // compared above
	if clock.major == majorInt {
		n = -1 - n
	}
	r.known.fixed[slotClock] = appendInt(nil, n)
	return n, nil
}

// PackReceipts makes a message of the answer to a push: of its commands, in their order.
// It does not learn. Fault: TooLarge when they do not fit.
func (c *Codec) PackReceipts(k *Known, commands [][]byte, a wire.PushResponse) ([]byte, error) {
	w, err := answerOf(k, commands, a)
	if err != nil {
		return nil, err
	}
	return c.seal(w), nil
}

func answerOf(k *Known, commands [][]byte, a wire.PushResponse) (*writer, error) {
	size := 0
	for _, r := range a.Receipts {
		size += len(r)
	}
	if len(a.Receipts) != len(commands) || size > maxReceipts {
		return nil, fault.Because("pack", fault.Reason{Code: fault.TooLarge, Ref: "receipts", Have: int64(size), Want: maxReceipts})
	}
	w := &writer{known: k, skeleton: appendInt(appendHead(nil, majorArray, answerFields), a.Clock)}
	k.fixed[slotClock] = appendInt(nil, a.Clock)
	if p, ok := firstParts(a.Receipts); ok {
		k.fixed[slotServer] = p.key // the device knows it, and compares
	}
	w.envelopes(a.Receipts, func(i int) { k.about(commands[i]) }, func([]byte, parts) {})
	if len(w.skeleton) > maxSkeleton {
		return nil, fault.Because("pack", fault.Reason{Code: fault.TooLarge, Ref: "receipts", Have: int64(size), Want: maxReceipts})
	}
	return w, nil
}

func firstParts(envelopes [][]byte) (parts, bool) {
	if len(envelopes) == 0 {
		return parts{}, false
	}
	return split(envelopes[0])
}

// UnpackReceipts reads what PackReceipts made of the answer to these commands. Server is
// the thumbprint of the key that receipts are signed with. Faults: Malformed, TooLarge,
// VersionUnknown (another dictionary).
func (c *Codec) UnpackReceipts(k *Known, server [hashSize]byte, commands [][]byte, packed []byte) (wire.PushResponse, error) {
	check, skeleton, tail, err := c.open(packed)
	if err != nil {
		return wire.PushResponse{}, err
	}
	k.fixed[slotServer] = server[:]
	r := &rebuilder{known: k, in: reader{rest: skeleton}, tail: reader{rest: tail}, left: maxReceipts}
	var a wire.PushResponse
	if a.Clock, err = r.begin(answerFields); err != nil {
		return wire.PushResponse{}, malformed("answer", err)
	}
	a.Receipts, err = r.envelopes(len(commands), check, func(i int) { k.about(commands[i]) }, func([]byte, parts) {})
	if err != nil {
		return wire.PushResponse{}, malformed("receipts", err)
	}
	return a, nil
}
