// Package authority is the server's small certificate authority: it makes the
// root, the server's certificate and the keys that sign receipts, issues
// one-time enrolment tickets, and turns a ticket into a device certificate.
package authority
