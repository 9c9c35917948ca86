package claim

// Reading is all that the extractor found in one revision of an article. Lists are in text order,
// title before body; an empty list is [] in JSON, never null (see Normalize).
type Reading struct {
	V          int         `json:"v,omitempty"`
	ID         string      `json:"id"`
	Language   string      `json:"language"`
	Rules      string      `json:"rules,omitempty"` // hash of lexicon and program version that made this reading
	Wire       string      `json:"wire,omitempty"`  // the agency whose copy the text says it is
	Amounts    []Amount    `json:"amounts"`
	Actors     []Actor     `json:"actors"`
	Countries  []Country   `json:"countries"`
	Citations  []Citation  `json:"citations"`
	Assertions []Assertion `json:"claims"`
}

// Normalize replaces nil lists by empty ones, as the contract's JSON demands.
func (r *Reading) Normalize() {
	r.V = Version
	r.Amounts = orEmpty(r.Amounts)
	r.Actors = orEmpty(r.Actors)
	r.Countries = orEmpty(r.Countries)
	r.Citations = orEmpty(r.Citations)
	r.Assertions = orEmpty(r.Assertions)
	for i := range r.Citations {
		r.Citations[i].Content = orEmpty(r.Citations[i].Content)
	}
	for i := range r.Assertions {
		a := &r.Assertions[i]
		a.Actors, a.Victims = orEmpty(a.Actors), orEmpty(a.Victims)
		a.Countries, a.Amounts = orEmpty(a.Countries), orEmpty(a.Amounts)
		a.Citations, a.Evidence = orEmpty(a.Citations), orEmpty(a.Evidence)
		a.Counts = orEmpty(a.Counts)
	}
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Qualifier says how a number is meant.
type Qualifier string

// The qualifiers of amounts and counts.
const (
	Exact    Qualifier = "exact"
	About    Qualifier = "about"
	AtLeast  Qualifier = "at_least"
	AtMost   Qualifier = "at_most"
	MoreThan Qualifier = "more_than"
	LessThan Qualifier = "less_than"
)

// Amount is a sum of money. The span holds number, magnitude word and currency; a qualifier stands
// outside it.
type Amount struct {
	Span
	Value     float64   `json:"value"` // in units of Currency; of a range the midpoint
	Min       *float64  `json:"min,omitempty"`
	Max       *float64  `json:"max,omitempty"`
	Currency  string    `json:"currency"` // ISO 4217, or a crypto-asset's ticker
	Qualifier Qualifier `json:"qualifier"`
	USD       *float64  `json:"usd,omitempty"`   // where the text gives it, or the currency is USD
	Vague     bool      `json:"vague,omitempty"` // "millions of dollars": Min and Max bound it, Value is conventional
}

// ActorKind says what sort of thing an actor is.
type ActorKind string

// The kinds of actors.
const (
	Group        ActorKind = "group"
	State        ActorKind = "state"
	Agency       ActorKind = "agency"
	Person       ActorKind = "person"
	Organization ActorKind = "organization"
)

// Role says what an actor does in the text.
type Role string

// The roles of actors.
const (
	Perpetrator Role = "perpetrator"
	Victim      Role = "victim"
	SourceRole  Role = "source"
	Responder   Role = "responder"
	Other       Role = "other"
)

// Actor is one mention of a threat group, a state or its organ, a person or an organisation.
type Actor struct {
	Span
	Name    string    `json:"name"`         // canonical: "Lazarus Group", "North Korea"
	ID      string    `json:"id,omitempty"` // ATT&CK group (G0032), or ISO 3166 code of a state (KP)
	Kind    ActorKind `json:"kind"`
	Country string    `json:"country,omitempty"` // of the state that it is, belongs to or is attributed to
	Role    Role      `json:"role"`
}

// CountryForm says by which sort of word a country is meant.
type CountryForm string

// The forms of country mentions.
const (
	ByName         CountryForm = "name"
	ByDemonym      CountryForm = "demonym"
	ByAbbreviation CountryForm = "abbreviation"
	ByCapital      CountryForm = "capital" // a capital that stands for its government
	ByCity         CountryForm = "city"
)

// Country is a mention that means a country, its government or its people.
type Country struct {
	Span
	Code string      `json:"code"` // ISO 3166-1 alpha-2; Kosovo is XK
	Name string      `json:"name"` // English short name
	Form CountryForm `json:"form"`
}

// SourceKind says what sort of body speaks.
type SourceKind string

// The kinds of sources.
const (
	NewsAgency    SourceKind = "news_agency"
	NewsOutlet    SourceKind = "news_outlet"
	Government    SourceKind = "government"
	International SourceKind = "international"
	Company       SourceKind = "company"
	Researcher    SourceKind = "researcher"
	Court         SourceKind = "court"
	OrgSource     SourceKind = "organization"
	PersonSource  SourceKind = "person"
	Unnamed       SourceKind = "unnamed"
)

// Source is who is said to have said it.
type Source struct {
	Span
	Name string     `json:"name"` // canonical; a pronoun or role is resolved to whom it means
	Kind SourceKind `json:"kind"`
}

// Document is a report, filing, advisory or post that is cited.
type Document struct {
	Span
	Title     string `json:"title"`
	Publisher string `json:"publisher"`         // the body that issued it, canonical
	Kind      string `json:"kind,omitempty"`    // report, advisory, indictment, filing, blog post, memo, …
	Date      string `json:"date,omitempty"`    // as precise as the text: 2019, 2019-08, 2019-08-05
	Access    string `json:"access,omitempty"`  // confidential, leaked, draft, unpublished
	SeenBy    string `json:"seen_by,omitempty"` // the outlet that says it saw it
}

// Citation is one attribution: who is said to have said it, and in which document.
type Citation struct {
	Span
	Source   *Source   `json:"source,omitempty"`
	Document *Document `json:"document,omitempty"`
	Cue      Span      `json:"cue"`
	Content  []Span    `json:"content"`
	Quote    bool      `json:"quote"`
	Stance   Stance    `json:"stance,omitempty"`
	Via      *int      `json:"via,omitempty"` // index of the citation that relays this one
}

// Stance is what a cue says about the speaker's attitude to the content.
type Stance string

// The stances of citation cues; the empty one is plain saying.
const (
	Confirms  Stance = "confirms"
	Denies    Stance = "denies"
	Accuses   Stance = "accuses"
	Suspects  Stance = "suspects"
	Estimates Stance = "estimates"
	Warns     Stance = "warns"
	Demands   Stance = "demands"
)

// Kind says what a claim asserts.
type Kind string

// The kinds of assertions and claims.
const (
	Theft       Kind = "theft"
	Attack      Kind = "attack"
	Attribution Kind = "attribution"
	Laundering  Kind = "laundering"
	Funding     Kind = "funding"
	Sanction    Kind = "sanction"
	CountKind   Kind = "count"
	Denial      Kind = "denial"
	Statement   Kind = "statement"
)

// Kinds lists every kind of claim.
var Kinds = []Kind{Theft, Attack, Attribution, Laundering, Funding, Sanction, CountKind, Denial, Statement}

// Family names the kinds that may be one claim: a theft told as an attack, funding told as laundering.
func (k Kind) Family() string {
	switch k {
	case Theft, Attack:
		return "attack"
	case Funding, Laundering:
		return "proceeds"
	}
	return string(k)
}

// Sum says what the amounts of an assertion are.
type Sum string

// What a sum can be; SumTotal is a running total over several acts.
const (
	SumTaken     Sum = "taken"
	SumDemanded  Sum = "demanded"
	SumPaid      Sum = "paid"
	SumDamage    Sum = "damage"
	SumRecovered Sum = "recovered"
	SumFine      Sum = "fine"
	SumTotal     Sum = "total"
)

// Certainty says how firmly an assertion is made. Strength orders them.
type Certainty string

// The certainties, strongest first; Denied is apart.
const (
	Asserted  Certainty = "asserted"
	Reported  Certainty = "reported"
	Estimated Certainty = "estimated"
	Alleged   Certainty = "alleged"
	Suspected Certainty = "suspected"
	Denied    Certainty = "denied"
)

// Strength is higher the firmer the certainty; 0 for Denied and unknown ones.
func (c Certainty) Strength() int {
	switch c {
	case Asserted:
		return 5
	case Reported:
		return 4
	case Estimated:
		return 3
	case Alleged:
		return 2
	case Suspected:
		return 1
	}
	return 0
}

// Count is a number of things: 35 attacks, 17 countries.
type Count struct {
	Value     float64   `json:"value"`
	Unit      string    `json:"unit"` // lower-case plural noun
	Qualifier Qualifier `json:"qualifier"`
}

// Period is a stretch of time whose ends are as precise as the text: 2019, 2019-01 or 2019-01-31.
// Either end may be missing ("since 2006" has no To).
type Period struct {
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// Place is where an assertion's evidence stands: a sentence, or the part of one that carries it.
type Place struct {
	Start int `json:"start"`
	End   int `json:"end"`
	In    In  `json:"in"`
}

// Assertion is what one article asserts, tied to its evidence. Actors, victims, countries, amounts
// and citations are indexes into the lists of the Reading that holds it.
type Assertion struct {
	Fingerprint string    `json:"fingerprint"`
	Kind        Kind      `json:"kind"`
	Statement   string    `json:"statement"` // one readable sentence
	Actors      []int     `json:"actors"`    // who did it: perpetrators, or whom it is about; never the victims
	Victims     []int     `json:"victims"`
	Targets     []string  `json:"targets,omitempty"` // victims named only by class: "banks", "cryptocurrency exchanges"
	Countries   []int     `json:"countries"`
	Amounts     []int     `json:"amounts"`   // first the one that the assertion is about
	Citations   []int     `json:"citations"` // the chain, nearest to the reader first; the origin last
	Sum         Sum       `json:"sum,omitempty"`
	Counts      []Count   `json:"counts"`
	When        *Period   `json:"when,omitempty"`
	Certainty   Certainty `json:"certainty"`
	Denies      Kind      `json:"denies,omitempty"` // of a denial: the kind of claim that is denied
	Apart       []int     `json:"apart,omitempty"`  // assertions of this reading that the text tells apart from this one
	Evidence    []Place   `json:"evidence"`
}
