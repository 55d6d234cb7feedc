package e2e_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/conflict"
	"dotchain/shared/document"
	"dotchain/shared/seal"
)

// A support bundle has nothing of what people signed or wrote, and no names; a table bears
// who made it; both have a number and a line in the log.
func TestCases_WhatLeaves(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	d := s.unit()
	d.Stocked(len(s.Place.Items))
	cut(d)
	_, err := d.Core.PutLine(s.Place.Offers[0].ID, 5)
	require.NoError(t, err)
	cart, err := d.Core.Cart()
	require.NoError(t, err)
	form := cart.Form
	form.Note = "CANARY-NOTE"
	_, err = d.Core.SetCartForm(form)
	require.NoError(t, err)
	_, err = d.SignCart()
	require.NoError(t, err)
	s.OnHand(0, 3)
	restore(d)
	k := s.kindOf(conflict.StockGone)
	require.NoError(t, s.admin.Act(seal.KindCommentCase, conflict.CommentCase{Case: k.ID, Text: "CANARY-COMMENT"}))
	s.rule(k.ID, conflict.Wait)
	s.admin.Await("the ruling", func() bool {
		_, ok := s.caseOf(s.admin, k.ID).StandingRuling()
		return ok && !s.caseOf(s.admin, k.ID).Pending
	})

	bundle, err := s.admin.Core.SupportBundle(k.ID)
	require.NoError(t, err)
	k = s.caseOf(s.admin, k.ID)
	require.Len(t, k.Comments, 1)
	for _, canary := range []string{
		"CANARY", "so be it", k.PersonName, k.DeviceName, k.OrgName, k.OrgNumber, s.Place.Operator.Name, s.Place.Items[0].NameUk,
		s.Place.Items[0].Article, k.Number, k.Person.String(), k.Org.String(), s.Place.Offers[0].ID.String(),
	} {
		require.NotEmpty(t, canary)
		require.NotContains(t, string(bundle.Content), canary)
	}
	// As a number of its own: its digits may stand in a hash by chance.
	require.NotRegexp(t, fmt.Sprintf(`\b%d\b`, k.Total), string(bundle.Content))
	for _, needed := range []string{k.ID.String(), "stock_gone", seal.Sum(k.Signed).String(), "order.submit", "\"wait\"", bundle.Number} {
		require.Contains(t, string(bundle.Content), needed)
	}

	table, err := s.admin.Core.ExportCases(client.CaseQuery{State: "open", Limit: 1}, document.Ukrainian)
	require.NoError(t, err)
	require.NotEqual(t, bundle.Number, table.Number)
	for _, needed := range []string{s.Place.Operator.Name, table.Number, k.ID.String(), k.OrgNumber, "Хто зберіг"} {
		require.Contains(t, string(table.Content), needed)
	}
	for _, code := range []string{"CANARY", "stock_gone", "wait"} {
		require.NotContains(t, string(table.Content), code)
	}
	lines, _, err := s.admin.Core.SyncLog(0, "export", 0, 10)
	require.NoError(t, err)
	require.Len(t, lines, 1)
	lines, _, err = s.admin.Core.SyncLog(0, "support_bundle", 0, 10)
	require.NoError(t, err)
	require.Len(t, lines, 1)

	var fleet client.FleetPage
	s.admin.Await("both laptops are well", func() bool {
		fleet, err = s.admin.Core.Fleet(client.FleetQuery{Text: d.Person.Name})
		return err == nil && fleet.States[client.DeviceWell] == 2
	})
	require.Equal(t, 1, fleet.Total)
	require.Equal(t, 1, fleet.Rows[0].OpenCases)
	require.Empty(t, fleet.Rows[0].States)
}
