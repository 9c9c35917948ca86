package assertion_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/claimwire/claimwire/extractor"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

// filler is a text about nothing that a claim of an act could be made of, long enough that one word for an attack
// behind it does not make it a report of one.
const filler = `The ferry between the two villages has crossed the bay since the harbour was built, and few who live there
remember a summer without it. In the mornings it carries milk, letters and the children who go to school on the other
side; in the evenings it brings them home. The boat is painted green and white, as it has always been, and the bell on
its roof came from a church that fell to the sea long ago.
This year the bay froze early. For three weeks the boat lay at the pier while people walked over the ice with their
bags, and the baker pulled his bread on a sledge. The old men who sit by the net house said that they had seen worse,
and the young ones skated. When the ice broke in March the whole village came down to hear it.
Since then the timetable has changed twice. The first boat now leaves a little later, so that the bus from the hills can
reach it, and on Sundays there is one crossing more. Whoever misses the last one sleeps at the inn, where there is soup
and a stove, and a shelf of books that guests have left behind.
`

// TestOrdinary reads each sentence of testdata/ordinary at the end of a text about something else. The files are those
// of testdata/rules in form; every expectation must hold.
func TestOrdinary(t *testing.T) {
	paths, err := filepath.Glob("testdata/ordinary/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no sentences: %v", err)
	}
	ex := extractor.New(lexicon.Default())
	for _, p := range paths {
		cases := readRules(t, p)
		for i := range cases {
			cases[i].article.Text = filler + cases[i].article.Text
		}
		var notes []string
		judgeRules(ex, cases, &notes)
		for _, n := range notes {
			t.Error(n)
		}
	}
}

// TestStatementReads holds that a statement is a sentence: what a verb only has for its object reads with the verb.
func TestStatementReads(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"label":     {`Pia Corran called the timetable a bold effort like the bay has never seen.`, `Pia Corran called the timetable a bold effort like the bay has never seen.`},
		"accused":   {`The union accused the harbour board of being blinded by its pride.`, `The union accused the harbour board of being blinded by its pride.`},
		"condemned": {`Ostermark condemned the closing of the pier that the board announced on Monday.`, `Ostermark condemned the closing of the pier that the board announced on Monday.`},
		"gerund":    {`Tove Brandt reported hearing a bell which nobody has found since.`, `Tove Brandt reported hearing a bell which nobody has found since.`},
		"noun":      {`Haldor Fen announced the planned exchange last week in the village hall.`, `Haldor Fen announced the planned exchange last week in the village hall.`},
		"irregular": {`Milk prices rose by a tenth over the winter, Haldor Fen said.`, `Milk prices rose by a tenth over the winter.`},
		"stood":     {`Pia Corran said the village stood with the bakers in the dispute.`, `The village stood with the bakers in the dispute.`},
	}
	ex := extractor.New(lexicon.Default())
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r := ex.Extract(&claim.Article{Text: filler + c.text})
			var got []string
			for _, a := range r.Assertions {
				got = append(got, a.Statement)
			}
			if !slices.Contains(got, c.want) {
				t.Errorf("statements %q, want %q", got, c.want)
			}
		})
	}
}
