package code

import "strings"

// KPKVK is a seven-digit code of a budget programme (КПКВК): three digits of the
// main spending authority, the rest programme and task. 2101… is the Ministry
// of Defence.
type KPKVK string

// ParseKPKVK reads seven digits. Which programmes exist is decided by each
// year's budget law, so only the form is checked.
func ParseKPKVK(text string) (KPKVK, error) {
	tidied := tidy(text)
	if err := digitsOnly(SchemeKPKVK, text, tidied, 7); err != nil {
		return "", err
	}
	return KPKVK(tidied), nil
}

// Check returns nil when k is in canonical form.
func (k KPKVK) Check() error { return canonical(SchemeKPKVK, k, ParseKPKVK) }

// KEKV is a four-digit code of the economic classification of spending (КЕКВ).
type KEKV string

// kekvClasses are the first digits that exist: current spending, capital
// spending, lending, reserve.
const kekvClasses = "2349"

// ParseKEKV reads four digits of which the first is a class that exists.
func ParseKEKV(text string) (KEKV, error) {
	tidied := tidy(text)
	if err := digitsOnly(SchemeKEKV, text, tidied, 4); err != nil {
		return "", err
	}
	if !strings.Contains(kekvClasses, tidied[:1]) {
		return "", reject(SchemeKEKV, text, ProblemUnknown)
	}
	return KEKV(tidied), nil
}

// Check returns nil when k is in canonical form.
func (k KEKV) Check() error { return canonical(SchemeKEKV, k, ParseKEKV) }
