// Package badgerstore keeps a profile's two stores in Badger: docs, what the
// server sent, and work, a readable copy of the journal. They are two databases
// in two folders, because the first may be thrown away at any moment and the
// second is looked at by everybody who asks what was signed here. Neither is the
// truth: documents are fetched again, work is rebuilt from the journal.
//
// # What is true between calls
//
// A commit is visible whole or not at all, after a crash too. What fits is one
// Badger transaction. What does not is written first as a redo record, made
// valid by a marker written last, and then copied to its places behind a gate
// that readers pass to take their snapshot; Open finishes a copy that a crash
// cut short and throws away a record without marker.
//
// The state record, written in the same commit, holds how far the store is
// (cursor or watermark), how many entries it has and their fold: a sum over all
// of them. After an unclean stop Open adds the entries up again and compares, so
// a disk that lost a part of what it had promised (Badger cannot flush on
// Windows) is found before anything is read from it.
//
// A store that does not open, does not add up or holds a value that its key does
// not open is moved aside to quarantine-<time> and started empty; Report says
// so, and the caller fetches or replays.
//
// Values are sealed by the caller's Sealer with database, key and schema version
// as associated data. Keys hold ids, numbers and hashes, never names. The byte
// layout is docs/formats/store.md.
package badgerstore
