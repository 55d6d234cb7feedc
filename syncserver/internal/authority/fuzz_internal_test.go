package authority

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// FuzzCertificateRequest puts any bytes in the place of a laptop's request for its
// certificate: a typed fault, or a key that the server signs.
func FuzzCertificateRequest(f *testing.F) {
	public, private, err := ed25519.GenerateKey(nil)
	require.NoError(f, err)
	csr, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, private)
	require.NoError(f, err)
	f.Add(csr, "laptop")
	f.Add(csr[:40], "ноутбук")
	f.Add([]byte{}, "")
	f.Fuzz(func(t *testing.T, csr []byte, name string) {
		r := wire.EnrolRequest{Version: wire.Version, Secret: make([]byte, 16), DeviceName: name, SigningKey: public, CSR: csr}
		r.Proof = ed25519.Sign(private, wire.EnrolProof(r.Secret, r.SigningKey))
		key, err := checkEnrolment(r)
		if err != nil {
			require.Contains(t, []fault.Code{fault.Malformed, fault.FieldInvalid}, fault.CodeOf(err), "%v", err)
			return
		}
		require.NotNil(t, key)
	})
}
