// Package snapshot makes what devices load first (docs/formats/snapshot.md): it packs
// large scopes of the feed into sealed segments with signed manifests, and hands them
// out, with pages for what is small or not packed yet.
//
// What is true between calls: a manifest's segments are all there and hold every
// document of its scope as of its number, or a later version; what changed after that
// number the feed gives again. Segments never change. So nothing needs one long
// transaction: the database is read in small statements and the sequencer never waits.
package snapshot
