package engine_test

import (
	"testing"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"
)

// What one client asks of the stock of one offer and of the budgets of two units.
type verb int

const (
	submits verb = iota
	approves
	rejects
	cancels
	transfers
	restocks
	reads
)

// wanted is an order as it is signed; number counts the orders of a history from 0.
type wanted struct{ number, unit, pieces, cost int64 }

// asked is one operation. Order is of submit, approve, reject and cancel; unit (from whose
// budget) and amount of the others.
type asked struct {
	verb   verb
	order  wanted
	unit   int64
	amount int64
}

// told is the answer. Unknown is what a client heard nothing of: it may have happened
// or not, and nothing is asked of it.
type told struct {
	unknown bool
	applied bool
	// stockShort and budgetShort say that the receipt of a parked command names stock or
	// money as the reason; pieces and money are what it says that there was.
	stockShort, budgetShort bool
	pieces, money           int64
	// stock and budgets are what a read found, or what was published with what was
	// applied; nil where nothing was.
	stock   *shelf
	budgets [2]*purse
	// looked says that an order needs to be looked at before it can be approved, as its
	// unit ordered the like lately. The clerk takes that as it comes.
	looked bool
}

// fits reports whether an answer is the one that was expected, when the clerk's book
// is s afterwards.
func (t told) fits(expected told, s sequential) bool {
	if t.unknown {
		return true
	}
	if t.stock != nil && *t.stock != s.shelf {
		return false
	}
	for i, b := range t.budgets {
		if b != nil && *b != s.purses[i] {
			return false
		}
	}
	t.stock, t.budgets, t.looked = nil, [2]*purse{}, false
	return t == expected
}

// shelf is the stock of the offer: pieces.
type shelf struct{ onHand, reserved int64 }

// purse is a budget: kopiykas.
type purse struct{ appropriated, reserved, committed int64 }

func (p purse) free() int64 { return p.appropriated - p.reserved - p.committed }

// Where an order of a history stands; 0 is one that was never taken.
const (
	verifying = 'v'
	reserved  = 'r'
	committed = 'c'
	over      = 'x'
)

// sequential is the whole truth of a history at one moment, as one clerk with one book
// would keep it.
type sequential struct {
	shelf  shelf
	purses [2]purse
	// orders has a letter for each order.
	orders string
}

func (s sequential) standing(o wanted) byte {
	if o.number >= int64(len(s.orders)) {
		return 0
	}
	return s.orders[o.number]
}

func (s sequential) with(o wanted, letter byte) sequential {
	all := make([]byte, max(int64(len(s.orders)), o.number+1))
	copy(all, s.orders)
	all[o.number] = letter
	s.orders = string(all)
	return s
}

// step does what is asked and compares what the clerk would answer.
func (s sequential) step(a asked, t told) (bool, sequential) {
	next, expected := s.answer(a)
	if t.looked {
		next = next.with(a.order, verifying)
	}
	return t.fits(expected, next), next
}

func (s sequential) answer(a asked) (sequential, told) {
	p, o := &s.purses[a.order.unit], a.order
	switch a.verb {
	case submits:
		var t told
		if free := s.shelf.onHand - s.shelf.reserved; free < o.pieces {
			t.stockShort, t.pieces = true, free
		}
		if p.free() < o.cost {
			t.budgetShort, t.money = true, p.free()
		}
		if t.applied = !t.stockShort && !t.budgetShort; t.applied {
			s.shelf.reserved += o.pieces
			p.reserved += o.cost
			s = s.with(o, reserved)
		}
		return s, t
	case approves:
		if s.standing(o) != reserved {
			return s, told{}
		}
		p.reserved -= o.cost
		p.committed += o.cost
		return s.with(o, committed), told{applied: true}
	case rejects, cancels:
		switch stands := s.standing(o); {
		case stands == reserved, stands == verifying:
			p.reserved -= o.cost
		case stands == committed && a.verb == cancels:
			p.committed -= o.cost
		default:
			return s, told{}
		}
		s.shelf.reserved -= o.pieces
		return s.with(o, over), told{applied: true}
	case transfers:
		if s.purses[a.unit].free() < a.amount {
			return s, told{budgetShort: true, money: s.purses[a.unit].free()}
		}
		s.purses[a.unit].appropriated -= a.amount
		s.purses[1-a.unit].appropriated += a.amount
		return s, told{applied: true}
	case restocks:
		s.shelf.onHand = max(a.amount, s.shelf.reserved)
		return s, told{applied: true}
	case reads:
		return s, told{}
	}
	panic("no such operation")
}

// model is the clerk for the checker.
func model(first sequential) porcupine.Model {
	return porcupine.Model{
		Init: func() any { return first },
		Step: func(state, input, output any) (bool, any) {
			return state.(sequential).step(input.(asked), output.(told)) //nolint:forcetypeassert // nothing else is put in
		},
	}
}

// The checker finds what must not be: this is what the histories of the real database
// are held against.
func TestLinear_ModelRefuses(t *testing.T) {
	t.Parallel()
	first := sequential{shelf: shelf{onHand: 10}, purses: [2]purse{{appropriated: 100}, {appropriated: 100}}}
	seven := func(number int64) asked {
		return asked{verb: submits, order: wanted{number: number, pieces: 7, cost: 7}}
	}
	yes, no := told{applied: true}, told{stockShort: true, pieces: 3}
	for name, row := range map[string]struct {
		history []porcupine.Operation
		holds   bool
	}{
		"one after another": {holds: true, history: []porcupine.Operation{
			{Input: seven(0), Output: yes, Call: 1, Return: 2}, {Input: seven(1), Output: no, Call: 3, Return: 4},
		}},
		"at once, whoever is first": {holds: true, history: []porcupine.Operation{
			{Input: seven(0), Output: no, Call: 1, Return: 4}, {Input: seven(1), Output: yes, Call: 2, Return: 3},
		}},
		"what nobody heard of happened later": {holds: true, history: []porcupine.Operation{
			{Input: seven(0), Output: told{unknown: true}, Call: 1, Return: 9}, {Input: seven(1), Output: no, Call: 3, Return: 4},
		}},
		"the same pieces twice": {history: []porcupine.Operation{
			{Input: seven(0), Output: yes, Call: 1, Return: 4}, {Input: seven(1), Output: yes, Call: 2, Return: 3},
		}},
		"refused though there was enough": {history: []porcupine.Operation{
			{Input: seven(0), Output: told{stockShort: true, pieces: 10}, Call: 1, Return: 2}, {Input: seven(1), Output: yes, Call: 3, Return: 4},
		}},
		"the wrong reason": {history: []porcupine.Operation{
			{Input: seven(0), Output: yes, Call: 1, Return: 2}, {Input: seven(1), Output: told{budgetShort: true, money: 93}, Call: 3, Return: 4},
		}},
		"a wrong figure in the reason": {history: []porcupine.Operation{
			{Input: seven(0), Output: yes, Call: 1, Return: 2}, {Input: seven(1), Output: told{stockShort: true, pieces: 4}, Call: 3, Return: 4},
		}},
		"something else was published": {history: []porcupine.Operation{
			{Input: seven(0), Output: told{applied: true, budgets: [2]*purse{{appropriated: 100, reserved: 14}}}, Call: 1, Return: 2},
		}},
		"an old reading": {history: []porcupine.Operation{
			{Input: seven(0), Output: yes, Call: 1, Return: 2},
			{Input: asked{verb: reads}, Output: told{stock: &shelf{onHand: 10}}, Call: 3, Return: 4},
		}},
		"done twice by one command": {history: []porcupine.Operation{
			{Input: asked{verb: submits, order: wanted{pieces: 2, cost: 2}}, Output: yes, Call: 1, Return: 2},
			{Input: asked{verb: reads}, Output: told{stock: &shelf{onHand: 10, reserved: 4}}, Call: 3, Return: 4},
		}},
		"approved after it was cancelled": {history: []porcupine.Operation{
			{Input: seven(0), Output: yes, Call: 1, Return: 2},
			{Input: asked{verb: cancels, order: seven(0).order}, Output: yes, Call: 3, Return: 4},
			{Input: asked{verb: approves, order: seven(0).order}, Output: yes, Call: 5, Return: 6},
		}},
		"money moved that was held": {history: []porcupine.Operation{
			{Input: seven(0), Output: yes, Call: 1, Return: 2},
			{Input: asked{verb: transfers, amount: 94}, Output: yes, Call: 3, Return: 4},
		}},
	} {
		require.Equal(t, row.holds, porcupine.CheckOperations(model(first), row.history), name)
	}
}
