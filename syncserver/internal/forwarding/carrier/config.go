package carrier

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dotchain/shared/forward"
	"dotchain/syncserver/internal/forwarding"
)

// Body is the address of one body, as the file of addresses says it
// (docs/operating.md). Paths are from the file's folder.
type Body struct {
	// Body is its name in the policies, Adapter its way.
	Body    string `json:"body"`
	Adapter string `json:"adapter"`
	// Out and In are the folders of packages and answers.
	Out string `json:"out,omitempty"`
	In  string `json:"in,omitempty"`
	// URL is where packages are posted, or the security server's address.
	URL string `json:"url,omitempty"`
	// Certificate and Key are ours (PEM files), CA those we trust; the system's
	// authorities where CA is empty.
	Certificate string `json:"certificate,omitempty"`
	Key         string `json:"key,omitempty"`
	CA          string `json:"ca,omitempty"`
	// Client, Service and User are of an X-Road (Road).
	Client  string `json:"client,omitempty"`
	Service string `json:"service,omitempty"`
	User    string `json:"user,omitempty"`
	// TimeoutSeconds is how long one try may take; 0 is 30.
	TimeoutSeconds int64 `json:"timeout_seconds,omitempty"`
}

// maxTimeout keeps one try shorter than the job it is a part of.
const maxTimeout = 90

// Load reads a file of addresses and returns a carrier a body. Where there is no
// file there are no bodies.
func Load(path string) (map[string]forwarding.Carrier, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]forwarding.Carrier{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the addresses of bodies: %w", err)
	}
	var file struct {
		Bodies []Body `json:"bodies"`
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err = d.Decode(&file); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	all := map[string]forwarding.Carrier{}
	for i, x := range file.Bodies {
		if _, twice := all[x.Body]; twice || x.Body == "" {
			return nil, fmt.Errorf("read %s: body %d has no name of its own", path, i+1)
		}
		if all[x.Body], err = x.carrier(filepath.Dir(path)); err != nil {
			return nil, fmt.Errorf("read %s: body %q: %w", path, x.Body, err)
		}
	}
	return all, nil
}

func (x Body) carrier(dir string) (forwarding.Carrier, error) {
	if x.TimeoutSeconds < 0 || x.TimeoutSeconds > maxTimeout {
		return nil, fmt.Errorf("timeout_seconds is %d of at most %d", x.TimeoutSeconds, maxTimeout)
	}
	timeout := time.Duration(x.TimeoutSeconds) * time.Second
	switch x.Adapter {
	case forward.Folder:
		if x.Out == "" {
			return nil, errors.New("out is empty")
		}
		f := &Folder{Out: from(dir, x.Out)}
		if x.In != "" {
			f.In = from(dir, x.In)
		}
		return f, nil
	case forward.HTTPS, forward.XRoad:
		config, err := x.tls(dir)
		if err != nil {
			return nil, err
		}
		if x.Adapter == forward.HTTPS {
			return NewHTTPS(x.URL, config, timeout)
		}
		return NewXRoad(Road{Server: x.URL, Client: x.Client, Service: x.Service, User: x.User}, config, timeout)
	}
	return nil, fmt.Errorf("adapter %q is none of %v", x.Adapter, forward.Adapters())
}

func (x Body) tls(dir string) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if x.Certificate != "" || x.Key != "" {
		own, err := tls.LoadX509KeyPair(from(dir, x.Certificate), from(dir, x.Key))
		if err != nil {
			return nil, fmt.Errorf("read our certificate: %w", err)
		}
		config.Certificates = []tls.Certificate{own}
	}
	if x.CA == "" {
		return config, nil
	}
	pem, err := os.ReadFile(from(dir, x.CA))
	if err != nil {
		return nil, fmt.Errorf("read whom to trust: %w", err)
	}
	config.RootCAs = x509.NewCertPool()
	if !config.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate", x.CA)
	}
	return config, nil
}

func from(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
