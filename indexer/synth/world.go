// Package synth makes up coverage of incidents that never happened, with the truth known: which
// assertions mean one claim, and which are copies. It is a tool of tests and measurements.
//
// Begin with Coverage for readings as an extractor would make them, with its errors, and with Articles
// for plain texts. The same seed gives the same world.
package synth

import (
	_ "embed"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

//go:embed data/names.tsv
var namesTSV string

//go:embed data/sentences.tsv
var sentencesTSV string

var (
	namesBy     = lists(namesTSV)
	sentencesBy = lists(sentencesTSV)
)

// lists reads a table of list and entry; further fields stay in the entry, after a tab.
func lists(tsv string) map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(tsv) {
		line = strings.TrimRight(line, "\n")
		if list, entry, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(line, "#") {
			m[list] = append(m[list], entry)
		}
	}
	return m
}

// world makes up incidents one after the other.
type world struct {
	r *rand.Rand
}

func newWorld(seed uint64) *world { return &world{r: rand.New(rand.NewPCG(seed, 0x5eed))} }

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// incident is what really happened.
type incident struct {
	victim  string
	group   string // who did it; empty where nobody knows
	state   string // whose group it is; empty for criminals
	code    string
	day     time.Time
	facts   []fact
	sources []source
	land    string // where the victim is at home, as name and code; empty where no article says so
}

// fact is one claim about an incident, as it is in truth.
type fact struct {
	kind     claim.Kind
	sum      claim.Sum
	form     string // the sentence forms that tell it
	amount   float64
	currency string
	count    float64
	topics   [4]string // of a statement: two topics and two verbs
	truth    int
}

// source is a body that says it, in a document or without one.
type source struct {
	name, doc string
}

var groupStates = []string{"CN", "IR", "KP", "RU", ""}

// incident makes up one, with the facts that are told of it; next numbers the facts.
func (w *world) incident(next *int) incident {
	r := w.r
	x := incident{victim: w.victim(), day: time.Date(2015, 1, 1+r.IntN(3650), 0, 0, 0, 0, time.UTC)}
	if r.Float64() < 0.75 {
		n := r.IntN(len(namesBy["group"]))
		x.group, x.code = namesBy["group"][n], groupStates[n%len(groupStates)]
		for _, s := range namesBy["state"] {
			if name, code, _ := strings.Cut(s, "\t"); code == x.code {
				x.state = name
			}
		}
	}
	for range 1 + r.IntN(3) {
		s := source{name: pick(r, namesBy["body"])}
		if r.Float64() < 0.3 {
			s.doc = pick(r, []string{"report", "advisory", "filing"})
		}
		x.sources = append(x.sources, s)
	}
	x.facts = w.facts(&x, next)
	return x
}

// land picks a country: the press writes of a few countries most.
func (w *world) land() string {
	list := namesBy["land"]
	for n := 0; ; n = (n + 1) % len(list) {
		if w.r.Float64() < landShare {
			return list[n]
		}
	}
}

// landShare is the part of what is left that each country has, in the order of the list.
const landShare = 0.25

func (w *world) victim() string {
	r := w.r
	name := pick(r, namesBy["first"])
	if r.Float64() < 0.8 {
		name += strings.ToLower(pick(r, namesBy["middle"]))
	}
	if r.Float64() < 0.8 {
		name += pick(r, namesBy["ending"]) // so that thousands of firms share a first word no oftener than real ones
	}
	if r.Float64() < 0.7 {
		name += " " + pick(r, namesBy["first"])
	}
	return name + " " + pick(r, namesBy["last"])
}

func (w *world) facts(x *incident, next *int) []fact {
	r := w.r
	taken := math.Round(math.Pow(10, 5+4*r.Float64())/1000) * 1000
	currency := "USD"
	if r.Float64() < 0.15 {
		currency = pick(r, []string{"EUR", "GBP", "BTC"})
	}
	if currency == "BTC" {
		taken = math.Round(taken / 20000)
	}
	all := []fact{
		{kind: claim.Theft, sum: claim.SumTaken, form: "theft", amount: taken, currency: currency},
		{kind: claim.Attack, form: "attack"},
		{kind: claim.Attack, sum: claim.SumDemanded, form: "demand", amount: math.Max(1, math.Round(taken/37)), currency: currency},
		{kind: claim.CountKind, form: "count", count: float64(100 + r.IntN(900000))},
		{kind: claim.Statement, form: "statement", topics: [4]string{pick(r, namesBy["topic"]), pick(r, namesBy["topic"]), pick(r, namesBy["verb"]), pick(r, namesBy["verb"])}},
	}
	if x.group != "" {
		all = append(all, fact{kind: claim.Attribution, form: "attribution"},
			fact{kind: claim.Laundering, form: "laundering", amount: math.Max(1, math.Round(taken*0.6)), currency: currency},
			fact{kind: claim.Denial, form: "denial"})
	}
	if r.IntN(2) == 0 {
		all = all[1:] // an attack without a theft
	} else {
		all[1] = all[len(all)-1] // a theft tells the attack as well: never both
		all = all[:len(all)-1]
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	all = all[:1+r.IntN(min(5, len(all)))]
	for i := range all {
		all[i].truth = *next
		*next++
	}
	return all
}

// told is a number as outlets tell it: rounded to some digits, with a word for it.
func (w *world) told(v float64) (float64, claim.Qualifier) {
	switch n := w.r.IntN(10); {
	case n < 5:
		return v, claim.Exact
	case n < 8:
		return round(v, 2), claim.About
	default:
		if down := math.Floor(v/unit(v, 2)) * unit(v, 2); down < v {
			return down, claim.MoreThan
		}
		return v, claim.Exact
	}
}

func unit(v float64, digits int) float64 {
	return math.Pow(10, math.Floor(math.Log10(v))-float64(digits-1))
}

func round(v float64, digits int) float64 {
	u := unit(v, digits)
	return math.Round(v/u) * u
}

// moneyText writes a sum as outlets do, without its qualifier.
func moneyText(v float64, currency string) string {
	n := func(x float64) string { return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", x), "0"), ".") }
	text := fmt.Sprintf("%.0f", v)
	switch {
	case v >= 1e9:
		text = n(v/1e9) + " billion"
	case v >= 1e6:
		text = n(v/1e6) + " million"
	}
	switch currency {
	case "USD":
		return "$" + text
	case "EUR":
		return "€" + text
	case "GBP":
		return "£" + text
	}
	return text + " bitcoin"
}

var qualifierWords = map[claim.Qualifier]string{claim.About: "about ", claim.MoreThan: "more than "}
