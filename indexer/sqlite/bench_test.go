//go:build unix

package sqlite

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/storetest"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/query"
)

// news makes articles as they come: half of them say what no one said, the others repeat a claim.
type news struct {
	r      *rand.Rand
	claims int // made so far
	at     int // articles made so far
	body   int // words of an article
}

var benchWords = strings.Fields("bank exchange ministry harbour vault ledger wallet clerk transfer system network attack theft report panel group officials " +
	"company customers records server message payment police court agency statement week month weekend branch account security funds stolen taken lost")

func (n *news) words(count int) string {
	var b strings.Builder
	for i := range count {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(benchWords[n.r.IntN(len(benchWords))])
		if n.r.IntN(4) == 0 {
			b.WriteString(strconv.Itoa(n.r.IntN(30_000)))
		}
	}
	return b.String()
}

// item is the next article; an echo says what claim number k says.
func (n *news) item(k int) indexer.Item {
	n.at++
	victim := fmt.Sprintf("Victim %d of the %s", k, benchWords[k%len(benchWords)])
	sentence := fmt.Sprintf("%s lost %d dollars to group %d, officials said.", victim, k*37%1_000_000+1, k%200)
	var keys []uint64
	for i := range 8 {
		keys = append(keys, claimHash(k*8+i))
	}
	published := storetest.Day.Add(time.Duration(n.at) * time.Second)
	return storetest.Doc{Key: fmt.Sprintf("https://outlet%d.example/2031/03/%07d-%x", n.at%300, n.at, claimHash(-n.at)&0xffff), Published: published,
		Publisher: fmt.Sprintf("Outlet %d", n.at%300), Text: sentence + " " + n.words(n.body),
		Says: []storetest.Says{{Sentence: sentence, Victim: victim, Actor: claim.Party{Name: fmt.Sprintf("Group %d", k%200), ID: fmt.Sprintf("G%d", k%200)},
			Country: string([]byte{'A' + byte(k%26), 'A' + byte(k/26%26)}), Amount: float64(k*37%1_000_000 + 1), Keys: keys}}}.Item()
}

func claimHash(n int) uint64 {
	x := uint64(n)*0x9E3779B97F4A7C15 + 1
	x ^= x >> 29
	x *= 0xBF58476D1CE4E5B9
	return x ^ x>>32
}

// batch is half new claims, half echoes: most of what was new of late, one in twenty of anything.
func (n *news) batch(size int) []indexer.Item {
	items := make([]indexer.Item, size)
	for i := range items {
		k := n.claims
		switch {
		case i%2 == 0 || n.claims == 0:
			n.claims++
		case i%40 == 1:
			k = n.r.IntN(n.claims)
		default:
			k -= 1 + n.r.IntN(min(n.claims, 5000))
		}
		items[i] = n.item(k)
	}
	return items
}

// sizes are those of the indexes to measure: a million takes ten minutes to fill, once for a folder.
func sizes() []int {
	list := []int{10_000}
	if n, err := strconv.Atoi(os.Getenv("CLAIMWIRE_BENCH_CLAIMS")); err == nil && n > list[0] {
		list = append(list, n)
	}
	return list
}

// filled is an index of so many claims. It is kept where CLAIMWIRE_BENCH_DIR names a folder.
func filled(b *testing.B, claims int) (*Store, *news) {
	b.Helper()
	dir := os.Getenv("CLAIMWIRE_BENCH_DIR")
	if dir == "" {
		dir = b.TempDir()
	}
	s := openAt(b, filepath.Join(dir, fmt.Sprintf("%d.db", claims)))
	st, err := s.Stats(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	n := &news{r: rand.New(rand.NewPCG(uint64(st.Articles), 7)), claims: int(st.Claims), at: int(st.Articles)}
	for n.body = 40; n.claims < claims; {
		items := make([]indexer.Item, 2000)
		for i := range items {
			items[i] = n.item(n.claims)
			n.claims++
		}
		storetest.Index(b, s, items)
		published(b, s)
	}
	n.body = 480
	return s, n
}

// published takes the events out of the outbox, as a bus would.
func published(b *testing.B, s *Store) {
	b.Helper()
	for {
		events, err := s.Pending(b.Context(), 2000)
		if err != nil {
			b.Fatal(err)
		}
		if len(events) == 0 {
			return
		}
		ids := make([]string, len(events))
		for i := range events {
			ids[i] = events[i].ID
		}
		if err := s.Published(b.Context(), ids); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMerge is the whole of a batch: Add, Component, Commit.
func BenchmarkMerge(b *testing.B) {
	for _, size := range sizes() {
		for _, batch := range []int{1, 200, 500} {
			b.Run(fmt.Sprintf("claims=%d/batch=%d", size, batch), func(b *testing.B) {
				s, n := filled(b, size)
				b.ReportAllocs()
				var parts [3]time.Duration
				items, cpu := 0, time.Duration(0)
				for b.Loop() {
					b.StopTimer()
					work := n.batch(batch)
					b.StartTimer()
					cpu += merge(b, s, work, &parts)
					items += batch
				}
				b.ReportMetric(float64(cpu.Microseconds())/float64(items), "cpu-us/merge")
				b.ReportMetric(float64(items)/b.Elapsed().Seconds(), "merges/s")
				for i, name := range []string{"add", "component", "commit"} {
					b.ReportMetric(float64(parts[i].Microseconds())/float64(items), name+"-us/merge")
				}
			})
		}
	}
}

// processorTime is what the process has used: on a busy machine it says more than the clock.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// merge is storetest.Index with a clock on each call; it gives the processor's time of the three.
func merge(b *testing.B, s *Store, batch []indexer.Item, parts *[3]time.Duration) time.Duration {
	b.Helper()
	cpu, start := processorTime(b), time.Now()
	fresh, err := s.Add(b.Context(), batch)
	if err != nil {
		b.Fatal(err)
	}
	added := time.Now()
	v, err := s.Component(b.Context(), fresh, func(_, _ *indexer.Node) bool { return true })
	if err != nil {
		b.Fatal(err)
	}
	read, cpuRead := time.Now(), processorTime(b)
	b.StopTimer()
	c := storetest.Partition(v)
	b.StartTimer()
	computed, cpuComputed := time.Now(), processorTime(b)
	if err := s.Commit(b.Context(), v, c); err != nil {
		b.Fatal(err)
	}
	for i, d := range []time.Duration{added.Sub(start), read.Sub(added), time.Since(computed)} {
		parts[i] += d
	}
	return processorTime(b) - cpuComputed + cpuRead - cpu
}

func BenchmarkSearch(b *testing.B) {
	for _, size := range sizes() {
		s, _ := filled(b, size)
		for _, q := range []string{"*", `"group 17"`, "victim17 OR harbour", "kind:theft country:AB", "actor:g17 amount.usd>=500000", `"victim 4711"`} {
			n, err := query.Parse(q, storetest.Day)
			if err != nil {
				b.Fatal(err)
			}
			for _, r := range []indexer.Request{{Query: n, Limit: 20}, {Query: n, Limit: 20, Facets: true}, {Query: n, Limit: 20, Sort: "amount"}, {Query: n, Limit: 20, Sort: "relevance"}} {
				b.Run(fmt.Sprintf("claims=%d/%s/sort=%s/facets=%v", size, q, r.Sort, r.Facets), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if _, err := s.Search(b.Context(), r); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

func BenchmarkGet(b *testing.B) {
	for _, size := range sizes() {
		s, n := filled(b, size)
		var ids []string
		for k := range 100 {
			ids = append(ids, (&news{r: n.r, at: k}).item(k).Rows[0].ID)
		}
		var known []string
		err := s.Each(b.Context(), query.Term{Field: query.Country, Value: "AA"}, func(c claim.Claim) error {
			known = append(known, c.ID)
			return nil
		})
		if err != nil || len(known) == 0 {
			b.Fatal(err, len(ids))
		}
		b.Run(fmt.Sprintf("claims=%d", size), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := s.Get(b.Context(), known[i%len(known)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
