package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"dotchain/shared/allocation"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// roundCmd decides rounds from files. It needs neither data folder nor database,
// so that anybody can recompute a published round.
type roundCmd struct {
	File   string `arg:"" help:"The input of a round (docs/formats/allocation.md), JSON; - for standard input."`
	Verify string `help:"Recompute and compare with this result, JSON, instead of printing one." placeholder:"RESULT.json"`
	Lang   string `help:"Language of what is said." enum:"uk,en" default:"uk"`
}

// Run prints the result, or says whether a result is the input's.
func (c *roundCmd) Run() error { return c.run(os.Stdin, os.Stdout, os.Stderr) }

func (c *roundCmd) run(stdin io.Reader, stdout, stderr io.Writer) error {
	input, err := readInput(c.File, stdin)
	if err != nil {
		return c.refuse(stderr, c.File, err)
	}
	if c.Verify != "" {
		return c.verify(input, stdin, stdout, stderr)
	}
	result, err := decide(input)
	if err != nil {
		return c.refuse(stderr, c.File, err)
	}
	text, err := allocation.Encode(result)
	if err != nil {
		return err
	}
	_, err = stdout.Write(text)
	return err
}

// decide decodes the input of one item or of several and runs it.
func decide(input []byte) (any, error) {
	if allocation.IsSeveral(input) {
		s, err := allocation.DecodeSeveral(input)
		if err != nil {
			return nil, err
		}
		return allocation.RunSeveral(s)
	}
	r, err := allocation.DecodeRound(input)
	if err != nil {
		return nil, err
	}
	return allocation.Run(r)
}

func (c *roundCmd) verify(input []byte, stdin io.Reader, stdout, stderr io.Writer) error {
	claimed, err := readInput(c.Verify, stdin)
	if err != nil {
		return c.refuse(stderr, c.Verify, err)
	}
	differences, hash, isInput, err := compare(input, claimed)
	if err != nil && isInput {
		return c.refuse(stderr, c.File, err)
	}
	if err != nil {
		return c.refuse(stderr, c.Verify, err)
	}
	if len(differences) == 0 {
		_, err := fmt.Fprintf(stdout, say(c.Lang,
			"Результат збігається: перераховано з вхідних даних %s.\n",
			"The result is right: recomputed from the input %s.\n"), hash)
		return err
	}
	_, _ = fmt.Fprintln(stderr, say(c.Lang, "Результат не збігається з перерахованим:", "The result differs from the one recomputed:"))
	c.list(stderr, differences, differenceSentence)
	return exitError(exitFailed)
}

// compare recomputes the input and returns in what the result differs, with the
// input's hash. On an error isInput says whose it is.
func compare(input, claimed []byte) (differences []fault.Reason, hash string, isInput bool, err error) {
	if allocation.IsSeveral(input) {
		return compareOf(input, claimed, allocation.DecodeSeveral, allocation.DecodeSeveralResult, allocation.VerifySeveral)
	}
	return compareOf(input, claimed, allocation.DecodeRound, allocation.DecodeResult, allocation.Verify)
}

func compareOf[I interface{ InputHash() seal.Hash }, R any](
	input, claimed []byte, decodeInput func([]byte) (I, error), decodeResult func([]byte) (R, error), verify func(I, R) []fault.Reason,
) (differences []fault.Reason, hash string, isInput bool, err error) {
	i, err := decodeInput(input)
	if err != nil {
		return nil, "", true, err
	}
	result, err := decodeResult(claimed)
	if err != nil {
		return nil, "", false, err
	}
	return verify(i, result), i.InputHash().String(), false, nil
}

// readInput reads a file, or standard input for "-", no further than the format allows.
func readInput(name string, stdin io.Reader) ([]byte, error) {
	from := stdin
	if name != "-" {
		file, err := os.Open(name) //nolint:gosec // the user's own choice
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }() // it was only read
		from = file
	}
	return io.ReadAll(io.LimitReader(from, allocation.MaxInput+1))
}

// refuse says why a file cannot be used; nothing was printed before.
func (c *roundCmd) refuse(stderr io.Writer, name string, err error) error {
	if f := new(fault.Error); !errors.As(err, &f) {
		return err
	}
	_, _ = fmt.Fprintf(stderr, say(c.Lang, "%s: вхідні дані не прийнято:\n", "%s: the input is refused:\n"), name)
	c.list(stderr, fault.ReasonsOf(err), inputSentence)
	return exitError(exitNothing)
}

func (c *roundCmd) list(w io.Writer, reasons []fault.Reason, sentence func(lang string, r fault.Reason) string) {
	for _, r := range reasons {
		_, _ = fmt.Fprintf(w, "  [%s] %s\n", r.Code, sentence(c.Lang, r))
	}
}

// inputSentence says what is wrong with an input.
func inputSentence(lang string, r fault.Reason) string {
	where := ""
	if r.Line > 0 {
		where = fmt.Sprintf(say(lang, "рядок замовлення %d, ", "line %d, "), r.Line)
	}
	field := fmt.Sprintf(say(lang, "поле %s", "field %s"), r.Field)
	about := ""
	if r.Ref != "" {
		about = " (" + strings.ReplaceAll(r.Ref, "\n", " ") + ")"
	}
	switch r.Code { //nolint:exhaustive // these are all that reading and checking an input return
	case fault.FieldMissing:
		return where + field + say(lang, ": немає значення", ": missing")
	case fault.TooLarge:
		if r.Field == "" {
			return fmt.Sprintf(say(lang, "файл завеликий: %d Б, найбільше %d", "the file is too large: %d B, at most %d"), r.Have, r.Want)
		}
		return where + field + fmt.Sprintf(say(lang, ": %d, найбільше %d", ": %d, at most %d"), r.Have, r.Want)
	case fault.FieldInvalid:
		figures := ""
		if r.Have != 0 || r.Want != 0 {
			figures = fmt.Sprintf(say(lang, ": %d, має бути %d", ": %d, must be %d"), r.Have, r.Want)
			if r.Ref == "" {
				figures += say(lang, " або більше", " or more")
			}
		}
		return where + field + say(lang, ": хибне значення", ": wrong value") + figures + about
	case fault.Malformed:
		return say(lang, "не JSON цього формату", "not JSON of this format") + about
	}
	return r.String()
}

// differenceSentence says in what a result differs.
func differenceSentence(lang string, r fault.Reason) string {
	if r.Field == "input_sha256" {
		return fmt.Sprintf(say(lang, "результат інших вхідних даних; ці мають %s", "the result is of another input; this one is %s"), r.Ref)
	}
	about := ""
	if r.Ref != "" {
		about = r.Ref + ": "
	}
	if r.Code == fault.FieldMissing {
		return about + say(lang, "немає у результаті", "not in the result")
	}
	if r.Field == "id" {
		return about + say(lang, "зайвий рядок або інший порядок", "a row too many, or another order")
	}
	if r.Have == 0 && r.Want == 0 {
		return about + r.Field + say(lang, " інші", " differ")
	}
	return about + fmt.Sprintf(say(lang, "%s: у результаті %d, перераховано %d", "%s: %d in the result, %d recomputed"), r.Field, r.Have, r.Want)
}
