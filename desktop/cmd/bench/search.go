package main

import (
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/search"
	"dotchain/shared/catalogue/cataloguetest"
)

const (
	searchItems   = 100_000
	searchQueries = 2_000
	searchShown   = 60
)

// searchFigures measure the search index: what it costs to fill and to hold, how long
// a search takes with its order and its facets, and how soon a saved one is ready. Times
// are of the processor.
func searchFigures() ([]Figure, error) {
	maker := cataloguetest.New()
	progress("makes %d items with descriptions", searchItems)
	items := maker.Items(searchItems)
	var names strings.Builder
	for _, i := range items {
		names.WriteString(strings.ToLower(i.NameUk + "\n" + i.NameEn + "\n" + i.Description + "\n"))
	}
	hashed := spent(func() {
		for _, i := range items {
			sha256.Sum256([]byte(i.NameUk + i.NameEn + i.Description))
		}
	})
	before := heapBytes()
	x := search.New()
	filled := spent(func() {
		for _, i := range items {
			x.PutItem(i)
		}
		x.Find(client.CatalogueQuery{Text: "дрон", Limit: searchShown}, 1)
	})
	x.Find(client.CatalogueQuery{Limit: searchShown}, 1)
	held := heapBytes() - before
	text := names.String()
	took, scanned := searchTimes(x, maker, text)
	cold, read, err := coldSearch(x)
	if err != nil {
		return nil, err
	}
	runtime.KeepAlive(items)
	runtime.KeepAlive(x)
	const mebi = 1 << 20
	hash, scan := "SHA-256 of the same texts", "one pass over all texts for a word"
	return []Figure{
		{Name: "index_100k", Unit: "CPU-s", Value: filled.Seconds(), Yardstick: hash, YardstickValue: hashed.Seconds(), Must: 1.2, Stretch: 0.8},
		{Name: "index_100k_memory", Unit: "MiB", Value: float64(held) / mebi, Yardstick: "the texts", YardstickValue: float64(len(text)) / mebi, Must: 35, Stretch: 25},
		{Name: "search_100k_p50", Unit: "ms", Value: millis(took[len(took)/2]), Yardstick: scan, YardstickValue: millis(scanned), Must: 4, Stretch: 1.5},
		{Name: "search_100k_p99", Unit: "ms", Value: millis(took[len(took)*99/100]), Yardstick: scan, YardstickValue: millis(scanned), Must: 10, Stretch: 5},
		{Name: "cold_start_search", Unit: "ms", Value: millis(cold), Yardstick: "reading and opening the file", YardstickValue: millis(read), Must: 300, Stretch: 150},
	}, nil
}

func millis(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

func spent(do func()) time.Duration {
	from := processorTime()
	do()
	return processorTime() - from
}

func heapBytes() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc) //nolint:gosec // far below 2^63
}

// searchTimes are how long searches take, in order, and the median of a pass over all texts.
func searchTimes(x *search.Index, maker *cataloguetest.Maker, text string) (took []time.Duration, pass time.Duration) {
	random := mathrand.New(mathrand.NewPCG(3, 4)) //nolint:gosec // the same queries every time
	for range searchQueries {
		q := client.CatalogueQuery{Text: cataloguetest.Query(maker, random), Limit: searchShown}
		took = append(took, spent(func() { x.Find(q, 1) }))
	}
	slices.Sort(took)
	var passes []time.Duration
	for range 9 {
		passes = append(passes, spent(func() { runtime.KeepAlive(strings.Count(text, "дрон")) }))
	}
	slices.Sort(passes)
	return took, passes[len(passes)/2]
}

// coldSearch saves the index, sealed, and says how long it takes until one that was
// read again has answered; read is the part of it that no index could do without.
func coldSearch(x *search.Index) (ready, read time.Duration, err error) {
	dir, err := os.MkdirTemp("", "dotchain-bench-")
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	key := make([]byte, chacha20poly1305.KeySize)
	box, err := chacha20poly1305.NewX(key)
	if err != nil {
		return 0, 0, err
	}
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	if _, err = rand.Read(nonce); err != nil {
		return 0, 0, err
	}
	path, mark := filepath.Join(dir, "index"), sha256.Sum256([]byte("bench"))
	var saved bytes.Buffer
	if err = x.Save(&saved, mark); err != nil {
		return 0, 0, err
	}
	if err = os.WriteFile(path, box.Seal(nil, nonce, saved.Bytes(), nil), 0o600); err != nil {
		return 0, 0, err
	}
	var all, reads []time.Duration
	for range 9 {
		from := processorTime()
		plain, failed := openFile(path, box, nonce)
		reads = append(reads, processorTime()-from)
		y := search.New()
		if failed = errors.Join(failed, y.Load(plain, mark)); failed != nil {
			return 0, 0, failed
		}
		if y.Find(client.CatalogueQuery{Text: "дрон", Limit: searchShown}, 1).Total == 0 {
			return 0, 0, errors.New("the saved index finds nothing")
		}
		all = append(all, processorTime()-from)
	}
	slices.Sort(all)
	slices.Sort(reads)
	return all[len(all)/2], reads[len(reads)/2], nil
}

func openFile(path string, box cipher.AEAD, nonce []byte) ([]byte, error) {
	sealed, err := os.ReadFile(path) //nolint:gosec // just written
	if err != nil {
		return nil, err
	}
	return box.Open(nil, nonce, sealed, nil)
}
