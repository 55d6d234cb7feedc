// Package engine takes commands and decides each once. It loads what a batch of
// commands is about into one World, calls rules.Decide for each in order, and
// stores commands, states, documents and signed receipts in one transaction.
// It knows no HTTP and no database driver; it declares the Store it needs.
package engine
