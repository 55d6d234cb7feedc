package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"text/tabwriter"

	"dotchain/syncserver"
)

type importCmd struct {
	Units         unitsCmd         `cmd:"" help:"Units, their budgets and delivery points (.xlsx, .csv)."`
	Organisations organisationsCmd `cmd:"" aliases:"organizations" help:"The organisations that are no units: the agency, suppliers, the administration, the General Staff (.xlsx, .csv)."`
	People        peopleFileCmd    `cmd:"" help:"People of units and organisations, with their roles (.xlsx, .csv)."`
	Prices        pricesCmd        `cmd:"" help:"A supplier's price list (.xlsx, .csv)."`
	Payments      paymentsCmd      `cmd:"" help:"A statement of a bank or the treasury (camt.053, camt.054, .csv, .xlsx)."`
	Classifier    classifierCmd    `cmd:"" help:"A public list of codes (JSON)."`
}

// reported is what every import has.
type reported struct {
	place
	Lang string `help:"Language of the report." enum:"uk,en" default:"uk"`
}

type pricesCmd struct {
	reported
	File       string `arg:"" type:"existingfile" help:"The price list."`
	Supplier   string `required:"" help:"The supplier's EDRPOU code."`
	Name       string `help:"Register the supplier under this name when it is not known."`
	OutsideVAT bool   `name:"outside-vat" help:"The supplier pays no VAT."`
}

// Run imports a price list.
func (c *pricesCmd) Run(ctx context.Context, log *slog.Logger) error {
	return c.run(ctx, log, c.File, func(h *syncserver.House, file io.Reader) (syncserver.Report, error) {
		return h.ImportPrices(ctx, file, c.Supplier, c.Name, c.OutsideVAT)
	})
}

type unitsCmd struct {
	reported
	File string `arg:"" type:"existingfile" help:"The sheet."`
}

// Run imports units, budgets and delivery points.
func (c *unitsCmd) Run(ctx context.Context, log *slog.Logger) error {
	return c.run(ctx, log, c.File, func(h *syncserver.House, file io.Reader) (syncserver.Report, error) {
		return h.ImportUnits(ctx, file)
	})
}

type organisationsCmd struct {
	reported
	File string `arg:"" type:"existingfile" help:"The table: kind, EDRPOU code, name."`
}

// Run registers organisations.
func (c *organisationsCmd) Run(ctx context.Context, log *slog.Logger) error {
	return c.run(ctx, log, c.File, func(h *syncserver.House, file io.Reader) (syncserver.Report, error) {
		return h.ImportOrganisations(ctx, file)
	})
}

type peopleFileCmd struct {
	reported
	File string `arg:"" type:"existingfile" help:"The table: name, code of the organisation, roles."`
}

// Run registers people, and changes those who are registered.
func (c *peopleFileCmd) Run(ctx context.Context, log *slog.Logger) error {
	return c.run(ctx, log, c.File, func(h *syncserver.House, file io.Reader) (syncserver.Report, error) {
		return h.ImportPeople(ctx, file)
	})
}

type paymentsCmd struct {
	reported
	File string `arg:"" type:"existingfile" help:"The statement."`
}

// Run confirms the payments that a statement tells of.
func (c *paymentsCmd) Run(ctx context.Context, log *slog.Logger) error {
	return c.run(ctx, log, c.File, func(h *syncserver.House, file io.Reader) (syncserver.Report, error) {
		return h.ImportPayments(ctx, file)
	})
}

type classifierCmd struct {
	reported
	File    string `arg:"" type:"existingfile" help:"The list: of units of measure, or the Ukrainian names of ДК 021."`
	English string `type:"existingfile" help:"The English names of ДК 021; makes FILE the Ukrainian ones."`
}

// Run loads a list of codes whole.
func (c *classifierCmd) Run(ctx context.Context, log *slog.Logger) error {
	return c.run(ctx, log, c.File, func(h *syncserver.House, file io.Reader) (syncserver.Report, error) {
		if c.English == "" {
			return h.ImportUOM(ctx, file)
		}
		english, err := os.Open(c.English)
		if err != nil {
			return syncserver.Report{}, err
		}
		defer func() { _ = english.Close() }() // it was only read
		return h.ImportDK021(ctx, file, english)
	})
}

// run imports one file and prints what became of it.
func (r reported) run(ctx context.Context, log *slog.Logger, name string, do func(h *syncserver.House, file io.Reader) (syncserver.Report, error)) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	return within(ctx, r.config(log), func(h *syncserver.House) error {
		report, err := do(h, file)
		if sentence, ok := syncserver.FileProblem(err, r.Lang); ok {
			fmt.Fprintln(os.Stderr, name+": "+sentence)
			return exitError(exitNothing)
		}
		if errors.Is(err, syncserver.ErrSupplierUnknown) {
			fmt.Fprintln(os.Stderr, say(r.Lang, "Постачальника не зареєстровано; додайте --name.", "The supplier is not registered; add --name."))
			return exitError(exitNothing)
		}
		if err != nil {
			return err
		}
		printReport(os.Stdout, report, r.Lang)
		if report.Good() == 0 && report.IsBad() {
			return exitError(exitNothing)
		}
		return nil
	})
}

// printReport writes the figures, then a table of what needs a person's eye.
func printReport(w io.Writer, r syncserver.Report, lang string) {
	if rows := r.Lines(lang); len(rows) > 0 {
		t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
		_, _ = fmt.Fprintln(t, say(lang, "АРКУШ\tРЯДОК\tСТОВПЕЦЬ\tТЕКСТ\tЧОМУ", "SHEET\tROW\tCOLUMN\tTEXT\tWHY"))
		for _, l := range rows {
			_, _ = fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s\n", l.Sheet, l.Row, l.Column, l.Text, l.Why)
		}
		_ = t.Flush() // the terminal may be gone
		_, _ = fmt.Fprintln(w)
	}
	_, _ = fmt.Fprintf(w, say(lang, "Нових: %d, змінених: %d, без змін: %d, не взято: %d.\n", "New: %d, changed: %d, unchanged: %d, left out: %d.\n"),
		r.New, r.Changed, r.Unchanged, r.LeftOut+len(r.Refused))
	if r.Removed > 0 {
		_, _ = fmt.Fprintf(w, say(lang, "Вилучених: %d.\n", "Removed: %d.\n"), r.Removed)
	}
	if r.New+r.Changed+r.Removed == 0 {
		_, _ = fmt.Fprintln(w, say(lang, "Нічого не змінилося.", "Nothing changed."))
	}
}

func say(lang, uk, en string) string {
	if lang == "en" {
		return en
	}
	return uk
}
