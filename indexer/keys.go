package indexer

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// keyClass says what two nodes that share a key have in common. It stands in a key's four highest bits,
// so that frames and keys alone say how two nodes are joined.
type keyClass uint8

const (
	keySentence keyClass = iota + 1 // the same sentence
	keyQuote                        // the same quotation
	keyDocument                     // the same issuer's document of a kind, near in time
	keySource                       // the same body says it, near in time
	keyVictim                       // the same named victim
	keyAmount                       // nearly the same sum by the same perpetrator, near in time
	keyCount                        // the same number of things, near in time
	keyLike                         // sentences that share rare words, near in time
	keySum                          // the same precise sum, near in time, whoever is named
	keySubject                      // the same perpetrators, nobody and nothing else named, near in time
	keyNear                         // told of the same name, within a year or so, whatever kind
	keySaid                         // said of the same name by the same body or person, within a year or so
	keyTopic                        // in articles about the same name, within a year or so, whatever kind
	keyLand                         // the same sum or number, near in time, in articles about the same country
	keyPhrase                       // the same sentence of few words, which joins nothing: to know what is said of anything
)

func newKey(class keyClass, parts ...string) uint64 {
	return uint64(class)<<60 | hash64(parts...)>>4
}

func classOf(key uint64) keyClass { return keyClass(key >> 60) }

// minSentenceWords is the least length of a sentence that nobody writes by chance.
const minSentenceWords = 6

// rowKeys are the keys that one row gives its node; said is the normal form of what it says, about what
// its topics. Every key but those of topics holds the kind's family; a denial also takes the keys of what
// it denies.
func rowKeys(f *claim.Frame, row *Row, said string, about topics) []uint64 {
	k := keyring{f: f, row: row, said: said, quarters: quarters(row.Seen), lands: about.lands}
	k.topics(about)
	k.family(f.Kind.Family())
	if f.Kind == claim.Denial {
		k.victims(denied(f)...)
	} else {
		k.victims(f.Kind.Family())
	}
	slices.Sort(k.keys)
	return slices.Compact(k.keys)
}

// denied lists the families of the claims that a denial may deny.
func denied(f *claim.Frame) []string {
	if f.Denies != "" && f.Denies != claim.Attribution {
		return []string{claim.Denial.Family(), f.Denies.Family(), claim.Attribution.Family()}
	}
	return []string{claim.Denial.Family(), claim.Attack.Family(), claim.Attribution.Family(), claim.Laundering.Family()}
}

type keyring struct {
	f        *claim.Frame
	row      *Row
	said     string
	quarters []string
	lands    []string
	keys     []uint64
}

func (k *keyring) add(class keyClass, parts ...string) {
	k.keys = append(k.keys, newKey(class, parts...))
}

func (k *keyring) family(family string) {
	k.keys = append(k.keys, sayingKey(family, k.said))
	for _, q := range quoted(k.row.Text) {
		k.add(keyQuote, family, q)
		for _, run := range runs(q) {
			k.add(keyQuote, family, run)
		}
	}
	for _, q := range k.quarters {
		k.source(family, q)
		k.amounts(family, q)
		if k.f.Kind == claim.CountKind || k.f.Kind == claim.Statement {
			k.counts(family, q)
		}
		if k.f.Sentence != "" && k.f.Kind != claim.Denial {
			k.like(family, q)
			k.subject(family, q)
		}
	}
}

// source keys the body that says it, and its document apart.
func (k *keyring) source(family, quarter string) {
	root := k.row.Citations[len(k.row.Citations)-1]
	if len(k.row.Citations) > 1 && k.f.Sentence != "" && root.Kind != claim.Unnamed {
		k.add(keySource, family, quarter, body(root.Name))
	}
	for _, l := range k.row.Citations {
		if l.Document != nil {
			k.add(keyDocument, family, quarter, body(issuer(l)))
		}
	}
}

func (k *keyring) victims(families ...string) {
	for _, v := range k.f.Victims {
		for _, name := range victimKeys(v) {
			for _, family := range families {
				k.add(keyVictim, family, name)
			}
		}
	}
}

func (k *keyring) amounts(family, quarter string) {
	for _, m := range k.f.Amounts {
		if m.Vague || m.Value <= 0 {
			continue
		}
		sum := strconv.FormatFloat(roundTo(m.Value, min(claim.Digits(m.Value), 3)), 'g', -1, 64)
		if claim.Digits(m.Value) >= preciseDigits {
			k.add(keySum, family, quarter, m.Currency, sum)
		}
		for _, land := range k.lands {
			k.add(keyLand, family, quarter, m.Currency, sum, land)
		}
		cell := amountCell(m.Value)
		for _, who := range perpetrators(k.f) {
			for n := cell - 1; n <= cell+1; n++ {
				k.add(keyAmount, family, quarter, m.Currency, who, strconv.Itoa(n))
			}
		}
	}
}

func (k *keyring) counts(family, quarter string) {
	for _, c := range k.f.Counts {
		if c.Value >= minCount {
			k.add(keyCount, family, quarter, strconv.FormatFloat(c.Value, 'g', -1, 64), thing(c.Unit))
			for _, land := range k.lands {
				k.add(keyLand, family, quarter, strconv.FormatFloat(c.Value, 'g', -1, 64), thing(c.Unit), land)
			}
		}
	}
}

// topics keys the names that the incident is known by, for a year, in which few frames share one that
// means anything.
func (k *keyring) topics(about topics) {
	for _, cell := range cells(k.row.Seen, topicDays) {
		for _, name := range about.near {
			k.add(keyNear, cell, name)
		}
		for _, name := range about.around {
			k.add(keyTopic, cell, name)
		}
		for _, l := range k.row.Citations[1:] {
			if len(about.near) > 0 && l.Kind != claim.Unnamed && !isOutlet(l.Kind) {
				k.add(keySaid, cell, about.near[0], body(l.Name))
			}
		}
	}
}

// topicDays is how far apart two rows may be that are surely found by their topic.
const topicDays = 366

// preciseDigits is the number of digits from which on a sum is looked for whoever is named.
const preciseDigits = 2

// minCount is the least number that tells one count from another: "two men" are everywhere.
const minCount = 5

// like keys pairs of a sentence's smallest word hashes under five permutations: two sentences that
// share two thirds of their words share one of them in nine cases of ten.
func (k *keyring) like(family, quarter string) {
	set := stems(k.said)
	if len(set) < minLikeWords {
		return
	}
	for band := range uint64(likeBands) {
		one, two := minhash(set, 2*band), minhash(set, 2*band+1)
		k.add(keyLike, family, quarter, strconv.FormatUint(band, 10), strconv.FormatUint(uint64(one)<<32|uint64(two), 36))
	}
}

// subject keys who does it, for short kinds that name nothing else to be known by.
func (k *keyring) subject(family, quarter string) {
	switch k.f.Kind {
	case claim.Attribution, claim.Funding, claim.Laundering:
	default:
		return
	}
	if len(k.f.Victims) > 0 || len(k.f.Actors) == 0 {
		return
	}
	for _, who := range perpetrators(k.f) {
		k.add(keySubject, family, quarter, who)
	}
}

const (
	likeBands    = 5
	minLikeWords = 4
)

func minhash(set []uint32, permutation uint64) uint32 {
	least := uint32(math.MaxUint32)
	for _, x := range set {
		least = min(least, uint32(mix(uint64(x)|(permutation+1)<<32)))
	}
	return least
}

// quarters are the stretches of 92 days in which a row can meet others.
func quarters(t time.Time) []string { return cells(t, 92) }

// cells are the stretches of some days in which a row can meet others: its own and the next, so that two
// rows meet that are up to one stretch apart.
func cells(t time.Time, days int) []string {
	if t.IsZero() {
		return []string{"undated"}
	}
	n := int(math.Floor(float64(t.Unix()) / float64(days*86400)))
	return []string{strconv.Itoa(n), strconv.Itoa(n + 1)}
}

// amountCell numbers the sums that round to the same two digits; neighbours differ by one.
func amountCell(v float64) int {
	e := math.Floor(math.Log10(v) + 1e-12)
	m := int(math.Round(v / math.Pow(10, e-1)))
	return int(e)*90 + m - 10
}

// perpetrators are the names under which frames about one perpetrator meet: its states, and the groups
// of which no state is known. Nobody named is "".
func perpetrators(f *claim.Frame) []string {
	var out []string
	for _, a := range f.Actors {
		switch {
		case a.Country != "" && (a.Kind == claim.State || a.Kind == claim.Group || a.Kind == claim.Agency):
			out = append(out, a.Country)
		case a.Kind == claim.State:
			out = append(out, a.Ref)
		default:
			out = append(out, "="+a.Ref)
		}
	}
	if len(out) == 0 {
		return []string{""}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// headWord is the last word of a unit: "suspected attack" and "attack" count the same things.
func headWord(unit string) string {
	return unit[strings.LastIndexByte(unit, ' ')+1:]
}

// thing is what a unit counts, whatever word reports use for it: "clients" and "customers" are one.
func thing(unit string) string {
	w := headWord(unit)
	if sense := synonyms[stem(w)]; sense != "" && sense != senseNot && sense != senseNothing {
		return sense
	}
	return w
}

// victimKeys are the names under which a victim meets itself: whole, and by the first of its words that tells it from
// others ("Marlow" and "Marlow Motion Pictures", "Vrane" and "Port of Vrane"). A state or a class of victims has none.
func victimKeys(v claim.FrameParty) []string {
	if v.Kind == claim.State || v.Ref == "" {
		return nil
	}
	for w := range strings.FieldsSeq(v.Ref) {
		if len(w) >= 4 && w != v.Ref && !genericWords[w] && !everyday(w) {
			return []string{v.Ref, w}
		}
	}
	return []string{v.Ref}
}
