package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/claimwire/claimwire/indexer"

	"modernc.org/sqlite"
)

// ErrFull means that the disk, or the file's share of it, is full. Nothing of the call was kept, what
// was there before is whole, and the same call succeeds once there is room.
var ErrFull = errors.New("the disk is full")

// ErrReadOnly means that the file or its folder may not be written. Nothing of the call was kept.
var ErrReadOnly = errors.New("not writable")

// ErrNewer means that a newer version of claimwire has written the index.
var ErrNewer = errors.New("written by a newer version of claimwire: update this one")

// The primary result codes of SQLite that callers tell apart.
const (
	codePerm     = 3
	codeReadOnly = 8
	codeIO       = 10
	codeCorrupt  = 11
	codeFull     = 13
	codeCantOpen = 14
	codeNotADB   = 26
)

// fail names the operation, and brings SQLite's codes under the errors that callers know.
func fail(op string, err error) error {
	if err == nil {
		return nil
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("%s: %w", op, err)
	}
	switch e.Code() & 0xff {
	case codeFull:
		return fmt.Errorf("%s: %w (%v)", op, ErrFull, err)
	case codeReadOnly, codePerm, codeCantOpen:
		return fmt.Errorf("%s: %w (%v)", op, ErrReadOnly, err)
	case codeIO:
		return fmt.Errorf("%s: the disk does not answer as it should: %w", op, err)
	case codeCorrupt, codeNotADB:
		return fmt.Errorf("%s: the file is damaged or no index; restore a backup, or move it away and ingest anew: %w", op, err)
	}
	return fmt.Errorf("%s: %w", op, err)
}

// conn is one connection with the statements that have been prepared on it.
type conn struct {
	c     *sql.Conn
	stmts map[string]*sql.Stmt
}

func (c *conn) close() error {
	var errs []error
	for _, s := range c.stmts {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, c.c.Close())...)
}

func (c *conn) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	if s := c.stmts[text]; s != nil {
		return s, nil
	}
	s, err := c.c.PrepareContext(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", text, err)
	}
	c.stmts[text] = s
	return s, nil
}

func (c *conn) exec(ctx context.Context, text string, args ...any) error {
	s, err := c.stmt(ctx, text)
	if err != nil {
		return err
	}
	_, err = s.ExecContext(ctx, args...)
	return err
}

// one scans the first row into to; found is false where there is none.
func (c *conn) one(ctx context.Context, text string, args []any, to ...any) (found bool, err error) {
	s, err := c.stmt(ctx, text)
	if err != nil {
		return false, err
	}
	err = s.QueryRowContext(ctx, args...).Scan(to...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// scanner is the part of sql.Rows that reads one row.
type scanner func(to ...any) error

// each calls f for every row. f may not use the connection.
func (c *conn) each(ctx context.Context, text string, args []any, f func(scan scanner) error) error {
	s, err := c.stmt(ctx, text)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	return scanAll(rows, f)
}

func scanAll(rows *sql.Rows, f func(scan scanner) error) error {
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// write runs f in one transaction. What f changed in memory is read anew where it did not come through.
func (s *Store) write(ctx context.Context, op string, f func(ctx context.Context) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.w == nil {
		return fmt.Errorf("%s: the index is closed", op)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	// A watcher for each of a thousand statements would cost more than the statements: f looks at ctx
	// between them.
	quiet := context.WithoutCancel(ctx)
	if err := s.w.exec(quiet, "BEGIN IMMEDIATE"); err != nil {
		return fail(op, err)
	}
	err := s.trust(quiet)
	if err == nil {
		err = f(ctx)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		if err = s.w.exec(quiet, "COMMIT"); err == nil {
			s.settle()
			s.waiting.apply(s.out)
			s.out = outgoing{}
			return nil
		}
	}
	// SQLite has ended the transaction itself after some errors, so that this one may fail.
	_ = s.w.exec(quiet, "ROLLBACK")
	s.out = outgoing{}
	if errors.Is(err, indexer.ErrStale) {
		return fmt.Errorf("%s: %w", op, err) // it is found before anything is changed
	}
	if again := s.remember(quiet, s.w); again != nil {
		err = errors.Join(err, again)
	}
	return fail(op, err)
}

// list is a list of integers as the argument of json_each, which takes any number of them.
func list(ids []int64) string {
	if len(ids) == 0 {
		return "[]"
	}
	b, err := json.Marshal(ids)
	if err != nil {
		panic(fmt.Sprintf("internal error: integers do not marshal: %v", err))
	}
	return string(b)
}

// among runs a query that ends in IN for some texts. They come from outside and may hold what JSON, and
// so list, cannot carry.
func (c *conn) among(ctx context.Context, head string, texts []any, f func(scan scanner) error) error {
	const many = 64
	tail := "(" + strings.Repeat("?,", many-1) + "?)"
	for len(texts) > 0 {
		n := min(many, len(texts))
		args := append(make([]any, 0, many), texts[:n]...)
		for len(args) < many {
			args = append(args, texts[0]) // once more: a statement that is prepared has a fixed length
		}
		if err := c.each(ctx, head+tail, args, f); err != nil {
			return err
		}
		texts = texts[n:]
	}
	return nil
}

// several inserts rows of width values each with as few statements as may be. head is the statement up
// to VALUES, tail what follows the rows.
func (c *conn) several(ctx context.Context, head string, width int, values []any, tail string) error {
	one := "(" + strings.Repeat("?,", width-1) + "?)"
	for _, rows := range []int{64, 8, 1} {
		text := head + strings.Repeat(one+",", rows-1) + one + tail
		for len(values) >= rows*width {
			if err := c.exec(ctx, text, values[:rows*width]...); err != nil {
				return err
			}
			values = values[rows*width:]
		}
	}
	return nil
}
