package indexer

// How alike two texts are that are copies of one: simhash finds candidates, the sketches verify.
const (
	maxHamming  = 10
	minJaccard  = 0.70
	minSketch   = 16 // a text of fewer shingles has too little to compare
	storyBands  = 8  // of eight bits of the simhash: two hashes up to seven bits apart share one for sure
	maxInBucket = 64 // copies of one band that are compared with each other; later ones with these
)

// stories numbers the stories of articles: connected parts of verified copies. The articles are given
// by key, in the order of their first evidence; so are the numbers.
func stories(keys []string, pages map[string]Page) (of map[string]int, n int) {
	if len(keys) == 1 {
		return map[string]int{keys[0]: 0}, 1
	}
	var edges []Edge
	buckets := map[bucket][]int{}
	for i, key := range keys {
		page, ok := pages[key]
		if !ok {
			continue
		}
		for _, b := range copyBuckets(&page) {
			for _, j := range buckets[b] {
				if other := pages[keys[j]]; copies(&page, &other) {
					edges = append(edges, Edge{A: j, B: i})
				}
			}
			if len(buckets[b]) < maxInBucket {
				buckets[b] = append(buckets[b], i)
			}
		}
	}
	all := make([]int, len(keys))
	for i := range all {
		all[i] = i
	}
	of = make(map[string]int, len(keys))
	parts := connected(all, edges)
	for n, p := range parts {
		for _, m := range p.members {
			of[keys[m]] = n
		}
	}
	return of, len(parts)
}

// bucket is a place where an article's copies are looked for: its content, or a band of its simhash.
type bucket struct {
	content   string
	band, low uint8
}

// copyBuckets are the places where an article's copies are looked for.
func copyBuckets(p *Page) [1 + storyBands]bucket {
	out := [1 + storyBands]bucket{{content: p.Content}}
	for band := range storyBands {
		out[1+band] = bucket{band: uint8(band + 1), low: byte(p.Simhash >> (8 * band))}
	}
	return out
}

// copies reports whether two articles are copies of one text.
func copies(a, b *Page) bool {
	if a.Content == b.Content && a.Content != "" {
		return true
	}
	if len(a.Sketch) < minSketch || len(b.Sketch) < minSketch || hamming(a.Simhash, b.Simhash) > maxHamming {
		return false
	}
	return jaccard(a.Sketch, b.Sketch) >= minJaccard
}

// articlesOf lists the articles of evidence in its order.
func articlesOf(list []support) []string {
	var keys []string
	seen := map[string]bool{}
	for _, s := range list {
		if !seen[s.Article] {
			seen[s.Article] = true
			keys = append(keys, s.Article)
		}
	}
	return keys
}
