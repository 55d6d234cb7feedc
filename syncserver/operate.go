package syncserver

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"dotchain/shared/code"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/intake"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/syncserver/internal/authority"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/publish"
	"dotchain/syncserver/internal/snapshot"
)

// Report says what became of an imported file.
type Report = publish.Report

// Registered is a person with their organisation.
type Registered = authority.Registered

// ErrSupplierUnknown says that a price list is of nobody who is registered.
var ErrSupplierUnknown = publish.ErrSupplierUnknown

// ImportPrices imports a supplier's price list. A name registers a supplier that
// is not known yet.
func (h *House) ImportPrices(ctx context.Context, file io.Reader, supplier, name string, outsideVAT bool) (Report, error) {
	edrpou, err := code.ParseEDRPOU(supplier)
	if err != nil {
		return Report{}, fault.Because("supplier", fault.Reason{Code: fault.FieldInvalid, Field: "edrpou", Ref: supplier})
	}
	known, err := h.publisher.DK021(ctx)
	if err != nil {
		return Report{}, err
	}
	data, source, err := slurp(file)
	if err != nil {
		return Report{}, err
	}
	list, err := intake.ReadPriceList(bytes.NewReader(data), intake.Options{DK021: known, OutsideVAT: outsideVAT})
	if err != nil {
		return Report{}, err
	}
	if name != "" {
		if err := h.registerSupplier(ctx, edrpou, name); err != nil {
			return Report{}, err
		}
	}
	return h.publisher.Prices(ctx, edrpou, list, source)
}

// registerSupplier registers a supplier under a name, unless it is known: its names
// are then what was registered.
func (h *House) registerSupplier(ctx context.Context, edrpou code.EDRPOU, name string) error {
	org := party.Org{ID: publish.OrgOfEDRPOU(edrpou), Kind: party.OrgSupplier, EDRPOU: string(edrpou), NameUk: name}
	world, err := h.operator.Look(ctx, rules.Needs{Orgs: []id.ID[id.Org]{org.ID}})
	if err != nil || world.Orgs[org.ID] != nil {
		return err
	}
	_, err = h.publisher.Register(ctx, []party.Org{org}, nil)
	return err
}

// ImportUnits imports a sheet of units, their budgets and delivery points.
func (h *House) ImportUnits(ctx context.Context, file io.Reader) (Report, error) {
	data, source, err := slurp(file)
	if err != nil {
		return Report{}, err
	}
	sheet, err := intake.ReadUnitSheet(bytes.NewReader(data))
	if err != nil {
		return Report{}, err
	}
	return h.publisher.Units(ctx, sheet, source)
}

// ImportOrganisations imports a table of the organisations that are no units: the
// agency, suppliers, the administration, the General Staff.
func (h *House) ImportOrganisations(ctx context.Context, file io.Reader) (Report, error) {
	all, err := intake.ReadOrganisations(file)
	if err != nil {
		return Report{}, err
	}
	return h.publisher.Organisations(ctx, all)
}

// ImportPeople imports a table of people; their organisations must be registered.
func (h *House) ImportPeople(ctx context.Context, file io.Reader) (Report, error) {
	all, err := intake.ReadPeople(file)
	if err != nil {
		return Report{}, err
	}
	return h.publisher.People(ctx, all)
}

// ImportPayments imports a statement of a bank or the treasury: the payments it tells
// of are confirmed.
func (h *House) ImportPayments(ctx context.Context, file io.Reader) (Report, error) {
	data, source, err := slurp(file)
	if err != nil {
		return Report{}, err
	}
	statement, err := intake.ReadStatement(bytes.NewReader(data))
	if err != nil {
		return Report{}, err
	}
	return h.publisher.Payments(ctx, statement, source)
}

// ImportDK021 loads the ДК 021 list: its Ukrainian and its English names.
func (h *House) ImportDK021(ctx context.Context, ukrainian, english io.Reader) (Report, error) {
	list, err := intake.ReadDK021(ukrainian, english)
	if err != nil {
		return Report{}, err
	}
	return h.publisher.Classifier(ctx, list)
}

// ImportUOM loads the list of units of measure (UN/ECE Rec 20).
func (h *House) ImportUOM(ctx context.Context, file io.Reader) (Report, error) {
	list, err := intake.ReadUOM(file)
	if err != nil {
		return Report{}, err
	}
	return h.publisher.Classifier(ctx, list)
}

// Register takes in organisations and people.
func (h *House) Register(ctx context.Context, orgs []party.Org, people []party.Person) (Report, error) {
	return h.publisher.Register(ctx, orgs, people)
}

// People returns everybody registered.
func (h *House) People(ctx context.Context) ([]Registered, error) { return h.store.People(ctx) }

// Ticket issues a one-time enrolment ticket; its text is shown once.
func (h *House) Ticket(ctx context.Context, person id.ID[id.Person]) (text string, expires time.Time, err error) {
	t, expires, err := h.authority.NewTicket(ctx, person)
	if err != nil {
		return "", time.Time{}, err
	}
	return t.String(), expires, nil
}

// RevokeDevice shuts a device out.
func (h *House) RevokeDevice(ctx context.Context, device id.ID[id.Device]) error {
	if err := h.authority.Revoke(ctx, device); err != nil {
		return err
	}
	h.cfg.Log.WarnContext(ctx, "device shut out", "device", device.String(), "by", "operator")
	h.writeRevoked(ctx) // a backup of before knows nothing of it
	return nil
}

// Check looks for anything in the database that must not be.
func (h *House) Check(ctx context.Context) error { return h.store.Check(ctx) }

// slurp reads a file that is small enough, with its name by content.
func slurp(file io.Reader) (data []byte, source string, err error) {
	data, err = io.ReadAll(io.LimitReader(file, intake.MaxFileBytes+1))
	if err != nil {
		return nil, "", fmt.Errorf("read file: %w", err)
	}
	sum := sha256.Sum256(data)
	return data, hex.EncodeToString(sum[:]), nil
}

// FileProblem says in a person's words why a whole file was refused; ok is false
// for every other error.
func FileProblem(err error, lang string) (sentence string, ok bool) {
	var f *intake.FileError
	if !errors.As(err, &f) {
		return "", false
	}
	return f.Problem.Sentence(intake.Lang(lang)), true
}

// Packed says what PackScopes did.
type Packed = snapshot.Built

// PackScopes packs what devices load first, as the work in the background does
// every minute.
func (h *House) PackScopes(ctx context.Context) (Packed, error) { return h.packer.Build(ctx) }

// Restored says that the database was restored from a backup: the feed begins a new
// epoch, which it returns. Every device then starts again and offers anew what the
// backup may not have. No server may run on the database; one that is started later, or
// this House opened anew, works in the new epoch. Error: ErrServing.
func (h *House) Restored(ctx context.Context) (id.ID[id.Epoch], error) {
	epoch := h.newEpoch()
	if err := h.store.NewEpoch(ctx, epoch); err != nil {
		return id.ID[id.Epoch]{}, err
	}
	return epoch, nil
}

// ErrServing says that a server runs on the database.
var ErrServing = postgres.ErrServing
