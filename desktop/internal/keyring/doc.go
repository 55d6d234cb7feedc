// Package keyring keeps the signing keys of the person and of the device, and
// the data key of the profile, in one encrypted file, and uses them without
// giving them away.
//
// Two secrets open the file together: the person's passphrase, through
// argon2id, and the device secret, which the operating system's keystore holds
// where there is one. A copied disk without the keystore, or a looked-over
// passphrase without the disk, opens nothing. What neither protects from is
// another program that runs as the same user while the keys are unlocked.
//
// A Ring is the file; it knows its public facts without a passphrase. An
// Unlocked is the ring while somebody works with it: it owns the keys in
// memory until Lock wipes them, and every signer and sealer it handed out
// stops working then. After Lock whoever holds a sealer (the journal, the
// store) closes and is opened again with the next Unlocked.
//
// The keys here make advanced signatures, never qualified ones.
//
// docs/formats/keyring.md describes the files to the byte.
package keyring
