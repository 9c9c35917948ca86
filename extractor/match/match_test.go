package match

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{"ABC": "abc", "Ünïon": "ünïon", "don’t": "don't", "co\u00adop": "coop", "ÉTAT": "état", "": ""} {
		if got := string(Fold(nil, in)); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestLongest holds the trie against brute force over phrases and texts of a few words, where prefixes
// and overlaps abound.
func TestLongest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]uint32{1, 2, 3})
		phrases := rapid.SliceOfN(rapid.SliceOfN(word, 1, 4), 0, 8).Draw(t, "phrases")
		text := rapid.SliceOfN(rapid.SampledFrom([]uint32{0, 1, 2, 3, 4}), 0, 12).Draw(t, "text")
		trie := NewTrie[string]()
		for _, p := range phrases {
			trie.Add(p, key(p))
		}
		for i := range len(text) + 1 {
			value, n := trie.Longest(func(k int) uint32 { return text[k] }, i, len(text))
			want := ""
			for _, p := range phrases {
				if i+len(p) <= len(text) && key(text[i:i+len(p)]) == key(p) && len(key(p)) > len(want) {
					want = key(p)
				}
			}
			if value != want || n != len(strings.Fields(want)) {
				t.Fatalf("at %d: %q of %d words, want %q", i, value, n, want)
			}
		}
	})
}

func key(words []uint32) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteByte('a' + byte(w))
		b.WriteByte(' ')
	}
	return b.String()
}

func TestVocab(t *testing.T) {
	v := NewVocab()
	a, b := v.Add("a"), v.Add("b")
	if a == 0 || a == b || v.Add("a") != a || v.ID([]byte("b")) != b || v.ID([]byte("c")) != 0 || v.Len() != 2 {
		t.Errorf("a %d, b %d, c %d, %d words", a, b, v.ID([]byte("c")), v.Len())
	}
}
