// Package session makes a person's profile folder into a running client: keys,
// journal, the two stores, the core, the network and the syncer, opened in the
// order in which each needs the one before it. The window and the headless
// devices of the end-to-end tests and measurements open a profile the same way.
//
//	<profile>/
//	  keys.sealed, device.secret   package keyring
//	  enrolment                    what the server gave for the ticket
//	  settings.json                what is needed before unlocking
//	  journal/                     package journal
//	  work/, docs/                 package badgerstore
//	  attachments/                 package attachments
//	  courier/                     package courier
//
// The folder's journal lock holds the profile: one session a folder.
package session
