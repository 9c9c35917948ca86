package extractor

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

// TestBrokenTexts reads sentences of the passes' corpora that are cut, spliced and strewn with marks at random, which
// finds more than fuzzing does in the same time: each reading must hold what it promises.
func TestBrokenTexts(t *testing.T) {
	const texts = 4_000
	sentences := corpusSentences(t)
	r := rand.New(rand.NewPCG(1, 2))
	for range texts {
		a := &claim.Article{Language: "en", Text: broken(r, sentences)}
		if r.IntN(3) == 0 {
			a.Title = broken(r, sentences)
		}
		reading := shared().Extract(a)
		if err := reading.Check(a); err != nil {
			t.Errorf("%q, %q: %v", a.Title, a.Text, err)
		}
	}
}

// corpusSentences are the lines of the passes' corpora, in words, marks and blanks.
func corpusSentences(t *testing.T) [][]string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"*/testdata/*.txt", "*/testdata/*/*.txt"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	part := regexp.MustCompile(`[\pL\pN]+|\s+|[^\pL\pN\s]`)
	var list [][]string
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			line = strings.TrimSpace(line[strings.LastIndex(line, "|")+1:])
			if len(line) > 20 && len(line) < 600 {
				list = append(list, part.FindAllString(line, -1))
			}
		}
	}
	if len(list) < 1_000 {
		t.Fatalf("only %d sentences in the corpora", len(list))
	}
	return list
}

// broken is up to three sentences, each cut, spliced or strewn with marks up to six times.
func broken(r *rand.Rand, sentences [][]string) string {
	strewn := []string{"#", `"`, "“", "”", "(", ")", ",", ":", ";", "-", "–", "$", "’", "'", ".", "\n\n", " by ", " said ", " which ", " of ", " denied ", "%", "…", "0"}
	var b strings.Builder
	for range 1 + r.IntN(3) {
		words := sentences[r.IntN(len(sentences))]
		for range r.IntN(7) {
			if len(words) == 0 {
				break
			}
			i := r.IntN(len(words))
			switch r.IntN(5) {
			case 0:
				words = words[:i]
			case 1:
				words = words[i:]
			case 2:
				words = splice(words[:i], []string{strewn[r.IntN(len(strewn))]}, words[i:])
			case 3:
				words = splice(words[:i], words[min(i+1+r.IntN(3), len(words)):])
			default:
				other := sentences[r.IntN(len(sentences))]
				words = splice(words[:i], other[r.IntN(len(other)):])
			}
		}
		b.WriteString(strings.Join(words, ""))
		b.WriteByte('\n')
	}
	return b.String()
}

// splice joins parts in a list of its own.
func splice(parts ...[]string) []string {
	var out []string
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}
