package app

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
)

// maxSocketPath is what the address of a unix socket holds on every system we run on, less its end.
const maxSocketPath = 100

func socketPath(dir string) string { return filepath.Join(dir, "control.sock") }

// viaDescriptor gives f a short name for the directory's socket where its own is too long for a socket
// address: through the process's open directory.
func viaDescriptor(dir string, f func(path string) error) error {
	path := socketPath(dir)
	if len(path) <= maxSocketPath {
		return f(path)
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return f(fmt.Sprintf("/proc/self/fd/%d/control.sock", d.Fd()))
}

// listenControl serves the control socket. The caller holds the directory's lock, so a socket that is
// there was left by a process that is gone.
func listenControl(dir string) (net.Listener, error) {
	if err := os.Remove(socketPath(dir)); err != nil && !os.IsNotExist(err) {
		return nil, fmt.Errorf("remove the control socket that a former process left: %w", err)
	}
	var l net.Listener
	err := viaDescriptor(dir, func(path string) (err error) {
		if l, err = net.Listen("unix", path); err != nil {
			return err
		}
		l.(*net.UnixListener).SetUnlinkOnClose(false) // the short name is gone by then
		return os.Chmod(path, 0o600)
	})
	if err != nil {
		return nil, fmt.Errorf("open the control socket in %s: %w", dir, err)
	}
	return l, nil
}

func dialControl(ctx context.Context, dir string) (net.Conn, error) {
	var c net.Conn
	err := viaDescriptor(dir, func(path string) (err error) {
		c, err = new(net.Dialer).DialContext(ctx, "unix", path)
		return err
	})
	return c, err
}

// post sends one request over the control socket; the host in the address is not used.
func post(ctx context.Context, c *http.Client, operation string, arg []byte) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://control/v1/"+operation, bytes.NewReader(arg))
	if err != nil {
		return nil, err
	}
	return c.Do(r)
}
