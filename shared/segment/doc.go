// Package segment holds the immutable runs of documents that a first load is made of
// (docs/formats/snapshot.md): documents of one scope and kind in the order of their
// ids, laid out in columns, compressed and sealed. Equal documents make equal bytes,
// so a segment's hash is its address and a cache may keep it for ever.
package segment
