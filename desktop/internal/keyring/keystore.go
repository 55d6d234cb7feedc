package keyring

import (
	"errors"
	"time"

	oskeyring "github.com/zalando/go-keyring"
)

// Keystore is the operating system's own store of secrets.
type Keystore interface {
	// Set keeps a secret under service and account, in place of an older one.
	Set(service, account, secret string) error
	// Get gives the secret back.
	Get(service, account string) (string, error)
	// Delete removes it.
	Delete(service, account string) error
}

// OSKeystore is the Credential Manager of Windows, the Keychain of macOS, or
// the Secret Service of a Linux desktop. Where none runs, each call fails.
type OSKeystore struct {
	// Timeout bounds each call: a Secret Service that waits for somebody to
	// answer its own dialogue would else stop the window. 30 s if zero.
	Timeout time.Duration
}

var _ Keystore = OSKeystore{}

// ErrKeystoreTimeout means that the keystore did not answer in time.
var ErrKeystoreTimeout = errors.New("the system's keystore does not answer")

// Set implements Keystore.
func (k OSKeystore) Set(service, account, secret string) error {
	_, err := k.within(func() (string, error) { return "", oskeyring.Set(service, account, secret) })
	return err
}

// Get implements Keystore.
func (k OSKeystore) Get(service, account string) (string, error) {
	return k.within(func() (string, error) { return oskeyring.Get(service, account) })
}

// Delete implements Keystore.
func (k OSKeystore) Delete(service, account string) error {
	_, err := k.within(func() (string, error) { return "", oskeyring.Delete(service, account) })
	return err
}

// within gives up waiting after the timeout. The call itself cannot be
// stopped; it ends when the keystore answers or its bus closes.
func (k OSKeystore) within(call func() (string, error)) (string, error) {
	type answer struct {
		secret string
		err    error
	}
	done := make(chan answer, 1)
	go func() {
		secret, err := call()
		done <- answer{secret, err}
	}()
	timeout := k.Timeout
	if timeout == 0 {
		timeout = 30 * time.Second
	}
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case a := <-done:
		return a.secret, a.err
	case <-timer.C:
		return "", ErrKeystoreTimeout
	}
}
