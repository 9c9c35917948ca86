package indexer

import (
	_ "embed"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

//go:embed data/offices.tsv
var officesTSV string

var offices = words(officesTSV)

// isRole reports whether a victim is called by what it is and not by who: "the city", "the foreign ministry", "city
// hall". Every town or state has one, so the name neither joins nor keeps apart.
func isRole(v claim.FrameParty) bool {
	words := strings.Fields(v.Ref)
	last := len(words) - 1
	if last < 0 || v.Kind == claim.State {
		return false
	}
	for _, w := range words[:last] {
		if !offices[w] {
			return false
		}
	}
	return roleWords[words[last]] || last > 0 && words[last] == "hall"
}
