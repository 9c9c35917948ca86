package synth

import (
	"fmt"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// Options say what coverage is made.
type Options struct {
	Seed   uint64
	Claims int // true claims, at least
	// Mistakes is the probability with which the extractor misses each mention: of a victim, a sum, a source.
	Mistakes float64
	// Misread is the probability with which it takes a sentence for what it is not: half of the time it
	// takes another firm of the article for the victim, half of the time it reads another kind.
	Misread float64
	// Unnamed is the share of sentences that call the victim "the firm", which the extractor leaves open.
	Unnamed float64
	// Nameless is the share of articles that do not know the victim's name yet. Where it is given, articles
	// say in which country it happened.
	Nameless float64
}

// Item is one reading with the truth of its assertions: those of one number are one claim.
type Item struct {
	Extraction claim.Extraction
	Truth      []int
}

// Coverage makes up the coverage of incidents, in order of time: independent articles that paraphrase
// and round, wire copies, and edited articles fetched twice.
func Coverage(o Options) []Item {
	w := newWorld(o.Seed)
	var out []Item
	for n, facts := 0, 0; facts < o.Claims; n++ {
		x := w.incident(&facts)
		if o.Nameless > 0 {
			x.land = w.land()
		}
		out = append(out, w.cover(&x, n, o)...)
	}
	return out
}

// cover writes the articles about one incident.
func (w *world) cover(x *incident, n int, o Options) []Item {
	var out []Item
	articles := 1
	for articles < 12 && w.r.Float64() < 0.6 {
		articles++
	}
	for i := range articles {
		outlet := pick(w.r, namesBy["outlet"])
		at := x.day.Add(time.Duration(6+w.r.IntN(24*20)) * time.Hour)
		url := fmt.Sprintf("https://%s.example/%d/%d", strings.ToLower(strings.ReplaceAll(outlet, " ", "-")), n, i)
		item := w.article(x, outlet, url, at, o)
		out = append(out, item)
		switch k := w.r.IntN(10); {
		case k < 2:
			out = append(out, w.wireCopies(item, n, i)...)
		case k == 2:
			out = append(out, w.edited(item))
		}
	}
	return out
}

func (w *world) article(x *incident, outlet, url string, at time.Time, o Options) Item {
	wr := writer{r: w.r, w: w, x: x, o: o}
	var src *source
	wr.nameless = o.Nameless > 0 && w.r.Float64() < o.Nameless
	if o.Unnamed > 0 && !wr.nameless {
		wr.names("lead", x.victim)
	}
	if x.land != "" {
		wr.home()
	}
	if o.Misread > 0 {
		wr.other = wr.names("background", w.victim())
	}
	for range 1 + w.r.IntN(3) {
		wr.sentence(pick(w.r, sentencesBy["filler"]))
	}
	for i := range x.facts {
		if len(x.facts) > 1 && w.r.Float64() < 0.35 {
			continue
		}
		src = nil
		if w.r.Float64() < 0.7 {
			src = &x.sources[w.r.IntN(len(x.sources))]
		}
		wr.tell(&x.facts[i], src)
		if w.r.IntN(2) == 0 {
			wr.sentence(pick(w.r, sentencesBy["filler"]))
		}
	}
	wr.sentence(pick(w.r, sentencesBy["filler"]))
	title, _ := fill(pick(w.r, sentencesBy["headline"]), func(string) string {
		if wr.nameless {
			return "a " + theFirm[len("the "):]
		}
		return x.victim
	})
	a := claim.Article{URL: url, Title: title, Publisher: outlet, PublishedAt: at, FetchedAt: at.Add(10 * time.Minute), Language: "en"}
	r := wr.finish(&a)
	a.Complete()
	return Item{Extraction: claim.Extraction{V: claim.Version, Article: a, Reading: r}, Truth: wr.truth}
}

// wireCopies prints one article's text under other outlets' names.
func (w *world) wireCopies(it Item, n, i int) []Item {
	var out []Item
	for k := range 1 + w.r.IntN(4) {
		c := it
		outlet := pick(w.r, namesBy["outlet"])
		c.Extraction.Article.Publisher = outlet
		c.Extraction.Article.URL = fmt.Sprintf("https://copy.example/%d/%d/%d", n, i, k)
		c.Extraction.Article.CanonicalURL = ""
		later := time.Duration(1+w.r.IntN(20)) * time.Hour
		c.Extraction.Article.PublishedAt = c.Extraction.Article.PublishedAt.Add(later)
		c.Extraction.Article.FetchedAt = c.Extraction.Article.FetchedAt.Add(later)
		c.Extraction.Article.Complete()
		out = append(out, c)
	}
	return out
}

// edited is the article fetched again later: with a sentence put behind its text, or with its last
// assertion and all behind it taken out.
func (w *world) edited(it Item) Item {
	c := it
	a, r := &c.Extraction.Article, &c.Extraction.Reading
	if last := len(r.Assertions) - 1; last > 0 && w.r.IntN(2) == 0 {
		at := r.Assertions[last].Evidence[0].Start
		a.Text = strings.TrimSpace(a.Text[:at])
		r.Assertions, c.Truth = r.Assertions[:last], c.Truth[:last]
		r.Actors = before(r.Actors, at, func(x claim.Actor) int { return x.Start })
		r.Amounts = before(r.Amounts, at, func(x claim.Amount) int { return x.Start })
		r.Citations = before(r.Citations, at, func(x claim.Citation) int { return x.Start })
	} else {
		a.Text += " This article has been updated."
	}
	a.FetchedAt = a.FetchedAt.Add(5 * time.Hour)
	a.Complete()
	return c
}

// before keeps what starts before an offset of a list in text order.
func before[T any](list []T, at int, start func(T) int) []T {
	n := 0
	for n < len(list) && start(list[n]) < at {
		n++
	}
	return list[:n:n]
}

// articleWords is the length of a plain article.
const articleWords = 500

// Articles makes up n plain articles of about 500 words in the sentence forms of Coverage, as documents
// to be fed to the whole pipeline.
func Articles(seed uint64, n int) []claim.Article {
	w := newWorld(seed)
	var out []claim.Article
	for facts := 0; len(out) < n; {
		x := w.incident(&facts)
		for i := range min(1+w.r.IntN(4), n-len(out)) {
			at := x.day.Add(time.Duration(6+w.r.IntN(480)) * time.Hour)
			outlet := pick(w.r, namesBy["outlet"])
			out = append(out, w.plain(&x, outlet, fmt.Sprintf("https://synth.example/%d/%d/%d", seed, len(out), i), at))
		}
	}
	return out
}

// plain pads an article with filler to its length.
func (w *world) plain(x *incident, outlet, url string, at time.Time) claim.Article {
	it := w.article(x, outlet, url, at, Options{})
	a := it.Extraction.Article
	var b strings.Builder
	b.WriteString(a.Text)
	for words := strings.Count(a.Text, " "); words < articleWords; {
		s := pick(w.r, sentencesBy["filler"])
		b.WriteString("\n" + s + ".")
		words += strings.Count(s, " ") + 1
	}
	a.Text = b.String()
	a.FetchedAt = time.Time{}
	a.Complete()
	return a
}
