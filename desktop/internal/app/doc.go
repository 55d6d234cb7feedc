// Package app is what the window may call. Each method parses its arguments,
// calls one use case of package client and returns a plain view; no rule of the
// field stands here. App owns the running session: it is the one place that
// starts and ends it.
package app
