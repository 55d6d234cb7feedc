package courier

import (
	"crypto/ecdh"
	"testing"

	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// SealRaw seals any contents as a bundle whose header counts what it can of them.
func SealRaw(t *testing.T, contents []byte) []byte {
	t.Helper()
	return Forge(t, contents, func(*Header, *seal.Domain) {})
}

// Forge seals any contents as a bundle; change may alter its header and the domain of its
// signature after it was made.
func Forge(t *testing.T, contents []byte, change func(h *Header, d *seal.Domain)) []byte {
	t.Helper()
	sum := func(name string) [32]byte { return seal.Sum([]byte("courier test/" + name)) }
	server, err := ecdh.X25519().NewPrivateKey(func() []byte { b := sum("server"); return b[:] }())
	if err != nil {
		t.Fatal(err)
	}
	device := sharedtest.ID[id.Device](7)
	var c bundleContents
	_ = decode(contents, &c) // what it counts of anything else is 0
	h := Header{Device: device, Count: uint64(len(c.Commands)), At: 1}
	domain := DomainBundle
	change(&h, &domain)
	cover, err := seal.Sign(domain, seal.Encode(bundleCover{
		Version: Version, Device: device, Number: 1, At: 1, AnswerKey: sum("device"), Contents: seal.Sum(contents),
	}), sharedtest.NewKey("person"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := sealFile(KindBundle, h, letter{Cover: cover.Raw, Contents: contents}, NewKey(server).Public(), sum("raw"))
	if err != nil {
		t.Skip(err)
	}
	return file
}
