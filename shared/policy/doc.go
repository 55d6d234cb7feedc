// Package policy holds what the agency declares once and the rules then follow:
// which checks stop an order, who signs and approves what, how scarce stock is
// shared, how long things may wait. It is one document that everybody holds, so
// that a laptop decides as the server will; a field that is not set means what
// Default says.
package policy
