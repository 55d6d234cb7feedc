package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"dotchain/syncserver"
)

type demoCmd struct {
	serveCmd
	Host []string `help:"Name or address by which devices reach the server (may be given several times)."`
}

// demoTicket is one entry of tickets.json.
type demoTicket struct {
	// Profile is the folder the demonstration's window uses.
	Profile string `json:"profile"`
	syncserver.DemoPerson
	Server  string    `json:"server"`
	Ticket  string    `json:"ticket"`
	Expires time.Time `json:"expires"`
}

// demoProfiles are the people who get a window, by their keys in the demo data.
func demoProfiles() [][2]string {
	return [][2]string{
		{"unit", "unit-9001-requisitioner"},
		{"unit2", "unit-9002-requisitioner"},
		{"agency", "agency-approver"},
		{"verifier", "agency-verifier"},
		{"admin", "admin-sync"},
		{"commander", "unit-9001-signatory"},
		{"supplier", "supplier-99100014"},
		{"staff", "staff-need"},
	}
}

// everywhere is the server's ordinary address. A demonstration is nobody else's
// business: one that names no other listens on this machine alone.
const (
	everywhere  = ":8443"
	thisMachine = "127.0.0.1:8443"
)

func (c *demoCmd) config(log *slog.Logger) syncserver.Config {
	cfg := c.serveCmd.config(log)
	cfg.Hosts = c.Host
	if cfg.Listen == "" || cfg.Listen == everywhere { // a variable that is set and empty names none
		cfg.Listen = thisMachine
	}
	return cfg
}

// Run makes what is missing, loads the data, serves, and writes tickets.json and,
// last, the file "ready".
func (c *demoCmd) Run(ctx context.Context, log *slog.Logger) error {
	cfg := c.config(log)
	if err := os.MkdirAll(c.Data, 0o755); err != nil { //nolint:gosec // keys and database have folders of their own in it
		return err
	}
	readyFile := filepath.Join(c.Data, "ready")
	if err := os.Remove(readyFile); err != nil && !os.IsNotExist(err) {
		return err
	}
	if err := syncserver.Init(cfg); err != nil {
		return err
	}
	for _, dir := range []string{"out", "in"} {
		if err := os.MkdirAll(filepath.Join(c.Data, "ministry", dir), 0o700); err != nil {
			return err
		}
	}
	forwarding := filepath.Join(c.Data, "forwarding.json")
	if _, err := os.Stat(forwarding); os.IsNotExist(err) {
		if err := os.WriteFile(forwarding, []byte(syncserver.DemoForwarding), 0o600); err != nil {
			return err
		}
	}
	return within(ctx, cfg, func(h *syncserver.House) error {
		report, err := h.LoadDemo(ctx)
		if err != nil {
			return err
		}
		log.InfoContext(ctx, "demo data", "new", report.New, "changed", report.Changed, "unchanged", report.Unchanged, "left_out", report.LeftOut)
		tickets, err := issue(ctx, h)
		if err != nil {
			return err
		}
		return h.Serve(ctx, func(addr net.Addr) {
			if err := tell(c.Data, readyFile, address(addr), tickets); err != nil {
				log.ErrorContext(ctx, "cannot write the tickets", "error", err)
			}
		})
	})
}

func issue(ctx context.Context, h *syncserver.House) ([]demoTicket, error) {
	people := map[string]syncserver.DemoPerson{}
	for _, p := range syncserver.DemoPeople() {
		people[p.Key] = p
	}
	var all []demoTicket
	for _, row := range demoProfiles() {
		p := people[row[1]]
		text, expires, err := h.Ticket(ctx, p.ID)
		if err != nil {
			return nil, fmt.Errorf("ticket of %s: %w", row[1], err)
		}
		all = append(all, demoTicket{Profile: row[0], DemoPerson: p, Ticket: text, Expires: expires})
	}
	return all, nil
}

// tell writes the files and says what to do.
func tell(dir, readyFile, server string, tickets []demoTicket) error {
	for i := range tickets {
		tickets[i].Server = server
	}
	b, err := json.MarshalIndent(tickets, "", "  ")
	if err != nil {
		return err
	}
	// Whoever reads a ticket can enrol as its person.
	if err := os.WriteFile(filepath.Join(dir, "tickets.json"), append(b, '\n'), 0o600); err != nil {
		return err
	}
	fmt.Printf("\nСервер працює: %s. Квитки (кожен на один пристрій, 24 години):\n", server)
	fmt.Printf("The server runs at %s. Tickets (one device each, 24 hours):\n\n", server)
	for _, t := range tickets {
		fmt.Printf("  %-9s %s, %s\n            %s\n", t.Profile, t.Name, t.Org, t.Ticket)
	}
	fmt.Println("\nВідкрийте програму, введіть адресу сервера і квиток. / Open the program and enter the server's address and a ticket.")
	return os.WriteFile(readyFile, []byte(server+"\n"), 0o600)
}

// address is what a program on this machine enters.
func address(addr net.Addr) string {
	_, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return "https://" + addr.String()
	}
	return "https://" + net.JoinHostPort("127.0.0.1", port)
}
