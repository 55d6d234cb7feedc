package money

import (
	"cmp"
	"math/big"
	"slices"
)

// Split divides total between the weights exactly: share i is total·w/W rounded
// down, and the kopiykas left over go one each to the largest remainders, the
// lower index first among equals. The shares always add up to total, no share
// is more than one kopiyka from its exact part, and the result depends on
// nothing but the arguments.
//
// A weight below zero counts as zero. When no weight is positive, everybody
// counts as one. A negative total is split like a positive one and negated.
// Without any weight there is nobody to give to and the result is nil: the
// caller still holds the total.
func Split(total Amount, weights []int64) []Amount {
	if len(weights) == 0 {
		return nil
	}
	weights, sum := positive(weights)
	amount := new(big.Int).SetUint64(magnitude(int64(total)))

	shares := make([]uint64, len(weights))
	remainders := make([]*big.Int, len(weights))
	left := magnitude(int64(total))
	for i, w := range weights {
		product := new(big.Int).Mul(amount, big.NewInt(w))
		share, rest := product.QuoRem(product, sum, new(big.Int))
		shares[i], remainders[i] = share.Uint64(), rest
		left -= shares[i]
	}

	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(remainders[b].Cmp(remainders[a]), cmp.Compare(a, b))
	})
	for _, i := range order[:left] {
		shares[i]++
	}

	result := make([]Amount, len(shares))
	for i, share := range shares {
		result[i], _ = signed(share, total < 0)
	}
	return result
}

// positive returns the weights as Split counts them, and their sum.
func positive(weights []int64) ([]int64, *big.Int) {
	counted := make([]int64, len(weights))
	sum := new(big.Int)
	for i, w := range weights {
		counted[i] = max(w, 0)
		sum.Add(sum, big.NewInt(counted[i]))
	}
	if sum.Sign() > 0 {
		return counted, sum
	}
	for i := range counted {
		counted[i] = 1
	}
	return counted, big.NewInt(int64(len(counted)))
}
