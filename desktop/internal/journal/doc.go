// Package journal keeps the append-only record of what people did on this
// device. It is the one thing that cannot be fetched again: the server can send
// documents once more and Badger can be rebuilt, a signed order that was never
// pushed exists here alone. So a record is "saved" only when Append has
// returned, and Append returns only after the operating system was told to put
// the bytes on the disk (fsync; FlushFileBuffers on Windows, where Badger's own
// sync does nothing).
//
// # Order of truth
//
// journal → server → Badger. The journal is Badger's write-ahead log: a client
// appends here first, then writes the index, and replays the journal at start.
//
// # What is true between calls
//
//   - Every record whose Append returned without error is on the disk, under its
//     sequence number, after everything that was appended before it.
//   - The folder belongs to one open Journal (lock file; ErrInUse for the next).
//   - Bytes behind the last record of the last segment are no record; Open cuts
//     them off. Unreadable bytes anywhere else are damage: Open reports them,
//     keeps the damaged segment aside in the folder quarantine, writes what can
//     still be read into a clean segment and goes on.
//   - A segment is never changed in place once it is not the last one; Prune
//     and the repair at Open write a new file and rename it.
//
// A batch is one fsync, not a transaction: after a crash the first records of a
// batch that was never acknowledged may be there and its last ones not.
//
// docs/formats/journal.md describes the files to the byte; what both sides read of them is
// shared/journal.
package journal
