package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// A proposed penalty says itself what it is about: who opens it adds no pieces.
func TestClaim_AProposedOneIsOpenedAsItIs(t *testing.T) {
	t.Parallel()
	x, c := late(t)
	open := delivery.OpenClaim{Delivery: c.Delivery, Claim: c.ID, Reason: c.Reason, Lines: []delivery.ClaimLine{{Line: 1, Pieces: 1}}}
	require.Equal(t, []string{"field_invalid"}, x.refused(x.Quality, seal.KindOpenClaim, open))
}

// Another unit's delivery is not there to be claimed.
func TestOpenClaim_OnlyItsUnitOrTheAgency(t *testing.T) {
	t.Parallel()
	x, v := delivered(t, 4)
	other := sharedtest.NewActor(92, "Інший", x.Units[1], party.ZoneUnit, party.RoleReceiver)
	x.w.People[other.Person.ID] = &other.Person
	open := delivery.OpenClaim{Delivery: v.ID, Reason: delivery.Quality, Lines: []delivery.ClaimLine{{Line: 1, Pieces: 1}}}
	require.Equal(t, []string{"not_yours"}, x.refused(other, seal.KindOpenClaim, open))
}

// That pieces came late takes none of them back: they may be claimed for it besides.
func TestOpenClaim_ThatTheyWereLateCountsNoPieces(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	v := x.sent(x.note(4)) // the others are to come, so that the order does not close
	x.signedFor(receipt(v))
	four := []delivery.ClaimLine{{Line: 1, Pieces: 4}}
	x.done(x.Receiver, seal.KindOpenClaim, delivery.OpenClaim{Delivery: v.ID, Reason: delivery.Quality, Lines: four})
	x.done(x.Receiver, seal.KindOpenClaim, delivery.OpenClaim{Delivery: v.ID, Reason: delivery.Late, Lines: four})
	require.Equal(t, []string{"pieces_too_many"}, x.refused(x.Receiver, seal.KindOpenClaim, delivery.OpenClaim{Delivery: v.ID, Reason: delivery.Damaged, Lines: four}))
	x.settled(x.claims()[0], delivery.Withdrawn)
	x.done(x.Receiver, seal.KindOpenClaim, delivery.OpenClaim{Delivery: v.ID, Reason: delivery.Damaged, Lines: four})
}

// What was said of a claim stands in it, with whose word it is.
func TestClaim_KeepsWhatWasSaid(t *testing.T) {
	t.Parallel()
	x, v := delivered(t, 4)
	x.done(x.Receiver, seal.KindOpenClaim, delivery.OpenClaim{Delivery: v.ID, Reason: delivery.Quality, Text: "Не літає.", Lines: []delivery.ClaimLine{{Line: 1, Pieces: 1}}})
	c := x.claims()[0]
	x.done(x.Maker, seal.KindAnswerClaim, delivery.AnswerClaim{Claim: c.ID, Text: "Перевіримо."})
	x.done(x.Maker, seal.KindAnswerClaim, delivery.AnswerClaim{Claim: c.ID, Agrees: true})
	x.done(x.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: c.ID, Outcome: delivery.Withdrawn, Comment: "Полетів."})
	type word struct {
		text                 string
		fromSupplier, agrees bool
	}
	var said []word
	for _, w := range x.claims()[0].Thread {
		said = append(said, word{w.Text, w.FromSupplier, w.Agrees})
		require.NotZero(t, w.At)
		require.NotEmpty(t, w.Name)
	}
	require.Equal(t, []word{{"Перевіримо.", true, false}, {"", true, true}, {"Полетів.", false, false}}, said)
	last := x.w.Orders[x.order].Events[len(x.w.Orders[x.order].Events)-1]
	require.Equal(t, order.EventSettled, last.Kind)
	require.Equal(t, "Полетів.", last.Comment)
	require.EqualValues(t, 1, last.Pieces)
}

// Pieces that were accepted with remarks and go back are remarked no more.
func TestSettleClaim_WhatGoesBackHasNoRemarks(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	v := x.sent(x.note(4))
	r := receipt(v)
	r.Counts[0].Remarked, r.Counts[0].Reason, r.Counts[0].Remark = 4, delivery.Quality, "Подряпини."
	x.signedFor(r)
	require.EqualValues(t, 4, x.part(1).Remarked)
	x.done(x.Receiver, seal.KindOpenClaim, delivery.OpenClaim{Delivery: v.ID, Reason: delivery.Quality, Lines: []delivery.ClaimLine{{Line: 1, Pieces: 3}}})
	x.settled(x.claims()[0], delivery.Refunded)
	require.EqualValues(t, 1, x.part(1).Accepted)
	require.EqualValues(t, 1, x.part(1).Remarked)
	require.EqualValues(t, 3, x.part(1).Refused)
}

// A penalty has the days of its latest line, whichever that is.
func TestPenalty_HasTheDaysOfTheLatestLine(t *testing.T) {
	t.Parallel()
	for _, latest := range []int{1, 2} {
		x := newTrade(t, 6, 2)
		promised := x.part(1).PromisedAt
		x.w.Orders[x.order].Lines[2-latest].Parts[0].PromisedAt = promised + 4*day.Milliseconds() // the other one's
		v := x.sent(x.note(6, 2))
		x.at = time.UnixMilli(promised).Add(10*day + time.Hour)
		x.signedFor(receipt(v))
		c := x.claims()[0]
		require.Len(t, c.Lines, 2)
		require.EqualValues(t, 10, c.DaysLate)
	}
}

// Pieces that were refused have not arrived: they are late as long as no others came.
func TestLate_CountsWhatWasRefused(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	promised := x.part(1).PromisedAt
	r := receipt(x.sent(x.note(6)))
	r.Counts[0].Refused, r.Counts[0].Reason = 2, delivery.Damaged
	x.signedFor(r)
	missed := rules.Late(*x.w.Orders[x.order], promised+1)
	require.Len(t, missed, 1)
	require.EqualValues(t, 2, missed[0].Pieces)
}

// A delivery that never came is claimed whole.
func TestClaim_OnWhatNeverCameNamesNoPieces(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	v := x.sent(x.note(2))
	lost := delivery.OpenClaim{Delivery: v.ID, Reason: delivery.Quantity, Lines: []delivery.ClaimLine{{Line: 1, Pieces: 1}}}
	sent := time.UnixMilli(v.DispatchedAt)
	x.at = sent.Add(91 * day)
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Quality, seal.KindOpenClaim, lost))
	lost.Lines = nil
	x.at = sent.Add(90*day - 2*time.Minute)
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Quality, seal.KindOpenClaim, lost))
	x.at = sent.Add(90*day - time.Minute) // and a minute passes
	x.done(x.Quality, seal.KindOpenClaim, lost)
}

// What a certificate refused is none of the accepted pieces: all of those can be claimed.
func TestOpenClaim_RefusedPiecesAreNotOfTheAccepted(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	r := receipt(x.sent(x.note(4)))
	r.Counts[0].Refused, r.Counts[0].Reason = 1, delivery.Damaged
	x.signedFor(r)
	three := delivery.OpenClaim{Delivery: r.Delivery, Reason: delivery.Quality, Lines: []delivery.ClaimLine{{Line: 1, Pieces: 3}}}
	x.done(x.Receiver, seal.KindOpenClaim, three)
	// Pieces that were sent again are another delivery's.
	x.settled(x.claims()[1], delivery.Replaced)
	three.Lines[0].Pieces = 1
	require.Equal(t, []string{"pieces_too_many"}, x.refused(x.Receiver, seal.KindOpenClaim, three))
}

// A penalty that nothing can be kept from is no outcome: it would be a word without money.
func TestSettleClaim_NothingIsLeftToFine(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	v := x.sent(x.note(4)) // two are to come, so that the order does not close
	x.at = time.UnixMilli(x.part(1).PromisedAt).Add(10 * day)
	x.signedFor(receipt(v))
	c := x.claims()[0]
	x.done(x.Quality, seal.KindOpenClaim, delivery.OpenClaim{Delivery: c.Delivery, Claim: c.ID, Reason: c.Reason})
	x.transfer()
	require.Equal(t, []string{"nothing_payable"}, x.refused(x.Quality, seal.KindSettleClaim, delivery.SettleClaim{Claim: c.ID, Outcome: delivery.Fined}))
	x.settled(c, delivery.Withdrawn)
}
