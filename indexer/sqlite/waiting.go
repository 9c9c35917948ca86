package sqlite

import (
	"slices"
	"sync"

	"github.com/claimwire/claimwire/internal/claim"
)

// maxWaiting is how many events that wait for the bus are kept in memory: some kilobytes each, most of it shared
// with the claims that memory has anyway.
const maxWaiting = 2_000

// waiting is the outbox in memory, so that what was just committed is published without being read and unpacked
// again. It knows all of the table or nothing; where it knows nothing, Pending reads the file.
type waiting struct {
	mu     sync.Mutex
	known  bool
	events []claim.Event // oldest first
	change uint64        // number of the last transaction that changed the table
}

// outgoing is what one transaction does to the outbox.
type outgoing struct {
	sent  []claim.Event // put at its end
	taken []string      // ids taken out
	other bool          // something else, which memory does not follow
}

// apply follows a transaction that came through.
func (o *waiting) apply(g outgoing) {
	if len(g.sent)+len(g.taken) == 0 && !g.other {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.change++
	if g.other || !o.take(g.taken) || len(o.events)+len(g.sent) > maxWaiting {
		o.known, o.events = false, nil
	}
	if o.known {
		o.events = append(o.events, g.sent...)
	}
}

// take takes out the oldest events, which these must be.
func (o *waiting) take(ids []string) bool {
	if len(ids) > len(o.events) {
		return false
	}
	for i, id := range ids {
		if o.events[i].ID != id {
			return false
		}
	}
	// The array goes with them: what is left is short, and the bus may still read what was handed out.
	if len(ids) > 0 {
		o.events = slices.Clone(o.events[len(ids):])
	}
	return true
}

// forget lets go of everything, as another process may have changed the table.
func (o *waiting) forget() { o.apply(outgoing{other: true}) }

// oldest are up to limit events, where memory knows them; change is for empty.
func (o *waiting) oldest(limit int) (events []claim.Event, known bool, change uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.known {
		return nil, false, o.change
	}
	return slices.Clone(o.events[:min(limit, len(o.events))]), true, o.change
}

// empty notes that the table was found empty, if it has not changed since.
func (o *waiting) empty(change uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.change == change {
		o.known, o.events = true, nil
	}
}
