package sim

// Count counts what happened.
type Count struct {
	DeviceDays, Steps                         int
	Commands, Parked, Cases                   int
	Crashes, Cuts, Lost, Doubled, ServerFails int
	// Loads of scopes came to their end, Segments of them were stored. Pruned tombstones
	// were dropped, Couriers brought files to the server.
	Loads, Segments, Pruned, Couriers int
	// Copies of laptops were made, PutBacks of old disks, Upgrades of programs; Spoiled
	// documents were on disks, Repaired scopes and kinds loaded anew.
	Copies, PutBacks, Upgrades, Spoiled, Repaired int
	// Moves are people who went to another unit, Revoked devices shut out, Restores of the
	// server's database from a backup.
	Moves, Revoked, Restores int
	// Granted are cases that waited and were applied.
	Granted int
	// Forks and Gaps are cases of devices' chains, ScopesLost and SignersRevoked of people's.
	Forks, Gaps, ScopesLost, SignersRevoked int
	// Typed are changes of drafts that people made, Edits those that the server took, of which
	// Raced met another's. Drafts came to be, Twins among them; Ordered and Cleared are how they
	// ended, Late changes came after that.
	Typed, Edits, Raced, Drafts, Twins, Ordered, Cleared, Late int
	// Rounds is the most that a device needed after the last commit.
	Rounds int
}

// Plus adds up.
func (c Count) Plus(o Count) Count {
	c.DeviceDays += o.DeviceDays
	c.Steps += o.Steps
	c.Commands += o.Commands
	c.Parked += o.Parked
	c.Cases += o.Cases
	c.Crashes += o.Crashes
	c.Cuts += o.Cuts
	c.Lost += o.Lost
	c.Doubled += o.Doubled
	c.ServerFails += o.ServerFails
	c.Loads += o.Loads
	c.Segments += o.Segments
	c.Pruned += o.Pruned
	c.Couriers += o.Couriers
	c.Copies += o.Copies
	c.PutBacks += o.PutBacks
	c.Upgrades += o.Upgrades
	c.Spoiled += o.Spoiled
	c.Repaired += o.Repaired
	c.Moves += o.Moves
	c.Revoked += o.Revoked
	c.Restores += o.Restores
	c.Granted += o.Granted
	c.Forks += o.Forks
	c.Gaps += o.Gaps
	c.ScopesLost += o.ScopesLost
	c.SignersRevoked += o.SignersRevoked
	c.Typed += o.Typed
	c.Edits += o.Edits
	c.Raced += o.Raced
	c.Drafts += o.Drafts
	c.Twins += o.Twins
	c.Ordered += o.Ordered
	c.Cleared += o.Cleared
	c.Late += o.Late
	c.Rounds = max(c.Rounds, o.Rounds)
	return c
}
