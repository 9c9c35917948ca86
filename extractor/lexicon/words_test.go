package lexicon

import (
	"slices"
	"testing"

	"github.com/claimwire/claimwire/extractor/match"
)

func TestWords(t *testing.T) {
	tests := []struct {
		phrase string
		want   []string
	}{
		{"theft", []string{"theft"}},
		{"Made off with", []string{"made", "off", "with"}},
		{"break-in", []string{"break", "-", "in"}},
		{"the regime’s", []string{"the", "regime", "'s"}},
		{"photo:", []string{"photo", ":"}},
		{"don't", []string{"don't"}},
		{"U.N. panel", []string{"u.n.", "panel"}},
	}
	for _, tt := range tests {
		t.Run(tt.phrase, func(t *testing.T) {
			lex := &Lexicon{Vocab: match.NewVocab()}
			got := lex.Words(tt.phrase)
			var want []uint32
			for _, w := range tt.want {
				want = append(want, lex.Vocab.Add(w))
			}
			if !slices.Equal(got, want) {
				t.Errorf("Words(%q) = %v, want the ids of %q, %v", tt.phrase, got, tt.want, want)
			}
		})
	}
}
