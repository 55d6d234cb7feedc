// Package migrations holds the steps that make the schema, in the order of
// their numbers. A step that was released is never edited: a change is a new
// step. Each runs in one transaction of its own.
package migrations

import "embed"

// Files are the steps, NNNN_what.sql.
//
//go:embed *.sql
var Files embed.FS
