// Package sim runs a whole field of devices and their server under one seeded event
// loop with virtual time: days pass in milliseconds, links are cut, messages are lost,
// doubled and overtaken, programs are killed at any write, disks refuse, clocks jump and
// the server dies before or after a commit. Laptops are copied, their disks put back or
// spoiled, programs replaced by later ones, devices shut out, people moved to another unit,
// tombstones pruned, files carried by couriers, and the server is restored from a backup.
// People buy, revise, decide and rule, and those of one unit go on with each other's drafts (drafts.go).
// In the end the links are good, and what the
// program promises of synchronisation has to hold (check.go, draftcheck.go). The same seed gives the same
// run to the last byte, which the trace's hash proves.
//
// Real are: the rules, the signatures, the engine with its receipts, the feed's pages,
// answers, digests and checkpoints, what packs scopes into segments and hands them out, the
// desk of courier files, the client's core and the syncer's machine.
//
// Replaced are: PostgreSQL and Badger by stores in memory that pass the same suites, the
// journal's files by entries of which a prefix survives a crash, the shell of the
// syncer (goroutines, timers, sockets) by the loop here, TLS and HTTP by a call, and the
// goroutines that wake the sequencer, tell listeners, pack scopes and apply what waits by
// events of the loop. Scopes of any size are packed. Searching, attachments and pushing over
// the open socket are left out.
package sim
