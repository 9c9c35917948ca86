package page

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestFurnitureGoes(t *testing.T) {
	const marker = "Strandgut"
	tests := []struct{ name, furniture string }{
		{"caption by its class", `<div class="photo-caption">` + marker + ` drifts in the harbour after the storm of last week.</div>`},
		{"credit in front of a colon", `<p>Photo: ` + marker + `, Lindholm Courier</p>`},
		{"copyright sign", `<p>© ` + marker + ` Pictures</p>`},
		{"teaser that is a link", `<p><a href="/other">` + marker + ` found on the northern beach</a></p>`},
		{"link behind a word", `<p>Related: <a href="/other">` + marker + ` found on the northern beach</a></p>`},
		{"list of links", `<ul><li><a href="/a">` + marker + ` on the beach</a></li><li><a href="/b">Harbour shut</a></li></ul>`},
		{"form to subscribe", `<div class="newsletter-box"><p>Get the ` + marker + ` letter, every Monday, in your inbox.</p></div>`},
		{"hyphenated class", `<aside class="read-more">Read how ` + marker + ` came to the northern beach of the town.</aside>`},
		{"number of a picture", `<p>Image 3 of 12</p>`},
		{"bare address", `<p>https://www.courier.example/` + marker + `</p>`},
		{"sign-up by id", `<section id="sign-up"><p>` + marker + ` readers know more than others.</p></section>`},
		{"button word", `<p>Advertisement</p>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := extractPage(t, Input{Body: pageWith("", paragraphs(3)+tt.furniture+paragraphs(3))}).Article.Text
			if strings.Count(got, "In paragraph") != 6 {
				t.Fatalf("paragraphs lost: %q", got)
			}
			for line := range strings.SplitSeq(got, "\n") {
				if !strings.HasPrefix(line, "In paragraph") {
					t.Errorf("kept %q", line)
				}
			}
		})
	}
}

func TestArticleStays(t *testing.T) {
	tests := []struct{ name, part, want string }{
		{"link inside a sentence", `<p>The office <a href="/notice">published a notice on Monday</a> about it.</p>`, "published a notice on Monday about it."},
		{"sentence that is mostly a link", `<p><a href="/notice">The harbour office of Lindholm published its notice on Monday</a>, it says.</p>`, "published its notice"},
		{"heading", `<h2>What was lost</h2>`, "What was lost"},
		{"list", `<ul><li>Lists of cargo</li><li>Names of crews</li></ul>`, "Lists of cargo\nNames of crews"},
		{"short sentence", `<p>No ship sank.</p>`, "No ship sank."},
		{"sentence that begins like a label", `<p>By Monday the harbour was open again, its office says in the notice.</p>`, "By Monday"},
		{"quotation with a colon", `<p>Source of all evil: that is what the mayor calls the intruders who came at night.</p>`, "Source of all evil"},
		{"class that only sounds like furniture", `<p class="shared-lead">The county shares the bill of the night, says its treasurer.</p>`, "shares the bill"},
		{"paragraph of a marked class", `<p class="popular">The mayor of the town is popular with the owners of the yards.</p>`, "is popular with"},
		{"table", `<table><tr><td>Cargo lists</td><td>400</td></tr><tr><td>Crew lists</td><td>20</td></tr></table>`, "400"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := extractPage(t, Input{Body: pageWith("", paragraphs(3)+tt.part+paragraphs(3))}).Article.Text
			if !strings.Contains(got, tt.want) {
				t.Errorf("no %q in %q", tt.want, got)
			}
		})
	}
}

// An element that holds the article is no furniture, whatever it is called.
func TestStripKeepsWhatHoldsThePage(t *testing.T) {
	doc, err := html.Parse(strings.NewReader(`<div class="social hidden">` + paragraphs(3) + `</div>`))
	if err != nil {
		t.Fatal(err)
	}
	strip(doc)
	var w lineWriter
	w.node(doc)
	if got := w.finish(); strings.Count(got, "In paragraph") != 3 {
		t.Errorf("left %q", got)
	}
}
