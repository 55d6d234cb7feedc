package journal

import (
	"crypto/hpke"
	"fmt"

	"dotchain/shared/journal"
)

// sealRecovery seals a payload to the organisation, which alone can open it.
func sealRecovery(pub hpke.PublicKey, aad, payload []byte) ([]byte, error) {
	kdf, aead := hpke.HKDFSHA256(), hpke.ChaCha20Poly1305()
	message, err := hpke.Seal(pub, kdf, aead, journal.RecoveryInfo(aad), payload)
	if err != nil {
		return nil, fmt.Errorf("seal to the recovery key: %w", err)
	}
	return journal.RecoveryBox(pub, kdf, aead, message), nil
}
