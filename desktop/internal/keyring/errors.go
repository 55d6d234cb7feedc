package keyring

import (
	"errors"
	"fmt"
)

var (
	// ErrWrongPassphrase means that the passphrase does not open the keys. Slowing down
	// who tries is the caller's.
	ErrWrongPassphrase = errors.New("passphrase does not open the keys")
	// ErrPassphraseTooShort means that a new passphrase has fewer than MinPassphrase
	// characters. *PassphraseTooShortError counts them.
	ErrPassphraseTooShort = errors.New("passphrase is too short")
	// ErrLocked means that the keys were wiped from memory; the person must unlock again.
	ErrLocked = errors.New("keys are locked")
	// ErrExists means that there is a ring in this folder already. It is never replaced.
	ErrExists = errors.New("keys exist already")
	// ErrNotFound means that there is no ring in this folder.
	ErrNotFound = errors.New("no keys here")
	// ErrDamaged means that keys.sealed is not what was written.
	ErrDamaged = errors.New("key file is damaged")
	// ErrNewer means that a newer program wrote keys.sealed.
	ErrNewer = errors.New("key file was written by a newer program")
	// ErrDeviceSecret means that the device secret is missing, cannot be reached or is
	// another device's. *DeviceSecretError says where it should be and what to do.
	ErrDeviceSecret = errors.New("device secret is not available")
	// ErrBox means that a box does not open: other key, other place, or altered.
	ErrBox = errors.New("sealed box does not open")
)

// PassphraseTooShortError counts characters after normalisation.
type PassphraseTooShortError struct {
	Have, Want int
}

func (e *PassphraseTooShortError) Error() string {
	return fmt.Sprintf("%v: %d characters of at least %d", ErrPassphraseTooShort, e.Have, e.Want)
}

// Unwrap makes errors.Is(err, ErrPassphraseTooShort) true.
func (e *PassphraseTooShortError) Unwrap() error { return ErrPassphraseTooShort }

// Place is where the device secret is kept.
type Place uint8

const (
	// PlaceKeystore is the operating system's keystore.
	PlaceKeystore Place = 1
	// PlaceFile is the file device.secret beside keys.sealed.
	PlaceFile Place = 2
)

// DeviceSecretError says that the keys cannot be opened on this device as it is now,
// whatever the passphrase.
type DeviceSecretError struct {
	Place Place
	// Wrong: there is a secret, but not the one of these keys.
	Wrong bool
	// Err is what the keystore or the disk said; nil if Wrong.
	Err error
}

// Error says what is missing and what the person can do.
func (e *DeviceSecretError) Error() string {
	what := "is missing"
	if e.Wrong {
		what = "belongs to other keys"
	}
	var text string
	switch e.Place {
	case PlaceKeystore:
		text = "the device secret in the system's keystore " + what +
			": log in to the system as the user who made these keys and unlock its keystore"
	case PlaceFile:
		text = "the file " + secretName + " " + what +
			": put back the one that stood beside " + fileName
	}
	text += "; if it is gone for good, ask the access administrator to enrol this device again, orders not yet sent are recovered with the organisation's key"
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap makes errors.Is work for ErrDeviceSecret and for the cause.
func (e *DeviceSecretError) Unwrap() []error {
	if e.Err == nil {
		return []error{ErrDeviceSecret}
	}
	return []error{ErrDeviceSecret, e.Err}
}
