package role_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor"
	"github.com/claimwire/claimwire/extractor/internal/corpus"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

func read(t *testing.T, e *extractor.Extractor, text string) claim.Reading {
	t.Helper()
	a := &claim.Article{Text: strings.ReplaceAll(text, " // ", "\n"), Language: "en"}
	r := e.Extract(a)
	if err := r.Check(a); err != nil {
		t.Errorf("%s: %v", text, err)
	}
	return r
}

func TestRoles(t *testing.T) {
	letters := map[claim.Role]string{claim.Perpetrator: "p", claim.Victim: "v", claim.SourceRole: "s", claim.Responder: "r", claim.Other: "o"}
	e := extractor.New(lexicon.Default())
	file := corpus.File{Sentences: "testdata/roles.txt", Golden: "testdata/quality.golden", Bar: " | ", List: ";"}
	corpus.Run(t, file, func(want []string, text string) []string {
		var got []string
		for _, a := range read(t, e, text).Actors {
			g := a.Name + "=" + letters[a.Role]
			named := slices.ContainsFunc(want, func(w string) bool { return strings.HasPrefix(w, a.Name+"=") })
			if named && !slices.Contains(got, g) {
				got = append(got, g)
			}
		}
		return got
	})
}
