package assertion

import (
	"slices"
	"testing"
)

func TestInflect(t *testing.T) {
	tests := []struct {
		name      string
		trigger   trigger
		irregular []string
		want      []inflected
	}{
		{"regular verb", trigger{word: "hack", pos: 'v'}, nil,
			[]inflected{{"hack", base}, {"hacks", third}, {"hacking", gerund}, {"hacked", pastParticiple}}},
		{"verb in e", trigger{word: "seize", pos: 'v'}, nil,
			[]inflected{{"seize", base}, {"seizes", third}, {"seizing", gerund}, {"seized", pastParticiple}}},
		{"verb in y", trigger{word: "copy", pos: 'v'}, nil,
			[]inflected{{"copy", base}, {"copies", third}, {"copying", gerund}, {"copied", pastParticiple}}},
		{"irregular verb", trigger{word: "steal", pos: 'v'}, []string{"stole", "stolen", "stealing"},
			[]inflected{{"steal", base}, {"steals", third}, {"stealing", gerund}, {"stole", past}, {"stolen", participle}}},
		{"past like the base", trigger{word: "hit", pos: 'v'}, []string{"hit", "hit", "hitting"},
			[]inflected{{"hits", third}, {"hitting", gerund}, {"hit", pastParticiple}}},
		{"phrase", trigger{word: "make off with", pos: 'v'}, []string{"made", "made", "making"},
			[]inflected{{"make off with", base}, {"makes off with", third}, {"making off with", gerund}, {"made off with", pastParticiple}}},
		{"noun", trigger{word: "bank robbery", pos: 'n'}, nil, []inflected{{"bank robbery", nounForm}, {"bank robberies", nounForm}}},
		{"noun with a plural of its own", trigger{word: "loss", pos: 'n'}, []string{"losses"}, []inflected{{"loss", nounForm}, {"losses", nounForm}}},
		{"fixed phrase", trigger{word: "inside job", pos: 'p'}, nil, []inflected{{"inside job", fixed}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.trigger.inflect(tt.irregular)
			if !sameForms(got, tt.want) {
				t.Errorf("inflect(%q) = %v, want %v", tt.trigger.word, got, tt.want)
			}
		})
	}
}

func sameForms(got, want []inflected) bool {
	return len(got) == len(want) && !slices.ContainsFunc(want, func(w inflected) bool { return !slices.Contains(got, w) })
}

func TestWordsOfRendering(t *testing.T) {
	tests := []struct{ name, got, want string }{
		{"article before a vowel", article("attacker"), "an "},
		{"article before a consonant", article("gang"), "a "},
		{"year", dateWords("2019"), "2019"},
		{"month", dateWords("2019-09"), "September 2019"},
		{"day", dateWords("2019-09-05"), "5 September 2019"},
		{"list of one", list([]string{"A"}), "A"},
		{"list of three", list([]string{"A", "B", "C"}), "A, B and C"},
		{"full stop and capital", closed("they paid"), "They paid."},
		{"full stop before a closing quote", closed("they said “no.”"), "They said “no.”"},
		{"nothing", closed(""), "?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("got %q, want %q", tt.got, tt.want)
			}
		})
	}
}
