package sqlite

import (
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/indexer/storetest"
)

// TestSchemaOne opens a file as the first schema left it: it is brought up to date, says the same as before,
// and goes on.
func TestSchemaOne(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	list := storetest.Articles(0, 8)
	path := filepath.Join(dir, "index.db")
	s := openAt(t, path)
	storetest.Index(t, s, list[:5])
	want := storetest.Describe(t, s)
	if err := s.w.exec(ctx, "DROP INDEX revision_fetched"); err != nil {
		t.Fatal(err)
	}
	if err := s.w.exec(ctx, "PRAGMA user_version = 1"); err != nil {
		t.Fatal(err)
	}
	if got, first := schemaOf(t, s.w), schemaAfter(t, 1); got != first {
		t.Fatalf("that is not the first schema:\n%s\nwant\n%s", got, first)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if r, err := OpenReader(path); err == nil || !strings.Contains(err.Error(), "claimwire run") {
		t.Errorf("open the first schema for reading: %v %v", r, err)
	}
	for range 2 {
		s = openAt(t, path)
		if got, now := schemaOf(t, s.w), schemaAfter(t, len(migrations())); got != now {
			t.Errorf("the schema is\n%s\nwant\n%s", got, now)
		}
		if got := storetest.Describe(t, s); got != want {
			t.Errorf("the claims are\n%s\nwant\n%s", got, want)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s = openAt(t, path)
	storetest.Index(t, s, list[5:])
	all := openAt(t, filepath.Join(dir, "all.db"))
	storetest.Index(t, all, list)
	if got, want := storetest.Describe(t, s), storetest.Describe(t, all); got != want {
		t.Errorf("with more articles the claims are\n%s\nwant\n%s", got, want)
	}
	sound(t, s)
}

// schemaAfter is the schema of a new file after some migrations.
func schemaAfter(t *testing.T, steps int) string {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(filepath.Join(t.TempDir(), "new.db"), "rwc", 1))
	if err != nil {
		t.Fatal(err)
	}
	c, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := &conn{c: c, stmts: map[string]*sql.Stmt{}}
	if err := migrate(t.Context(), w, migrations()[:steps]); err != nil {
		t.Fatal(err)
	}
	text := schemaOf(t, w)
	if err := errors.Join(w.close(), db.Close()); err != nil {
		t.Fatal(err)
	}
	return text
}

func schemaOf(t *testing.T, w *conn) string {
	t.Helper()
	var lines []string
	const text = "SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name"
	err := w.each(t.Context(), text, nil, func(scan scanner) error {
		var name, sql string
		err := scan(&name, &sql)
		lines = append(lines, name+": "+sql)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}
