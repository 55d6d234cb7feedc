// Package publish turns the rows of files that an operator imports into the
// server's own commands, in chunks that a laptop can hold, and says what became
// of every row. It writes nothing that does not change: importing the same file
// again makes no command. It holds no state.
package publish
