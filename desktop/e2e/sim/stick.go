package sim

import (
	"crypto/ecdh"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// This file is the link of those that have none: courier files on a stick, which take
// days, come twice or overtake each other, and their answers on the way back.

// stickTries is how often whoever has the stick tries again.
const stickTries = 20

// key is a pair of keys of the courier's files.
type key struct{ courier.Key }

func (k key) public() []byte {
	p := k.Public()
	return p[:]
}

// courierKey is the key that follows from a name.
func courierKey(name string) key {
	sum := seal.Sum([]byte("courier/" + name))
	private, err := ecdh.X25519().NewPrivateKey(sum[:])
	if err != nil {
		panic(err)
	}
	return key{courier.NewKey(private)}
}

// export puts what waits on a stick.
func export(p *program) error {
	f, err := p.core.MakeCourier(p.w.likely(500))
	if err != nil {
		return err
	}
	if err = p.core.CourierSaved(f); err != nil {
		return err
	}
	p.w.note("%s exports %d", p.name, f.Count)
	p.hasExported = true
	for range 1 + p.w.IntN(2) {
		d := p.device
		p.w.after(p.w.within(2*day), p.name+" stick", func() { p.w.carry(d, f, stickTries) })
	}
	return nil
}

// carry brings a file to the server through another laptop.
func (w *world) carry(d *device, f client.CourierFile, tries int) {
	carrier := w.devices[w.IntN(len(w.devices))]
	answer, err := w.bring(carrier, f.Content)
	switch {
	case err != nil && tries > 0:
		w.after(time.Second+w.within(time.Minute), d.name+" stick again", func() { w.carry(d, f, tries-1) })
	case err == nil:
		w.count.Couriers++
		for range 1 + w.IntN(2) {
			w.after(w.within(2*day), d.name+" answer", func() { w.carryBack(d, answer, stickTries) })
		}
	}
}

// bring is the server that takes a courier file.
func (w *world) bring(carrier *device, file []byte) (answer []byte, err error) {
	w.risk(func() { answer, err = w.server.Courier(w.ctx, carrier.actor.Device.ID, file) })
	w.note("server takes a file from %s: %v", carrier.name, err)
	w.see()
	return answer, err
}

// carryBack brings the answer home.
func (w *world) carryBack(d *device, answer []byte, tries int) {
	var err error = fault.New("stick", fault.Offline)
	d.running(func(p *program) {
		var came client.CourierAnswer
		came, err = p.core.TakeCourierAnswer(answer)
		w.note("%s takes an answer: %d applied, %d parked, %d known: %v", d.name, came.Applied, came.Parked, came.Known, err)
		p.step(kicked())
	})
	if err != nil && tries > 0 {
		w.after(time.Second+w.within(10*time.Minute), d.name+" answer again", func() { w.carryBack(d, answer, tries-1) })
	}
}

// handIn brings all that waits on a device which was shut out to the server by files, until
// nothing waits any more.
func (w *world) handIn(d *device) {
	d.running(func(p *program) {
		if f, err := p.core.MakeCourier(false); err == nil {
			if answer, err := w.bring(w.devices[0], f.Content); err == nil {
				_, err = p.core.TakeCourierAnswer(answer)
				w.note("%s hands in %d: %v", d.name, f.Count, err)
			}
		}
	})
	w.after(5*time.Second, d.name+" hands in", func() { w.handIn(d) })
}
