package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/claimwire/claimwire/internal/app"
)

type storeCmd struct {
	Export storeExportCmd `cmd:"" help:"Write the whole index to a file, to move it from the embedded index to Elasticsearch or back."`
	Import storeImportCmd `cmd:"" help:"Bring such a file into the index. Announces nothing; can be stopped and repeated."`
}

type storeExportCmd struct {
	File string `arg:"" help:"File to write; it must not exist."`
}

// Run writes the configured index to the file.
func (c *storeExportCmd) Run(ctx context.Context, s *session) error {
	return s.move(func(m app.Mover) (app.Moved, error) { return m.Export(ctx, c.File) }, "exported")
}

type storeImportCmd struct {
	File string `arg:"" help:"File that store export wrote."`
}

// Run brings the file into the configured index.
func (c *storeImportCmd) Run(ctx context.Context, s *session) error {
	return s.move(func(m app.Mover) (app.Moved, error) { return m.Import(ctx, c.File) }, "imported")
}

// move moves an index and says how much that was.
func (s *session) move(run func(app.Mover) (app.Moved, error), did string) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	moved, err := run(app.Mover{Config: cfg, Version: programVersion(), Log: s.log})
	if err != nil {
		return err
	}
	return printMoved(s.Out, moved, did)
}

func printMoved(w io.Writer, m app.Moved, did string) error {
	_, err := fmt.Fprintf(w, "%s %d readings with %d pieces of evidence, %d claims, %d decisions, %d events\n",
		did, m.Readings, m.Evidence, m.Claims, m.Decisions, m.Events)
	if err == nil && m.Again > 0 {
		_, err = fmt.Fprintf(w, "computed anew: the claims of %d statements\n", m.Again)
	}
	return err
}
