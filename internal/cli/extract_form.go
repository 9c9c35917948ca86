package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/claimwire/claimwire/internal/claim"
)

// printer writes results in the form asked for.
func (c *extractCmd) printer(w io.Writer, terminal bool) func(result) error {
	if c.Output == "pretty" || c.Output == "auto" && terminal {
		return func(r result) error { return printReading(w, r) }
	}
	p := &linePrinter{w: w}
	p.json = json.NewEncoder(&p.part)
	p.json.SetEscapeHTML(false)
	return func(r result) error {
		if r.in.Err != nil {
			return p.refusal(claim.Refusal{ID: r.in.Label, Error: r.in.Err.Error()})
		}
		r.reading.ID = r.in.Label
		return p.reading(&r.reading)
	}
}

// linePrinter writes a result a line. Of a reading it makes the JSON entry by entry: that of a long article that is
// all names is twenty times the article.
type linePrinter struct {
	w    io.Writer
	part bytes.Buffer
	json *json.Encoder // to part
	err  error
}

func (p *linePrinter) refusal(r claim.Refusal) error {
	p.err = nil
	p.write(r, "", "\n")
	return p.err
}

// reading writes the line that json.Encoder would.
func (p *linePrinter) reading(r *claim.Reading) error {
	p.err = nil
	head := *r
	head.Amounts, head.Actors, head.Countries, head.Citations, head.Assertions = nil, nil, nil, nil, nil
	if err := p.encode(head); err != nil {
		return err
	}
	line := p.part.Bytes()
	p.print(string(line[:bytes.Index(line, []byte(`"amounts":null`))]))
	list(p, `"amounts":[`, r.Amounts)
	list(p, `,"actors":[`, r.Actors)
	list(p, `,"countries":[`, r.Countries)
	list(p, `,"citations":[`, r.Citations)
	list(p, `,"claims":[`, r.Assertions)
	p.print("}\n")
	return p.err
}

// list writes one list of a reading.
func list[T any](p *linePrinter, head string, entries []T) {
	p.print(head)
	before := ""
	for i := range entries {
		p.write(&entries[i], before, "")
		before = ","
	}
	p.print("]")
}

// write writes one value between two strings.
func (p *linePrinter) write(v any, before, after string) {
	if p.err == nil {
		p.err = p.encode(v)
	}
	p.print(before)
	if p.err == nil {
		_, p.err = p.w.Write(bytes.TrimSuffix(p.part.Bytes(), []byte("\n")))
	}
	p.print(after)
}

func (p *linePrinter) encode(v any) error {
	p.part.Reset()
	return p.json.Encode(v)
}

func (p *linePrinter) print(s string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, s)
	}
}

// printReading prints one result for people.
func printReading(w io.Writer, r result) error {
	if r.in.Err != nil {
		_, err := fmt.Fprintf(w, "%s: %v\n\n", r.in.Label, r.in.Err)
		return err
	}
	p := &errWriter{w: w}
	p.printf("%s (%s)\n", r.in.Label, r.reading.Language)
	for i, a := range r.reading.Assertions {
		p.printf("  %2d %-11s %s\n", i+1, a.Kind, a.Statement)
		for _, n := range a.Citations {
			p.printf("     said by    %s\n", r.reading.Citations[n].Source.Name)
		}
	}
	for _, m := range r.reading.Amounts {
		p.printf("  sum %-20s %s %.8g (%s)\n", m.Text, m.Currency, m.Value, m.Qualifier)
	}
	for _, x := range r.reading.Actors {
		p.printf("  actor %-28s %s (%s, %s)\n", x.Text, x.Name, x.Kind, x.Role)
	}
	p.printf("\n")
	return p.err
}
