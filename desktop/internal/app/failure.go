package app

import (
	"encoding/json"
	"errors"

	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// fail makes an error into what the window understands. What is no fault is
// logged here, once, and not shown.
func (a *App) fail(name string, err error) error {
	if err == nil {
		return nil
	}
	if fault.CodeOf(err) == fault.Internal {
		a.cfg.Logger.Error("call failed", "call", name, "error", err)
	}
	f := Failure{Code: fault.CodeOf(err).String()}
	for _, r := range fault.ReasonsOf(err) {
		f.Reasons = append(f.Reasons, reasonView(r, "stop"))
	}
	text, jsonErr := json.Marshal(f)
	if jsonErr != nil {
		return errors.New(`{"code":"internal","reasons":[]}`)
	}
	return errors.New(string(text))
}

func reasonView(r fault.Reason, severity string) ReasonView {
	return ReasonView{Code: r.Code.String(), Severity: severity, Line: r.Line, Field: r.Field, Have: r.Have, Want: r.Want, Ref: r.Ref}
}

func reasonViews(reasons []fault.Reason, severity string) []ReasonView {
	all := make([]ReasonView, 0, len(reasons))
	for _, r := range reasons {
		all = append(all, reasonView(r, severity))
	}
	return all
}

func encodeReason(r fault.Reason) []byte { return seal.Encode(r) }

// invalid is a form's field that is not what its type says.
func invalid(field, text string) error {
	return fault.Because("parse", fault.Reason{Code: fault.FieldInvalid, Field: field, Ref: text})
}
