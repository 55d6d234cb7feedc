// Command dotchain is the device client. It stands here because Wails builds
// the package beside wails.json.
package main

import (
	"os"

	"dotchain/desktop"
)

func main() { os.Exit(desktop.Main(os.Args[1:])) }
