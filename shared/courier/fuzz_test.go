package courier_test

import (
	"testing"

	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// FuzzOpen opens any bytes as both kinds of file. What opens says the same to everybody as
// to its reader; what does not fails with a typed fault.
func FuzzOpen(f *testing.F) {
	bundle, answer := sealedBundle(f), sealedAnswer(f)
	f.Add(bundle)
	f.Add(answer)
	f.Add(bundle[:100])
	f.Fuzz(func(t *testing.T, file []byte) {
		_, h, err := courier.ReadHeader(file)
		if err == nil && (h.Device.IsZero() || h.Count > courier.MaxCommands) {
			t.Fatalf("a header beyond its limits: %+v", h)
		}
		o, err := courier.OpenBundle(file, key(t, "server"))
		switch {
		case err != nil && fault.CodeOf(err) == fault.Internal:
			t.Fatalf("no typed fault: %v", err)
		case err == nil && (o.Device != h.Device || uint64(len(o.Commands)) != h.Count || o.At != h.At):
			t.Fatal("it says to everybody what it is not")
		}
		if _, err := courier.OpenAnswer(file, key(t, "device"), serverKey()); err != nil && fault.CodeOf(err) == fault.Internal {
			t.Fatalf("no typed fault: %v", err)
		}
	})
}

// FuzzLetter puts any bytes inside a file that is sealed as it should be: what decodes is
// the one form of itself.
func FuzzLetter(f *testing.F) {
	b := sampleBundle()
	f.Add(seal.Encode(map[int]any{1: b.Commands}))
	f.Add(seal.Encode(map[int]any{1: b.Commands, 2: b.Waiting}))
	f.Add([]byte{0xa1, 0x01, 0x9f, 0xff})
	f.Fuzz(func(t *testing.T, contents []byte) {
		file := courier.SealRaw(t, contents)
		o, err := courier.OpenBundle(file, key(t, "server"))
		if err != nil {
			if fault.CodeOf(err) == fault.Internal {
				t.Fatalf("no typed fault: %v", err)
			}
			return
		}
		again, err := courier.SealBundle(o.Bundle, sharedtest.NewKey("person"), key(t, "server").Public(), drawn("raw"))
		if err != nil {
			t.Fatalf("what was opened cannot be sealed: %v", err)
		}
		if string(again) != string(file) {
			t.Fatal("one meaning, two forms")
		}
	})
}
