package sqlite

import (
	"context"
	"fmt"
)

// migrations are the steps from an empty file to this version's schema: a file whose user_version is n
// has the first n behind it. Steps are only ever added.
//
// Everything refers to everything else by integers, so that rows stay narrow and inserts append; the
// keys and the ids that come from hashes are the only trees in which an insert lands anywhere.
//
//   - article: one row an article, with what the indexer keeps of its newest state.
//   - revision: one row a state of its text; generation is the newest that read it; body is the
//     compressed article, null once retention has taken it, which finds the oldest by revision_fetched
//     (schema 2; before, it read every text of the file each hour).
//   - node, hub: the frames with the candidate keys that their evidence gave them, and the keys that too
//     many nodes hold.
//   - key, recent: from keys and fingerprints to nodes; see keyIndex.
//   - sentence: the distinct sentences of a node's evidence; sentence_words is their full text.
//   - evidence: its flags stand in add.go; its node is its sentence's.
//   - claim, record: the columns that queries filter and sort by, apart from the packed record; vals are
//     its values for facets; dollars is usd for sorting, -1 where there is none; words is a digest of what
//     claim_words has of it.
//   - value: the names and codes that facets count.
//   - claim_words: what claims are found by: full text even for codes, since it appends where a tree would
//     write a page for every country and every publisher.
//   - schema 3: the full text merges its segments when there are eight of a size and no longer four, and rewrites
//     one for what was deleted of it when that is half and no longer a tenth: claims of late are rewritten with
//     every echo, and to merge their words each time was a quarter of a commit into a million claims.
//   - fresh: the nodes that wait for a computation.
//   - told, outbox, event: what was announced, what waits for the bus, what the bus has.
func migrations() []string {
	return []string{`
CREATE TABLE IF NOT EXISTS article(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, given TEXT, seen INTEGER NOT NULL,
	fetched INTEGER NOT NULL, generation INTEGER NOT NULL, hash TEXT NOT NULL, page BLOB NOT NULL, sketch BLOB);
CREATE INDEX IF NOT EXISTS article_given ON article(given) WHERE given IS NOT NULL;
CREATE TABLE IF NOT EXISTS revision(id INTEGER PRIMARY KEY, article INTEGER NOT NULL, hash TEXT NOT NULL,
	fetched INTEGER NOT NULL, generation INTEGER NOT NULL, body BLOB);
CREATE UNIQUE INDEX IF NOT EXISTS revision_article ON revision(article, hash);
CREATE TABLE IF NOT EXISTS node(id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, frame BLOB NOT NULL, keys BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS key(key INTEGER NOT NULL, node INTEGER NOT NULL, PRIMARY KEY(key, node)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS recent(seq INTEGER PRIMARY KEY, cycle INTEGER NOT NULL, entries BLOB NOT NULL, removed BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS hub(key INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS sentence(id INTEGER PRIMARY KEY, node INTEGER NOT NULL, hash INTEGER NOT NULL, text BLOB NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS sentence_node ON sentence(node, hash);
CREATE TABLE IF NOT EXISTS evidence(id INTEGER PRIMARY KEY, eid TEXT NOT NULL UNIQUE, article INTEGER NOT NULL,
	revision INTEGER NOT NULL, generation INTEGER NOT NULL, sentence INTEGER NOT NULL, claim INTEGER, flags INTEGER NOT NULL,
	keys BLOB NOT NULL, row BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS evidence_article ON evidence(article);
CREATE INDEX IF NOT EXISTS evidence_sentence ON evidence(sentence);
CREATE INDEX IF NOT EXISTS evidence_claim ON evidence(claim) WHERE claim IS NOT NULL;
CREATE TABLE IF NOT EXISTS claim(id INTEGER PRIMARY KEY, cid TEXT NOT NULL, kind TEXT NOT NULL, certainty TEXT NOT NULL,
	first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, amount REAL, usd REAL, articles INTEGER NOT NULL,
	stories INTEGER NOT NULL, publishers INTEGER NOT NULL, origins_min INTEGER NOT NULL, origins_max INTEGER NOT NULL,
	denials INTEGER NOT NULL, dollars INTEGER NOT NULL, words INTEGER NOT NULL, vals BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS claim_last ON claim(last_seen);
CREATE INDEX IF NOT EXISTS claim_dollars ON claim(dollars);
CREATE TABLE IF NOT EXISTS record(claim INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS value(id INTEGER PRIMARY KEY, field TEXT NOT NULL, text TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS value_text ON value(field, text);
CREATE VIRTUAL TABLE IF NOT EXISTS claim_words USING fts5(statement, actor, victim, publisher, origin, document, via, terms,
	content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE IF NOT EXISTS sentence_words USING fts5(words, content='', tokenize='ascii');
CREATE TABLE IF NOT EXISTS decision(id TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fresh(node INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS told(evidence INTEGER NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL,
	PRIMARY KEY(evidence, type, value)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS event(seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS counter(name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
`, `
CREATE INDEX IF NOT EXISTS revision_fetched ON revision(fetched) WHERE body IS NOT NULL;
`, `
INSERT INTO claim_words(claim_words, rank) VALUES('automerge', 8);
INSERT INTO claim_words(claim_words, rank) VALUES('deletemerge', 50);
INSERT INTO sentence_words(sentence_words, rank) VALUES('automerge', 8);
`}
}

// migrate brings the file to the last of steps. A stop in the middle leaves whole steps behind, and the
// next call goes on from there.
func migrate(ctx context.Context, c *conn, steps []string) error {
	var version int
	if _, err := c.one(ctx, "PRAGMA user_version", nil, &version); err != nil {
		return err
	}
	if err := refuse(version, len(steps)); err != nil {
		return err
	}
	for n := version; n < len(steps); n++ {
		script := fmt.Sprintf("BEGIN IMMEDIATE;%s;PRAGMA user_version = %d;COMMIT", steps[n], n+1)
		if _, err := c.c.ExecContext(ctx, script); err != nil {
			_, _ = c.c.ExecContext(ctx, "ROLLBACK") // fails where SQLite has rolled back itself
			return fmt.Errorf("bring the schema from %d to %d: %w", n, n+1, err)
		}
	}
	return nil
}

func refuse(version, known int) error {
	if version > known {
		return fmt.Errorf("schema %d, this version knows up to %d: %w", version, known, ErrNewer)
	}
	return nil
}
