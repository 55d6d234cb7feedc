package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"dotchain/desktop/e2e/field"
	"dotchain/syncserver"
)

// serveCommand is the first argument of a bench that is a server:
//
//	bench serve -data DIR -database URL    the real one
//	bench serve -data DIR                  one that does the handshakes and says its echo
//
// It says where it listens, and then does what a line of its input says: "memory" is
// answered by a line of JSON, "profile FILE" and "profiled" begin and end a CPU profile,
// and the end of the input is its own.
const serveCommand = "serve"

// serverMemory is what a server's process holds, in bytes.
type serverMemory struct {
	// Resident is all that is in memory.
	Resident int64 `json:"resident"`
	// Heap and Stacks are what is in use of them, after a collection.
	Heap       int64 `json:"heap"`
	Stacks     int64 `json:"stacks"`
	Goroutines int   `json:"goroutines"`
	// Processor is the time of all processors that it used so far.
	Processor time.Duration `json:"processor"`
}

func serve(args []string) error {
	flags := flag.NewFlagSet(serveCommand, flag.ExitOnError)
	data := flags.String("data", "", "the server's folder")
	database := flags.String("database", "", "its database")
	if err := flags.Parse(args); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	listening := make(chan net.Addr, 1)
	ended := make(chan error, 1)
	if *database == "" {
		address, err := serveBare(ctx, *data)
		if err != nil {
			return err
		}
		listening <- address
	} else {
		house, err := syncserver.Open(ctx, field.Config(*database, *data))
		if err != nil {
			return err
		}
		defer house.Close(ctx)
		go func() { ended <- house.Serve(ctx, func(a net.Addr) { listening <- a }) }()
	}
	select {
	case a := <-listening:
		fmt.Println(a)
	case err := <-ended:
		return err
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if err := obey(lines.Text()); err != nil {
			return err
		}
	}
	if *database == "" {
		return nil
	}
	stop()
	return <-ended
}

// obey does what a line says and answers with a line.
func obey(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "memory":
		m, err := ownMemory()
		if err != nil {
			return err
		}
		return json.NewEncoder(os.Stdout).Encode(m)
	case "profile":
		f, err := os.Create(rest) //nolint:gosec // a developer's folder
		if err != nil {
			return err
		}
		fmt.Println("profiles")
		return pprof.StartCPUProfile(f)
	case "profiled":
		pprof.StopCPUProfile()
		fmt.Println("profiled")
		return nil
	case "heap":
		f, err := os.Create(rest) //nolint:gosec // a developer's folder
		if err != nil {
			return err
		}
		runtime.GC()
		err = errors.Join(pprof.Lookup("heap").WriteTo(f, 0), f.Close())
		fmt.Println("written")
		return err
	}
	return fmt.Errorf("unknown: %s", word)
}

// ownMemory is what this process holds. What is resident is read first, as it is.
func ownMemory() (m serverMemory, err error) {
	m.Processor = processorTime()
	now, err := memoryOf("self")
	if err != nil {
		return m, err
	}
	m.Resident = now.Resident
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	m.Heap, m.Stacks, m.Goroutines = int64(s.HeapInuse), int64(s.StackInuse), runtime.NumGoroutine() //nolint:gosec // far below 2^63
	return m, nil
}

// serveBare does what no server can do without: the same handshake with the same
// certificates, the upgrade, and an echo.
func serveBare(ctx context.Context, data string) (net.Addr, error) {
	file := func(name string) string { return filepath.Join(data, "authority", name) }
	pair, err := tls.LoadX509KeyPair(file("server.crt"), file("server.key"))
	if err != nil {
		return nil, err
	}
	root, err := os.ReadFile(file("root.crt"))
	if err != nil {
		return nil, err
	}
	devices := x509.NewCertPool()
	devices.AppendCertsFromPEM(root)
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	upgrader := websocket.Upgrader{}
	server := &http.Server{
		ReadHeaderTimeout: time.Minute,
		TLSConfig:         &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{pair}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: devices},
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c, err := upgrader.Upgrade(w, r, nil)
			if err != nil {
				return
			}
			defer func() { _ = c.Close() }()
			for {
				kind, b, err := c.ReadMessage()
				if err != nil || c.WriteMessage(kind, b) != nil {
					return
				}
			}
		}),
	}
	go func() { _ = server.ServeTLS(l, "", "") }() // until the process ends
	return l.Addr(), nil
}
