package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// ErrLocked means that another process runs on the data directory.
var ErrLocked = errors.New("the directory is in use")

// dirLock is the right to write to a data directory. The kernel gives it back when the process ends,
// however it ends.
type dirLock struct{ file *flock.Flock }

func lockPath(dir string) string { return filepath.Join(dir, "lock") }

// lockDir creates the directory where it is missing and takes its lock. Whoever holds it is named by
// process id.
func lockDir(dir string) (*dirLock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create the data directory: %w; choose another with --data", err)
	}
	l := &dirLock{flock.New(lockPath(dir))}
	ok, err := l.file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the data directory %s: %w; it must be writable, or choose another with --data", dir, err)
	}
	if !ok {
		return nil, fmt.Errorf("%w: process %s runs on %s; stop it, or choose another directory with --data", ErrLocked, holder(dir), dir)
	}
	// Written after the lock is held: what a dead holder left is replaced.
	if err := os.WriteFile(lockPath(dir), []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("write to the data directory %s: %w", dir, err), l.file.Unlock())
	}
	return l, nil
}

func (l *dirLock) release() error { return l.file.Unlock() }

// holder is the process id that the lock file names.
func holder(dir string) string {
	b, err := os.ReadFile(lockPath(dir))
	if pid := strings.TrimSpace(string(b)); err == nil && pid != "" {
		return pid
	}
	return "unknown"
}

// running reports whether some process holds the directory's lock.
func running(dir string) bool {
	if _, err := os.Stat(lockPath(dir)); err != nil {
		return false
	}
	l := flock.New(lockPath(dir))
	ok, err := l.TryRLock()
	if err == nil && ok {
		_ = l.Unlock() // it was only a question
		return false
	}
	return err == nil
}
