package query

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// compared reads the value of a comparison.
func (p *parser) compared(info FieldInfo, op string) (Node, error) {
	l, err := p.literal(info)
	if err != nil {
		return nil, err
	}
	if info.Sort == TimeField {
		from, to, err := p.time(info, l)
		if err != nil {
			return nil, err
		}
		return spanOf(info.Field, op, from, to), nil
	}
	f, err := p.number(info, l)
	if err != nil {
		return nil, err
	}
	n := Range{Field: info.Field, Min: math.Inf(-1), Max: math.Inf(1)}
	if op[0] == '>' {
		n.Min, n.Above = f, op == ">"
	} else {
		n.Max, n.Below = f, op == "<"
	}
	return n, nil
}

// spanOf is the comparison of a time with a stretch of time: "> 2024-03" means after that month.
func spanOf(f Field, op string, from, to time.Time) Node {
	switch op {
	case ">=":
		return Span{Field: f, From: from}
	case ">":
		return Span{Field: f, From: to}
	case "<":
		return Span{Field: f, Before: from}
	}
	return Span{Field: f, Before: to}
}

// bounds reads [a TO b], {a TO b} or a mixture.
func (p *parser) bounds(info FieldInfo) (Node, error) {
	open := p.at
	if !info.compares() {
		return nil, p.fail(open, info.allowed(), "%s takes no range", info.Field)
	}
	above := p.src[p.at] == '{'
	p.at++
	p.blanks()
	a, err := p.literal(info)
	if err != nil {
		return nil, err
	}
	if !p.keyword("TO") {
		return nil, p.fail(p.at, "such as [1m TO 5m] or [2024-01 TO *]", "a range needs TO between its two ends")
	}
	b, err := p.literal(info)
	if err != nil {
		return nil, err
	}
	below := p.accept("}")
	if !below && !p.accept("]") {
		return nil, p.fail(open, "", "this bracket is never closed")
	}
	if info.Sort == TimeField {
		return p.span(info, [2]literal{a, b}, above, below)
	}
	return p.numbers(info, [2]literal{a, b}, above, below)
}

func (p *parser) numbers(info FieldInfo, ends [2]literal, above, below bool) (Node, error) {
	n := Range{Field: info.Field, Min: math.Inf(-1), Max: math.Inf(1)}
	var err error
	if !ends[0].any() {
		if n.Min, err = p.number(info, ends[0]); err != nil {
			return nil, err
		}
		n.Above = above
	}
	if !ends[1].any() {
		if n.Max, err = p.number(info, ends[1]); err != nil {
			return nil, err
		}
		n.Below = below
	}
	if n.Min > n.Max {
		return nil, p.fail(ends[0].at, "", "the range begins above its end")
	}
	return n, nil
}

func (p *parser) span(info FieldInfo, ends [2]literal, above, below bool) (Node, error) {
	n := Span{Field: info.Field}
	if !ends[0].any() {
		from, to, err := p.time(info, ends[0])
		if err != nil {
			return nil, err
		}
		if n.From = from; above {
			n.From = to
		}
	}
	if !ends[1].any() {
		from, to, err := p.time(info, ends[1])
		if err != nil {
			return nil, err
		}
		if n.Before = to; below {
			n.Before = from
		}
	}
	if !n.From.IsZero() && !n.Before.IsZero() && n.Before.Before(n.From) {
		return nil, p.fail(ends[0].at, "", "the range begins after its end")
	}
	return n, nil
}

// any reports whether the end of a range was left open.
func (l literal) any() bool { return l.star && l.text == "" }

func (p *parser) equalNumber(info FieldInfo, l literal) (Node, error) {
	f, err := p.number(info, l)
	if err != nil {
		return nil, err
	}
	return Range{Field: info.Field, Min: f, Max: f}, nil
}

func (p *parser) inTime(info FieldInfo, l literal) (Node, error) {
	from, to, err := p.time(info, l)
	if err != nil {
		return nil, err
	}
	return Span{Field: info.Field, From: from, Before: to}, nil
}

// number reads 1000000, 1,000,000, 1e6 or 1m.
func (p *parser) number(info FieldInfo, l literal) (float64, error) {
	s := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(l.text), ",", ""))
	factor := 1.0
	for _, m := range []struct {
		end string
		by  float64
	}{{"bn", 1e9}, {"b", 1e9}, {"mn", 1e6}, {"m", 1e6}, {"k", 1e3}} {
		if cut, ok := strings.CutSuffix(s, m.end); ok && cut != "" {
			s, factor = cut, m.by
			break
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || l.star || strings.ContainsAny(s, "xpn_") || isInf(f*factor) {
		return 0, p.fail(l.at, "such as 1500000, 1.5e6 or 1.5m", "%s takes a number, not %q", info.Field, l.text)
	}
	return f * factor, nil
}

// time reads a date or a time and gives the stretch of time that it means.
func (p *parser) time(info FieldInfo, l literal) (from, to time.Time, err error) {
	s := strings.TrimSpace(l.text)
	if !l.star {
		if t, ok := p.relative(s); ok {
			return t, t.Add(time.Second), nil
		}
		for _, form := range []struct {
			layout      string
			year, month int
			day         int
			rest        time.Duration
		}{
			{layout: "2006", year: 1}, {layout: "2006-01", month: 1}, {layout: "2006-01-02", day: 1},
			{layout: "2006-01-02T15:04", rest: time.Minute}, {layout: "2006-01-02T15:04Z07:00", rest: time.Minute},
			{layout: "2006-01-02T15:04:05", rest: time.Second}, {layout: time.RFC3339, rest: time.Second},
		} {
			if t, e := time.Parse(form.layout, s); e == nil && t.Year() > 0 && t.Year() < 9999 {
				t = t.UTC().Truncate(time.Second)
				return t, t.AddDate(form.year, form.month, form.day).Add(form.rest), nil
			}
		}
	}
	return from, to, p.fail(l.at, "such as 2024, 2024-03, 2024-03-15, 2024-03-15T12:00:00Z, now-7d, today",
		"%s takes a date, not %q", info.Field, l.text)
}

// relative reads now, now-7d, today and yesterday.
func (p *parser) relative(s string) (time.Time, bool) {
	now := p.now.UTC().Truncate(time.Second)
	day := now.Truncate(24 * time.Hour)
	switch s {
	case "now":
		return now, true
	case "today":
		return day, true
	case "yesterday":
		return day.AddDate(0, 0, -1), true
	}
	rest, ok := strings.CutPrefix(s, "now-")
	if !ok || len(rest) < 2 {
		return now, false
	}
	n, err := strconv.Atoi(rest[:len(rest)-1])
	if err != nil || n < 0 || n > 100_000 {
		return now, false
	}
	switch rest[len(rest)-1] {
	case 'm':
		return now.Add(-time.Duration(n) * time.Minute), true
	case 'h':
		return now.Add(-time.Duration(n) * time.Hour), true
	case 'd':
		return now.AddDate(0, 0, -n), true
	case 'w':
		return now.AddDate(0, 0, -7*n), true
	case 'y':
		return now.AddDate(-min(n, 1000), 0, 0), true
	}
	return now, false
}
