package sqlite

// cache keeps what was used of late, up to a limit of weights. What is full is set aside whole: what is
// asked for again until the next time stays, the rest goes.
type cache[V any] struct {
	limit, size int // size is that of young
	young, old  map[int64]weighed[V]
}

type weighed[V any] struct {
	value  V
	weight int
}

func newCache[V any](limit int) cache[V] {
	return cache[V]{limit: limit, young: map[int64]weighed[V]{}, old: map[int64]weighed[V]{}}
}

func (c *cache[V]) get(key int64) (value V, ok bool) {
	if w, ok := c.young[key]; ok {
		return w.value, true
	}
	w, ok := c.old[key]
	if ok {
		c.put(key, w.value, w.weight)
	}
	return w.value, ok
}

func (c *cache[V]) put(key int64, v V, weight int) {
	c.drop(key)
	if c.size+weight > c.limit/2 {
		c.young, c.old, c.size = map[int64]weighed[V]{}, c.young, 0
	}
	c.young[key] = weighed[V]{v, weight}
	c.size += weight
}

func (c *cache[V]) drop(key int64) {
	c.size -= c.young[key].weight
	delete(c.young, key)
	delete(c.old, key)
}

// set holds small numbers, a bit each.
type set []uint64

func (s *set) put(n int64) {
	for int(n/64) >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[n/64] |= 1 << (n % 64)
}

func (s set) has(n int64) bool { return int(n/64) < len(s) && s[n/64]&(1<<(n%64)) != 0 }

func (s set) drop(n int64) {
	if s.has(n) {
		s[n/64] &^= 1 << (n % 64)
	}
}
