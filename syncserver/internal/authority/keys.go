package authority

import (
	"bytes"
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"dotchain/shared/courier"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// How long certificates live.
const (
	rootLife   = 10 * 365 * 24 * time.Hour
	serverLife = 90 * 24 * time.Hour
	// serverRenew is how long before its end the server's certificate is made anew.
	serverRenew = 30 * 24 * time.Hour
	// deviceLife is of a device's certificate: longer than a unit may stay away (90
	// days) by as much again. docs/decisions says why it is not a week yet.
	deviceLife = 180 * 24 * time.Hour
	// backdate lets a device whose clock is behind believe a new certificate.
	backdate = time.Hour
)

// Init makes what an authority's folder lacks: the root, the server's
// certificate, the signing key, the organisation's recovery key, the key of courier
// files. What is there stays, but a server certificate that misses one of the hosts is made anew.
// localhost, 127.0.0.1 and ::1 are always among them.
func Init(dir string, hosts []string, now time.Time) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the authority's folder: %w", err)
	}
	if err := checkPrivate(dir); err != nil {
		return err
	}
	if !exists(dir, fileRootCert) {
		if err := makeRoot(dir, now); err != nil {
			return fmt.Errorf("make the root: %w", err)
		}
	}
	if !exists(dir, fileSigningKey) {
		_, key, err := ed25519.GenerateKey(rand.Reader)
		if err == nil {
			err = writeKey(dir, fileSigningKey, key)
		}
		if err != nil {
			return fmt.Errorf("make the signing key: %w", err)
		}
	}
	if !exists(dir, fileRecoveryPub) {
		if err := makeRecovery(dir); err != nil {
			return fmt.Errorf("make the recovery key: %w", err)
		}
	}
	if err := ensureCourier(dir); err != nil {
		return err
	}
	return ensureServer(dir, hosts, now)
}

// ensureCourier makes the key of courier files where there is none: a folder that was
// made before there were such files gets it at the next start.
func ensureCourier(dir string) error {
	if exists(dir, fileCourierKey) {
		return nil
	}
	key, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err == nil {
		err = writeKey(dir, fileCourierKey, key)
	}
	if err != nil {
		return fmt.Errorf("make the key of courier files: %w", err)
	}
	return nil
}

func makeRoot(dir string, now time.Time) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		SerialNumber: newSerial(), Subject: pkix.Name{CommonName: "dotchain root"},
		NotBefore: now.Add(-backdate), NotAfter: now.Add(rootLife),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	// The certificate last: it says that the key is whole.
	return errors.Join(writeKey(dir, fileRootKey, key), write(dir, fileRootCert, pemCert, der))
}

func makeRecovery(dir string) error {
	key, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(key.PublicKey())
	if err != nil {
		return err
	}
	return errors.Join(writeKey(dir, fileRecoveryKey, key), write(dir, fileRecoveryPub, pemPublic, public))
}

// LoadRecovery reads the organisation's recovery key from wherever it is kept. A stick
// knows no modes, so who else may read the file is not asked.
func LoadRecovery(path string) (hpke.PrivateKey, error) {
	key, err := parseKey[*ecdh.PrivateKey](filepath.Dir(path), filepath.Base(path))
	if err != nil {
		return nil, err
	}
	private, err := hpke.NewDHKEMPrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return private, nil
}

// ensureServer makes the server's certificate when there is none or it lacks a host.
func ensureServer(dir string, hosts []string, now time.Time) error {
	names, addresses := splitHosts(hosts)
	if old, err := readCert(dir, fileServerCert); err == nil {
		complete := true
		for _, n := range names {
			complete = complete && slices.Contains(old.DNSNames, n)
		}
		for _, a := range addresses {
			complete = complete && slices.ContainsFunc(old.IPAddresses, a.Equal)
		}
		if complete {
			return nil
		}
		// Devices that know an old name still come by it.
		names, addresses = splitHosts(append(hostsOf(old), hosts...))
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	root, err := readCert(dir, fileRootCert)
	if err != nil {
		return err
	}
	rootKey, err := readKey[*ecdsa.PrivateKey](dir, fileRootKey)
	if err != nil {
		return err
	}
	_, _, err = makeServer(dir, root, rootKey, names, addresses, now)
	return err
}

func makeServer(dir string, root *x509.Certificate, rootKey *ecdsa.PrivateKey, names []string, addresses []net.IP, now time.Time) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template := &x509.Certificate{
		SerialNumber: newSerial(), Subject: pkix.Name{CommonName: "dotchain server"},
		NotBefore: now.Add(-backdate), NotAfter: now.Add(serverLife), DNSNames: names, IPAddresses: addresses,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, root, key.Public(), rootKey)
	if err != nil {
		return nil, nil, fmt.Errorf("sign the server's certificate: %w", err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, nil, err
	}
	// A crash between the two leaves a pair that does not fit; Load makes a new one.
	return cert, key, errors.Join(writeKey(dir, fileServerKey, key), write(dir, fileServerCert, pemCert, der))
}

func splitHosts(hosts []string) (names []string, addresses []net.IP) {
	for _, h := range append([]string{"localhost", "127.0.0.1", "::1"}, hosts...) {
		if ip := net.ParseIP(h); ip != nil {
			if !slices.ContainsFunc(addresses, ip.Equal) {
				addresses = append(addresses, ip)
			}
			continue
		}
		if h != "" && !slices.Contains(names, h) {
			names = append(names, h)
		}
	}
	return names, addresses
}

// hostsOf are the names and addresses of a certificate.
func hostsOf(cert *x509.Certificate) []string {
	hosts := slices.Clone(cert.DNSNames)
	for _, a := range cert.IPAddresses {
		hosts = append(hosts, a.String())
	}
	return hosts
}

func newSerial() *big.Int {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails
	b[0] &= 0x7f
	return new(big.Int).SetBytes(b[:])
}

// Keys are the keys and certificates of one server. The server's certificate is
// made anew before it ends, while the process runs.
type Keys struct {
	dir      string
	clock    func() time.Time
	root     *x509.Certificate
	rootKey  *ecdsa.PrivateKey
	signing  ed25519.PrivateKey
	recovery []byte
	courier  *ecdh.PrivateKey

	mu     sync.Mutex // guards server
	server tls.Certificate
}

// Load reads an authority's folder. It refuses keys that others may read
// (*OpenError) and a root that has ended.
func Load(dir string, clock func() time.Time) (*Keys, error) {
	if err := checkPrivate(dir); err != nil {
		return nil, err
	}
	k := &Keys{dir: dir, clock: clock}
	var err error
	if k.root, err = readCert(dir, fileRootCert); err != nil {
		return nil, err
	}
	if k.rootKey, err = readKey[*ecdsa.PrivateKey](dir, fileRootKey); err != nil {
		return nil, err
	}
	if k.signing, err = readKey[ed25519.PrivateKey](dir, fileSigningKey); err != nil {
		return nil, err
	}
	if exists(dir, fileRecoveryKey) {
		if _, err = readKey[*ecdh.PrivateKey](dir, fileRecoveryKey); err != nil {
			return nil, err
		}
	}
	der, err := read(dir, fileRecoveryPub, pemPublic)
	if err != nil {
		return nil, err
	}
	public, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", fileRecoveryPub, err)
	}
	recovery, ok := public.(*ecdh.PublicKey)
	if !ok {
		return nil, fmt.Errorf("read %s: a key of type %T", fileRecoveryPub, public)
	}
	k.recovery = recovery.Bytes()
	if err = ensureCourier(dir); err != nil {
		return nil, err
	}
	if k.courier, err = readKey[*ecdh.PrivateKey](dir, fileCourierKey); err != nil {
		return nil, err
	}
	if now := clock(); now.After(k.root.NotAfter) {
		return nil, fmt.Errorf("the authority's root ended on %s", k.root.NotAfter.Format(time.DateOnly))
	}
	return k, k.loadServer()
}

// loadServer reads the server's certificate, and makes a new one for the same
// hosts when key and certificate do not fit or the end is near.
func (k *Keys) loadServer() error {
	cert, err := readCert(k.dir, fileServerCert)
	if err != nil {
		return err
	}
	key, err := readKey[*ecdsa.PrivateKey](k.dir, fileServerKey)
	if err != nil {
		return err
	}
	isPair := key.PublicKey.Equal(cert.PublicKey) && bytes.Equal(cert.RawIssuer, k.root.RawSubject) && cert.CheckSignatureFrom(k.root) == nil
	if !isPair || k.isEnding(cert) {
		if cert, key, err = makeServer(k.dir, k.root, k.rootKey, cert.DNSNames, cert.IPAddresses, k.clock()); err != nil {
			return fmt.Errorf("make the server's certificate anew: %w", err)
		}
	}
	k.server = k.chain(cert, key)
	return nil
}

func (k *Keys) isEnding(cert *x509.Certificate) bool {
	return k.clock().After(cert.NotAfter.Add(-serverRenew))
}

// chain carries the root along: a new device checks it against its ticket.
func (k *Keys) chain(cert *x509.Certificate, key *ecdsa.PrivateKey) tls.Certificate {
	return tls.Certificate{Certificate: [][]byte{cert.Raw, k.root.Raw}, PrivateKey: key, Leaf: cert}
}

// TLS returns how the server speaks: TLS 1.3 only, and a device that shows a
// certificate must show one of this authority. Whether it must show one is the
// route's question.
func (k *Keys) TLS() *tls.Config {
	devices := x509.NewCertPool()
	devices.AddCert(k.root)
	return &tls.Config{
		MinVersion: tls.VersionTLS13, ClientAuth: tls.VerifyClientCertIfGiven, ClientCAs: devices, Time: k.clock,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return k.certificate() },
	}
}

// certificate is the one of the moment.
func (k *Keys) certificate() (*tls.Certificate, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.isEnding(k.server.Leaf) {
		cert, key, err := makeServer(k.dir, k.root, k.rootKey, k.server.Leaf.DNSNames, k.server.Leaf.IPAddresses, k.clock())
		if err != nil && k.clock().After(k.server.Leaf.NotAfter) {
			return nil, fmt.Errorf("make the server's certificate anew: %w", err)
		}
		if err == nil {
			k.server = k.chain(cert, key)
		}
	}
	current := k.server
	return &current, nil
}

// Root is the authority's certificate, DER.
func (k *Keys) Root() []byte { return k.root.Raw }

// Fingerprint is what a ticket carries of the root.
func (k *Keys) Fingerprint() [16]byte {
	sum := sha256.Sum256(k.root.RawSubjectPublicKeyInfo)
	return [16]byte(sum[:16])
}

// Recovery is the organisation's public X25519 key that journals are sealed to.
func (k *Keys) Recovery() []byte { return bytes.Clone(k.recovery) }

// Courier is the server's key that courier files are sealed to.
func (k *Keys) Courier() courier.Key { return courier.NewKey(k.courier) }

// Signer signs receipts, checkpoints and the operator's commands.
func (k *Keys) Signer() seal.Signer { return signer{k.signing} }

type signer struct{ key ed25519.PrivateKey }

// Public implements seal.Signer.
func (s signer) Public() ed25519.PublicKey {
	public, _ := s.key.Public().(ed25519.PublicKey) // it is one
	return public
}

// Sign implements seal.Signer.
func (s signer) Sign(message []byte) ([]byte, error) {
	return s.key.Sign(nil, message, crypto.Hash(0))
}

// Founding is what a database begins with under these keys. The server's
// organisation and person are the same in every database; its device follows
// from its key.
func (k *Keys) Founding(epoch id.ID[id.Epoch]) Founding {
	org := party.Org{
		ID: id.FromHash[id.Org](seal.Sum([]byte("server/org"))), Kind: party.OrgAdministration,
		NameUk: "Сервер синхронізації", NameEn: "Sync server", Version: 1,
	}
	person := party.Person{
		ID: id.FromHash[id.Person](seal.Sum([]byte("server/person"))), Name: "Сервер синхронізації", Org: org.ID,
		Zone: party.ZoneAdministration, Roles: []party.Role{party.RoleServer}, Version: 1,
	}
	public := k.Signer().Public()
	device := party.Device{
		ID:   id.FromHash[id.Device](seal.Sum(append([]byte("server/device/"), public...))),
		Name: "Сервер", Person: person.ID, Org: org.ID, Zone: person.Zone, Version: 1,
	}
	return Founding{
		Epoch: epoch, Org: org, Person: person, Device: device,
		Key: party.Key{Person: person.ID, Device: device.ID, Public: public},
	}
}
