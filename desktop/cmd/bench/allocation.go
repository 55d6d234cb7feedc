package main

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"dotchain/shared/allocation"
	"dotchain/shared/seal"
)

// allocationFigures decide the planned and the largest round of the field. The
// yardstick is the hashing no form of the rule can do without: a ticket for every
// part and every parent, and the hash of the input.
func allocationFigures() (figures []Figure, err error) {
	for _, size := range []struct {
		name          string
		units         int
		pieces        int64
		must, stretch float64 // ms
	}{
		{name: "allocation_400", units: 400, pieces: 150_000, must: 10, stretch: 2},
		{name: "allocation_5000", units: 5_000, pieces: 1_000_000, must: 100, stretch: 25},
	} {
		r := scarceRound(size.units, size.pieces)
		figures = append(figures, Figure{
			Name: size.name, Unit: "ms", Must: size.must, Stretch: size.stretch,
			Value: medianMillis(func() {
				if _, failed := allocation.Run(r); failed != nil {
					err = failed
				}
			}),
			Yardstick: "hash of every id and of the input",
			YardstickValue: medianMillis(func() {
				for _, c := range r.Claimants {
					sha256.Sum256([]byte(r.Draw + "/" + c.ID))
					sha256.Sum256([]byte(r.Draw + "/" + c.Parent))
				}
				seal.Sum(seal.Encode(r))
			}),
		})
	}
	return figures, err
}

// scarceRound is a round of units that claim about twice the pieces there are.
func scarceRound(units int, pieces int64) allocation.Round {
	random := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // a generated field, not a secret
	r := allocation.Round{Stock: pieces, Floor: 5, FloorShare: "0.30", Pack: 1, Draw: "checkpoint"}
	most := 4 * pieces / int64(units)
	for i := range units {
		r.Claimants = append(r.Claimants, allocation.Claimant{
			ID: fmt.Sprintf("line-%04d", i), Parent: fmt.Sprintf("unit-%04d", i),
			Tier: 1 + random.Int64N(3), Weight: 1 + random.Int64N(20), Claim: 1 + random.Int64N(most), Credit: random.Int64N(3),
		})
	}
	return r
}

// medianMillis is the median of 21 runs.
func medianMillis(do func()) float64 {
	var took []float64
	for range 21 {
		from := time.Now()
		do()
		took = append(took, float64(time.Since(from).Nanoseconds())/1e6)
	}
	slices.Sort(took)
	return took[len(took)/2]
}
