package bus

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// link ends requests whose answer is lost with the connection: else each would wait its full time.
type link struct {
	mu      sync.Mutex
	next    int
	pending map[int]context.CancelCauseFunc
}

func newLink() *link { return &link{pending: map[int]context.CancelCauseFunc{}} }

var errLost = fmt.Errorf("%w: the connection was lost before the answer came", ErrAway)

// bound is ctx with a time limit, ending early when the connection is lost; see why. end must be called.
func (l *link) bound(ctx context.Context, limit time.Duration) (bounded context.Context, end func()) {
	ctx, lose := context.WithCancelCause(ctx)
	ctx, cancel := context.WithTimeout(ctx, limit)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next++
	id := l.next
	l.pending[id] = lose
	return ctx, func() {
		l.mu.Lock()
		delete(l.pending, id)
		l.mu.Unlock()
		cancel()
		lose(nil)
	}
}

// lost ends what waits.
func (l *link) lost() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, lose := range l.pending {
		lose(errLost)
	}
}

// why is err, or that the connection was lost, where that ended the request.
func why(ctx context.Context, err error) error {
	if err != nil && context.Cause(ctx) == errLost {
		return errLost
	}
	return classify(err)
}
