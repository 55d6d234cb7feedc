// Package memstore keeps a client's stores in memory, for the simulation and for
// tests: it promises what package client's ports say, passes the same suite as
// the real stores, and forgets everything with the process.
package memstore
