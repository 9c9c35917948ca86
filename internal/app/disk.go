package app

import (
	"io/fs"
	"path/filepath"
)

// diskUse is the size of everything below a directory; what vanishes meanwhile counts nothing.
func diskUse(dir string) int64 {
	var total int64
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // a file that has just gone is no reason to stop counting
		}
		if info, err := d.Info(); err == nil && info.Mode().IsRegular() {
			total += info.Size()
		}
		return nil
	})
	return total
}
