// Package frontend carries the built page inside the binary.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Dist is the built page, rooted so that index.html stands at its top. On a
// checkout where the page was never built it holds only .gitkeep.
func Dist() (fs.FS, error) {
	return fs.Sub(dist, "dist")
}
