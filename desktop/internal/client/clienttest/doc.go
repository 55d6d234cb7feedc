// Package clienttest holds the suites that every implementation of package
// client's stores passes, the real one and the one in memory alike, so that what
// the simulation shows holds on a laptop.
package clienttest
