// Package attachments keeps the files that belong to deliveries and claims on this
// laptop, and brings them to the server and back.
//
// # What is true between calls
//
// Store owns a folder. Each content is one sealed file whose name is its hash and
// whether it waits to be sent (docs/formats/store.md, section 8):
//
//	Add ──► <hash>.waits ──Sent──► <hash>.kept ◄── Keep (fetched)
//
// A file has its name only once the disk has all of it, so a kill leaves whole files
// and at most one ".tmp", which Open removes. What is sent is not remembered anywhere
// else: the rename is the mark.
//
// The folder has room for so many bytes and no more. What can be fetched again makes room
// for what a person adds; when all the room is taken by what waits, nothing is added.
// With each link goes what nobody needs here: files that the server has of business that
// ended long ago, and files of forms that were never signed.
//
// Which of the waiting files go up is asked of the papers each time: those that a
// signed paper names. So nothing has to be marked when a signature is saved, and a
// photo that was taken off a form before it was signed never leaves the laptop.
//
//	          live, and the outbox is empty            moved, and there is more
//	idle ───────────────────────────────────► one piece ───────────┐
//	 ▲  ▲                                         │  ▲──────────────┘
//	 │  └── nothing to do, the link is lost ──────┤
//	 └───── wait with back-off ◄── it failed ─────┘
//
// Core is that machine: one Input at a time, Actions back, no clock, no socket and no
// goroutine. Sync is its shell. One piece of one file moves at a time, pieces are so
// small that an order signed meanwhile waits for moments, and before each piece the
// outbox goes first. After any cut the server is asked what it has.
package attachments
