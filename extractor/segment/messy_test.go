package segment

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

func sentencesOf(text string) []string {
	x := cut(text)
	var got []string
	for _, s := range x.Sentences {
		got = append(got, x.S[s.Start:s.End])
	}
	return got
}

// TestMessySentences holds what news texts bring. Each case is written with | where a sentence ends.
func TestMessySentences(t *testing.T) {
	for name, text := range map[string]string{
		"dateline":                        "VALLETTA, March 9 (Wire) - Thieves struck.|Police came.",
		"dateline with a month":           "OSLO, Sept. 12 — The bank closed.|It reopened.",
		"byline":                          "By A. B. Carter|LAGOS (Post) – It began.",
		"company":                         "Holm Inc. said so.|So did Vik Ltd. of Poland.",
		"company at the end":              "It was bought by Holm Inc.|The price is secret.",
		"number":                          "Room No. 5 is shut.|Take No. 6.",
		"the answer no":                   "He said no.|They left.",
		"a month at the end":              "It was in Dec.|Nobody knew.",
		"initials":                        "J. R. R. Marsh wrote it.|He won.",
		"initials glued":                  "J.R. Marsh wrote it.|He won.",
		"military titles":                 "Lt. Col. Ines Falk spoke.|Gen. Oduya did not.",
		"quotation that ends":             "“It is gone,” she said.|“All of it.”|He nodded.",
		"straight quotation":              "\"We lost it.\" He wept.",
		"question in quotation":           "“Who did it?” she asked.|Nobody knew.",
		"ellipsis inside":                 "It was... well, gone.|They left.",
		"ellipsis at the end":             "It was gone…|They left.",
		"three dots at the end":           "They waited...|Nothing came.",
		"country":                         "The U.S. Treasury acted.|The U.K. followed.",
		"country at the end":              "He fled the U.S.|She stayed.",
		"latin":                           "Banks, e.g. Holm, paid.|Others, i.e. most, did not.",
		"versus":                          "It was Holm vs. Vik in court.|Vik won.",
		"time":                            "It shut at 3 p.m. on Monday.|It opened at 9 a.m. Tuesday.",
		"street":                          "It stands on Mill St. near the lake.|St. Oswin is close.",
		"doctorate":                       "Ana Reis, Ph.D., wrote it.|She won.",
		"decimals":                        "It fell 2.5 percent.|It rose 3.1.",
		"tokenised decimals":              "It cost $ 2 . 5 million .|It works .",
		"bracket after the stop":          "It is lost. (It was never found.)",
		"no blank after the stop":         "It is lost.|They left.",
		"an address in capitals":          "It is Crypto.Com that paid.",
		"semicolons hold":                 "It fell; they left; nobody cared.",
		"web address":                     "See example.com for more.|Then write.",
		"senators":                        "Sen. Carla Moss, D-Ohio, spoke.|Rep. Dan Ito left.",
		"percent and dots":                "Rs. 500 was paid.|Rs. 3 lakh is due.",
		"non-breaking blanks":             "It lost\u00a0$5\u00a0million.|They left.",
		"lower case goes on":              "Bank of X. and others paid.|They left.",
		"a list of names with initials":   "Ask M. Sele, K. Tan and P. Roy.|They know.",
		"month at the end of a sentence":  "It began in Sept. and ended in Dec. last year.",
		"exclamation and question at end": "Really?!|Yes!",
	} {
		t.Run(name, func(t *testing.T) {
			plain := strings.Split(text, "|")
			joined := strings.Join(plain, " ")
			switch name {
			case "byline":
				joined = strings.Join(plain, "\n")
			case "straight quotation":
				plain = []string{"\"We lost it.\"", "He wept."}
			case "no blank after the stop":
				joined = strings.Join(plain, "")
			case "bracket after the stop":
				plain = []string{"It is lost.", "(It was never found.)"}
			}
			if got := sentencesOf(joined); !slices.Equal(got, plain) {
				t.Errorf("got  %q\nwant %q", got, plain)
			}
		})
	}
}

func TestSoftHyphen(t *testing.T) {
	x := cut("The crypto\u00adcurrency ex\u00adchange paid.")
	for i := range x.Tokens {
		if strings.HasPrefix(x.Word(i), "ex") && !strings.HasSuffix(x.Word(i), "change") {
			t.Errorf("a soft hyphen cuts a word: %q", x.Word(i))
		}
	}
}

// TestWordsAgainstUAX29 holds the tokens against those of the library, which they differ from only where
// the package comment says so: at possessives and at abbreviations with their dot.
func TestWordsAgainstUAX29(t *testing.T) {
	text := "On Sept. 12 the bank’s clients, 1,200 of them, lost $2.5m (€2.3m); “well,” said A. Falk at 3 p.m., “e-mail us.” naïve café — 50% x_y 日本 a\u00adb"
	got := map[[2]int]bool{}
	x := cut(text)
	for _, k := range x.Tokens {
		got[[2]int{k.Start, k.End}] = true
	}
	var differ []string
	for it := words.FromString(text); it.Next(); {
		w := it.Value()
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsSpace(r) || got[[2]int{it.Start(), it.End()}] {
			continue
		}
		differ = append(differ, w)
	}
	if want := []string{"Sept", ".", "bank’s", "A", "p.m", "."}; !slices.Equal(differ, want) && !slices.Equal(differ, []string{"Sept", ".", "bank’s", "p.m", "."}) {
		t.Errorf("differ at %q", differ)
	}
}

func TestLongSentenceIsCut(t *testing.T) {
	x := cut(strings.Repeat("they left the bank, and ", 500))
	if len(x.Sentences) < 5 {
		t.Fatalf("%d sentences", len(x.Sentences))
	}
	for _, s := range x.Sentences {
		if s.To-s.From > maxSentence {
			t.Errorf("%d tokens in a sentence", s.To-s.From)
		}
	}
	if w := x.Word(x.Sentences[0].To - 1); w != "," {
		t.Errorf("cut behind %q, not behind a comma", w)
	}
}

// FuzzSegment holds the invariants that every later pass builds on.
func FuzzSegment(f *testing.F) {
	f.Add("Mr. A. Falk’s U.S. bank… lost $ 2 . 5 million.\n\n“Well?”\u00a0he said. x\u00ady")
	f.Add("a.b.c. 's ’s 's. U.N.'s")
	f.Add(strings.Repeat("a, ", 600))
	run := New(lexicon.Default())
	f.Fuzz(func(t *testing.T, text string) {
		d := &doc.Doc{}
		d.Reset(&claim.Article{Text: text})
		run(d)
		x := &d.Body
		at := 0
		for i, k := range x.Tokens {
			if k.Start < at || k.End <= k.Start || k.End > len(text) {
				t.Fatalf("token %d is [%d:%d] after %d", i, k.Start, k.End, at)
			}
			if gap := strings.TrimFunc(text[at:k.Start], func(r rune) bool {
				return unicode.IsSpace(r) || unicode.IsMark(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError
			}); gap != "" && utf8.ValidString(text) {
				t.Fatalf("%q is in no token", gap)
			}
			at = k.End
		}
		next, sentence := 0, 0
		for _, s := range x.Sentences {
			if s.From != next || s.To <= s.From || s.To-s.From > maxSentence {
				t.Fatalf("sentence %+v after token %d", s, next)
			}
			next = s.To
		}
		for _, p := range x.Paragraphs {
			if p.Sentences.From != sentence {
				t.Fatalf("paragraph %+v after sentence %d", p, sentence)
			}
			sentence = p.Sentences.To
		}
		if next != len(x.Tokens) || sentence != len(x.Sentences) {
			t.Fatalf("%d of %d tokens, %d of %d sentences", next, len(x.Tokens), sentence, len(x.Sentences))
		}
	})
}
