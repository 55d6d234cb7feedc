// Package ubl writes documents as UBL 2.1 XML and reads orders, invoices and
// credit notes back. What is written is valid against the schemas of OASIS; which
// field stands in which element is in docs/formats/documents.md, section 6.
//
// Like package paper it is a function of the document alone, and a document
// marked blind is written without unit and place whatever stands in it.
package ubl
