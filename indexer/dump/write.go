package dump

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"github.com/claimwire/claimwire/indexer"
)

// Writer writes an index to a file. It is for one goroutine.
type Writer struct {
	zip    *gzip.Writer
	counts counts
}

// NewWriter begins a file; format and version of h are filled in.
func NewWriter(w io.Writer, h Head) (*Writer, error) {
	zip, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	h.Format, h.Version = format, Version
	x := &Writer{zip: zip}
	return x, x.write(&line{Head: &h})
}

// Write adds a part. Parts come in the order of indexer.Exporter.
func (w *Writer) Write(p indexer.Part) error {
	l, err := lineOf(p)
	if err == nil {
		err = w.write(l)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name(p), err)
	}
	w.counts.add(l)
	return nil
}

// Close ends the file: without the last line it is none.
func (w *Writer) Close() error {
	end := w.counts
	return errors.Join(w.write(&line{End: &end}), w.zip.Close())
}

func (w *Writer) write(l *line) error {
	b, err := l.encode()
	if err != nil {
		return err
	}
	_, err = w.zip.Write(b)
	return err
}

// name says what a part is, for messages.
func name(p indexer.Part) string {
	switch {
	case p.Reading != nil:
		return "article " + p.Reading.Page.Key
	case p.Decision != nil:
		return "decision " + p.Decision.ID
	case p.Claim != nil:
		return "claim " + p.Claim.Claim.ID
	case p.Event != nil:
		return "event " + p.Event.ID
	}
	return "what waits"
}
