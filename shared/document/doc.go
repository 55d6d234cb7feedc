// Package document holds what each paper of a supply says: its kind, number,
// parties, lines, sums and signatures, and nothing of how it looks. Package
// paper prints a Document and package ubl writes it as UBL 2.1; both do the
// same on a laptop and on the server, so they give the same bytes.
//
// A Document is a copy made for reading: the order, delivery or invoice it was
// made from stays the truth, and Hash is the name of that truth.
package document
