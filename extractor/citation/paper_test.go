package citation

import (
	"fmt"
	"slices"
	"testing"
)

// TestDocuments looks at what a text's documents are: kind, title, issuer, access, and who saw them.
func TestDocuments(t *testing.T) {
	r := newReader(t)
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"issuer behind":        {"A confidential report by Palisade says so.", []string{"report|confidential report|Palisade|confidential|"}},
		"issuer before":        {"A leaked Palisade memo says so.", []string{"memo|leaked Palisade memo|Palisade|leaked|"}},
		"seen by":              {"A draft report seen by Reuters says so.", []string{"report|draft report||draft|Reuters"}},
		"which it saw":         {"So says a report by Palisade, which AFP was able to consult.", []string{"report|report|Palisade||AFP"}},
		"introduced once":      {"A report by Palisade says so. The report, the dossier and the document are one.", []string{"report|report|Palisade||"}},
		"two stay two":         {"A report by Palisade says so. A second report, by Elliptic, says no.", []string{"report|report|Palisade||", "report|second report|Elliptic||"}},
		"of another kind":      {"A report by Palisade says so. The indictment says no.", []string{"report|report|Palisade||", "indictment|indictment|||"}},
		"the speaker's":        {"Palisade said in a blog post that it was so.", []string{"blog post|blog post|Palisade||"}},
		"published by":         {"Palisade published a study on Tuesday.", []string{"report|study|Palisade||"}},
		"possessed":            {"Brightwater Bank's annual report says so.", []string{"report|Brightwater Bank's annual report|Brightwater Bank||"}},
		"to whom":              {"A memo to council members says so.", []string{"memo|memo to council members|||"}},
		"verbs are none":       {"Experts report that it is so, Reuters reports.", nil},
		"names are none":       {"Ida Moor writes for the Evening Post.", nil},
		"an issuer told later": {"The report says so. The report by Palisade is long.", []string{"report|report|Palisade||"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, d := range r.read("", c.text, "").Documents {
				kind := d.Kind
				if kind == "post" {
					kind = "blog post"
				}
				got = append(got, fmt.Sprintf("%s|%s|%s|%s|%s", kind, d.Title, d.Publisher, d.Access, d.SeenBy))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
			}
		})
	}
}

// TestPublisher holds what depends on the article's own outlet: it relays nothing to itself, and "we" are
// the body that publishes.
func TestPublisher(t *testing.T) {
	r := newReader(t)
	d := r.read("", "A report by Palisade seen by Reuters says it is so. We can confirm that it is so.", "Reuters")
	want := []string{"A report by Palisade seen by Reuters=>Palisade/company | says | it is so | doc=report/Palisade", "We=>Reuters/news_agency | confirm | it is so | confirms"}
	if got := lines(&d.Body); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
