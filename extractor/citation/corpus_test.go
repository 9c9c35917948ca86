package citation

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/quote"
	"github.com/claimwire/claimwire/extractor/reference"
	"github.com/claimwire/claimwire/extractor/segment"
	"github.com/claimwire/claimwire/internal/claim"
)

var update = flag.Bool("update", false, "write what the pass finds into testdata; read the difference before committing it")

// role is a line of testdata/cast.tsv.
type role struct{ alias, name, kind, source, country, noun, flags string }

func cast(t testing.TB) []role {
	t.Helper()
	b, err := os.ReadFile("testdata/cast.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var list []role
	for _, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n")[2:] {
		c := strings.Split(line, "\t")
		if len(c) != 7 {
			t.Fatalf("testdata/cast.tsv: %d cells in %q", len(c), line)
		}
		list = append(list, role{c[0], c[1], c[2], c[3], c[4], c[5], c[6]})
	}
	slices.SortStableFunc(list, func(a, b role) int { return len(b.alias) - len(a.alias) })
	return list
}

// reader reads texts with the cast in place of the actor and place passes, so that the corpus tests this
// pass alone.
type reader struct {
	cast                                []role
	segment, quote, reference, citation func(*doc.Doc)
}

func newReader(t testing.TB) *reader {
	lex := lexicon.Default()
	return &reader{cast: cast(t), segment: segment.New(lex), quote: quote.New(lex), reference: reference.New(lex), citation: New(lex)}
}

func (r *reader) read(title, text, publisher string) *doc.Doc {
	d := &doc.Doc{Article: &claim.Article{Title: title, Text: text, Publisher: publisher}, Language: "en"}
	d.Title, d.Body = doc.Text{In: claim.InTitle, S: title}, doc.Text{In: claim.InText, S: text}
	r.segment(d)
	r.quote(d)
	for _, x := range d.Texts() {
		r.tag(d, x)
	}
	r.reference(d)
	r.citation(d)
	return d
}

// tag marks the cast's names as actors, and states also as countries.
func (r *reader) tag(d *doc.Doc, t *doc.Text) {
	for i := 0; i < len(t.Tokens); i++ {
		for _, c := range r.cast {
			start := t.Tokens[i].Start
			if !strings.HasPrefix(t.S[start:], c.alias) {
				continue
			}
			last := t.TokenAt(start + len(c.alias) - 1)
			if t.Tokens[last].End != start+len(c.alias) {
				continue
			}
			rng := doc.Range{From: i, To: last + 1}
			if c.flags == "demonym" {
				t.Countries = append(t.Countries, doc.Country{Range: rng, Country: claim.Country{Span: t.Span(rng), Code: c.country, Name: c.name, Form: claim.ByDemonym}})
				break
			}
			e := entity(d, c)
			t.Actors = append(t.Actors, doc.Actor{Range: rng, Entity: e, Actor: claim.Actor{Span: t.Span(rng), Name: c.name, Kind: claim.ActorKind(c.kind), Country: c.country}})
			if c.kind == string(claim.State) {
				t.Countries = append(t.Countries, doc.Country{Range: rng, Country: claim.Country{Span: t.Span(rng), Code: c.country, Name: c.name, Form: claim.ByName}})
			}
			i = last
			break
		}
	}
}

func entity(d *doc.Doc, c role) int {
	for i, e := range d.Entities {
		if e.Name == c.name {
			return i
		}
	}
	e := doc.Entity{Name: c.name, Kind: claim.ActorKind(c.kind), Source: claim.SourceKind(c.source), Country: c.country, Noun: c.noun}
	if e.Kind == claim.State {
		e.ID = c.country
	}
	e.Female, e.Male, e.Plural = c.flags == "female", c.flags == "male", c.flags == "plural"
	d.Entities = append(d.Entities, e)
	return len(d.Entities) - 1
}

// lines is the compact notation of what was found, one citation a line:
//
//	source=>Name/kind | cue | content || content | doc=Title/Publisher | via=index | stance
func lines(t *doc.Text) []string {
	var list []string
	for _, c := range t.Citations {
		source := c.Source.Text
		if c.Source.Name != source {
			source += "=>" + c.Source.Name
		}
		parts := []string{source + "/" + string(c.Source.Kind), c.Cue.Text}
		var contents []string
		for _, s := range c.Content {
			contents = append(contents, s.Text)
		}
		parts = append(parts, strings.Join(contents, " || "))
		if c.Citation.Document != nil {
			parts = append(parts, "doc="+c.Citation.Document.Title+"/"+c.Citation.Document.Publisher)
		}
		if c.Via != nil {
			parts = append(parts, fmt.Sprintf("via=%d", *c.Via))
		}
		if c.Stance != "" {
			parts = append(parts, string(c.Stance))
		}
		list = append(list, strings.ReplaceAll(strings.Join(parts, " | "), "\n", "\\n"))
	}
	return list
}

// entry is a text of a corpus file with what is expected of it.
type entry struct {
	comment []string
	text    string // "\n" stands for a newline; "Title:: text" gives a title
	want    []string
}

// load reads a corpus file: comments (#), then blocks of a text and its citations, each behind a tab.
func load(t *testing.T, path string) []entry {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list []entry
	var comment []string
	for _, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		switch {
		case strings.HasPrefix(line, "#"), line == "":
			comment = append(comment, line)
		case strings.HasPrefix(line, "\t") && len(list) > 0:
			list[len(list)-1].want = append(list[len(list)-1].want, line[1:])
		default:
			list = append(list, entry{comment: comment, text: line})
			comment = nil
		}
	}
	return list
}

func save(t *testing.T, path string, list []entry) {
	t.Helper()
	var b strings.Builder
	for _, e := range list {
		for _, c := range e.comment {
			b.WriteString(c + "\n")
		}
		b.WriteString(e.text + "\n")
		for _, w := range e.want {
			b.WriteString("\t" + w + "\n")
		}
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestCorpus reads the texts of testdata/sentences and testdata/documents. A new text needs no code: add
// it to a file, run with -update, and read what was written.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	r := newReader(t)
	sentences := 0
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			list := load(t, path)
			for i := range list {
				e := &list[i]
				title, text, ok := strings.Cut(e.text, ":: ")
				if !ok {
					title, text = "", e.text
				}
				d := r.read(title, strings.ReplaceAll(text, "\\n", "\n"), "")
				got := append(lines(&d.Title), lines(&d.Body)...)
				if *update {
					e.want = got
				} else if !slices.Equal(got, e.want) {
					t.Errorf("%s\n got: %s\nwant: %s", e.text, strings.Join(got, "\n      "), strings.Join(e.want, "\n      "))
				}
			}
			if strings.Contains(path, "sentences") {
				sentences += len(list)
			}
			if *update {
				save(t, path, list)
			}
		})
	}
	if sentences < 500 {
		t.Errorf("%d sentences in the corpus, fewer than 500", sentences)
	}
}
