// Package round holds what allocation rounds leave behind: who waits for an item,
// the rounds that were signed, the fair-share memory, and the figures that are
// published for forecasts. The rule itself is package allocation's.
package round
