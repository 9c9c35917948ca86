package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// The corpus of whole stories: testdata/news/README.md says how a story is written.

// newsStory is a few articles about one thing, with what a careful reader finds in them.
type newsStory struct {
	id     string
	folder string // in testdata/news; what stands in one whose name ends in "held" is judged by figures alone
	cited  bool   // every citation is annotated, so that precision means something
	docs   []claim.Article
	claims []newsClaim
	cites  []newsCite
	maybe  []newsSpan // attributions that one reader sees and another does not
	silent []newsSpan // teasers, captions, credits: no evidence may stand there
	plain  []newsSpan // news in which nobody did anything to anybody: a statement or a count at most
}

// newsSpan is a stretch of one document's text.
type newsSpan struct {
	doc        string
	start, end int
	text       string
}

// newsClaim is one cluster: an assertion about the world with the places that make it.
type newsClaim struct {
	id       string
	kinds    []claim.Kind // the first is the gold's, others are as good
	sum      claim.Sum
	amount   *claim.Money
	actors   []string // each name may have alternatives, apart by "/"
	victims  []string
	origins  []string // "unnamed" is any source without a name
	members  []newsSpan
	articles int
}

// newsCite is one attribution.
type newsCite struct {
	newsSpan
	source string   // alternatives apart by "/"
	kinds  []string // of the source: any of them is right
	via    string
}

// newsReader reads one file; story is the one that is being filled.
type newsReader struct {
	story newsStory
	path  string
	line  int
}

func readNews(t *testing.T) []newsStory {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "news", "*", "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no stories in testdata/news: %v", err)
	}
	slices.Sort(paths)
	var out []newsStory
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		r := newsReader{path: path}
		r.story.id = strings.TrimSuffix(filepath.Base(path), ".txt")
		r.story.folder = filepath.Base(filepath.Dir(path))
		if err := r.read(string(b)); err != nil {
			t.Fatal(err)
		}
		out = append(out, r.story)
	}
	return out
}

func (r *newsReader) read(content string) error {
	gold := false
	for n, line := range strings.Split(content, "\n") {
		r.line = n + 1
		head, isHead := strings.CutPrefix(line, "== ")
		var err error
		switch {
		case strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "":
		case isHead && head == "gold":
			gold = true
		case isHead:
			err = r.document(head)
		case gold:
			err = r.gold(strings.TrimSpace(line))
		case len(r.story.docs) == 0:
			err = r.failed("text before the first document")
		default:
			d := &r.story.docs[len(r.story.docs)-1]
			d.Text = strings.TrimPrefix(d.Text+"\n"+line, "\n")
		}
		if err != nil {
			return err
		}
	}
	return r.finish()
}

func (r *newsReader) failed(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", r.path, r.line, fmt.Sprintf(format, args...))
}

// document reads "id | title | publisher | time".
func (r *newsReader) document(head string) error {
	parts := newsParts(head)
	if len(parts) != 4 {
		return r.failed("a document's line is: id | title | publisher | time")
	}
	at, err := time.Parse(time.RFC3339, parts[3])
	if err != nil {
		return r.failed("%v", err)
	}
	id := r.story.id + "/" + parts[0]
	slug := strings.ReplaceAll(claim.NormalText(parts[2]), " ", "-")
	r.story.docs = append(r.story.docs, claim.Article{
		ID: id, URL: "https://" + slug + ".example/" + id,
		Title: parts[1], Publisher: parts[2], PublishedAt: at,
	})
	return nil
}

func (r *newsReader) gold(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "cited":
		r.story.cited = true
		return nil
	case "cite":
		return r.cite(rest)
	case "maybe":
		at, err := r.place(rest)
		r.story.maybe = append(r.story.maybe, at)
		return err
	case "silent":
		at, err := r.place(rest)
		r.story.silent = append(r.story.silent, at)
		return err
	case "plain":
		at, err := r.place(rest)
		r.story.plain = append(r.story.plain, at)
		return err
	case "claim":
		return r.claim(rest)
	}
	if len(r.story.claims) == 0 {
		return r.failed("%q stands before the first claim", word)
	}
	c := &r.story.claims[len(r.story.claims)-1]
	switch word {
	case "actor":
		c.actors = append(c.actors, rest)
	case "victim":
		c.victims = append(c.victims, rest)
	case "origin":
		c.origins = append(c.origins, rest)
	case "at":
		at, err := r.place(rest)
		c.members = append(c.members, at)
		return err
	default:
		return r.failed("%q is no word of the gold", word)
	}
	return nil
}

// claim reads "id | kind" or "id | kind/another", then in any order a sum's meaning and an amount such as "41000000 USD".
func (r *newsReader) claim(rest string) error {
	parts := newsParts(rest)
	if len(parts) < 2 {
		return r.failed("a claim's line is: claim id | kind | sum | amount")
	}
	c := newsClaim{id: r.story.id + "/" + parts[0]}
	for kind := range strings.SplitSeq(parts[1], "/") {
		if !slices.Contains(claim.Kinds, claim.Kind(kind)) {
			return r.failed("%q is no kind of claim", kind)
		}
		c.kinds = append(c.kinds, claim.Kind(kind))
	}
	for _, p := range parts[2:] {
		value, currency, ok := strings.Cut(p, " ")
		if !ok {
			c.sum = claim.Sum(p)
			continue
		}
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return r.failed("%v", err)
		}
		c.amount = &claim.Money{Value: v, Currency: currency}
	}
	r.story.claims = append(r.story.claims, c)
	return nil
}

// cite reads "doc: anchor | source | kind | via".
func (r *newsReader) cite(rest string) error {
	parts := newsParts(rest)
	if len(parts) < 3 {
		return r.failed("a citation's line is: cite doc: anchor | source | kind | via")
	}
	at, err := r.place(parts[0])
	c := newsCite{newsSpan: at, source: parts[1], kinds: strings.Split(parts[2], "/")}
	if len(parts) > 3 {
		c.via = parts[3]
	}
	r.story.cites = append(r.story.cites, c)
	return err
}

// place finds "doc: words" in the document's text. Where the words alone stand there twice, more of
// the text is given, and the span meant is the part in ⟦ ⟧.
func (r *newsReader) place(s string) (newsSpan, error) {
	doc, words, _ := strings.Cut(s, ": ")
	for i := range r.story.docs {
		d := &r.story.docs[i]
		if d.ID != r.story.id+"/"+doc {
			continue
		}
		before, rest, marked := strings.Cut(words, "⟦")
		inner, after, _ := strings.Cut(rest, "⟧")
		if !marked {
			before, inner, after = "", words, ""
		}
		whole := before + inner + after
		if n := strings.Count(d.Text, whole); n != 1 || inner == "" {
			return newsSpan{}, r.failed("%q stands %d times in %s", whole, n, d.ID)
		}
		start := strings.Index(d.Text, whole) + len(before)
		return newsSpan{d.ID, start, start + len(inner), inner}, nil
	}
	return newsSpan{}, r.failed("there is no document %q", doc)
}

func (r *newsReader) finish() error {
	r.line = 0
	if len(r.story.docs) < 2 || len(r.story.claims) == 0 && len(r.story.silent) == 0 {
		return r.failed("a story needs two documents and gold")
	}
	for i := range r.story.claims {
		c := &r.story.claims[i]
		docs := map[string]bool{}
		for _, m := range c.members {
			docs[m.doc] = true
		}
		if c.articles = len(docs); c.articles == 0 || len(c.origins) == 0 {
			return r.failed("claim %s has no member or no origin", c.id)
		}
	}
	return nil
}

func newsParts(s string) []string {
	parts := strings.Split(s, " | ")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// kindRight reports whether kind is of the family of one of the gold's.
func (c *newsClaim) kindRight(kind claim.Kind) bool {
	return slices.ContainsFunc(c.kinds, func(k claim.Kind) bool { return k.Family() == kind.Family() })
}

// newsNamed reports whether name is one of want's alternatives; blanks do not count (BlackSuit, Black Suit).
func newsNamed(want, name string) bool {
	fold := func(s string) string { return strings.ReplaceAll(claim.NormalText(s), " ", "") }
	for alternative := range strings.SplitSeq(want, "/") {
		if fold(alternative) == fold(name) {
			return true
		}
	}
	return false
}
