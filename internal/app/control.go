package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/bus"
)

// control answers on the control socket: HTTP, POST /v1/<operation> with the argument as JSON.
type control struct {
	server *http.Server
	done   chan struct{}
}

// maxCall bounds an argument.
const maxCall = 4 << 20

func serveControl(dir string, a *App) (*control, error) {
	l, err := listenControl(dir)
	if err != nil {
		return nil, err
	}
	c := &control{done: make(chan struct{}), server: &http.Server{Handler: controlHandler(a), ReadHeaderTimeout: 5 * time.Second}}
	go func() {
		defer close(c.done)
		_ = c.server.Serve(l) // ends with ErrServerClosed: close is the only way out
	}()
	return c, nil
}

func (c *control) close(ctx context.Context) error {
	err := c.server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, c.server.Close())
	}
	<-c.done
	return err
}

func controlHandler(a *App) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/{operation}", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxCall))
		var answer any
		if err == nil {
			answer, err = a.operate(r.Context(), r.PathValue("operation"), body)
		}
		w.Header().Set("Content-Type", "application/json")
		if err != nil {
			w.WriteHeader(statusOf(err))
			answer = map[string]string{"error": err.Error()}
		}
		_ = json.NewEncoder(w).Encode(answer) // fails only when the asker has gone
	})
	return mux
}

// statusOf carries the class of an error over the socket.
func statusOf(err error) int {
	for _, c := range classes {
		if errors.Is(err, c.err) {
			return c.status
		}
	}
	return http.StatusInternalServerError
}

var classes = []struct {
	err    error
	status int
}{
	{ErrUsage, http.StatusBadRequest},
	{indexer.ErrNotFound, http.StatusNotFound},
	{bus.ErrNotQuarantined, http.StatusNotFound},
	{ErrAway, http.StatusServiceUnavailable},
}

// callError is an error that came over the socket, with its class.
type callError struct {
	message string
	class   error
}

func (e callError) Error() string { return e.message }
func (e callError) Unwrap() error { return e.class }

// remote calls operations on the running process.
type remote struct{ client *http.Client }

func dialRemote(dir string) *remote {
	return &remote{&http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return dialControl(ctx, dir) },
	}}}
}

func (r *remote) call(ctx context.Context, operation string, arg []byte) ([]byte, error) {
	answer, err := post(ctx, r.client, operation, arg)
	if err != nil {
		return nil, fmt.Errorf("ask the running process: %w: %w", ErrAway, err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("ask the running process: %w", err)
	}
	if answer.StatusCode == http.StatusOK {
		return b, nil
	}
	var e struct{ Error string }
	if err := json.Unmarshal(b, &e); err != nil {
		return nil, fmt.Errorf("the running process answered %s", answer.Status)
	}
	for _, c := range classes {
		if c.status == answer.StatusCode {
			return nil, callError{e.Error, c.err}
		}
	}
	return nil, errors.New(e.Error)
}

func (r *remote) close(context.Context) error {
	r.client.CloseIdleConnections()
	return nil
}
