// Package client holds the use cases of the screens: browse, fill a cart,
// prepare and sign, decide, look at cases. It keeps what was signed here in the
// journal first and in the stores after, shows documents plus what the outbox
// would change, and never waits for the network. It knows neither Badger nor
// Wails; it declares the ports it needs.
package client
