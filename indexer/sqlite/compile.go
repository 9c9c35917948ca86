package sqlite

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/query"
)

// compile turns a query into a condition on the claim c. What people typed goes into arguments alone;
// words go into MATCH as query.Tokens made them: letters and digits in quotes.
func compile(n query.Node) (where string, args []any) {
	c := &compiler{}
	return c.expr(n), c.args
}

type compiler struct{ args []any }

func (c *compiler) arg(v any) string {
	c.args = append(c.args, v)
	return fmt.Sprintf("?%d", len(c.args))
}

func (c *compiler) expr(n query.Node) string {
	switch n := n.(type) {
	case query.And:
		return c.join(n, " AND ")
	case query.Or:
		return c.join(n, " OR ")
	case query.Not:
		return "NOT coalesce(" + c.expr(n.Node) + ", 0)"
	case query.Words:
		return c.words(n)
	case query.Term:
		return c.term(n)
	case query.Range:
		return c.numbers(n)
	case query.Span:
		return c.span(n)
	case query.Exists:
		return c.exists(n.Field)
	}
	return "1"
}

func (c *compiler) join(list []query.Node, op string) string {
	parts := make([]string, len(list))
	for i, n := range list {
		parts[i] = c.expr(n)
	}
	return "(" + strings.Join(parts, op) + ")"
}

// match is the full-text form of a word, a phrase or a prefix.
func match(n query.Words) string {
	phrase := `"` + strings.Join(n.Words, " ") + `"`
	if !n.Prefix {
		return phrase
	}
	last := len(n.Words) - 1
	begin, whole := query.PrefixForms(n.Words[last])
	if begin == whole {
		return phrase + " *"
	}
	words := append(append([]string{}, n.Words[:last]...), whole)
	return phrase + ` * OR "` + strings.Join(words, " ") + `"`
}

// inText finds the claims with the words in the statement or in a sentence.
const inText = `c.id IN (SELECT rowid FROM claim_words WHERE claim_words MATCH %s UNION
	SELECT e.claim FROM sentence_words f CROSS JOIN evidence e ON e.sentence = f.rowid
	WHERE f.words MATCH %s AND e.claim IS NOT NULL AND e.flags & %d = 0)`

func (c *compiler) words(n query.Words) string {
	m := match(n)
	if n.Field == query.Text {
		return fmt.Sprintf(inText, c.arg("statement : ("+m+")"), c.arg(m), flagHidden|flagGone)
	}
	return c.found(string(n.Field) + " : (" + m + ")")
}

// found are the claims that claim_words finds.
func (c *compiler) found(match string) string {
	return "c.id IN (SELECT rowid FROM claim_words WHERE claim_words MATCH " + c.arg(match) + ")"
}

func (c *compiler) term(n query.Term) string {
	switch n.Field {
	case query.Kind:
		return "c.kind = " + c.arg(n.Value)
	case query.Certainty:
		return "c.certainty = " + c.arg(n.Value)
	case query.ID:
		return "c.id IN (SELECT claim FROM evidence WHERE eid = " + c.arg(strings.TrimPrefix(n.Value, "c-")) +
			fmt.Sprintf(" AND flags & %d = 0)", flagHidden|flagGone)
	}
	return c.found("terms : " + termToken(n.Field, n.Value))
}

// column is the claim's column of a numeric field.
func column(f query.Field) string {
	switch f {
	case query.Amount:
		return "c.amount"
	case query.AmountUSD:
		return "c.usd"
	case query.Origins:
		return "c.origins_min"
	}
	return "c." + string(f)
}

func (c *compiler) numbers(n query.Range) string {
	parts := []string{column(n.Field) + " IS NOT NULL"}
	if !math.IsInf(n.Min, 0) {
		parts = append(parts, column(n.Field)+strings.TrimSuffix(">=", strings.Repeat("=", flagged(n.Above)))+c.arg(n.Min))
	}
	if !math.IsInf(n.Max, 0) {
		parts = append(parts, column(n.Field)+strings.TrimSuffix("<=", strings.Repeat("=", flagged(n.Below)))+c.arg(n.Max))
	}
	return "(" + strings.Join(parts, " AND ") + ")"
}

func flagged(b bool) int {
	if b {
		return 1
	}
	return 0
}

// span keeps unknown times out: they are the ends of all integers.
func (c *compiler) span(n query.Span) string {
	parts := []string{c.exists(n.Field)}
	if !n.From.IsZero() {
		parts = append(parts, "c."+string(n.Field)+">="+c.arg(n.From.UnixMicro()))
	}
	if !n.Before.IsZero() {
		parts = append(parts, "c."+string(n.Field)+"<"+c.arg(n.Before.UnixMicro()))
	}
	return "(" + strings.Join(parts, " AND ") + ")"
}

func (c *compiler) exists(f query.Field) string {
	switch f {
	case query.FirstSeen:
		return "c.first_seen <> " + c.arg(int64(unknownFirst))
	case query.LastSeen:
		return "c.last_seen <> " + c.arg(int64(unknownLast))
	case query.Amount, query.AmountUSD:
		return column(f) + " IS NOT NULL"
	case query.Kind, query.Certainty:
		return "c." + string(f) + " <> ''"
	}
	if slices.Contains(wordFields(), f) || slices.Contains(termFields(), f) {
		return c.found("terms : " + hasToken(f))
	}
	return "1"
}
