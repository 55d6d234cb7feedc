package allocation

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"dotchain/shared/fault"
)

const (
	// MaxInput is the most bytes of a JSON input or result.
	MaxInput = 64 << 20
	// maxDepth is how deep JSON may nest; the formats need six.
	maxDepth = 16
)

// DecodeRound reads a Round from JSON. It refuses (Malformed, FieldInvalid,
// FieldMissing, TooLarge) whatever two readers could understand in two ways:
// unknown fields, a field twice, another case, text after the end, broken UTF-8,
// numbers that are not whole. A field that is absent or null is zero. Check is called.
func DecodeRound(b []byte) (Round, error) {
	var r Round
	if err := decode(b, &r); err != nil {
		return Round{}, err
	}
	return r, fault.Because("decode round", Check(r)...)
}

// DecodeSeveral reads a Several from JSON as DecodeRound reads a Round.
func DecodeSeveral(b []byte) (Several, error) {
	var s Several
	if err := decode(b, &s); err != nil {
		return Several{}, err
	}
	return s, fault.Because("decode several", CheckSeveral(s)...)
}

// DecodeResult reads a Result from JSON, as strictly as DecodeRound.
func DecodeResult(b []byte) (Result, error) {
	var r Result
	return r, decode(b, &r)
}

// DecodeSeveralResult reads a SeveralResult from JSON, as strictly as DecodeRound.
func DecodeSeveralResult(b []byte) (SeveralResult, error) {
	var r SeveralResult
	return r, decode(b, &r)
}

// IsSeveral reports whether JSON is an object with items: the input, or the
// result, of several items.
func IsSeveral(b []byte) bool {
	var top struct {
		Items json.RawMessage `json:"items"`
	}
	return json.Unmarshal(b, &top) == nil && top.Items != nil
}

// Encode writes a result or an input as JSON: two spaces a level, a line feed at
// the end, no escapes that JSON does not need. The bytes follow from the value.
func Encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func decode(b []byte, v any) error {
	if len(b) > MaxInput {
		return fault.Because("decode json", fault.Reason{Code: fault.TooLarge, Have: int64(len(b)), Want: MaxInput})
	}
	if !utf8.Valid(b) {
		return malformed(errors.New("not UTF-8"))
	}
	if err := unambiguous(b); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong):
		field := wrong.Field[strings.LastIndexByte(wrong.Field, '.')+1:]
		return &fault.Error{Op: "decode json", Err: err, Reasons: []fault.Reason{
			{Code: fault.FieldInvalid, Field: field, Ref: quoted(wrong.Value)},
		}}
	}
	return malformed(err)
}

// malformed is the fault of text that is not the format's JSON; Ref says why.
func malformed(err error) error {
	return &fault.Error{Op: "decode json", Err: err, Reasons: []fault.Reason{{Code: fault.Malformed, Ref: quoted(err.Error())}}}
}

// unambiguous walks over the JSON and refuses what the decoder lets pass: fields
// twice or not in small letters (it would ignore the case), depth, a second value,
// anything but an object.
func unambiguous(b []byte) error {
	type object struct {
		seen  map[string]bool // nil: an array
		value bool            // the next token is a field's value
	}
	var open []object
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	for first := true; ; first = false {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && !first && len(open) == 0 {
			return nil
		}
		if err != nil {
			return malformed(err)
		}
		if !first && len(open) == 0 {
			return malformed(errors.New("text after the end"))
		}
		if first && token != json.Delim('{') {
			return malformed(errors.New("no object"))
		}
		if n := len(open) - 1; n >= 0 && open[n].seen != nil && !open[n].value && token != json.Delim('}') {
			key, _ := token.(string)
			if open[n].seen[key] || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
				return malformed(errors.New("field " + key + " twice or unknown"))
			}
			open[n].seen[key], open[n].value = true, true
			continue
		} else if n >= 0 {
			open[n].value = false
		}
		switch token {
		case json.Delim('{'):
			open = append(open, object{seen: map[string]bool{}})
		case json.Delim('['):
			open = append(open, object{})
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		}
		if len(open) > maxDepth {
			return malformed(errors.New("nested too deep"))
		}
	}
}
