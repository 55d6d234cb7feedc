package app

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/desktop/internal/search"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/intake"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

type emptyJournal struct{}

func (emptyJournal) Append([]client.JournalEntry) (uint64, error) {
	return 0, fault.New("append", fault.DiskFull)
}

func (emptyJournal) Last() uint64 { return 0 }

func (emptyJournal) Replay(uint64) iter.Seq2[client.JournalEntry, error] {
	return func(func(client.JournalEntry, error) bool) {}
}

type lockedProfile struct{}

func (lockedProfile) Facts() Facts                           { return Facts{} }
func (lockedProfile) SaveSettings(Settings) error            { return nil }
func (lockedProfile) Enrol(context.Context, EnrolForm) error { return nil }
func (lockedProfile) Open(string, Hooks) (*Session, error) {
	return nil, fault.New("open", fault.Locked)
}

// fileOf hands out a file that is in memory.
type fileOf struct {
	name    string
	content []byte
}

func (f fileOf) Open(int64, ...string) (string, []byte, error) { return f.name, f.content, nil }
func (f fileOf) Save(string, []byte) (string, error)           { return "", nil }

// A statement confirms what was ordered so: not what differs, is done or unknown.
func TestReadStatement_ConfirmsWhatAgrees(t *testing.T) {
	t.Parallel()
	core, err := client.Open(client.Config{
		Docs: memstore.NewDocs(), Work: memstore.NewWork(), Journal: emptyJournal{}, Index: search.New(), Clock: time.Now, Random: func([]byte) {},
		Profile: client.Profile{Person: party.Person{ID: id.ID[id.Person]{1}, Zone: party.ZoneAgency}},
	})
	require.NoError(t, err)
	page := wire.Page{Next: wire.Cursor{Epoch: id.ID[id.Epoch]{1}, Seq: 2}, Head: 2}
	for _, p := range []payment.Payment{
		{Number: "ПД-2026/000001", Total: 24_000_00, Version: 1}, {Number: "ПД-2026/000002", Total: 100_24, Version: 1},
	} {
		p.ID = payment.PaymentID(p.Number)
		page.Documents = append(page.Documents, wire.Document{Scope: party.ScopeAgency, Kind: wire.DocPayment, ID: p.ID, Version: 1, Body: seal.Encode(p)})
	}
	require.NoError(t, core.ApplyPage(page))

	content, err := os.ReadFile("../../../shared/intake/testdata/statement/client_bank.csv")
	require.NoError(t, err)
	a := New(Config{Profile: lockedProfile{}, Clock: time.Now, Files: fileOf{"bank.csv", content}})
	a.session = &Session{Core: core}
	v, err := a.ReadStatement()
	require.NoError(t, err)
	require.Equal(t, "bank.csv", v.File)
	require.Len(t, v.Rows, 2)
	require.True(t, v.Rows[0].Known)
	require.Zero(t, v.Rows[0].Differs)
	require.Equal(t, int64(1), v.Rows[1].Differs, "a kopiyka too much")
	require.Equal(t, int64(24_000_00), v.Total)
	require.NotEmpty(t, v.Bad)
	b, err := a.statementBody(v.Token)
	require.NoError(t, err)
	require.Equal(t, payment.Confirm{Source: seal.Sum(content).String(), Rows: []payment.Confirmation{{
		Number: "ПД-2026/000001", Amount: 24_000_00, ValueDate: client.StartOfDay("2026-03-11"), Reference: "0A1B2C",
	}}}, b)
	_, err = a.statementBody("another")
	require.Equal(t, fault.StaleSigning, fault.CodeOf(err))

	// The same file again, when nothing of it is ordered any more: there is nothing to sign.
	empty, err := a.confirming(a.session, "x", "y", intake.Statement{})
	require.NoError(t, err)
	require.Empty(t, empty.Token)

	// The bank executed what was taken back: the row pays nothing and is signed, to be kept.
	back := payment.Payment{
		ID: payment.PaymentID("ПД-2026/000001"), Number: "ПД-2026/000001", Total: 24_000_00, Version: 2,
		Cancelled: &payment.Cancellation{At: 1, Reason: payment.Superseded},
	}
	show := func() StatementView {
		at, failed := core.Cursor()
		require.NoError(t, failed)
		require.NoError(t, core.ApplyPage(wire.Page{
			Documents: []wire.Document{{Scope: party.ScopeAgency, Kind: wire.DocPayment, ID: back.ID, Version: back.Version, Body: seal.Encode(back)}},
			From:      at,
			Next:      wire.Cursor{Epoch: id.ID[id.Epoch]{1}, Seq: 1 + back.Version}, Head: 1 + back.Version,
		}))
		again, failed := a.ReadStatement()
		require.NoError(t, failed)
		return again
	}
	v = show()
	require.Equal(t, "superseded", v.Rows[0].Cancelled)
	require.False(t, v.Rows[0].Done)
	require.Zero(t, v.Total)
	b, err = a.statementBody(v.Token)
	require.NoError(t, err)
	require.Len(t, b.Rows, 1)
	back.Unmatched, back.Version = []payment.Unmatched{{Confirmation: b.Rows[0]}}, 3
	v = show()
	require.True(t, v.Rows[0].Done)
	require.Equal(t, "bank.csv", v.File, "it is shown though there is nothing to sign")
	require.Empty(t, v.Token)

	a.cfg.Files = fileOf{"novel.xlsx", bytes.Repeat([]byte{0}, 10)}
	_, err = a.ReadStatement()
	require.ErrorContains(t, err, "spreadsheet_broken")
	a.cfg.Files = fileOf{}
	v, err = a.ReadStatement()
	require.NoError(t, err)
	require.Empty(t, v.Token, "the person thought better of it")
}

// A signature confirms so many rows and no more: which of the file wait for the next is
// said, and what was confirmed waits no longer.
func TestReadStatement_SaysWhichRowsWait(t *testing.T) {
	t.Parallel()
	core, err := client.Open(client.Config{
		Docs: memstore.NewDocs(), Work: memstore.NewWork(), Journal: emptyJournal{}, Index: search.New(), Clock: time.Now, Random: func([]byte) {},
		Profile: client.Profile{Person: party.Person{ID: id.ID[id.Person]{1}, Zone: party.ZoneAgency}},
	})
	require.NoError(t, err)
	const more = 3
	var file intake.Statement
	show := func(seq uint64, paid func(n int) bool) {
		at, failed := core.Cursor()
		require.NoError(t, failed)
		page := wire.Page{From: at, Next: wire.Cursor{Epoch: id.ID[id.Epoch]{1}, Seq: seq}, Head: seq}
		file.Rows = nil
		for n := range payment.MaxConfirmations + more {
			number := fmt.Sprintf("ПД-2026/%06d", n+1)
			x := payment.Payment{ID: payment.PaymentID(number), Number: number, Total: 100, Version: seq}
			if paid(n) {
				x.PaidAt = 1
			}
			page.Documents = append(page.Documents, wire.Document{Scope: party.ScopeAgency, Kind: wire.DocPayment, ID: x.ID, Version: seq, Body: seal.Encode(x)})
			file.Rows = append(file.Rows, intake.StatementRow{Number: number, Amount: 100, Day: "2026-03-11"})
		}
		require.NoError(t, core.ApplyPage(page))
	}
	a := New(Config{Profile: lockedProfile{}, Clock: time.Now})
	read := func() (waits, signed int, total int64) {
		v, failed := a.confirming(&Session{Core: core}, "bank.csv", "token", file)
		require.NoError(t, failed)
		for _, r := range v.Rows {
			if r.Waits {
				waits++
			}
		}
		b, failed := a.statementBody(v.Token)
		require.NoError(t, failed)
		return waits, len(b.Rows), v.Total
	}
	show(2, func(int) bool { return false })
	waits, signed, total := read()
	require.Equal(t, more, waits)
	require.Equal(t, payment.MaxConfirmations, signed)
	require.Equal(t, int64(payment.MaxConfirmations*100), total, "the sum is of what is signed")
	show(3, func(n int) bool { return n < payment.MaxConfirmations })
	waits, signed, _ = read()
	require.Zero(t, waits)
	require.Equal(t, more, signed, "the rest of the file")
}
