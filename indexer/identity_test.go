package indexer

import (
	"slices"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/internal/claim"
)

// told is one assertion of an article of its own, or of the article before it.
type told struct {
	kind  claim.Kind
	parts []part1
	same  bool // in the article of the one before
}

// claimsOf writes assertions as sentences that have nothing else in common, and counts the claims.
func claimsOf(t *testing.T, list ...told) int {
	t.Helper()
	sentences := []string{
		"A: Quiet hills and a long road lie behind the toll house.", "B: Every ferry left late on that foggy morning.", "C: Bakers in the old quarter ran out of rye.",
	}
	var batch []claim.Extraction
	var s *story
	for i, x := range list {
		if !x.same {
			if s != nil {
				batch = append(batch, s.end())
			}
			s = report(t, string(rune('a'+i)), "Paper "+string(rune('A'+i)), "2024-03-0"+string(rune('1'+i)))
		}
		s.says(x.kind, sentences[i], x.parts...)
	}
	return len(index(t, append(batch, s.end())...).all())
}

// TestRivalSums: sums that one article sets side by side are two claims, and so they stay when another article has one
// of them; close figures of two articles are one claim that disagrees.
func TestRivalSums(t *testing.T) {
	taken := func(v float64, currency string) []part1 {
		return []part1{hit(halberd), sum(claim.SumTaken, v, currency, claim.Exact)}
	}
	of := func(s claim.Sum, v float64) []part1 { return []part1{hit(halberd), sum(s, v, "USD", claim.Exact)} }
	at := func(same bool, parts []part1) told { return told{kind: claim.Theft, parts: parts, same: same} }
	for name, c := range map[string]struct {
		list []told
		want int
	}{
		"the firm's figure and a watcher's":        {[]told{at(false, taken(87e6, "USD")), at(true, taken(92e6, "USD"))}, 2},
		"the same, and another paper's":            {[]told{at(false, taken(87e6, "USD")), at(true, taken(92e6, "USD")), at(false, taken(87e6, "USD"))}, 2},
		"another paper's between them":             {[]told{at(false, taken(87e6, "USD")), at(true, taken(92e6, "USD")), at(false, taken(90e6, "USD"))}, 2},
		"up from last year's":                      {[]told{at(false, taken(64e6, "USD")), at(true, taken(121e6, "USD"))}, 2},
		"in euros":                                 {[]told{at(false, taken(3.1e6, "EUR")), at(true, taken(3.6e6, "EUR"))}, 2},
		"in coins":                                 {[]told{at(false, taken(1350, "BTC")), at(true, taken(1412, "BTC"))}, 2},
		"two damages":                              {[]told{at(false, of(claim.SumDamage, 8.4e6)), at(true, of(claim.SumDamage, 9.7e6))}, 2},
		"two demands":                              {[]told{at(false, of(claim.SumDemanded, 5e6)), at(true, of(claim.SumDemanded, 6.2e6))}, 2},
		"two totals":                               {[]told{at(false, of(claim.SumTotal, 512e6)), at(true, of(claim.SumTotal, 547e6))}, 2},
		"precise and precise":                      {[]told{at(false, taken(61.43e6, "USD")), at(true, taken(61.52e6, "USD"))}, 2},
		"two papers' figures":                      {[]told{at(false, taken(87e6, "USD")), at(false, taken(92e6, "USD"))}, 1},
		"three papers'":                            {[]told{at(false, taken(87e6, "USD")), at(false, taken(92e6, "USD")), at(false, taken(90e6, "USD"))}, 1},
		"a figure and what it rounds to":           {[]told{at(false, taken(87.3e6, "USD")), at(true, taken(87e6, "USD"))}, 1},
		"rounded up":                               {[]told{at(false, taken(45.8e6, "USD")), at(true, taken(46e6, "USD"))}, 1},
		"one figure twice":                         {[]told{at(false, taken(87e6, "USD")), at(true, taken(87e6, "USD"))}, 1},
		"in two currencies":                        {[]told{at(false, taken(87e6, "USD")), at(true, taken(80e6, "EUR"))}, 1},
		"in coins and in dollars":                  {[]told{at(false, taken(1350, "BTC")), at(true, taken(24e6, "USD"))}, 1},
		"no figure the second time":                {[]told{at(false, taken(87e6, "USD")), at(true, []part1{hit(halberd)})}, 1},
		"two papers' damages":                      {[]told{at(false, of(claim.SumDamage, 8.4e6)), at(false, of(claim.SumDamage, 9.7e6))}, 1},
		"one figure, and a third paper's round it": {[]told{at(false, taken(87.3e6, "USD")), at(false, taken(87e6, "USD")), at(false, taken(87.31e6, "USD"))}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := claimsOf(t, c.list...); got != c.want {
				t.Errorf("%d claims, want %d", got, c.want)
			}
		})
	}
}

// TestOpinionsOfSpeakers: two named speakers who do not name the same, one the state and the other a group of it, make two
// claims; one speaker's word, and nobody's in particular, make one.
func TestOpinionsOfSpeakers(t *testing.T) {
	state := party("Freedonia", "FD", claim.State, "FD")
	crew, crows := party("Gallowlock", "", claim.Group, "FD"), party("Ash Crows", "", claim.Group, "FD")
	bureau := party("Fifth Bureau", "", claim.Agency, "FD")
	blame := func(speaker string, who ...claim.Actor) told {
		parts := []part1{hit(halberd)}
		for _, w := range who {
			parts = append(parts, by(w))
		}
		if speaker != "" {
			parts = append(parts, cites(speaker, claim.Government))
		}
		return told{kind: claim.Attribution, parts: parts}
	}
	for name, c := range map[string]struct {
		one, other told
		want       int
	}{
		"a state and its group":           {blame("Interior Ministry of Torvald", state), blame("Northgate Labs", crew), 2},
		"a state and its agency":          {blame("Northern Alliance", state), blame("Northgate Labs", bureau), 2},
		"an agency and its group":         {blame("Cyber Agency of Ruvia", bureau), blame("Northgate Labs", crew), 2},
		"a group, and it and its state":   {blame("Northgate Labs", crew), blame("Premier Oda Rusk", crew, state), 2},
		"an agency, and it and its state": {blame("Torvald Police", bureau), blame("Judge Milo Venn", bureau, state), 2},
		"two groups, and one of them":     {blame("Pale Harbour Security", crew, crows), blame("Northgate Labs", crew), 2},
		"a state, and the three":          {blame("Panel of Monitors", state), blame("Northgate Labs", state, bureau, crew), 2},
		"a group and an agency":           {blame("Pale Harbour Security", crew), blame("Government of Ruvia", bureau), 2},
		"a group and its state":           {blame("Spokesman Jory Tal", crew), blame("Minister Ana Crewe", state), 2},
		"a state and another group of it": {blame("Mayor of Ashby", state), blame("Northgate Labs", crows), 2},
		"the same by two":                 {blame("Northgate Labs", crew), blame("Torvald Police", crew), 1},
		"the same state by two":           {blame("Northern Alliance", state), blame("Cyber Agency of Ruvia", state), 1},
		"one speaker, state and group":    {blame("Northgate Labs", state), blame("Northgate Labs", crew), 1},
		"one speaker, agency and group":   {blame("Northgate Labs", bureau), blame("Northgate Labs", crew), 1},
		"one speaker, one more of them":   {blame("Northgate Labs", crew), blame("Northgate Labs", crew, crows), 1},
		"nobody's word and a firm's":      {blame("", state), blame("Northgate Labs", crew), 1},
		"a ministry's and nobody's":       {blame("Interior Ministry of Torvald", crew), blame("", state), 1},
		"nobody's twice":                  {blame("", state), blame("", crew), 1},
		"nobody's, of an agency":          {blame("", bureau), blame("Premier Oda Rusk", state), 1},
		"nobody's, of two groups and one": {blame("", crew, crows), blame("Premier Oda Rusk", crew), 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := claimsOf(t, c.one, c.other); got != c.want {
				t.Errorf("%d claims, want %d", got, c.want)
			}
		})
	}
}

// TestWashedMoneyOfOneVictim: whose money it was makes two launderings one only where one party washes it, or one sum is.
func TestWashedMoneyOfOneVictim(t *testing.T) {
	mixer, brothers := company("Mistwheel"), party("Pavo Lind", "", claim.Person, "")
	gang, state := party("Gallowlock", "", claim.Group, ""), party("Freedonia", "", claim.State, "")
	of := func(kind claim.Kind, parts ...part1) told {
		return told{kind: kind, parts: append([]part1{hit(halberd)}, parts...)}
	}
	usd := func(v float64) part1 { return sum("", v, "USD", claim.Exact) }
	wash, fund := claim.Laundering, claim.Funding
	for name, c := range map[string]struct {
		one, other told
		want       int
	}{
		"a mixer and a man":                  {of(wash, by(mixer)), of(wash, by(brothers)), 2},
		"a mixer and nobody":                 {of(wash, by(mixer)), of(wash), 2},
		"a mixer's sum and nobody's":         {of(wash, by(mixer), usd(112e6)), of(wash), 2},
		"a gang and a man":                   {of(wash, by(gang)), of(wash, by(brothers)), 2},
		"nobody, and nobody's sum":           {of(wash), of(wash, usd(525e6)), 2},
		"a sum, and nobody's other sum":      {of(wash, usd(40e6)), of(wash, usd(70e6)), 2},
		"a state's funds and nobody's":       {of(fund, by(state)), of(fund), 2},
		"a state's funds and a gang's":       {of(fund, by(state)), of(fund, by(gang)), 2},
		"a mixer's sum and a man's":          {of(wash, by(mixer), usd(112e6)), of(wash, by(brothers), usd(165e6)), 2},
		"a gang's sum and nobody's":          {of(wash, by(gang), usd(40e6)), of(wash), 2},
		"one mixer":                          {of(wash, by(mixer)), of(wash, by(mixer)), 1},
		"one man":                            {of(wash, by(brothers)), of(wash, by(brothers)), 1},
		"one gang":                           {of(wash, by(gang)), of(wash, by(gang)), 1},
		"one mixer, one with its sum":        {of(wash, by(mixer)), of(wash, by(mixer), usd(112e6)), 1},
		"one mixer and a man, and the mixer": {of(wash, by(mixer), by(brothers)), of(wash, by(mixer)), 1},
		"one state's funds":                  {of(fund, by(state)), of(fund, by(state)), 1},
		"one sum, a mixer and nobody":        {of(wash, by(mixer), usd(112e6)), of(wash, usd(112e6)), 1},
		"one sum and nobody twice":           {of(wash, usd(112e6)), of(wash, usd(112e6)), 1},
		"one sum told roundly":               {of(wash, by(mixer), usd(112.4e6)), of(wash, usd(112e6)), 1},
		"one gang, one with its sum":         {of(wash, by(gang), usd(40e6)), of(wash, by(gang)), 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := claimsOf(t, c.one, c.other); got != c.want {
				t.Errorf("%d claims, want %d", got, c.want)
			}
		})
	}
}

// TestVictimKeys: two forms of one victim's name share a key, two victims' names none.
func TestVictimKeys(t *testing.T) {
	for pair, want := range map[string]bool{
		"port of vrane|vrane":                               true,
		"port of vrane|vrane container port":                true,
		"klinikum sankt quillen|sankt quillen":              true,
		"city of ashby|ashby":                               true,
		"university of torvald|torvald university":          true,
		"bank of dravany|dravany":                           true,
		"national bank of dravany|dravany national bank":    true,
		"marlow motion pictures|marlow":                     true,
		"the halberd group|halberd":                         true,
		"royal quennell hospital|quennell":                  true,
		"port of vrane|port of ashby":                       false,
		"city of ashby|city of torvald":                     false,
		"bank of dravany|bank of ruvia":                     false,
		"university hospital|university college":            false,
		"national bank|national health service":             false,
		"marlow motion pictures|harlow motion pictures":     false,
		"first savings bank|first credit union":             false,
		"royal mail|royal hospital":                         false,
		"northern county council|northern school district":  false,
		"international air services|international shipping": false,
	} {
		t.Run(pair, func(t *testing.T) {
			one, other, _ := strings.Cut(pair, "|")
			keys := victimKeys(claim.FrameParty{Ref: other, Kind: claim.Organization})
			got := slices.ContainsFunc(victimKeys(claim.FrameParty{Ref: one, Kind: claim.Organization}), func(k string) bool { return slices.Contains(keys, k) })
			if got != want {
				t.Errorf("they share a key: %t, want %t", got, want)
			}
		})
	}
	if got := victimKeys(claim.FrameParty{Ref: "RU", Kind: claim.State}); got != nil {
		t.Errorf("keys of a state: %q", got)
	}
}

// TestFormulas: what firms write after every breach joins two articles on one incident, and none on two, though one of
// them names the firm that is hit.
func TestFormulas(t *testing.T) {
	const here, there = "Riders of Quennell Ferries in Ashby stood on the quay while Quennell looked for its tickets.",
		"Guests of Dravanair in Torvald slept in the hall, and Dravanair gave them blankets."
	for _, formula := range []string{
		"The safety of our customers' data comes before anything else.",
		"We regret any worry that this may give to our clients.",
		"Outside experts were called in when it was noticed.",
		"There is nothing that customers need to do at this time.",
		"The matter has been handed to the police and the regulator.",
		"Everyone who is concerned will get a letter from us.",
		"Our teams are working day and night for you.",
		"We will share more as soon as we know more.",
		"Service has been restored in full since this morning.",
		"An inquiry with outside help is still going on.",
	} {
		for name, c := range map[string]struct {
			second string
			want   string
		}{"one incident": {here, "A"}, "two incidents": {there, "A A"}} {
			t.Run(name+"/"+formula, func(t *testing.T) {
				said := "A: " + formula
				got := index(t,
					report(t, "a", "One", "2024-03-01").text(here).says(claim.Statement, said, hit(company("Quennell Ferries"))).end(),
					report(t, "b", "Two", "2024-03-20").text(c.second).says(claim.Statement, said).end(),
				)
				if n := len(got.all()); n != len(fieldsOf(c.want)) {
					t.Errorf("%d claims, want %d: %s", n, len(fieldsOf(c.want)), got.sets())
				}
			})
		}
	}
}

// TestOneNumberOfATopic: a number and a word of every report make half of two short sentences in articles about one name.
func TestOneNumberOfATopic(t *testing.T) {
	for pair, want := range map[string]bool{
		"about 58,000 people will be affected|58,000 people":                        true,
		"it hit 3,100 customers|3,100 customers":                                    true,
		"data of 72,500 people|72,500 people are concerned":                         true,
		"some 410 systems went down|410 systems":                                    true,
		"attackers reached 260 servers|260 servers":                                 true,
		"a total of 19,300 accounts|19,300 accounts":                                true,
		"the number is 940 patients|940 patients":                                   true,
		"up to 8,800 users|8,800 users":                                             true,
		"more than 1,250 computers|1,250 computers were hit":                        true,
		"files of 64,000 clients|64,000 clients":                                    true,
		"about 58,000 people will be affected|85,000 people":                        false,
		"it hit 3,100 customers|3,100 lorries had to wait":                          false,
		"data of 72,500 people|72,500 bottles of wine went to Ruvia in the spring":  false,
		"some 410 systems went down|the bill came to 410 crowns":                    false,
		"attackers reached 260 servers|260 days later the mayor resigned":           false,
		"a total of 19,300 accounts|the hall has 19,300 seats and a roof of glass":  false,
		"the number is 940 patients|940 metres of cable were laid in the harbour":   false,
		"up to 8,800 users|the fine may reach 8,800 crowns for each day of delay":   false,
		"more than 1,250 computers|the village has 1,250 souls and one baker":       false,
		"files of 64,000 clients|a stadium for 64,000 spectators is to be finished": false,
	} {
		t.Run(pair, func(t *testing.T) {
			one, other, _ := strings.Cut(pair, "|")
			feature := func(s string) *feature {
				return newFeature(&Node{Frame: claim.Frame{Kind: claim.Statement, Sentence: claim.NormalText(s)}})
			}
			if got := saidOfIncident(feature(one), feature(other), ties{classes: 1 << keyTopic}); got != want {
				share, weight := alike(feature(one), feature(other))
				t.Errorf("joined: %t, want %t (%.2f, %.2f)", got, want, share, weight)
			}
		})
	}
}

// TestOneNumberOfAnIncident: a number of three digits that sentences of two articles on one name tell is one fact, whatever
// else they say; a year, a round or a small one is not.
func TestOneNumberOfAnIncident(t *testing.T) {
	for pair, want := range map[string]bool{
		"the sluice will push 58,400 villagers off their land|58,400 must go before the water comes": true,
		"a clerk counted 611 torn meters|611 is what the ledger of the guild has":                    true,
		"21.4 percent back the mayor|a poll gave him 21.4":                                           true,
		"repairs stand at 2.3 million crowns|the memo has 2.3 million for it":                        true,
		"nobody can reach 1,480 pensioners|letters to 1,480 came back":                               true,
		"the lake has risen by 118 centimetres|118 was read at the gauge":                            true,
		"the reactor lost 340 litres|340 ran into the creek, a gauge showed":                         true,
		"of 7,250 ballots the last came late|7,250 were in the box":                                  true,
		"crews laid 12.5 kilometres of pipe|the contract says 12.5":                                  true,
		"the fund is short of 910 thousand|910 thousand are lacking in the till":                     true,
		"the sluice was planned in 2019|the baker came to Ashby in 2019":                             false,
		"a thousand and 1,000 more came|1,000 loaves were sold":                                      false,
		"it began in 1998 with a fence|they met in 1998 at school":                                   false,
		"they waited 41 days|41 lamps were lit":                                                      false,
		"a ferry with 500 seats|the choir has 500 voices":                                            false,
		"some 8 trucks burned|8 dogs barked":                                                         false,
		"58,400 villagers must go|58,300 sheep graze there":                                          false,
		"the gauge showed 118|the gauge showed 181":                                                  false,
		"a room for 200 guests|200 metres of rope":                                                   false,
		"the treaty of 2031 stands|2031 is far away, said the mayor":                                 false,
	} {
		t.Run(pair, func(t *testing.T) {
			one, other, _ := strings.Cut(pair, "|")
			feature := func(s string) *feature {
				return newFeature(&Node{Frame: claim.Frame{Kind: claim.Statement, Sentence: claim.NormalText(s)}})
			}
			if got := numberOfIncident(feature(one), feature(other), ties{classes: 1 << keyTopic}); got != want {
				t.Errorf("joined: %t, want %t", got, want)
			}
			if numberOfIncident(feature(one), feature(other), ties{classes: 1 << keyLike}) {
				t.Error("joined without a name")
			}
		})
	}
}

// TestOneNumberOfTwoCurrencies: 4.1 million euros are not 4.1 million dollars.
func TestOneNumberOfTwoCurrencies(t *testing.T) {
	for currency, want := range map[string]bool{"EUR": true, "USD": false} {
		one := newFeature(&Node{Frame: claim.Frame{Kind: claim.Statement, Sentence: "the bill is 4.1 million", Amounts: []claim.FrameSum{{Value: 4.1e6, Currency: "EUR"}}}})
		other := newFeature(&Node{Frame: claim.Frame{Kind: claim.Statement, Sentence: "4.1 million, a memo has it", Amounts: []claim.FrameSum{{Value: 4.1e6, Currency: currency}}}})
		if got := numberOfIncident(one, other, ties{classes: 1 << keyNear}); got != want {
			t.Errorf("EUR and %s joined: %t, want %t", currency, got, want)
		}
	}
}

// TestDenialsOfOneParty: what a party denies weeks later is another thing, unless both are told of one name.
func TestDenialsOfOneParty(t *testing.T) {
	for _, who := range []string{"Freedonia", "Ruvia", "Torvald", "Dravany", "Sylvania", "Marshovia", "Borduria", "Syldavia", "Zubrowka", "Latveria"} {
		for name, c := range map[string]struct {
			day  string
			near bool
			want int
		}{
			"the next day":                       {"2024-03-02", false, 1},
			"three weeks later":                  {"2024-03-22", false, 1},
			"two months later":                   {"2024-05-02", false, 2},
			"two months later, of the same name": {"2024-05-02", true, 1},
		} {
			t.Run(who+"/"+name, func(t *testing.T) {
				state := party(who, "", claim.State, "")
				about := "The raid on Quennell Ferries in Ashby is a riddle, and Quennell has no key to it."
				deny := func(id, day, said string, near bool) claim.Extraction {
					s := report(t, id, "Paper "+id, day).text(about)
					if !near {
						s.text("The band of Mayor Orsolya Dunmore played Skerrick waltzes.").text("Skerrick and Dunmore are old friends.")
					}
					return s.says(claim.Denial, said, by(state), denies(claim.Attribution)).end()
				}
				m := index(t, deny("a", "2024-03-01", "A: "+who+" called it a fairy tale.", true), deny("b", c.day, "B: Nothing of the kind, its envoy wrote.", c.near))
				if n := len(m.all()); n != c.want {
					t.Errorf("%d claims, want %d: %s", n, c.want, m.sets())
				}
			})
		}
	}
}

// TestCapitalRansom: a crew's name is no threat, wherever else the word is one.
func TestCapitalRansom(t *testing.T) {
	for said, want := range map[string]string{
		"Crooks who go by Velvet Ransom posted files of the harbour":          aspectLeak,
		"The crew Ransom Nine has leaked passports of sailors":                aspectLeak,
		"Files of the school were published by Threat Garden":                 aspectLeak,
		"Photos of guests are on sale at the site of Demand Street":           aspectLeak,
		"On Monday a gang called Last Warning dumped the payroll files":       aspectLeak,
		"The site of Grim Ransom sells scans of licences and other documents": aspectLeak,
		"A member of Will Not Sleep uploaded 40 gigabytes":                    aspectLeak,
		"The forum If Only offers samples, and the data was sold there":       aspectLeak,
		"Passports were dumped by Unpaid Angels":                              aspectLeak,
		"The group No Ransom House leaked e-mails of the port":                aspectLeak,
		"The crew wants a ransom or it sells the files":                       "",
		"They will publish the data on Friday":                                "",
		"If nobody pays, the files are published":                             "",
		"Unless the port pays, passports will be posted":                      "",
		"The gang threatened that files are leaked next":                      "",
		"A warning said the data would be sold":                               "",
		"Ransom or the files get published, the note read":                    "",
		"Gang Threatens To Leak Files Of Harbour":                             "",
		"Crew Demands Ransom, Says Data Will Be Sold":                         "",
		"The files were not published":                                        "",
	} {
		t.Run(said, func(t *testing.T) {
			if got := aspectOf(&claim.Frame{Kind: claim.Attack}, said); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}
