package fleet

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Mode is what a fleet is for.
type Mode string

// The modes.
const (
	// Load has people act, go offline and come back.
	Load Mode = "load"
	// Soak is Load for long, with an eye on memory and goroutines.
	Soak Mode = "soak"
	// Storm has all devices sign orders offline and come back at the same moment, again
	// and again.
	Storm Mode = "storm"
)

// Config is one fleet.
type Config struct {
	// Seed is what people do follows from; For is how long they do it.
	Seed uint64
	For  time.Duration
	Mode Mode
	// Tickets has a one-time ticket for each device, in their order.
	Tickets []string
	// Server says where the server listens.
	Server func() string
	// Dir is where profiles are kept; empty: in memory.
	Dir string
	// Least is how many acts of each device there are in any case, however slow the machine is.
	Least int
	// Pause is how long a person waits between two acts, on average. Default a second.
	Pause time.Duration
	// Orders is how many orders each device signs before a storm. Default 3.
	Orders int
	// Patience bounds each wait for something that must happen. Default two minutes.
	Patience time.Duration
	// ServerMemory is what the server's process holds, in bytes; nil where it is unknown.
	ServerMemory func() (int64, error)
	// Say is told how it goes, for a person; nil for nobody.
	Say func(format string, args ...any)
	// Check is asked in the end, once all devices are at rest, whether the server has what
	// they signed; nil where it cannot be asked.
	Check func(ctx context.Context, signed []Signed) error
	// sabotage breaks something, so that it is seen that a fleet can fail.
	sabotage sabotage
}

// WithDefaults returns c with every empty field filled in.
func (c Config) WithDefaults() Config {
	if c.Mode == "" {
		c.Mode = Load
	}
	if c.Pause == 0 {
		c.Pause = time.Second
	}
	if c.Orders == 0 {
		c.Orders = 3
	}
	if c.Patience == 0 {
		c.Patience = 2 * time.Minute
	}
	if c.Say == nil {
		c.Say = func(string, ...any) {}
	}
	return c
}

func (c Config) validate() error {
	if c.Server == nil || c.For <= 0 || len(c.Tickets) == 0 {
		return errors.New("fleet: Server, For and Tickets are required")
	}
	switch c.Mode {
	case Load, Soak, Storm:
		return nil
	}
	return fmt.Errorf("fleet: there is no mode %q", c.Mode)
}

// sabotage is what a test breaks.
type sabotage string

const (
	// sabotageLose has a device forget an order that it said was saved.
	sabotageLose sabotage = "lose"
	// sabotageCopy has a device's copy differ from what the server says.
	sabotageCopy sabotage = "copy"
	// sabotageDeaf has a device sign and say nothing more when all come back.
	sabotageDeaf sabotage = "deaf"
)
