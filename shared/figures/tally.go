package figures

// Tally keeps the figures of orders that come, change and go: a change costs what its
// own order has, not a count of all. What the figures say of an order also changes
// with the clock alone, so every digest has the moment at which that happens next.
//
// Between calls it is true that counter holds exactly the digests of all, each as it
// stands at the counter's moment, which lies before every moment of next.
type Tally struct {
	counter

	all []*Digest
	// next goes with all.
	next []int64
}

// NewTally is one without any order.
func NewTally(now int64) *Tally { return &Tally{counter: *newCounter(now)} }

// Add takes an order in. Its digest must not change until it is removed.
func (t *Tally) Add(d *Digest) {
	d.place = len(t.all)
	t.all, t.next = append(t.all, d), append(t.next, d.changes(t.now))
	t.count(d, 1)
}

// Remove takes out an order that was added.
func (t *Tally) Remove(d *Digest) {
	t.count(d, -1)
	last := len(t.all) - 1
	t.all[d.place], t.next[d.place] = t.all[last], t.next[last]
	t.all[d.place].place = d.place
	t.all[last] = nil
	t.all, t.next = t.all[:last], t.next[:last]
}

// Figures are those of a moment, Unix milliseconds: what Count says of the same orders.
func (t *Tally) Figures(now int64) Figures {
	t.move(now)
	return t.figures()
}

// move goes to another moment. Where the clock went back, or the plots begin with
// another day, all is counted anew.
func (t *Tally) move(now int64) {
	if now < t.now || now >= t.ends() {
		t.counter = *newCounter(now)
		for i, d := range t.all {
			t.next[i] = d.changes(now)
			t.count(d, 1)
		}
		return
	}
	var changed []int
	for i, at := range t.next {
		if at <= now {
			changed = append(changed, i)
			t.count(t.all[i], -1)
		}
	}
	t.at(now)
	for _, i := range changed {
		t.next[i] = t.all[i].changes(now)
		t.count(t.all[i], 1)
	}
}

// never is behind every moment.
const never = 1<<63 - 1

// changes is when, after a moment, the figures say something else of an order without
// anything having happened to it: when something that lies ahead comes, leaves the
// period, leaves the one before, or a promise is over.
func (d *Digest) changes(now int64) int64 {
	next := int64(never)
	ahead := func(at int64) {
		if at > now {
			next = min(next, at)
		}
	}
	period := Period.Milliseconds()
	passes := func(at int64) {
		ahead(at)
		ahead(at + period)
		ahead(at + 2*period)
	}
	passes(d.AcceptedAt)
	passes(d.ApprovedAt)
	for i := range d.Spans {
		passes(d.Spans[i].To)
	}
	for i := range d.Parts {
		passes(d.Parts[i].Delivered)
		if d.Parts[i].Due {
			ahead(d.Parts[i].Promised + 1)
		}
	}
	for _, t := range d.Returns {
		passes(t.At)
	}
	for _, t := range d.Rejected {
		passes(t.At)
	}
	for _, p := range d.Paid {
		passes(p.At)
	}
	return next
}
