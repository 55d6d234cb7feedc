// Command schemadump writes the schema of a newly migrated database to a file.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"dotchain/syncserver/internal/postgres/pgtest"
)

func main() {
	out := flag.String("o", "schema.sql", "the file to write")
	flag.Parse()
	if err := run(context.Background(), *out); err != nil {
		fmt.Fprintln(os.Stderr, "schemadump:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out string) error {
	dsn, drop, err := pgtest.Fresh(ctx)
	if err != nil {
		return err
	}
	text, err := pgtest.Schema(ctx, dsn)
	if err = errors.Join(err, drop(ctx)); err != nil {
		return err
	}
	if err = os.WriteFile(out, []byte(text), 0o644); err != nil { //nolint:gosec // a source file
		return fmt.Errorf("write %s: %w", out, err)
	}
	return nil
}
