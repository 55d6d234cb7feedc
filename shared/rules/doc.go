// Package rules is the one decision function of the house. Both sides call
// Decide: the device before a person signs and to show what the outbox would
// change, the server to say what is so. It takes plain data and gives plain
// data: no clock, no store, no randomness. Given the same World and the same
// command it gives the same Outcome on every machine.
//
// The caller loads what Missing asks for into the World until it asks for
// nothing more, calls Decide, and applies the Outcome to the World before it
// decides the next command of the batch.
package rules
