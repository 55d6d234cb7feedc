package wire_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// vectors is one file of testdata: examples of one message, command or document, as
// docs/formats/README.md describes them.
type vectors struct {
	Name string `json:"name"`
	// Kind is the number of a command or document.
	Kind     int       `json:"kind,omitempty"`
	Examples []example `json:"examples"`
}

// example is one value, in words and as bytes.
type example struct {
	Name string `json:"name"`
	// Fields are the value, each under its number and name; byte strings are hex.
	Fields json.RawMessage `json:"fields"`
	// CBOR is the value's one form, hex; Text its text form, where it has one.
	CBOR string `json:"cbor"`
	Text string `json:"text,omitempty"`
	// Signed is what else there is where the bytes are signed.
	Signed *signed `json:"signed,omitempty"`
}

// signed is how bytes became an envelope, and what it is.
type signed struct {
	// Seed is the private key (RFC 8032), Key the public one, hex.
	Seed string `json:"seed"`
	Key  string `json:"key"`
	// Domain is the external_aad. Payload is there where it is not the example's CBOR
	// but holds it, Head what it says.
	Domain   string          `json:"domain"`
	Head     json.RawMessage `json:"head,omitempty"`
	Payload  string          `json:"payload,omitempty"`
	Envelope string          `json:"envelope"`
	// Hash is the envelope's, hex.
	Hash string `json:"hash"`
}

// exampleOf makes an example and sees that its bytes say the same again.
func exampleOf[T any](t *testing.T, name string, v T, decode func([]byte, any) error) example {
	t.Helper()
	b := seal.Encode(v)
	var again T
	require.NoError(t, decode(b, &again), name)
	require.Equal(t, b, seal.Encode(again), name)
	fields := words(reflect.ValueOf(v))
	require.Equal(t, string(fields), string(words(reflect.ValueOf(again))), name)
	return example{Name: name, Fields: fields, CBOR: hex.EncodeToString(b)}
}

// signedBy signs a payload with the key of a name; the payload itself is left to the caller to show.
func signedBy(t *testing.T, name string, domain seal.Domain, payload []byte) *signed {
	t.Helper()
	key := sharedtest.NewKey(name)
	seed := sha256.Sum256([]byte("key/" + name))
	require.Equal(t, key.Public(), ed25519.NewKeyFromSeed(seed[:]).Public())
	e, err := seal.Sign(domain, payload, key)
	require.NoError(t, err)
	opened, err := seal.Open(e.Raw)
	require.NoError(t, err)
	require.NoError(t, opened.Verify(domain, key.Public()))
	return &signed{
		Seed: hex.EncodeToString(seed[:]), Key: hex.EncodeToString(key.Public()), Domain: string(domain),
		Envelope: hex.EncodeToString(e.Raw), Hash: e.Hash().String(),
	}
}

// compare holds a file of testdata against what the code makes. With DOTCHAIN_UPDATE set
// it is written anew: only when a field was added, never when one changed.
func compare(t *testing.T, folder string, v vectors) {
	t.Helper()
	b, err := json.MarshalIndent(v, "", "  ")
	require.NoError(t, err)
	path := filepath.Join("testdata", folder, strings.NewReplacer(".", "_", " ", "_").Replace(v.Name)+".json")
	if os.Getenv("DOTCHAIN_UPDATE") != "" {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o750))
		require.NoError(t, os.WriteFile(path, append(b, '\n'), 0o600))
	}
	want, err := os.ReadFile(path) //nolint:gosec // a file of testdata
	require.NoError(t, err)
	require.Equal(t, string(want), string(b)+"\n")
}

// words writes a value as JSON that a person can read beside the format's tables:
// {"1 order": "01…", "2 number": 1}.
func words(v reflect.Value) json.RawMessage {
	var b bytes.Buffer
	write(&b, v)
	return b.Bytes()
}

func write(b *bytes.Buffer, v reflect.Value) {
	switch {
	case isBytes(v.Type()):
		b.WriteString(strconv.Quote(bytesOf(v)))
	case v.Kind() == reflect.Struct:
		writeStruct(b, v)
	case v.Kind() == reflect.Slice:
		b.WriteByte('[')
		for i := range v.Len() {
			separate(b, i)
			write(b, v.Index(i))
		}
		b.WriteByte(']')
	case v.Kind() == reflect.Pointer:
		write(b, v.Elem())
	case v.Kind() == reflect.String:
		text, err := json.Marshal(v.String())
		if err != nil {
			panic(err)
		}
		b.Write(text)
	default:
		fmt.Fprintf(b, "%v", plain(v))
	}
}

// plain is a number or truth value without the name its type may give it.
func plain(v reflect.Value) any {
	switch {
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return v.Uint()
	}
	return v.Bool()
}

func writeStruct(b *bytes.Buffer, v reflect.Value) {
	b.WriteByte('{')
	written := 0
	for _, f := range fieldsOf(v.Type()) {
		value := v.FieldByIndex(f.index)
		if f.optional && value.IsZero() {
			continue
		}
		separate(b, written)
		written++
		b.WriteString(strconv.Quote(fmt.Sprintf("%d %s", f.number, f.name)))
		b.WriteByte(':')
		write(b, value)
	}
	b.WriteByte('}')
}

func separate(b *bytes.Buffer, i int) {
	if i > 0 {
		b.WriteByte(',')
	}
}

// isBytes reports whether a type is a byte string on the wire.
func isBytes(t reflect.Type) bool {
	return (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) && t.Elem().Kind() == reflect.Uint8
}

// bytesOf is a byte string as hex; "none" is empty.
func bytesOf(v reflect.Value) string {
	if v.Kind() == reflect.Array && v.IsZero() && isNone(v.Type()) {
		return ""
	}
	b := make([]byte, v.Len())
	for i := range b {
		b[i] = byte(v.Index(i).Uint()) //nolint:gosec // it is one
	}
	return hex.EncodeToString(b)
}

// isNone reports whether the zero value of a type is the empty byte string.
func isNone(t reflect.Type) bool {
	_, ok := reflect.Zero(t).Interface().(interface{ IsZero() bool })
	return ok
}

// field is a field as the format has it.
type field struct {
	number   int
	name     string
	optional bool
	index    []int
	of       reflect.Type
}

// fieldsOf lists the fields of a struct in the order of their numbers.
func fieldsOf(t reflect.Type) []field {
	var all []field
	for _, f := range reflect.VisibleFields(t) {
		parts := strings.Split(f.Tag.Get("cbor"), ",")
		number, err := strconv.Atoi(parts[0])
		if err != nil {
			continue
		}
		all = append(all, field{
			number: number, name: snake(f.Name), optional: strings.Contains(f.Tag.Get("cbor"), "omitempty"), index: f.Index, of: f.Type,
		})
	}
	return all
}

// snake is a name of the code in the format's manner: DeviceSeq is device_seq.
func snake(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		inside := i > 0 && (unicode.IsLower(runes[i-1]) || (i+1 < len(runes) && unicode.IsLower(runes[i+1])))
		if unicode.IsUpper(r) && inside {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// filler gives every field a value of its own, so that two that changed places are noticed.
type filler struct{ n uint64 }

// filled is a value with every field set.
func filled[T any]() T {
	var v T
	(&filler{}).fill(reflect.ValueOf(&v).Elem())
	return v
}

func (f *filler) fill(v reflect.Value) {
	f.n++
	switch {
	case v.Type() == reflect.TypeFor[fault.Code]():
		v.SetUint(uint64(fault.FieldInvalid))
	case isBytes(v.Type()):
		f.fillBytes(v)
	case v.Kind() == reflect.Struct:
		for _, field := range fieldsOf(v.Type()) {
			f.fill(v.FieldByIndex(field.index))
		}
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0))
		f.fill(v.Index(1))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case v.Kind() == reflect.String:
		v.SetString(fmt.Sprintf("текст %d", f.n))
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.Kind() == reflect.Uint8:
		v.SetUint(1 + f.n%20)
	case v.CanUint():
		v.SetUint(f.n)
	default:
		v.SetInt(int64(f.n) * 101) //nolint:gosec // small
	}
}

// fillBytes gives ids the marks of a UUID; a byte string without a length of its own has four bytes.
func (f *filler) fillBytes(v reflect.Value) {
	sum := sha256.Sum256(fmt.Appendf(nil, "vector/%d", f.n))
	if v.Kind() == reflect.Slice {
		v.Set(reflect.MakeSlice(v.Type(), 4, 4))
	}
	if v.Type().Elem() == reflect.TypeFor[party.Role]() {
		sum = [32]byte{1, 2, 3, 4} // a list of roles is a byte string, too
	}
	if v.Len() == 16 {
		sum[6], sum[8] = 0x70|sum[6]&0x0f, 0x80|sum[8]&0x3f
	}
	for i := range v.Len() {
		v.Index(i).SetUint(uint64(sum[i]))
	}
}
