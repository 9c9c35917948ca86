package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/claimwire/claimwire/internal/claim"
)

// version is this program's; builds from a module proxy or with version control know better.
const version = "0.1.0-dev"

type versionCmd struct{}

// Run prints the version, the toolchain and the schema number of messages and stores.
func (versionCmd) Run(s *session) error {
	_, err := fmt.Fprintf(s.Out, "claimwire %s (%s, %s/%s, schema %d)\n", programVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH, claim.Version)
	return err
}

func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return version
}
