package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

var (
	// ErrAway says that a dependency does not answer: NATS, or what a handler needs. It costs no message
	// a delivery; the stage waits until the dependency answers.
	ErrAway = errors.New("away")
	// ErrFull says that a stream has no room, or the disk: the producer keeps what it has and waits.
	ErrFull = errors.New("no room")
	// ErrTooLarge says that a message exceeds what the server takes. Waiting does not help.
	ErrTooLarge = errors.New("too large")
	// ErrKeyExists answers Create for a key that is there, and Update for another revision.
	ErrKeyExists = errors.New("key exists")
	// ErrKeyNotFound answers Get for a key that is not there.
	ErrKeyNotFound = errors.New("key not found")
	// ErrNotQuarantined answers for an id that names nothing in quarantine.
	ErrNotQuarantined = errors.New("not in quarantine")
)

// permanent marks an error that no retry can change.
type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// Permanent marks err as one that no retry can change: the message goes to quarantine with it.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanent{err}
}

// IsPermanent says whether err is, or wraps, an error marked by Permanent.
func IsPermanent(err error) bool {
	var p permanent
	return errors.As(err, &p)
}

// Codes of the server's answers that the client has no names for.
const (
	codeInsufficient   jetstream.ErrorCode = 10023
	codeStorage        jetstream.ErrorCode = 10047
	codeStoreFailed    jetstream.ErrorCode = 10077
	codeBatchDisabled  jetstream.ErrorCode = 10174
	codeBatchDuplicate jetstream.ErrorCode = 10201
)

func apiCode(err error) jetstream.ErrorCode {
	var api *jetstream.APIError
	if errors.As(err, &api) {
		return api.ErrorCode
	}
	var js jetstream.JetStreamError
	if errors.As(err, &js) && js.APIError() != nil {
		return js.APIError().ErrorCode
	}
	return 0
}

// storeBroken tells a store that a full or broken disk has stopped from a stream that is at its limit.
func storeBroken(err error) bool {
	return apiCode(err) == codeStoreFailed && !strings.Contains(err.Error(), "maximum")
}

// classify wraps what the client answered in the sentinel that callers branch on.
func classify(err error) error {
	switch code := apiCode(err); {
	case err == nil:
		return nil
	case code == codeStoreFailed, code == codeStorage, code == codeInsufficient:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case code == jetstream.JSErrCodeStreamMessageExceedsMaximum, errors.Is(err, nats.ErrMaxPayload):
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	case code == 0 && isAway(err):
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	return err
}

func isAway(err error) bool {
	for _, e := range []error{
		nats.ErrNoResponders, nats.ErrTimeout, nats.ErrConnectionClosed, nats.ErrConnectionReconnecting,
		nats.ErrDisconnected, nats.ErrReconnectBufExceeded, nats.ErrNoServers, nats.ErrStaleConnection,
		nats.ErrConnectionDraining, jetstream.ErrNoStreamResponse, jetstream.ErrAsyncPublishTimeout,
		jetstream.ErrTooManyStalledMsgs, jetstream.ErrServerShutdown, jetstream.ErrConnectionClosed,
		context.DeadlineExceeded,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	code := apiCode(err)
	return code == jetstream.JSErrCodeJetStreamNotEnabled || code == jetstream.JSErrCodeJetStreamNotEnabledForAccount
}
