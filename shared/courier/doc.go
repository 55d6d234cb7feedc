// Package courier is the file by which commands travel without a link, and the file by
// which their receipts come back (docs/formats/courier.md). Both hold the messages of the
// wire, signed as a whole by whoever made them and sealed to the one who may read them:
// who carries a file, or finds it, learns which device it is of, how many messages are in
// it, their size and the day.
//
// The package is pure: keys and random bytes are parameters.
package courier
