package sqlite

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
	"sort"
)

// The bounds of what the key index keeps in memory: sixteen bytes an entry.
const (
	maxRecent = 300_000 // entries that are not in the tree yet
	maxSmall  = 16_000  // of them in the list that every transaction may change
	minSweep  = 4_000   // entries that the sweep moves at least
)

// keyIndex leads from a hash, a candidate key or that of a fingerprint, to nodes.
//
// Hashes land anywhere: in a tree of millions of entries each new one dirties a page of its own, and the
// disk would write 4 KB for 16 bytes. So a transaction appends its entries to a log, table recent, and
// memory holds what the log does. A sweep goes round and round through all hashes and moves what lies
// next to each other into the tree, table key, as much in each transaction as came in: by then many
// entries share a page. Once round, the log of the round before is no longer needed. What a stop leaves
// in both places is found twice, and is one.
type keyIndex struct {
	limit      int     // maxRecent, but for tests
	big, small []entry // sorted; what the log holds and the tree may not
	spare      []entry // memory for the next big
	cycle      int64
	cursor     int64 // where the sweep goes on

	// known holds whole answers that Add has found, for the Component that follows it.
	known map[int64][]int64

	// Of the running transaction.
	added, removed []entry
	swept          [2]int // the part of big that it moves into the tree
}

// entry leads from a hash to a node.
type entry struct{ hash, node int64 }

func compareEntries(a, b entry) int {
	return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.node, b.node))
}

// nodeHash is the hash of a node's fingerprint. Its highest bits are those of no candidate key but a phrase's, which
// joins nothing and of which 60 bits more would have to be the same.
func nodeHash(fingerprint string) int64 {
	sum := sha256.Sum256([]byte(fingerprint))
	return int64(0xF<<60 | binary.BigEndian.Uint64(sum[:8])>>4)
}

// read fills the memory from the log.
func (x *keyIndex) read(ctx context.Context, w *conn) error {
	*x = keyIndex{limit: cmp.Or(x.limit, maxRecent), cursor: math.MinInt64}
	type logged struct {
		entry
		removed bool
	}
	var all []logged
	err := w.each(ctx, "SELECT cycle, entries, removed FROM recent ORDER BY seq", nil, func(scan scanner) error {
		var entries, removed []byte
		if err := scan(&x.cycle, &entries, &removed); err != nil {
			return err
		}
		for _, e := range unpackEntries(removed) {
			all = append(all, logged{e, true})
		}
		for _, e := range unpackEntries(entries) {
			all = append(all, logged{e, false})
		}
		return nil
	})
	x.cycle++
	slices.SortStableFunc(all, func(a, b logged) int { return compareEntries(a.entry, b.entry) })
	for i, e := range all {
		last := i+1 == len(all) || all[i+1].entry != e.entry
		if last && !e.removed {
			x.big = append(x.big, e.entry)
		}
	}
	return err
}

func packEntries(list []entry) []byte {
	b := make([]byte, 0, 16*len(list))
	for _, e := range list {
		b = binary.BigEndian.AppendUint64(b, uint64(e.hash))
		b = binary.BigEndian.AppendUint64(b, uint64(e.node))
	}
	return b
}

func unpackEntries(b []byte) []entry {
	list := make([]entry, 0, len(b)/16)
	for ; len(b) >= 16; b = b[16:] {
		list = append(list, entry{int64(binary.BigEndian.Uint64(b)), int64(binary.BigEndian.Uint64(b[8:]))})
	}
	return list
}

// find calls f for every node of every hash; it may call it twice for one.
func (x *keyIndex) find(ctx context.Context, w *conn, hashes []int64, f func(e entry)) error {
	var unknown []int64
	for _, h := range hashes {
		if nodes, ok := x.known[h]; ok {
			for _, n := range nodes {
				f(entry{h, n})
			}
			continue
		}
		unknown = append(unknown, h)
		for _, part := range [][]entry{x.big, x.small} {
			for i := first(part, h); i < len(part) && part[i].hash == h; i++ {
				f(part[i])
			}
		}
	}
	const text = "SELECT k.key, k.node FROM json_each(?) j CROSS JOIN key k ON k.key = j.value"
	return w.each(ctx, text, []any{list(unknown)}, func(scan scanner) error {
		var e entry
		err := scan(&e.hash, &e.node)
		f(e)
		return err
	})
}

// know takes the answers of a transaction's searches for what comes right after it.
func (x *keyIndex) know(answers map[int64][]int64) {
	if x.known = answers; len(x.removed) > 0 {
		x.known = nil // they were found before something went
	}
}

// first is the place of a hash's first entry.
func first(part []entry, hash int64) int {
	return sort.Search(len(part), func(i int) bool { return part[i].hash >= hash })
}

// write logs the entries of a transaction, and lets the sweep go on by as much.
func (x *keyIndex) write(ctx context.Context, w *conn) error {
	if len(x.added)+len(x.removed) == 0 {
		return nil
	}
	slices.SortFunc(x.added, compareEntries)
	x.added = slices.Compact(x.added)
	if x.cursor == math.MaxInt64 {
		if err := x.wrap(ctx, w); err != nil {
			return err
		}
	}
	const text = "INSERT INTO recent(cycle, entries, removed) VALUES(?,?,?)"
	if err := w.exec(ctx, text, x.cycle, packEntries(x.added), packEntries(x.removed)); err != nil {
		return err
	}
	if err := x.sweep(ctx, w); err != nil {
		return err
	}
	for _, e := range x.removed { // after the sweep, which may bring them in
		if err := w.exec(ctx, "DELETE FROM key WHERE key = ? AND node = ?", e.hash, e.node); err != nil {
			return err
		}
	}
	return nil
}

// wrap begins a new round. All that was in big when the last one began is in the tree by now, and that is
// all that was logged before.
func (x *keyIndex) wrap(ctx context.Context, w *conn) error {
	if err := w.exec(ctx, "DELETE FROM recent WHERE cycle < ?", x.cycle); err != nil {
		return err
	}
	x.cycle++
	x.cursor = math.MinInt64
	x.gather()
	return nil
}

// gather brings everything into big.
func (x *keyIndex) gather() {
	x.big, x.spare = merged(x.spare[:0], x.big, x.small), x.big
	x.small = nil
}

// sweep moves entries into the tree, those after the cursor: as many as there are too many, but not so
// many that the transaction waits for it.
func (x *keyIndex) sweep(ctx context.Context, w *conn) error {
	n := len(x.big) + len(x.small) + len(x.added) - x.limit
	if n < min(minSweep, x.limit) || len(x.big) == 0 {
		return nil
	}
	// After a start all of the log is too many: one claim must not wait for what a batch can take along.
	n = min(n, 2*minSweep+2*len(x.added), 64+8*len(x.added))
	from := first(x.big, x.cursor)
	to := min(from+n, len(x.big))
	for to > from && to < len(x.big) && x.big[to].hash == x.big[to-1].hash {
		to++ // the cursor stands between hashes
	}
	values := make([]any, 0, 2*(to-from))
	for _, e := range x.big[from:to] {
		values = append(values, e.hash, e.node)
	}
	x.swept = [2]int{from, to}
	if to == len(x.big) {
		x.cursor = math.MaxInt64
	} else {
		x.cursor = x.big[to].hash
	}
	return w.several(ctx, "INSERT OR IGNORE INTO key(key, node) VALUES", 2, values, "")
}

// settle makes the memory what the log is after a transaction that came through.
func (x *keyIndex) settle() {
	if len(x.added)+len(x.removed) == 0 {
		return
	}
	x.big = slices.Delete(x.big, x.swept[0], x.swept[1])
	for _, e := range x.removed {
		x.big, x.small = drop(x.big, e), drop(x.small, e)
	}
	x.small = merged(nil, x.small, x.added)
	if len(x.small) > min(maxSmall, x.limit/2) {
		x.gather()
	}
	x.added, x.removed, x.swept = x.added[:0], x.removed[:0], [2]int{}
}

func drop(list []entry, e entry) []entry {
	if i, found := slices.BinarySearchFunc(list, e, compareEntries); found {
		return slices.Delete(list, i, i+1)
	}
	return list
}

// merged appends two sorted lists to a third, in order, what is in both once.
func merged(to, a, b []entry) []entry {
	to = slices.Grow(to, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch c := compareEntries(a[0], b[0]); {
		case c < 0:
			to, a = append(to, a[0]), a[1:]
		case c > 0:
			to, b = append(to, b[0]), b[1:]
		default:
			a = a[1:]
		}
	}
	return append(append(to, a...), b...)
}
