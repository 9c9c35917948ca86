//go:build unix

package app

import "golang.org/x/sys/unix"

// diskFree is the room on the disk that holds dir; 0 where it cannot be told.
func diskFree(dir string) int64 {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil {
		return 0
	}
	return int64(s.Bavail) * int64(s.Bsize)
}
