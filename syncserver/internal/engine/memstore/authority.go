package memstore

import (
	"cmp"
	"context"
	"slices"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/authority"
)

type ticket struct {
	authority.Ticket
	used bool
}

var _ authority.Store = (*Store)(nil)

// AddTicket implements authority.Store.
func (s *Store) AddTicket(_ context.Context, t authority.Ticket) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.world.People[t.Person] == nil {
		return fault.Because("add ticket", fault.Reason{Code: fault.FieldInvalid, Field: "person", Ref: t.Person.String()})
	}
	s.tickets[t.Secret] = ticket{Ticket: t}
	return nil
}

// Redeem implements authority.Store.
func (s *Store) Redeem(_ context.Context, secret [32]byte, at time.Time, enrol func(p party.Person) authority.Enrolment) (party.Person, party.Org, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.tickets[secret]
	if !ok || t.used {
		return party.Person{}, party.Org{}, fault.New("redeem ticket", fault.TicketInvalid)
	}
	if at.After(t.Expires) {
		return party.Person{}, party.Org{}, fault.Because("redeem ticket", fault.Reason{Code: fault.TicketExpired, Have: t.Expires.UnixMilli()})
	}
	p := *s.world.People[t.Person]
	e := enrol(p)
	if thumbprint := seal.ThumbprintOf(e.Key.Public); s.keys[thumbprint].Public != nil {
		return party.Person{}, party.Org{}, fault.Because("redeem ticket", fault.Reason{Code: fault.FieldInvalid, Field: "signing_key", Ref: thumbprint.String()})
	}
	t.used = true
	s.commits++
	s.tickets[secret] = t
	s.devices[e.Device.ID], s.serials[e.Device.ID] = e.Device, e.Serial
	s.keys[seal.ThumbprintOf(e.Key.Public)] = e.Key
	s.outbox = append(s.outbox, e.Documents...)
	return p, *s.world.Orgs[p.Org], nil
}

// RevokeDevice implements authority.Store.
func (s *Store) RevokeDevice(_ context.Context, device id.ID[id.Device], at time.Time, publish func(d party.Device) []wire.Document) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := s.devices[device]
	if !ok {
		return fault.Because("revoke device", fault.Reason{Code: fault.DeviceUnknown, Ref: device.String()})
	}
	if d.RevokedAt != 0 {
		return nil
	}
	s.commits++
	d.RevokedAt = at.UnixMilli()
	d.Version++
	s.devices[device] = d
	s.withdraw(device, d.RevokedAt)
	s.outbox = append(s.outbox, publish(d)...)
	return nil
}

// Found implements authority.Store.
func (s *Store) Found(_ context.Context, f authority.Founding) (id.ID[id.Epoch], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.epoch.IsZero() {
		s.epoch = f.Epoch
	}
	if s.world.Orgs[f.Org.ID] == nil {
		s.apply(rules.Outcome{Orgs: []party.Org{f.Org}, People: []party.Person{f.Person}})
	}
	if _, ok := s.devices[f.Device.ID]; !ok {
		s.devices[f.Device.ID] = f.Device
		s.keys[seal.ThumbprintOf(f.Key.Public)] = f.Key
	}
	return s.epoch, nil
}

// Certificates implements authority.Store.
func (s *Store) Certificates(context.Context) ([]authority.Certificate, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []authority.Certificate
	for device, serial := range s.serials {
		all = append(all, authority.Certificate{Serial: serial, Device: device, RevokedAt: s.devices[device].RevokedAt})
	}
	slices.SortFunc(all, func(a, b authority.Certificate) int { return a.Device.Compare(b.Device) })
	return all, nil
}

// Access implements authority.Store.
func (s *Store) Access(_ context.Context, devices ...id.ID[id.Device]) (map[id.ID[id.Device]]authority.Access, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[id.ID[id.Device]]authority.Access{}
	for _, device := range devices {
		if d, ok := s.devices[device]; ok && s.world.People[d.Person] != nil {
			found[device] = authority.Access{Device: d, Person: *s.world.People[d.Person]}
		}
	}
	return found, nil
}

// People implements authority.Store.
func (s *Store) People(context.Context) ([]authority.Registered, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []authority.Registered
	for _, p := range values(s.world.People) {
		r := authority.Registered{Person: p}
		if o := s.world.Orgs[p.Org]; o != nil {
			r.Org = *o
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b authority.Registered) int {
		return cmp.Or(cmp.Compare(a.Org.NameUk, b.Org.NameUk), cmp.Compare(a.Person.Name, b.Person.Name))
	})
	return all, nil
}

// Person is a person as they are registered; the zero value for nobody.
func (s *Store) Person(p id.ID[id.Person]) party.Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found := s.world.People[p]; found != nil {
		return *found
	}
	return party.Person{}
}
