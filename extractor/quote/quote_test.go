package quote

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/segment"
	"github.com/claimwire/claimwire/internal/claim"
)

// read returns a text's quotations, one a line: scare ones with a ~ before, ones that go on with a + behind.
func read(text string) (string, *doc.Text) {
	lex := lexicon.Default()
	passes := []func(*doc.Doc){segment.New(lex), New(lex)}
	d := &doc.Doc{Body: doc.Text{In: claim.InText, S: text}}
	for _, pass := range passes {
		pass(d)
	}
	var b strings.Builder
	for _, q := range d.Body.Quotes {
		if q.Scare {
			b.WriteByte('~')
		}
		b.WriteString(d.Body.Span(q.Range).Text)
		if !q.Closed {
			b.WriteByte('+')
		}
		b.WriteByte('\n')
	}
	return strings.TrimSuffix(b.String(), "\n"), &d.Body
}

func TestQuotes(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"straight":                  {`"We paid nothing," Orla Quist said.`, `We paid nothing,`},
		"curly":                     {`“We paid nothing,” Orla Quist said.`, `We paid nothing,`},
		"guillemets with blanks":    {`The mill said « nothing at all was taken » on Monday.`, `nothing at all was taken`},
		"single":                    {`'We paid nothing,' said Quist.`, `We paid nothing,`},
		"single curly":              {`‘We paid nothing,’ said Quist.`, `We paid nothing,`},
		"German low marks":          {`Quist said: „We paid nothing at all.“ He left.`, `We paid nothing at all.`},
		"split":                     {`"We paid nothing," he said, "and we never will."`, "We paid nothing,\nand we never will."},
		"nested":                    {`"They wrote ‘pay or else’ on every screen," he said.`, "They wrote ‘pay or else’ on every screen,\npay or else"},
		"nested straight":           {`He said: "They wrote 'pay or else' on every screen."`, "They wrote 'pay or else' on every screen.\npay or else"},
		"apostrophes":               {`It's the banks' money and Quist's problem, the clerk's brother said.`, ``},
		"plural inside single":      {`He said: 'The banks' money is safe with us.'`, `The banks' money is safe with us.`},
		"years":                     {`Since the '90s, rock 'n' roll was banned, he said.`, ``},
		"inches":                    {`The 15" screen went dark and the 17" one too.`, ``},
		"several paragraphs":        {"“We paid nothing.\n“We never will,” Quist said.", "We paid nothing.+\nWe never will,"},
		"a mark forgotten":          {"He said: “We paid nothing.\nThe mill is closed.", "We paid nothing."},
		"a closing mark lost":       {`"We paid nothing, he said. "We never will."`, `We never will.`},
		"block after a colon":       {"A spokesman for the mill said:\nWe have paid nothing and we never will.\nThe mill is closed.", "We have paid nothing and we never will."},
		"block with brackets":       {"The mill had a reason for its silence:\n[The intruders] read every message that we sent.", "[The intruders] read every message that we sent."},
		"no block after a list":     {"Three towns are hit:\nNorth Vale, Little Sorrow and Quay.", ""},
		"scare":                     {`The "miracle" drug was sold for years.`, `~miracle`},
		"two scare words":           {`A so-called “coin mixer” went offline.`, `~coin mixer`},
		"title of a film":           {`They watched “The Long Winter” at home.`, `~The Long Winter`},
		"short but spoken":          {`Quist called the theory "fantasy".`, `fantasy`},
		"short with a full stop":    {`"Nonsense." That was all.`, `Nonsense.`},
		"tokenised":                 {`" We paid nothing , " he said .`, `We paid nothing ,`},
		"brackets inside":           {`"[The mill] paid nothing," he said.`, `[The mill] paid nothing,`},
		"two in a sentence":         {`It was "a small leak", not "a flood that nobody foresaw", he said.`, "a small leak\na flood that nobody foresaw"},
		"dash before":               {`He had one word—"never again"—for them, he said.`, `never again`},
		"empty":                     {`He said "" and left.`, ``},
		"nothing but a mark":        {`"`, ``},
		"quotation of one sentence": {`“Nobody knew.” The mill closed. “We were asleep.”`, "Nobody knew.\nWe were asleep."},
	} {
		t.Run(name, func(t *testing.T) {
			if got, _ := read(c.text); got != c.want {
				t.Errorf("%s\ngot  %q\nwant %q", c.text, got, c.want)
			}
		})
	}
}

func FuzzQuotes(f *testing.F) {
	for _, seed := range []string{`"a 'b “c” d' e"`, "“a\n“b\n“c", "«‹‘'\"", "a:\n[b", `''a''`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 1<<12 {
			t.Skip()
		}
		_, x := read(text)
		last := -1
		for _, q := range x.Quotes {
			if q.From < last || q.From >= q.To || q.To > len(x.Tokens) {
				t.Fatalf("range %v after %d of %d tokens", q.Range, last, len(x.Tokens))
			}
			last = q.From
		}
	})
}
