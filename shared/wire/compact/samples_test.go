package compact

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"dotchain/shared/conflict"
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// desk is a device of an invented person that signs commands as they are signed in the
// field, all from a seed. Ids, hashes and keys are of chance.
type desk struct {
	random *rand.Rand
	key    *sharedtest.Key
	server *sharedtest.Key
	person party.Person
	device id.ID[id.Device]
	epoch  id.ID[id.Epoch]
	budget id.ID[id.Budget]
	point  id.ID[id.Point]
	// offers are what the unit orders of; some are ordered again.
	offers []order.Line
	seen   seal.Hash
	head   uint64
	seq    uint64
	prev   seal.Hash
	now    time.Time
}

func chance[K any](r *rand.Rand, at time.Time) id.ID[K] {
	var b [10]byte
	for i := range b {
		b[i] = byte(r.Uint32()) //nolint:gosec // cut on purpose
	}
	return id.New[K](at, b)
}

// derived is an id that follows from content (docs/formats/seal.md, section 3.50).
func derived[K any](r *rand.Rand) id.ID[K] {
	i := chance[K](r, time.UnixMilli(r.Int64N(1<<47)))
	i[6], i[8] = 0x80|i[6]&0x0f, 0x80|i[8]&0x3f
	return i
}

func hashOf(r *rand.Rand) seal.Hash {
	a, b := derived[id.Order](r), derived[id.Order](r)
	return seal.Sum(append(a[:], b[:]...))
}

func newDesk(seed uint64) *desk {
	r := rand.New(rand.NewPCG(seed, 17)) //nolint:gosec // samples
	now := sharedtest.Now.Add(time.Duration(r.Int64N(int64(3 * 365 * 24 * time.Hour))))
	org := derived[id.Org](r)
	d := &desk{
		random: r, now: now, key: sharedtest.NewKey(hashOf(r).String()), server: sharedtest.NewKey(hashOf(r).String()),
		person: party.Person{ID: chance[id.Person](r, now), Org: org, Zone: party.ZoneUnit},
		device: chance[id.Device](r, now), epoch: chance[id.Epoch](r, now), budget: derived[id.Budget](r), point: chance[id.Point](r, now),
		seen: hashOf(r), head: 100 + r.Uint64N(9_000_000), seq: r.Uint64N(700), prev: hashOf(r),
	}
	for range 12 {
		var terms supply.Terms
		h := hashOf(r)
		copy(terms[:], h[:])
		d.offers = append(d.offers, order.Line{
			Offer: derived[id.Offer](r), Terms: terms, UOM: pick(r, "H87", "H87", "H87", "H87", "PR", "SET", "MTR", "KGM", "LTR", "XBX"),
			Price: money.Amount(100 * (1 + r.Int64N(50_000))), VATRate: money.BasisPoints(pick(r, int64(2000), 2000, 2000, 0, 700)),
		})
		if r.IntN(3) == 0 {
			d.offers[len(d.offers)-1].Price = money.Amount(1 + r.Int64N(90_000_000))
		}
	}
	return d
}

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// sometimes is a text, mostly none.
func (d *desk) sometimes(of ...string) string {
	if d.random.IntN(4) != 0 {
		return ""
	}
	return pick(d.random, of...)
}

// submit is an order of so many lines.
func (d *desk) submit(lines int) order.Revision {
	r := order.Revision{
		Order: chance[id.Order](d.random, d.now.Add(-time.Duration(d.random.IntN(600))*time.Second)), Number: 1, Unit: d.person.Org, Budget: d.budget, Point: d.point,
		NeededBy: d.day(7 + d.random.IntN(60)), Urgency: order.Urgency(1 + d.random.IntN(3)), //nolint:gosec // small
		Note: d.sometimes("Для навчання особового складу.", "Потреба бойових груп, терміново.", "Заміна втраченого майна.", "Згідно із заявкою начальника служби."),
	}
	for range lines {
		l := d.offers[d.random.IntN(len(d.offers))]
		l.Quantity = pick(d.random, 1+d.random.Int64N(10), 1+d.random.Int64N(100), 1+d.random.Int64N(1000))
		r.Lines = append(r.Lines, l)
	}
	return sharedtest.Totalled(r)
}

// day is the last moment of a day in Kyiv, some days from now.
func (d *desk) day(after int) int64 {
	return d.now.Truncate(24*time.Hour).AddDate(0, 0, after).Add(21*time.Hour - time.Millisecond).UnixMilli()
}

// command is any command of a person, orders foremost.
func (d *desk) command() (seal.Kind, any) {
	r, o, h := d.random, chance[id.Order](d.random, d.now), hashOf(d.random)
	switch n := r.IntN(30); {
	case n < 10:
		return seal.KindSubmitOrder, d.submit(1 + r.IntN(8))
	case n < 13:
		return seal.KindApproveOrder, order.Decision{Order: o, Hash: h, Comment: d.sometimes("Погоджено.")}
	case n < 15:
		return seal.KindVerifyOrder, order.Verify{Order: o, Hash: h, Comment: d.sometimes("Перевірено, зауважень немає.")}
	case n < 17:
		return seal.KindCosignOrder, order.Cosign{Order: o, Hash: h}
	case n < 18:
		return seal.KindTakeOrder, order.Take{Order: o, Release: r.IntN(4) == 0}
	case n < 19:
		return seal.KindRejectOrder, order.Decision{Order: o, Hash: h, Reason: 3, Comment: "Потребу не обґрунтовано."}
	case n < 20:
		return seal.KindCancelOrder, order.Decision{Order: o, Hash: h, Reason: 8, Comment: d.sometimes("Потреба відпала.")}
	case n < 21:
		return seal.KindReturnOrder, order.Return{Order: o, Hash: h, Questions: []order.Ask{{Line: 1 + r.IntN(5), Field: "quantity", Reason: 1, Text: "Уточніть, будь ласка, кількість."}}}
	case n < 24:
		return seal.KindAccept, delivery.Accept{Delivery: derived[id.Delivery](r), Count: h}
	case n < 26:
		body := delivery.Receive{Delivery: derived[id.Delivery](r), Code: "7K3QM-4ZT9A"}
		for range 1 + r.IntN(5) {
			body.Counts = append(body.Counts, delivery.Count{Delivered: 1 + r.Int64N(200)})
		}
		return seal.KindReceive, body
	case n < 27:
		body := delivery.Dispatch{Order: o, Handover: h, Carrier: "ТОВ «Перевізник»", Vehicle: "АА 1234 ВВ"}
		for i := range 1 + r.IntN(5) {
			body.Lines = append(body.Lines, delivery.DispatchLine{Line: i + 1, Quantity: 1 + r.Int64N(200)})
		}
		return seal.KindDispatch, body
	case n < 29:
		body := delivery.Respond{Order: o}
		for i := range 1 + r.IntN(5) {
			body.Lines = append(body.Lines, delivery.ResponseLine{Line: i + 1, Status: 5, PromisedAt: d.day(14)})
		}
		return seal.KindRespondOrder, body
	}
	return seal.KindRuleCase, conflict.RuleCase{Case: derived[id.Case](r), Seen: h, Outcome: 1, Ground: 1}
}

// sign makes the next command of the device.
func (d *desk) sign(kind seal.Kind, body any) []byte {
	d.seq++
	d.head += d.random.Uint64N(40)
	at := d.now.Add(time.Duration(d.random.IntN(60_000)) * time.Millisecond)
	d.now = at
	e, err := seal.SignCommand(seal.Command{
		Version: seal.CommandVersion, ID: chance[id.Command](d.random, at), Kind: kind, Person: d.person.ID, Device: d.device,
		DeviceSeq: d.seq, Prev: d.prev, ClaimedAt: at.UnixMilli(), Seen: seal.Seen{Epoch: d.epoch, Head: d.head, Checkpoint: d.seen},
		Body: seal.Encode(body),
	}, d.key)
	if err != nil {
		panic(err)
	}
	d.prev = e.Hash()
	return e.Raw
}

// receipt answers a command; some are parked.
func (d *desk) receipt(raw []byte, at time.Time) []byte {
	r := seal.Receipt{Envelope: seal.Sum(raw), ReceivedAt: at.UnixMilli(), Verdict: seal.Applied, Epoch: d.epoch}
	copy(r.Command[:], commandID(raw))
	if d.random.IntN(8) == 0 {
		r.Verdict, r.Case = seal.Parked, derived[id.Case](d.random)
		r.Reasons = []fault.Reason{pick(d.random,
			fault.Reason{Code: fault.StockGone, Line: 1 + d.random.IntN(5), Have: d.random.Int64N(10), Want: 10 + d.random.Int64N(90), Ref: derived[id.Offer](d.random).String()},
			fault.Reason{Code: fault.BudgetExceeded, Have: d.random.Int64N(10_000_000), Want: 10_000_000 + d.random.Int64N(10_000_000)},
		)}
	}
	e, err := seal.SignReceipt(r, d.server)
	if err != nil {
		panic(err)
	}
	return e.Raw
}

// request puts signed commands into a push.
func (d *desk) request(commands ...[]byte) wire.PushRequest {
	return wire.PushRequest{
		Version: wire.Version, Device: d.device, Clock: d.now.Add(time.Duration(d.random.IntN(3000)) * time.Millisecond).UnixMilli(), Commands: commands, Epoch: d.epoch,
	}
}

// answer is what the server says to a push.
func (d *desk) answer(r wire.PushRequest) wire.PushResponse {
	at := time.UnixMilli(r.Clock + d.random.Int64N(2000))
	a := wire.PushResponse{Clock: at.UnixMilli()}
	for _, c := range r.Commands {
		a.Receipts = append(a.Receipts, d.receipt(c, at))
	}
	return a
}

// hello is the device's.
func (d *desk) hello() wire.Live {
	key, prev, seen := seal.ThumbprintOf(d.key.Public()), d.prev, d.seen
	return wire.Live{
		Kind: wire.LiveHello, Cursor: &wire.Cursor{Epoch: d.epoch, Seq: d.head}, Names: [][]byte{key[:], prev[:], seen[:]},
	}
}

func (d *desk) socket() Socket { return SocketOf(d.device, d.person.ID, d.person.Org, d.hello()) }

// skeletons are those of some pushes on a device's socket, and of their answers.
func (d *desk) skeletons(pushes int) [][]byte {
	var all [][]byte
	k := NewKnown(d.socket())
	for n := range pushes {
		var commands [][]byte
		for range pick(d.random, 1, 1, 1, 1, 2, 5) {
			commands = append(commands, d.sign(d.command()))
		}
		r := d.request(commands...)
		if n == 0 {
			r.Program = pick(d.random, "1.0.0", "1.4.2", "2.0.1")
		}
		r.Backlog = uint64(pick(d.random, 0, 0, 0, 3)) //nolint:gosec // small
		w := pushOf(k, r)
		a := d.answer(r)
		v, err := answerOf(k, commands, a)
		if err != nil {
			panic(err)
		}
		all = append(all, slices.Clone(w.skeleton), slices.Clone(v.skeleton))
	}
	return all
}

// words are texts that people write into commands and that programs put there.
func words() string {
	return strings.Join([]string{
		"Потреба підтверджена начальником служби.", "Уточніть, будь ласка, кількість.", "Немає на складі.", "Заміна пошкодженого майна.",
		"Прийнято без зауважень.", "quantity", "needed_by", "point", "budget", "H87", "KGM", "MTR", "LTR", "SET", "PR", "application/pdf", "image/jpeg",
	}, "")
}
