package app

import (
	"bytes"
	"errors"

	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/intake"
	"dotchain/shared/payment"
	"dotchain/shared/seal"
)

// statement is a bank's file that was read: what of it would be confirmed.
type statement struct {
	token string
	body  payment.Confirm
}

// ReadStatement asks for a file of a bank or the treasury and reads it. Nothing is
// signed: what it confirms is kept under a token until another file is read.
func (a *App) ReadStatement() (StatementView, error) {
	a.touch("", "")
	empty := StatementView{Rows: []StatementRow{}, Bad: []BadRow{}}
	if a.cfg.Files == nil {
		return empty, nil
	}
	name, content, err := a.cfg.Files.Open(intake.MaxFileBytes, "*.xml", "*.csv", "*.xlsx")
	if err != nil {
		return empty, a.fail("open statement", fault.Wrap("open statement", fault.DiskFailed, err))
	}
	if name == "" {
		return empty, nil
	}
	return call(a, "statement", func(s *Session) (StatementView, error) {
		file, err := intake.ReadStatement(bytes.NewReader(content))
		var broken *intake.FileError
		if errors.As(err, &broken) {
			return StatementView{}, fault.Because("statement", fault.Reason{Code: fault.SpreadsheetBroken, Ref: string(broken.Problem)})
		}
		if err != nil {
			return StatementView{}, err
		}
		return a.confirming(s, name, seal.Sum(content).String(), file)
	})
}

// confirming compares a statement with the payment orders here. A row that names none
// of them, or another amount, is shown and not confirmed. One of a payment order that was
// taken back pays nothing, and is signed with the others, so that it is kept. What is more
// than one signature confirms waits: once that is given, the same file is read again.
func (a *App) confirming(s *Session, name, source string, file intake.Statement) (StatementView, error) {
	numbers := make([]string, 0, len(file.Rows))
	for _, r := range file.Rows {
		numbers = append(numbers, r.Number)
	}
	known, err := s.Core.PaymentsNumbered(numbers)
	if err != nil {
		return StatementView{}, err
	}
	v := StatementView{File: name, Rows: make([]StatementRow, 0, len(file.Rows)), Bad: []BadRow{}}
	read := statement{token: source, body: payment.Confirm{Source: source}}
	for _, r := range file.Rows {
		p, ok := known[r.Number]
		c := payment.Confirmation{Number: r.Number, Amount: r.Amount, ValueDate: client.StartOfDay(string(r.Day)), Reference: r.Reference}
		row := StatementRow{
			Number: r.Number, Supplier: p.SupplierName, Amount: int64(r.Amount), ValueDate: string(r.Day), Reference: r.Reference, Known: ok,
			Done: ok && (p.PaidAt != 0 || p.HasUnmatched(c)),
		}
		if ok {
			row.Differs = int64(r.Amount - p.Total)
		}
		if p.IsCancelled() {
			row.Cancelled = p.Cancelled.Reason.String()
		}
		signed := ok && !row.Done && (row.Differs == 0 || row.Cancelled != "")
		row.Waits = signed && len(read.body.Rows) == payment.MaxConfirmations
		v.Rows = append(v.Rows, row)
		if !signed || row.Waits {
			continue
		}
		if row.Cancelled == "" {
			v.Total += row.Amount
		}
		read.body.Rows = append(read.body.Rows, c)
	}
	for _, f := range file.Findings {
		if f.Severity == intake.SeverityError {
			v.Bad = append(v.Bad, BadRow{Row: f.Row, Column: f.Column, Text: f.Text, Code: string(f.Reason)})
		}
	}
	if len(read.body.Rows) > 0 {
		v.Token = read.token
	}
	a.mu.Lock()
	a.read = read
	a.mu.Unlock()
	return v, nil
}

// statementBody is what payment.confirm signs of the file that was read. Fault:
// StaleSigning where another one was read since.
func (a *App) statementBody(token string) (payment.Confirm, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if token == "" || token != a.read.token || len(a.read.body.Rows) == 0 {
		return payment.Confirm{}, fault.New("statement", fault.StaleSigning)
	}
	return a.read.body, nil
}
