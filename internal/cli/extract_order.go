package cli

import (
	"iter"
	"sync"

	"github.com/claimwire/claimwire/internal/claim"
)

// underWay is how many bytes of text are read at once: more only of a single document that has more itself. What is
// found in a text can take forty times its size.
const underWay = 1 << 20

// inOrder reads documents with n workers and yields the results in the order of the documents. At most 4n of them, and
// together at most room bytes of text, are held at a time, and one more that waits for room.
func inOrder(n, room int, documents iter.Seq[input], extract func(*claim.Article) claim.Reading) iter.Seq[result] {
	return func(yield func(result) bool) {
		type job struct {
			in   input
			done chan claim.Reading
		}
		work, order, stop := make(chan job), make(chan job, 4*n), make(chan struct{})
		held := &held{room: room, freed: make(chan struct{}, 1)}
		go func() {
			defer close(work)
			defer close(order)
			for d := range documents {
				j := job{d, make(chan claim.Reading, 1)}
				if !held.take(len(d.Article.Text), stop) {
					return
				}
				select {
				case order <- j:
				case <-stop:
					return
				}
				if d.Err == nil {
					work <- j
				}
			}
		}()
		for range n {
			go func() {
				for j := range work {
					j.done <- extract(&j.in.Article)
				}
			}()
		}
		for j := range order {
			r := result{in: j.in}
			if j.in.Err == nil {
				r.reading = <-j.done
			}
			if !yield(r) {
				close(stop)
				for range order { // lets the reader end
				}
				return
			}
			held.give(len(j.in.Article.Text))
		}
	}
}

// held counts the bytes of text that are under way.
type held struct {
	mu    sync.Mutex
	room  int
	bytes int
	freed chan struct{} // has an entry after bytes became fewer
}

// take waits until a text of n bytes has room, or nothing else is held. It reports false once stop is closed.
func (h *held) take(n int, stop <-chan struct{}) bool {
	for {
		h.mu.Lock()
		fits := h.bytes == 0 || h.bytes+n <= h.room
		if fits {
			h.bytes += n
		}
		h.mu.Unlock()
		if fits {
			return true
		}
		select {
		case <-h.freed:
		case <-stop:
			return false
		}
	}
}

// give lets go of a text of n bytes.
func (h *held) give(n int) {
	h.mu.Lock()
	h.bytes -= n
	h.mu.Unlock()
	select {
	case h.freed <- struct{}{}:
	default:
	}
}
