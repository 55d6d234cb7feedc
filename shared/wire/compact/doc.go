// Package compact makes batches of commands, their receipts, and pages of the feed small
// enough for one message of the websocket (docs/formats/wire.md, section 10). A page is
// compressed with the dictionary and nothing else; what follows is of commands.
//
// What cannot be guessed (signatures, new ids and hashes) is moved out of an
// envelope into a tail; what both sides know by the socket (the device, its person,
// the end of its chain, values that came before) becomes one or two bytes; what is left, the
// skeleton, is compressed with zstd and a dictionary that was trained on commands.
// The other side rebuilds the envelopes as they were signed, to the byte, and a
// check over them says whether it did.
//
// A Known holds what both sides know. It changes with every push that is packed and with
// every push that is unpacked, in the same sequence; one goroutine at a time uses it.
package compact
