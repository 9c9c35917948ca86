package dump

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/claimwire/claimwire/indexer"
)

// Reader reads an index from a file. It is for one goroutine, and holds one line at a time.
type Reader struct {
	in     *bufio.Reader
	head   Head
	counts counts
	line   int // number of the last one read
	rank   int
	limit  int // maxLine, but for tests
	buf    []byte
	err    error // what Next answered last
}

// NewReader begins to read a file, and takes its first line.
func NewReader(r io.Reader) (*Reader, error) {
	zip, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	x := &Reader{in: bufio.NewReaderSize(zip, 1<<16), limit: maxLine}
	l, err := x.next(false)
	if l == nil || l.Head == nil {
		if err == nil {
			err = x.damaged(errors.New("it does not begin as one"))
		}
		return nil, err
	}
	x.head = *l.Head
	switch {
	case x.head.Format != format:
		return nil, x.damaged(fmt.Errorf("it says that it is a %q", x.head.Format))
	case x.head.Version > Version:
		return nil, fmt.Errorf("%w: it has format %d, this version reads up to %d", ErrNewer, x.head.Version, Version)
	case x.head.Version < 1:
		return nil, x.damaged(fmt.Errorf("there is no format %d", x.head.Version))
	case err != nil:
		return nil, err
	}
	return x, nil
}

// Head is the first line.
func (r *Reader) Head() Head { return r.head }

// Line is the number of the line that Next read last.
func (r *Reader) Line() int { return r.line }

// Next is the next part, or io.EOF after the last one of a whole file.
func (r *Reader) Next() (indexer.Part, error) {
	if r.err != nil {
		return indexer.Part{}, r.err
	}
	p, err := r.read()
	r.err = err
	return p, err
}

func (r *Reader) read() (indexer.Part, error) {
	l, err := r.next(true)
	if err != nil {
		return indexer.Part{}, err
	}
	if l.End != nil {
		return indexer.Part{}, r.end(l.End)
	}
	r.counts.add(l)
	p, err := l.part()
	if err != nil {
		return p, r.damaged(err)
	}
	return p, nil
}

// end checks the last line, and that nothing follows.
func (r *Reader) end(said *counts) error {
	if *said != r.counts {
		return r.damaged(fmt.Errorf("it has %s, and should have %s", r.counts, *said))
	}
	switch _, err := r.in.ReadByte(); {
	case errors.Is(err, io.EOF):
		return io.EOF
	case err == nil:
		return r.damaged(errors.New("something follows its end"))
	default:
		return r.damaged(err)
	}
}

// next reads a line; strict refuses what this version does not know. A first line is returned also with an
// error, so that one of a newer format is called that.
func (r *Reader) next(strict bool) (*line, error) {
	text, err := r.text()
	if err != nil {
		return nil, err
	}
	l := &line{}
	d := json.NewDecoder(bytes.NewReader(text))
	if strict {
		d.DisallowUnknownFields()
	}
	if err := d.Decode(l); err != nil {
		return l, r.damaged(err)
	}
	if d.InputOffset() != int64(len(text)) {
		return l, r.damaged(errors.New("a line holds more than one value"))
	}
	rank := l.rank()
	if rank == 0 || rank < r.rank || rank == 1 && r.line > 1 {
		return l, r.damaged(errors.New("a line is of no kind, of two, or in the wrong place"))
	}
	r.rank = rank
	return l, nil
}

// text is the next line without its end. It is good until the next call.
func (r *Reader) text() ([]byte, error) {
	r.line++
	r.buf = r.buf[:0]
	for {
		part, err := r.in.ReadSlice('\n')
		if len(r.buf)+len(part) > r.limit {
			return nil, r.damaged(fmt.Errorf("a line is longer than %d bytes", r.limit))
		}
		r.buf = append(r.buf, part...)
		switch {
		case err == nil:
			return r.buf[:len(r.buf)-1], nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			return nil, r.damaged(errors.New("it ends before its last line"))
		default:
			return nil, r.damaged(err)
		}
	}
}

func (r *Reader) damaged(why error) error {
	return fmt.Errorf("line %d: %w: %w", r.line, ErrDamaged, why)
}

// Check reads a file to its end, and says what it is and how much it holds.
func Check(in io.Reader) (Head, indexer.Moved, error) {
	var m indexer.Moved
	r, err := NewReader(in)
	if err != nil {
		return Head{}, m, err
	}
	for {
		p, err := r.Next()
		if errors.Is(err, io.EOF) {
			return r.head, m, nil
		}
		if err != nil {
			return r.head, m, err
		}
		m.Count(p)
	}
}
