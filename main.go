// Command dotchain is the desktop client. It stands at the module's root, beside
// wails.json, because Wails builds the package it finds there; everything it
// does is in package desktop.
package main

import (
	"os"

	"dotchain/desktop"
)

func main() { os.Exit(desktop.Main(os.Args[1:])) }
