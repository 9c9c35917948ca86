package boilerplate

import (
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/segment"
	"github.com/claimwire/claimwire/internal/claim"
)

// kept is the body's text that the pass leaves.
func kept(t *testing.T, title, body string) string {
	t.Helper()
	lex := lexicon.Default()
	passes := []func(*doc.Doc){segment.New(lex), New(lex)}
	d := &doc.Doc{Article: &claim.Article{}, Title: doc.Text{In: claim.InTitle, S: title}, Body: doc.Text{In: claim.InText, S: body}}
	for _, p := range passes {
		p(d)
	}
	var all []string
	for _, s := range d.Body.Sentences {
		if !s.Boilerplate {
			all = append(all, d.Body.S[s.Start:s.End])
		}
	}
	return strings.Join(all, " ")
}

const story = "Thieves took $3 million from the Marrow Bank on Monday."

func TestBoilerplate(t *testing.T) {
	tests := []struct{ name, line string }{
		{"reporting credit", "(Reporting by Ann Poe in Oslo; Editing by the night desk)"},
		{"reporting credit without brackets", "Additional reporting by Ann Poe"},
		{"byline", "By Ann Poe, Tech Reporter"},
		{"byline of two in two cities", "By Ann Poe in Oslo and Sam Roe in Bergen"},
		{"byline of a desk", "By Gazette staff with Northern Wire"},
		{"read more", "READ MORE: Gran, 80, loses savings to fake prince"},
		{"most read", "MOST READ: Gang wants $4 million from clinic"},
		{"most popular", "Most popular: How a broker lost $2 million"},
		{"trending", "TRENDING: Hackers empty a second bank"},
		{"banner of the outlet", "ALSO ON DAILY POST\nHackers take $9 million from broker\nFBI names Lazarus Group in bank raid"},
		{"banner of a section", "Also in Money\nGang wants $4 million from clinic"},
		{"banner elsewhere", "Elsewhere on Northern Wire\nGang wants $4 million from clinic"},
		{"related", "RELATED: Town to sell its old harbour"},
		{"continue reading", "Continue reading: What is a mixer?"},
		{"see also", "See also on Daily Post: the ten worst passwords"},
		{"newsletter", "Sign up to our Money newsletter for daily tips."},
		{"inbox", "Enjoyed this? Get The Digest in your inbox each Monday."},
		{"inbox second", "Have our headlines in your inbox at dawn. Sign up for free."},
		{"caption", "PICTURED: The bank's headquarters in Oslo. Credit: Post Pictures"},
		{"photo", "Photo: Trucks waiting at gate 4 (Post)"},
		{"images via", "Images via Shutterstock"},
		{"agency picture", "The bank's tower at night | Ann Poe/Getty Images"},
		{"caption with source", "Attack lifecycle | Source: Brightfield"},
		{"rating", "4.9 (98%) 32 votes"},
		{"breadcrumb", "Home / World / Asia"},
		{"breadcrumb arrows", "News » Money » Banks"},
		{"copyright", "© 2023 Northern Wire. All rights reserved."},
		{"copyright elsewhere", "<Copyright holder ⓒ Daily Post, unauthorized reproduction prohibited>"},
		{"comment prompt", "Add your thoughts below"},
		{"tips", "Do you know someone hit by the raid? Email tips@post.example"},
		{"author's address", "Reporter Ann Poe ann@post.example"},
		{"bio", "Ann Poe is a senior reporter at the Post, where she covers banks."},
		{"contributed", "Post staff contributed to this report."},
		{"release mark", "FOR IMMEDIATE RELEASE"},
		{"last updated", "Last Updated March 4, 2021 2:39 PM"},
		{"tags", "Tags: banks, theft, Oslo"},
		{"headline again", "Marrow Bank robbed of $3 million, police say"},
		{"headline cut short", "Marrow Bank robbed of $3 million…"},
		{"most read", "Most read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := story + "\nPolice are looking for three men.\n" + tt.line
			want := story + " Police are looking for three men."
			if got := kept(t, "Marrow Bank robbed of $3 million, police say", body); got != want {
				t.Errorf("kept %q, want %q", got, want)
			}
		})
	}
}

func TestKept(t *testing.T) {
	tests := []struct{ name, line string }{
		{"also on in prose", "Also on Monday, the bank shut its branches."},
		{"also in in prose", "Also in May, thieves took $2 million from a rival."},
		{"also in, nobody's list", "Also in the van were three masks and a map."},
		{"elsewhere on in prose", "Elsewhere on the coast, two ports lost power."},
		{"most read in prose", "Most read the letter as a threat."},
		{"recommended in prose", "Recommended steps were ignored, the auditor said."},
		{"correction", "Correction: an earlier version of this story gave the loss as $5 million."},
		{"by as a preposition", "By Monday the thieves had gone."},
		{"sign up as a deed", "Customers who sign up for the bridge must wait."},
		{"short paragraph", "Nobody paid."},
		{"reported by", "The loss was reported by the bank on Tuesday."},
		{"headline with news", "Marrow Bank robbed of $3 million, police say, and the vault is empty."},
		{"picture in prose", "The picture: two raids, one gang and no arrests so far."},
		{"source in prose", "The source: a cable left open in the cellar of the bank."},
		{"comments as a noun", "His comments came a day after the raid."},
		{"recommended as a verb", "The panel recommended that banks close their ports."},
		{"figures in prose", "In 2019 it lost 4 million, in 2020 5 million."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := story + "\n" + tt.line + "\nPolice are looking for three men."
			want := story + " " + tt.line + " Police are looking for three men."
			if got := kept(t, "Marrow Bank robbed of $3 million, police say", body); got != want {
				t.Errorf("kept %q, want %q", got, want)
			}
		})
	}
}

func TestTeasersEndAtProse(t *testing.T) {
	body := story + "\nRelated articles\nThieves empty vault in Bergen\nWhy banks fail\nThe thieves came back on Tuesday and took another $2 million.\n"
	want := story + " The thieves came back on Tuesday and took another $2 million."
	if got := kept(t, "", body); got != want {
		t.Errorf("kept %q, want %q", got, want)
	}
}

func TestFirstHeadlineStands(t *testing.T) {
	body := "Home / Money / Marrow Bank robbed of $3 million, say police\n\nMarrow Bank robbed of $3 million, say police\n" + story
	want := "Home / Money / Marrow Bank robbed of $3 million, say police " + story
	if got := kept(t, "", body); got != want {
		t.Errorf("kept %q, want %q", got, want)
	}
}

func TestCommentsEndTheText(t *testing.T) {
	body := strings.Repeat(story+" It was late.\n", 1) + "Police came.\nNobody was hurt.\nComments\nI think the bank stole it all. He took $9 million."
	if got := kept(t, "", body); strings.Contains(got, "$9 million") {
		t.Errorf("a reader's comment was kept: %q", got)
	}
}
