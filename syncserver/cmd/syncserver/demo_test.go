package main

import (
	"log/slog"
	"os"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"
)

// A demonstration is reached from this machine alone until somebody names an
// address; a server is reached from everywhere.
func TestDemo_ListensOnThisMachine(t *testing.T) {
	// Set, so that it is restored; unset, so that the default is met.
	t.Setenv("DOTCHAIN_LISTEN", "")
	require.NoError(t, os.Unsetenv("DOTCHAIN_LISTEN"))
	for name, row := range map[string]struct {
		args []string
		want string
	}{
		"demo":                         {args: []string{"demo"}, want: thisMachine},
		"demo told nothing":            {args: []string{"demo", "--listen="}, want: thisMachine},
		"demo told where":              {args: []string{"demo", "--listen=0.0.0.0:8443"}, want: "0.0.0.0:8443"},
		"demo told a port":             {args: []string{"demo", "--listen=:9000"}, want: ":9000"},
		"serve stays with its default": {args: []string{"serve"}, want: everywhere},
	} {
		var c cli
		parser, err := kong.New(&c)
		require.NoError(t, err)
		_, err = parser.Parse(row.args)
		require.NoError(t, err)
		got := c.Serve.config(slog.New(slog.DiscardHandler)).Listen
		if row.args[0] == "demo" {
			got = c.Demo.config(slog.New(slog.DiscardHandler)).Listen
		}
		require.Equal(t, row.want, got, name)
	}
}
