// Package syncserver is the sync server as a whole: the one place that names
// every adapter and wires them. Open gives the parts on a database, Run serves.
package syncserver
