package session

import (
	"errors"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/keyring"
	"dotchain/shared/fault"
)

// keys are unlocked keys as the core needs them.
type keys struct{ *keyring.Unlocked }

var _ client.Keys = keys{}

// Sign implements seal.Signer.
func (k keys) Sign(message []byte) ([]byte, error) {
	signature, err := k.Unlocked.Sign(message)
	return signature, keyFault(err)
}

// Confirm implements client.Keys.
func (k keys) Confirm(passphrase string, now time.Time) error {
	return keyFault(k.Unlocked.Confirm(passphrase, now))
}

func keyFault(err error) error {
	var short *keyring.PassphraseTooShortError
	if errors.As(err, &short) {
		r := fault.Reason{Code: fault.PassphraseTooShort, Have: int64(short.Have), Want: int64(short.Want)}
		return &fault.Error{Op: "keys", Reasons: []fault.Reason{r}, Err: err}
	}
	for _, row := range []struct {
		is   error
		code fault.Code
	}{
		{keyring.ErrWrongPassphrase, fault.PassphraseWrong},
		{keyring.ErrDeviceSecret, fault.DeviceSecretMissing},
		{keyring.ErrLocked, fault.Locked},
		{keyring.ErrExists, fault.AlreadyEnrolled},
		{keyring.ErrNotFound, fault.NotEnrolled},
		{keyring.ErrNewer, fault.StoreTooNew},
	} {
		if errors.Is(err, row.is) {
			return fault.Wrap("keys", row.code, err)
		}
	}
	return err
}
