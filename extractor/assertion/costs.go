package assertion

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// tookByCost reports whether what something cost is what was taken: of a hack, a fraud or a lying e-mail, which take money,
// where an outage or an attack with ransom does damage.
func (s *sentence) tookByCost(h *hit) bool {
	if h.word != "cost" || s.ransom > 0 && s.thefts == 0 {
		return false
	}
	lootable := false
	for i := h.From - 1; i >= s.span.From; i-- {
		switch s.t.Word(i) {
		case "hack", "exploit", "heist", "scam", "fraud", "swindle", "phishing", "robbery", "theft", "burglary", "con":
			return true
		case "mail", "email", "message", "call", "invoice":
			return i+1 < h.From && s.has(h.From-1, rel)
		case "wallet", "wallets", "keys":
			lootable = true
		case "breach", "compromise", "hijack":
			return lootable
		case "outage", "shutdown", "recovery", "repairs", "response", "delay", "delays", "closure", "attack", "cyberattack", ";":
			return false
		}
	}
	return false
}

// colonSum is the sum right behind the colon that ends a verb's clause: "paid a ransom: $10.4 million".
func (s *sentence) colonSum(h *hit) int {
	if h.hi >= s.span.To || s.t.Word(h.hi) != ":" || h.hi-h.To > 4 {
		return -1
	}
	return s.moneyRight(h, h.hi+1, h.hi+4)
}

// wholeLoss reports whether a loss is that of one act, though it is called the total: "the total loss stands at".
func (s *sentence) wholeLoss(f *frame) bool {
	if f.trigger == nil || f.trigger.word != "loss" && f.trigger.word != "theft" {
		return false
	}
	last := s.t.Word(f.at.To - 1)
	return last[len(last)-1] != 's' && f.at.From-2 >= s.span.From && s.t.Word(f.at.From-1) == "total" && strings.EqualFold(s.t.Word(f.at.From-2), "the")
}

// perYear reports whether a sum adds up what was taken in a stretch of time from nobody in particular: "so far this
// year", losses by the year.
func (s *sentence) perYear(f *frame) bool {
	for i := s.span.From; i+1 < s.span.To; i++ {
		if s.t.Word(i) == "so" && s.t.Word(i+1) == "far" && i+2 < s.span.To && (s.t.Word(i+2) == "this" || s.t.Word(i+2) == "in") {
			return true
		}
	}
	if f.when == nil || len(f.when.From) != 4 || len(f.victims) > 0 {
		return false
	}
	if f.trigger != nil && f.trigger.word == "cost" {
		return true
	}
	for i := f.clause.From; i < f.at.To; i++ {
		if strings.EqualFold(s.t.Word(i), "losses") && i+1 < s.span.To && s.preps2(i+1) != "" {
			return true
		}
	}
	return false
}

// fromMany reports whether what was extorted came from many: a number of victims stands behind the verb.
func (s *sentence) fromMany(f *frame) bool {
	t := s.t
	for i := max(s.span.From, f.at.From-5); i < f.at.From; i++ {
		if strings.EqualFold(s.t.Word(i), "victims") && s.prepBefore(i) == "" {
			return true
		}
	}
	for i := s.from(len(t.Numbers), func(i int) doc.Range { return t.Numbers[i].Range }); i < len(t.Numbers) && t.Numbers[i].From < f.clause.To; i++ {
		n := &t.Numbers[i]
		if n.From < f.at.To || n.Value < 2 || s.insideOther(n.Range) {
			continue
		}
		for k := n.To; k < min(s.span.To, n.To+3); k++ {
			if s.has(k, target) || s.t.Word(k) == "victims" {
				return true
			}
		}
	}
	return false
}

// manyPaid makes a total of what was extorted from many, and reports whether it did.
func (s *sentence) manyPaid(f *frame) bool {
	if f.sum != claim.SumPaid || len(f.victims) > 0 || !s.fromMany(f) {
		return false
	}
	f.sum = claim.SumTotal
	if len(f.targets) == 0 {
		f.targets, f.single = []string{"victims"}, false
	}
	return true
}

// buysBack reports whether a payment is made to get files or systems back: "paid $450,000 to get its files back".
func (s *sentence) buysBack(h *hit) bool {
	if h.word != "pay" {
		return false
	}
	for i := h.To; i+1 < s.span.To && i < h.To+9; i++ {
		if s.t.Word(i) != "to" {
			continue
		}
		switch s.t.Word(i + 1) {
		case "get", "unlock", "recover", "regain", "retrieve", "decrypt", "restore", "free", "stop", "prevent":
			return s.holdsClass(doc.Range{From: i, To: s.span.To}, data|target) || s.t.Word(i+1) == "unlock"
		}
	}
	return false
}

// addsUp reports whether a verb of adding up has acts in the plural as its subject: "thefts came to $2.2 billion".
func (s *sentence) addsUp(h *hit) bool {
	switch h.word {
	case "come to", "total", "amount to", "stand at":
	default:
		return false
	}
	for i := h.From - 1; i >= h.lo && i > h.From-6; i-- {
		switch strings.ToLower(s.t.Word(i)) {
		case "thefts", "hacks", "heists", "scams", "frauds", "robberies", "exploits", "swindles":
			return s.prepBefore(i) == "" || s.prepBefore(i) == "to"
		}
	}
	return false
}

// forSale reports whether what is offered is put up for sale: "offered the data for sale for $150,000".
func (s *sentence) forSale(h *hit) bool {
	for i := h.To; i+1 < s.span.To && i < h.To+8; i++ {
		if s.t.Word(i+1) == "sale" && s.preps2(i) != "" {
			return true
		}
	}
	return false
}

// swindler reports whether unnamed perpetrators are of the kind that is paid by mistake.
func swindler(someone string) bool {
	for _, w := range [...]string{"scam", "fraud", "swindl", "con ", "conm", "impost", "trickster", "cheat", "phish"} {
		if strings.Contains(strings.ToLower(someone), w) {
			return true
		}
	}
	return false
}

// ransomNear reports whether the sum of a frame is called a ransom.
func (s *sentence) ransomNear(f *frame) bool {
	if len(f.amounts) == 0 {
		return false
	}
	a := s.t.Amounts[f.amounts[0]]
	for i := max(s.span.From, a.From-3); i < min(s.span.To, a.To+4); i++ {
		if w := s.t.Word(i); w == "ransom" || w == "ransoms" || w == "extortion" {
			return true
		}
	}
	return false
}

// harm reports whether a loss is what an act cost rather than what it took: "losses from the outage".
func (s *sentence) harm(h *hit) bool {
	from := false
	for i := h.To; i < s.span.To && i < h.To+7; i++ {
		from = from || s.preps2(i) == "from" || s.t.Word(i) == "caused"
		switch s.t.Word(i) {
		case "attack", "cyberattack", "outage", "shutdown", "disruption", "incident", "ransomware", "malware", "closure":
			return from
		}
	}
	return false
}
