package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/claimwire/claimwire/internal/bus"
	"github.com/claimwire/claimwire/internal/config"
)

// Operator does what needs the bus or writes to the index beside or without a running process.
type Operator struct {
	call  func(ctx context.Context, operation string, arg []byte) ([]byte, error)
	close func(context.Context) error
	Local bool // no process runs on the directory: this one opened it
}

// Operate finds out how to act on the configured directory: by the process that runs on it, else by
// opening it. The caller closes the Operator.
func Operate(ctx context.Context, cfg *config.Config, log *slog.Logger) (*Operator, error) {
	if running(cfg.Data) {
		r := dialRemote(cfg.Data)
		return &Operator{call: r.call, close: r.close}, nil
	}
	if _, err := os.Stat(cfg.Data); err != nil {
		return nil, fmt.Errorf("%w: there is no data directory %s; `claimwire run` makes one, --data names another", ErrUsage, cfg.Data)
	}
	a, err := openIdle(ctx, cfg, log)
	if err != nil {
		return nil, err
	}
	return &Operator{call: a.operateJSON, close: a.Stop, Local: true}, nil
}

// Running asks the process that runs on the directory, and only that.
func Running(cfg *config.Config) (*Operator, error) {
	if !running(cfg.Data) {
		return nil, fmt.Errorf("%w: nothing runs on %s", ErrAway, cfg.Data)
	}
	r := dialRemote(cfg.Data)
	return &Operator{call: r.call, close: r.close}, nil
}

// openIdle opens bus and index without running any stage.
func openIdle(ctx context.Context, cfg *config.Config, log *slog.Logger) (*App, error) {
	a := &App{opts: Options{Stages: []string{StageIndexer}}, cfg: cfg, log: log, outbox: make(chan struct{}, 1)}
	err := a.openForOperator(ctx)
	if err != nil {
		return nil, errors.Join(err, a.Stop(ctx))
	}
	return a, nil
}

func (a *App) openForOperator(ctx context.Context) (err error) {
	if a.lock, err = lockDir(a.cfg.Data); err != nil {
		return err
	}
	if a.bus, err = openBus(ctx, a.cfg, a.log); err != nil {
		return err
	}
	return a.openIndex(ctx)
}

// Close gives back what the Operator opened.
func (o *Operator) Close(ctx context.Context) error { return o.close(ctx) }

// Operations of the control socket.
const (
	opStatus           = "status"
	opQuarantine       = "quarantine"
	opQuarantineShow   = "quarantine-show"
	opQuarantineReplay = "quarantine-replay"
	opQuarantineDrop   = "quarantine-drop"
	opDecide           = "decide"
	opUndo             = "undo"
	opDecisions        = "decisions"
	opReplay           = "replay"
	opBackup           = "backup"
	opWhy              = "why"
)

// operate does one operation; its answer goes back as JSON.
func (a *App) operate(ctx context.Context, operation string, arg []byte) (any, error) {
	id := func() (string, error) {
		var s string
		err := decodeArg(arg, &s)
		return s, err
	}
	withID := func(f func(context.Context, string) error) (any, error) {
		s, err := id()
		if err != nil {
			return nil, err
		}
		return struct{}{}, f(ctx, s)
	}
	switch operation {
	case opStatus:
		return a.Status(ctx)
	case opQuarantine:
		return a.bus.QuarantineList(ctx)
	case opQuarantineShow:
		s, err := id()
		if err != nil {
			return nil, err
		}
		return a.bus.QuarantineShow(ctx, s)
	case opQuarantineReplay:
		return withID(a.bus.QuarantineReplay)
	case opQuarantineDrop:
		return withID(a.bus.QuarantineDrop)
	}
	return a.operateIndex(ctx, operation, arg)
}

// operateIndex does the operations that need the index.
func (a *App) operateIndex(ctx context.Context, operation string, arg []byte) (any, error) {
	if a.store == nil {
		return nil, fmt.Errorf("%w: the process on %s runs no indexer; ask the one that does", ErrUsage, a.cfg.Data)
	}
	switch operation {
	case opDecide:
		var w Wish
		if err := decodeArg(arg, &w); err != nil {
			return nil, err
		}
		return a.decide(ctx, w)
	case opDecisions:
		return a.store.Decisions(ctx)
	case opUndo, opWhy:
		var id string
		if err := decodeArg(arg, &id); err != nil {
			return nil, err
		}
		if operation == opWhy {
			return a.why(ctx, id)
		}
		return a.undo(ctx, id)
	case opReplay:
		var r ReplayRequest
		if err := decodeArg(arg, &r); err != nil {
			return nil, err
		}
		return a.replay(ctx, r)
	case opBackup:
		var file string
		if err := decodeArg(arg, &file); err != nil {
			return nil, err
		}
		return struct{}{}, a.backup(ctx, file)
	}
	return nil, fmt.Errorf("%w: no operation is called %q: is the running process of another version?", ErrUsage, operation)
}

func decodeArg(arg []byte, into any) error {
	if err := json.Unmarshal(arg, into); err != nil {
		return fmt.Errorf("%w: the argument is not what the operation takes: %w", ErrUsage, err)
	}
	return nil
}

// operateJSON is operate in the form of a call over the socket, so that both ways are one.
func (a *App) operateJSON(ctx context.Context, operation string, arg []byte) ([]byte, error) {
	answer, err := a.operate(ctx, operation, arg)
	if err != nil {
		return nil, err
	}
	return json.Marshal(answer)
}

func ask[T any](ctx context.Context, o *Operator, operation string, arg any) (answer T, err error) {
	b, err := json.Marshal(arg)
	if err != nil {
		return answer, err
	}
	if b, err = o.call(ctx, operation, b); err != nil {
		return answer, err
	}
	if err := json.Unmarshal(b, &answer); err != nil {
		return answer, fmt.Errorf("answer to %s: %w", operation, err)
	}
	return answer, nil
}

// Held is a message in quarantine.
type Held = bus.Held

// Status asks how the process and what it works on are.
func (o *Operator) Status(ctx context.Context) (Status, error) {
	return ask[Status](ctx, o, opStatus, nil)
}

// Quarantine lists the messages that no retry could save, without the messages themselves.
func (o *Operator) Quarantine(ctx context.Context) ([]Held, error) {
	return ask[[]Held](ctx, o, opQuarantine, nil)
}

// QuarantineShow is one of them, whole.
func (o *Operator) QuarantineShow(ctx context.Context, id string) (Held, error) {
	return ask[Held](ctx, o, opQuarantineShow, id)
}

// QuarantineReplay sends one where it came from.
func (o *Operator) QuarantineReplay(ctx context.Context, id string) error {
	_, err := ask[struct{}](ctx, o, opQuarantineReplay, id)
	return err
}

// QuarantineDrop removes one for good.
func (o *Operator) QuarantineDrop(ctx context.Context, id string) error {
	_, err := ask[struct{}](ctx, o, opQuarantineDrop, id)
	return err
}

// Decide splits or merges claims, for good.
func (o *Operator) Decide(ctx context.Context, w Wish) (Decision, error) {
	return ask[Decision](ctx, o, opDecide, w)
}

// Undo takes a decision back.
func (o *Operator) Undo(ctx context.Context, decision string) (Decision, error) {
	return ask[Decision](ctx, o, opUndo, decision)
}

// Decisions lists what people have decided, also what was undone.
func (o *Operator) Decisions(ctx context.Context) ([]Decision, error) {
	return ask[[]Decision](ctx, o, opDecisions, nil)
}

// Why says what made a claim's evidence one, and what was kept apart.
func (o *Operator) Why(ctx context.Context, id string) ([]Tie, error) {
	return ask[[]Tie](ctx, o, opWhy, id)
}

// Replay reads stored articles again with today's rules.
func (o *Operator) Replay(ctx context.Context, r ReplayRequest) (ReplayResult, error) {
	return ask[ReplayResult](ctx, o, opReplay, r)
}

// Backup writes a consistent copy of the index to a file.
func (o *Operator) Backup(ctx context.Context, file string) error {
	_, err := ask[struct{}](ctx, o, opBackup, file)
	return err
}
