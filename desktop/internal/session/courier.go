package session

import (
	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/courier"
	"dotchain/desktop/internal/keyring"
	"dotchain/shared/fault"
)

// carrying are the courier files of others as the window needs them.
type carrying struct {
	*courier.Store
	sync *courier.Sync
}

var _ app.Carrier = carrying{}

// Add implements app.Carrier: what was taken goes at once where there is a link.
func (c carrying) Add(file []byte) (courier.Carried, error) {
	taken, err := c.Store.Add(file)
	if err == nil {
		c.sync.Wake()
	}
	return taken, err
}

// all synchronise: what both do, and what is carried for others.
type all struct {
	both
	courier *courier.Sync
}

var _ app.Syncer = all{}

// Start implements app.Syncer.
func (a all) Start() error {
	a.courier.Start()
	return a.both.Start()
}

// Stop implements app.Syncer.
func (a all) Stop() {
	a.both.Stop()
	a.courier.Link(false)
	a.courier.Stop()
}

// answers is the key of answers as the core needs it: its errors in words of a person.
type answers struct{ *keyring.Agreement }

// Agree implements courier.Key.
func (a answers) Agree(peer [32]byte) ([]byte, error) {
	secret, err := a.Agreement.Agree(peer)
	if fault.CodeOf(keyFault(err)) == fault.Locked {
		return nil, keyFault(err)
	}
	return secret, err
}
