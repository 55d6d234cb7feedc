// Package feed turns committed changes into the numbered stream that devices
// read. Writers put documents into an outbox inside their own transactions; a
// single sequencer numbers them after commit, so a reader that pages by number
// can miss nothing. The package also keeps who listens and wakes them.
package feed
