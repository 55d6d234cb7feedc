package keyring_test

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"

	"dotchain/desktop/internal/keyring"
)

// readByTheBook opens the example with nothing but docs/formats/keyring.md:
// offsets and primitives, none of the package's code. It gives every value the
// document prints.
func readByTheBook(t *testing.T, file, secretFile []byte) map[string][]byte {
	t.Helper()
	id, salt, secret := file[24:40], file[40:72], secretFile[8:40]
	stretched := argon2.IDKey([]byte(passOne), salt,
		binary.BigEndian.Uint32(file[16:]), binary.BigEndian.Uint32(file[12:]), file[20], 32)
	both := append(append([]byte{}, stretched...), secret...)
	kek, err := hkdf.Key(sha256.New, both, salt, "dotchain/keyring/v1/kek"+string(id), 32)
	require.NoError(t, err)
	check := sha256.Sum256([]byte("dotchain/keyring/v1/device-secret" + string(id) + string(secret)))
	require.Equal(t, check[:], file[112:144])
	values := map[string][]byte{"stretched": stretched, "kek": kek, "secret": secret}
	header := sha256.Sum256(file[:146])
	aead, err := chacha20poly1305.NewX(kek)
	require.NoError(t, err)
	for i, name := range []string{"data", "person", "device"} {
		slot := file[146+i*76 : 146+(i+1)*76]
		require.Equal(t, uint16(i+1), binary.BigEndian.Uint16(slot))
		aad := append([]byte("dotchain/keyring/v1/slot\x00\x01"), slot[:2]...)
		plain, shut := aead.Open(nil, slot[4:28], slot[28:], append(aad, header[:]...))
		require.NoError(t, shut, name)
		values[name] = plain
	}
	values["journal"], err = hkdf.Expand(sha256.New, values["data"], "dotchain/keyring/v1/sealer/journal", 32)
	require.NoError(t, err)
	public := ed25519.NewKeyFromSeed(values["person"]).Public().(ed25519.PublicKey)
	require.Equal(t, file[80:112], []byte(public))
	sum := sha256.Sum256(file[:len(file)-32])
	require.Equal(t, sum[:], file[len(file)-32:])
	return values
}

func example(t *testing.T) (file, secretFile []byte) {
	t.Helper()
	file, err := os.ReadFile("testdata/keys.sealed")
	require.NoError(t, err)
	secretFile, err = os.ReadFile("testdata/device.secret")
	require.NoError(t, err)
	return file, secretFile
}

func TestRing_Example(t *testing.T) {
	t.Parallel()
	file, secretFile := example(t)
	values := readByTheBook(t, file, secretFile)
	fsys := newMemFS()
	fsys.files[sealed], fsys.files[secret] = file, secretFile
	ring, err := keyring.Open(dir, options(fsys))
	require.NoError(t, err)
	u, err := ring.Unlock(passOne, noon())
	require.NoError(t, err)
	keys := keyring.KeysOf(u, u.Sealer("journal"))
	require.Equal(t, [][]byte{values["data"], values["person"], values["device"], values["journal"]}, keys)
}

func TestRing_DocumentPrintsTheExample(t *testing.T) {
	t.Parallel()
	file, secretFile := example(t)
	doc, err := os.ReadFile("../../../docs/formats/keyring.md")
	require.NoError(t, err)
	text := strings.ReplaceAll(string(doc), "\r\n", "\n")
	require.Contains(t, text, hex.Dump(file))
	require.Contains(t, text, hex.Dump(secretFile))
	require.Contains(t, text, "`"+passOne+"`")
	for name, value := range readByTheBook(t, file, secretFile) {
		require.Contains(t, text, "`"+hex.EncodeToString(value)+"`", name)
	}
}
