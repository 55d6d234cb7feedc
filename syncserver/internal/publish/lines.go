package publish

import (
	"dotchain/shared/fault"
	"dotchain/shared/intake"
)

// Line is one thing of a report that a person should look at, in their language.
type Line struct {
	Sheet  string
	Row    int
	Column string
	Text   string
	Why    string
	// IsBad is true when the row was left out.
	IsBad bool
}

// Lines are the findings and refusals of a report; lang is "uk" or "en".
func (r Report) Lines(lang string) []Line {
	l := intake.Lang(lang)
	var all []Line
	for _, f := range r.Findings {
		all = append(all, Line{
			Sheet: f.Sheet, Row: f.Row, Column: f.Column, Text: f.Text, Why: f.Reason.Sentence(l), IsBad: f.Severity == intake.SeverityError,
		})
	}
	for _, x := range r.Refused {
		for _, reason := range x.Reasons {
			all = append(all, Line{Sheet: x.Sheet, Row: x.Row, Text: x.What, Why: refusal(reason, lang), IsBad: true})
		}
	}
	return all
}

// refusal says a reason of the rules, with the figures it has.
func refusal(r fault.Reason, lang string) string {
	words := map[fault.Code][2]string{
		fault.FieldMissing:   {"не заповнено обов'язкове поле", "a required field is empty"},
		fault.FieldInvalid:   {"поле не має належної форми", "a field does not have its form"},
		fault.TextNotClean:   {"у тексті недозволені символи", "the text has characters that are not allowed"},
		fault.ItemUnknown:    {"такого товару немає в каталозі", "no such item in the catalogue"},
		fault.NotYours:       {"належить іншому постачальнику", "it belongs to another supplier"},
		fault.BudgetExceeded: {"з цього бюджету вже використано більше", "more of this budget is spoken for already"},
		fault.PaymentUnknown: {"такої платіжної інструкції немає", "no such payment order"},
		fault.PaymentDiffers: {"банк каже інше, ніж було в платіжній інструкції", "the bank says something else than the payment order"},
		fault.PaymentCancelled: {
			"платіжну інструкцію відкликано; слово банку занотовано при ній",
			"the payment order was taken back; the bank's word is noted with it",
		},
		fault.TooLarge: {"рядок завеликий", "the row is too large"},
	}
	w, ok := words[r.Code]
	if !ok {
		w = [2]string{"правило не допускає цього рядка", "a rule does not allow this row"}
	}
	text := w[0]
	if lang == "en" {
		text = w[1]
	}
	return text + " (" + r.String() + ")"
}
