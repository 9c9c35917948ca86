package claim

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Form is how documents are written in a file.
type Form string

// The forms of documents. FormAny goes by content: a first non-blank byte { is JSONL, else text.
const (
	FormAny   Form = ""
	FormText  Form = "text"
	FormJSONL Form = "jsonl"
)

// Input is what Documents yields for one document of a file: the article, or why there is none.
type Input struct {
	Article Article
	Label   string // the given id, else the file's name, or the line's number: for messages, no identity
	Line    int    // of a JSONL file, from 1; 0 for text
	Warning string // what was wrong with the document and could be left out
	Err     error  // why the document cannot be read; Article holds at most its id
}

// DocumentLimits bound what Documents reads. Zero values mean no bound.
type DocumentLimits struct {
	Text int64 // bytes of one document's text
}

// line is how many bytes of a JSONL line are read: over the limit on texts, since escapes can make a text six times
// as long and other fields stand beside it.
func (l DocumentLimits) line() int {
	if l.Text == 0 {
		return 64 << 20
	}
	return max(8<<20, int(7*l.Text))
}

// ErrTooLong is wrapped by the error of a document whose text exceeds the limit.
var ErrTooLong = errors.New("text too long")

// Documents reads the documents of a file, one a line or the whole as one text, in order. A document that
// cannot be read is yielded with its error and the rest goes on; only an error of r itself ends the
// sequence early, as a last document with that error and no label.
func Documents(r io.Reader, name string, form Form, limits DocumentLimits) iter.Seq[Input] {
	return func(yield func(Input) bool) {
		b := bufio.NewReaderSize(r, 1<<16)
		skipMark(b)
		if form == FormAny {
			form = formOf(b)
		}
		if form == FormJSONL {
			readLines(b, limits, yield)
			return
		}
		yield(readText(b, name, limits))
	}
}

// skipMark drops a UTF-8 byte order mark.
func skipMark(b *bufio.Reader) {
	if mark, err := b.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = b.Discard(3) // Peek has seen them
	}
}

func formOf(b *bufio.Reader) Form {
	for n := 64; ; n *= 2 {
		head, err := b.Peek(n)
		if rest := bytes.TrimLeft(head, " \t\r\n"); len(rest) > 0 {
			if rest[0] == '{' {
				return FormJSONL
			}
			return FormText
		}
		if err != nil {
			return FormText
		}
	}
}

func readText(r io.Reader, name string, limits DocumentLimits) Input {
	d := Input{Label: name}
	if limits.Text > 0 {
		r = io.LimitReader(r, limits.Text+1)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return Input{Err: fmt.Errorf("read %s: %w", name, err)}
	}
	d.Article.Text = string(b)
	if d.Err = d.Article.readable(limits); d.Err != nil {
		d.Article = Article{}
	}
	d.Article.Complete()
	return d
}

func readLines(b *bufio.Reader, limits DocumentLimits, yield func(Input) bool) {
	for n := 1; ; n++ {
		line, long, err := readLine(b, limits.line())
		if err != nil && err != io.EOF {
			yield(Input{Line: n, Err: fmt.Errorf("read line %d: %w", n, err)})
			return
		}
		if long {
			if !yield(Input{Label: strconv.Itoa(n), Line: n, Err: fmt.Errorf("the line is longer than %d bytes: %w", limits.line(), ErrTooLong)}) {
				return
			}
		} else if len(bytes.TrimSpace(line)) > 0 && !yield(parseLine(line, n, limits)) {
			return
		}
		if err == io.EOF {
			return
		}
	}
}

// readLine reads to the next newline, keeping at most limit bytes.
func readLine(b *bufio.Reader, limit int) (line []byte, long bool, err error) {
	for {
		part, err := b.ReadSlice('\n')
		if len(line)+len(part) > limit {
			long, line = true, nil
		}
		if !long {
			line = append(line, part...)
		}
		if err != bufio.ErrBufferFull {
			return line, long, err
		}
	}
}

// wire is a document as the contract has it; pointers tell absent from empty.
type wire struct {
	ID          *string  `json:"id"`
	URL         string   `json:"url"`
	Title       string   `json:"title"`
	Text        *string  `json:"text"`
	PublishedAt string   `json:"published_at"`
	FetchedAt   string   `json:"fetched_at"`
	Publisher   string   `json:"publisher"`
	Owner       string   `json:"owner"`
	Language    string   `json:"language"`
	Wire        string   `json:"wire"`
	Authors     []string `json:"authors"`
}

// notADocument says what is wrong with a line in the words of whoever wrote it, not of Go's types.
func notADocument(err error) error {
	var wrong *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrong) && wrong.Field != "":
		return fmt.Errorf("the document's %q is of the wrong kind: a JSON %s", wrong.Field, wrong.Value)
	case errors.As(err, &wrong):
		return fmt.Errorf("the line is no JSON object, but a JSON %s", wrong.Value)
	case errors.As(err, &syntax):
		return fmt.Errorf("the line is no JSON document: byte %d: %w", syntax.Offset, err)
	}
	return fmt.Errorf("the line is no JSON document: %w", err)
}

func parseLine(line []byte, n int, limits DocumentLimits) Input {
	d := Input{Label: strconv.Itoa(n), Line: n}
	if !utf8.Valid(line) {
		d.Err = errors.New("the line is not UTF-8")
		return d
	}
	var w wire
	if err := json.Unmarshal(line, &w); err != nil {
		d.Err = notADocument(err)
		return d
	}
	a := &d.Article
	if w.ID != nil {
		a.ID, d.Label = *w.ID, *w.ID
	}
	if w.Text == nil {
		d.Err = errors.New("the document has no text")
		return d
	}
	a.URL, a.Title, a.Text, a.Publisher, a.Owner = w.URL, w.Title, *w.Text, w.Publisher, w.Owner
	a.Language, a.Wire, a.Authors = w.Language, w.Wire, w.Authors
	for _, f := range []struct {
		name, value string
		into        *time.Time
	}{{"published_at", w.PublishedAt, &a.PublishedAt}, {"fetched_at", w.FetchedAt, &a.FetchedAt}} {
		t, precision, err := parseTime(f.value)
		if err != nil {
			d.Warning = fmt.Sprintf("%s %q is no RFC 3339 time and is left out", f.name, f.value)
		}
		*f.into = t
		if f.name == "published_at" && !t.IsZero() {
			a.PublishedPrecision = precision
		}
	}
	if d.Err = a.readable(limits); d.Err != nil {
		d.Article = Article{ID: a.ID}
	}
	a.Complete()
	return d
}

// parseTime reads an RFC 3339 time or day.
func parseTime(s string) (time.Time, Precision, error) {
	if s == "" {
		return time.Time{}, "", nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, PrecisionDay, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	return t, PrecisionSecond, err
}

// readable says why the article's text cannot be read.
func (a *Article) readable(limits DocumentLimits) error {
	switch {
	case limits.Text > 0 && int64(len(a.Text)) > limits.Text:
		return fmt.Errorf("%w: over the limit of %d bytes (limits.article)", ErrTooLong, limits.Text)
	case !utf8.ValidString(a.Text) || !utf8.ValidString(a.Title):
		return errors.New("the text is not UTF-8")
	case strings.TrimSpace(a.Text) == "":
		return errors.New("the document has no text")
	}
	return nil
}
