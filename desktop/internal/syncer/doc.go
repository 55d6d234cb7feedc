// Package syncer brings what was signed here to the server and what the server
// says back, whenever there is a link.
//
//	            dial ok                 caught up
//	offline ──► connecting ──► catching_up ──► live
//	   ▲            │               │            │
//	   └────────────┴───────────────┴────────────┘  link lost; tries again with full jitter
//
// Core is the machine: it takes one Input at a time and returns the Actions to
// carry out. It has no clock, no socket and no goroutine, so a fleet of them
// runs under one seeded event loop and a failure replays exactly. Syncer is the
// thin shell: one goroutine that owns the Core and carries its actions out.
//
// Uploads and downloads are two loops side by side: neither waits for the
// other. What the machine does after a crash is what it does at every start.
package syncer
