// Package courier keeps the courier files that a person carries for others on this laptop,
// brings them to the server when there is a link, and keeps the answers for the way back
// (docs/formats/courier.md).
//
//	Add ──► waits ──Answered──► answered ──Given──► given ──► forgotten
//	          │  ▲                                              ▲
//	       Refused └─Add again── refused ───────────────────────┘
//
// # What is true between calls
//
// Store owns a folder. A file is sealed to the server already, so it lies there as it came,
// under the SHA-256 of its bytes; what became of it is the ending of a second file beside
// it (docs/formats/store.md, section 9). A file has its name only once the disk has all of
// it, so a kill leaves whole files and at most a ".tmp", which Open removes. Nothing is
// taken away before its answer is here.
//
// Sync is one goroutine that brings what waits, one file at a time, while there is a link;
// it tries again with back-off. Only a file that the server can never take is refused.
package courier
