package main

import (
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"dotchain/desktop/e2e/badlink"
	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/rules"
	"dotchain/shared/supply"
)

// The figures of order_64k: laptops on lines of their own, side by side, because one order
// takes as long as people wait.
const (
	badLine    = "64kbit 600ms loss 5%"
	badLaptops = 8
	badOrders  = 15
	// badBytes is what the yardstick sends there and back, about as much as an order and
	// its receipt.
	badBytes = 300
)

// badSample is one order over a bad line.
type badSample struct {
	took  time.Duration
	bytes int64
	// apart says that the link was lost on the way and had to be opened again.
	apart bool
}

// badlinkFigures measures one order, signed and saved, until its receipt is stored, over
// an open connection on a line of 64 kbit/s, 600 ms there and back, 5 % lost.
func badlinkFigures(s *stage) []Figure {
	defer s.done()
	figures := field.Figures{
		Units: badLaptops, Items: badOrders + 1, Pieces: 1_000_000, Money: 10_000_000_000 * money.Hryvnia, Year: rules.KyivYear(time.Now().UnixMilli()),
	}
	server := field.NewServer(s, s.database(), figures)
	line, err := badlink.Parse(badLine)
	s.must(err)
	laptops := make([]*field.Device, badLaptops)
	for i := range laptops {
		laptops[i] = server.Device(server.Place.Buyers[i][0])
	}
	progress("%d laptops send %d orders each over %s", badLaptops, badOrders, badLine)
	all := make([][]badSample, badLaptops)
	errs := make([]error, badLaptops)
	var wait sync.WaitGroup
	for i, d := range laptops {
		wait.Go(func() {
			d.Link.Play(line, uint64(i), 1) //nolint:gosec // a small number
			for n := range badOrders + 1 {
				one, err := badOrder(d, server.Place.Offers[n])
				if err != nil {
					errs[i] = err
					return
				}
				if n > 0 { // the first one opens what the others find open
					all[i] = append(all[i], one)
				}
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		s.must(err)
	}
	var open, apart durations
	var bytes int64
	for _, samples := range all {
		for _, one := range samples {
			if one.apart {
				apart = append(apart, one.took)
				continue
			}
			open, bytes = append(open, one.took), bytes+one.bytes
		}
	}
	if len(open) == 0 {
		s.must(fmt.Errorf("no link stayed open over %s", badLine))
	}
	progress("%d orders over an open connection, %d bytes each with questions and documents", len(open), bytes/int64(len(open)))
	if len(apart) > 0 {
		progress("%d orders whose link was opened again: p50 %.0f ms, slowest %.0f ms", len(apart), apart.at(50), apart.at(100))
	}
	echo := badEcho(s, line)
	const yardstick = "as many bytes there and back over the same line, without TLS"
	return []Figure{
		{Name: "order_64k_p50", Value: open.at(50), Unit: "ms", Yardstick: yardstick, YardstickValue: echo.at(50), Must: 900, Stretch: 750},
		{Name: "order_64k_p99", Value: open.at(99), Unit: "ms", Yardstick: yardstick, YardstickValue: echo.at(99), Must: 4000, Stretch: 3000},
	}
}

// badOrder is one order of a laptop that is live and quiet.
func badOrder(d *field.Device, offer supply.Offer) (badSample, error) {
	d.Live()
	before := d.Link.Sent() + d.Link.Got()
	o, err := d.Buy(map[id.ID[id.Offer]]int64{offer.ID: 1})
	if err != nil {
		return badSample{}, err
	}
	began := time.Now()
	var one badSample
	d.Await("the receipt", func() bool {
		one.apart = one.apart || d.Status().State != syncer.Live
		return d.Core.Standing().Pending == 0
	})
	one.took, one.bytes = time.Since(began), d.Link.Sent()+d.Link.Got()-before
	arrived(d, o) // the next one begins in quiet
	return one, nil
}

// badEcho is what the line alone takes.
func badEcho(s *stage, line badlink.Scenario) durations {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // until the measurement is over
	s.must(err)
	defer func() { _ = listener.Close() }()
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				_, _ = io.Copy(c, c)
				_ = c.Close()
			}()
		}
	}()
	all := make([]durations, badLaptops)
	errs := make([]error, badLaptops)
	var wait sync.WaitGroup
	for i := range all {
		wait.Go(func() { all[i], errs[i] = echoOver(s, listener.Addr().String(), line, uint64(i)) }) //nolint:gosec // a small number
	}
	wait.Wait()
	var out durations
	for i := range all {
		s.must(errs[i])
		out = append(out, all[i]...)
	}
	return out
}

func echoOver(s *stage, target string, line badlink.Scenario, seed uint64) (durations, error) {
	link, err := badlink.Listen(s.Context(), target)
	if err != nil {
		return nil, err
	}
	defer link.Close()
	link.Play(line, seed, 1)
	c, err := net.Dial("tcp", link.Address()) //nolint:noctx // a loopback address
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close() }()
	var all durations
	for range badOrders {
		began := time.Now()
		if _, err = c.Write(make([]byte, badBytes)); err != nil {
			return nil, err
		}
		if _, err = io.ReadFull(c, make([]byte, badBytes)); err != nil {
			return nil, err
		}
		all = append(all, time.Since(began))
	}
	return all, nil
}
