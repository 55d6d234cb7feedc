package authority

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// The files of an authority's folder. Keys are PKCS#8, certificates X.509, all PEM.
const (
	fileRootKey    = "root.key"
	fileRootCert   = "root.crt"
	fileServerKey  = "server.key"
	fileServerCert = "server.crt"
	// fileSigningKey signs receipts, checkpoints and the operator's commands.
	fileSigningKey = "signing.key"
	// fileRecoveryKey opens the recovery boxes of journals. The server does not
	// need it to run: move it away from the machine, and leave recovery.pub.
	fileRecoveryKey = "recovery.key"
	fileRecoveryPub = "recovery.pub"
	// fileCourierKey opens courier files (docs/formats/courier.md).
	fileCourierKey = "courier.key"
)

const (
	pemKey    = "PRIVATE KEY"
	pemPublic = "PUBLIC KEY"
	pemCert   = "CERTIFICATE"
)

// OpenError says that a folder's keys lie open to others than their owner.
type OpenError struct {
	Path string
	Mode fs.FileMode
}

// Error names the file and what to do.
func (e *OpenError) Error() string {
	return fmt.Sprintf("%s may be read by others (mode %04o): it must be 0600 in a folder of mode 0700", e.Path, e.Mode)
}

// checkPrivate refuses a file or folder that others may enter. Windows has no
// such mode; there the profile's access list counts.
func checkPrivate(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return &OpenError{Path: path, Mode: info.Mode().Perm()}
	}
	return nil
}

// write puts a file in place whole, durable and readable by its owner only.
func write(dir, name, kind string, der []byte) error {
	text := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
	f, err := os.CreateTemp(dir, name+".new-*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

func read(dir, name, kind string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	block, rest := pem.Decode(text)
	if block == nil || block.Type != kind || len(rest) > 0 {
		return nil, fmt.Errorf("read %s: not one PEM block of type %s", name, kind)
	}
	return block.Bytes, nil
}

func exists(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}

func writeKey(dir, name string, key any) error {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return write(dir, name, pemKey, der)
}

// readKey reads a key and refuses one that others may read.
func readKey[K any](dir, name string) (key K, err error) {
	if err = checkPrivate(filepath.Join(dir, name)); err != nil {
		return key, err
	}
	return parseKey[K](dir, name)
}

func parseKey[K any](dir, name string) (key K, err error) {
	der, err := read(dir, name, pemKey)
	if err != nil {
		return key, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return key, fmt.Errorf("read %s: %w", name, err)
	}
	key, ok := parsed.(K)
	if !ok {
		return key, fmt.Errorf("read %s: a key of type %T", name, parsed)
	}
	return key, nil
}

func readCert(dir, name string) (*x509.Certificate, error) {
	der, err := read(dir, name, pemCert)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return cert, nil
}
