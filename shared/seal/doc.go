// Package seal makes and checks the bytes that are signed: deterministic CBOR,
// the COSE_Sign1 envelope around it, commands and the server's receipts. The
// byte layout is docs/formats/seal.md; the section numbers below are its.
//
// What is signed is kept and shipped exactly as it was signed. Bytes are
// accepted only when decoding and encoding them again gives the same bytes, so
// one meaning has one form and a signature covers one reading of it.
package seal
