// Package warc reads the web pages in a WARC file, plain or packed. NewReader is the entry point. Every
// record is bounded in size, and one that is damaged is skipped where the next one can be found.
package warc

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Page is an answer of status 200 with HTML in it.
type Page struct {
	URL         string
	ContentType string
	FetchedAt   time.Time // zero where the record has no readable date
	Body        []byte    // as sent, unpacked; not decoded to UTF-8
}

// Limits on one record.
const (
	maxHeaderLine = 16 << 10
	maxHeaders    = 200
	maxBody       = 10 << 20 // of HTML, unpacked
	maxSkipLines  = 1 << 16  // between two records
	maxRatio      = 1000     // unpacked bytes for one of the file
	ratioFrom     = 64 << 20
)

// ErrNotWARC is the error of a file that does not start like one.
var ErrNotWARC = errors.New("this is no WARC file: its first line does not start with WARC/")

// Reader yields the pages of one file.
type Reader struct {
	in      *bufio.Reader
	raw     *counter // bytes of the file
	plain   *counter // bytes after unpacking; nil where the file is not packed
	record  int
	skipped int
}

// NewReader looks at the start of the file; whether it is packed is told by its bytes, not its name.
func NewReader(r io.Reader) (*Reader, error) {
	raw := &counter{r: r}
	in := bufio.NewReaderSize(raw, 64<<10)
	magic, err := in.Peek(2)
	if err != nil && len(magic) < 2 {
		return nil, ErrNotWARC
	}
	out := &Reader{in: in, raw: raw}
	if magic[0] == 0x1f && magic[1] == 0x8b {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("unpack WARC file: %w", err)
		}
		out.plain = &counter{r: z}
		out.in = bufio.NewReaderSize(out.plain, 64<<10)
	}
	if start, _ := out.in.Peek(5); string(start) != "WARC/" {
		return nil, ErrNotWARC
	}
	return out, nil
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// Skipped is how many responses so far could not be read or were too large.
func (r *Reader) Skipped() int { return r.skipped }

// Next returns the next page, or io.EOF after the last record. Any other error means that the file cannot
// be read any further; it names the record.
func (r *Reader) Next() (Page, error) {
	for {
		page, ok, err := r.next()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				err = fmt.Errorf("WARC record %d: %w", r.record, err)
			}
			return Page{}, err
		}
		if ok {
			return page, nil
		}
	}
}

func (r *Reader) next() (Page, bool, error) {
	if err := r.seek(); err != nil {
		return Page{}, false, err
	}
	r.record++
	head, err := r.headers()
	if err != nil {
		return Page{}, false, err
	}
	length, err := strconv.ParseInt(head["content-length"], 10, 64)
	if err != nil || length < 0 {
		return Page{}, false, fmt.Errorf("content length %q is no number", clip(head["content-length"]))
	}
	block := &io.LimitedReader{R: r.in, N: length}
	page, ok := r.page(head, block)
	return page, ok, r.skip(block)
}

// skip leaves the rest of a record behind, in pieces, so that one that unpacks without end is noticed.
func (r *Reader) skip(block *io.LimitedReader) error {
	for {
		_, err := io.CopyN(io.Discard, block, 16<<20)
		switch {
		case errors.Is(err, io.EOF) && block.N > 0:
			return unexpected(err)
		case errors.Is(err, io.EOF):
			return r.proportion()
		case err != nil:
			return unexpected(err)
		}
		if err := r.proportion(); err != nil {
			return err
		}
	}
}

// proportion stops a file that unpacks to more than any archive does.
func (r *Reader) proportion() error {
	if r.plain != nil && r.plain.n > ratioFrom && r.plain.n > maxRatio*r.raw.n {
		return fmt.Errorf("%d bytes unpack to over %d", r.raw.n, r.plain.n)
	}
	return nil
}

// seek finds the next record: blank lines stand between two; other lines mean a wrong length before.
func (r *Reader) seek() error {
	for range maxSkipLines {
		line, err := r.line()
		if err != nil {
			return err
		}
		if strings.HasPrefix(line, "WARC/") {
			return nil
		}
	}
	return fmt.Errorf("no further record within %d lines", maxSkipLines)
}

// line reads one line; of a longer one than any header's only the start is kept.
func (r *Reader) line() (string, error) {
	var kept []byte
	for {
		part, err := r.in.ReadSlice('\n')
		if len(kept) < maxHeaderLine {
			kept = append(kept, part[:min(len(part), maxHeaderLine-len(kept))]...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			if err := r.proportion(); err != nil {
				return "", err
			}
			continue
		}
		if err != nil && (len(kept) == 0 || !errors.Is(err, io.EOF)) {
			return "", err
		}
		return strings.TrimRight(string(kept), "\r\n"), nil
	}
}

func (r *Reader) headers() (map[string]string, error) {
	head := map[string]string{}
	for range maxHeaders {
		line, err := r.line()
		if err != nil {
			return nil, unexpected(err)
		}
		if line == "" {
			return head, nil
		}
		if name, value, ok := strings.Cut(line, ":"); ok {
			head[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
		}
	}
	return nil, fmt.Errorf("more than %d headers", maxHeaders)
}

// page reads the response in a record, if that is what the record holds.
func (r *Reader) page(head map[string]string, block io.Reader) (Page, bool) {
	if head["warc-type"] != "response" || !strings.HasPrefix(strings.ToLower(head["content-type"]), "application/http") {
		return Page{}, false
	}
	in := bufio.NewReader(io.LimitReader(block, maxBody+1<<20))
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		r.skipped++
		return Page{}, false
	}
	defer func() { _ = res.Body.Close() }() // it reads from memory or the record, which is skipped anyway
	kind, _, _ := strings.Cut(strings.ToLower(res.Header.Get("Content-Type")), ";")
	if res.StatusCode != http.StatusOK || strings.TrimSpace(kind) != "text/html" && strings.TrimSpace(kind) != "application/xhtml+xml" {
		return Page{}, false
	}
	body, err := readBody(res)
	if err != nil {
		r.skipped++
		return Page{}, false
	}
	at, _ := time.Parse(time.RFC3339, head["warc-date"])
	return Page{
		URL: strings.Trim(head["warc-target-uri"], "<>"), ContentType: res.Header.Get("Content-Type"), FetchedAt: at, Body: body,
	}, true
}

// readBody unpacks the body. Many tools store it unpacked and leave the header as it was.
func readBody(res *http.Response) ([]byte, error) {
	in := bufio.NewReader(res.Body)
	var body io.Reader = in
	if magic, _ := in.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, err
		}
		body = z
	}
	out, err := io.ReadAll(io.LimitReader(body, maxBody+1))
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	if len(out) > maxBody {
		return nil, fmt.Errorf("page is larger than %d bytes", maxBody)
	}
	if err != nil && len(out) == 0 {
		return nil, err
	}
	return out, nil
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("the file breaks off: %w", io.ErrUnexpectedEOF)
	}
	return err
}

func clip(s string) string { return s[:min(len(s), 60)] }
