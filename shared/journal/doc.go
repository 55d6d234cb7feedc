// Package journal is the format of a device's journal, as far as both sides read it:
// the device, which keeps it (desktop/internal/journal), and the organisation, which
// with its recovery key hands in what was signed on a laptop that nobody can open any
// more. It knows bytes and no disk: sealing draws random bytes and is the device's.
//
// docs/formats/journal.md describes the files to the byte.
package journal
