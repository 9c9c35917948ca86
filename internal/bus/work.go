package bus

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"
)

// aloneFrom is the delivery from which a message is suspected of ending the process.
const aloneFrom = 5

// work handles batches until the queue is closed and empty. life ends when the stage should end, work
// when it must.
func (r *run) work(life, work context.Context) {
	for {
		batch := r.next()
		if batch == nil {
			return
		}
		if work.Err() != nil {
			r.giveBack(batch)
			continue
		}
		var plain, suspects []*held
		for _, h := range batch {
			switch err := h.readable(); {
			case err != nil:
				r.insist(life, work, []*held{h}, func([]*held) []error { return []error{err} })
			case h.Deliveries >= aloneFrom:
				suspects = append(suspects, h)
			default:
				plain = append(plain, h)
			}
		}
		r.insist(life, work, plain, func(list []*held) []error { return r.together(work, list) })
		for _, h := range suspects {
			r.insist(life, work, []*held{h}, func([]*held) []error { return []error{r.single(work, h)} })
		}
	}
}

// next waits for a message and gathers more up to the stage's batch.
func (r *run) next() []*held {
	first, ok := <-r.queue
	if !ok {
		return nil
	}
	batch := append(make([]*held, 0, r.stage.Batch), first)
	timer := time.NewTimer(r.stage.BatchWait)
	defer timer.Stop()
	for late := false; len(batch) < r.stage.Batch; {
		select {
		case h, ok := <-r.queue:
			if !ok {
				return batch
			}
			batch = append(batch, h)
			continue
		default:
		}
		if late || r.stage.BatchWait <= 0 {
			return batch
		}
		select {
		case h, ok := <-r.queue:
			if !ok {
				return batch
			}
			batch = append(batch, h)
		case <-timer.C:
			late = true
		}
	}
	return batch
}

// insist runs do on the messages, settles each, and does so again with those that met a dependency that
// is away, once it answers. It ends with every message settled.
func (r *run) insist(life, work context.Context, list []*held, do func([]*held) []error) {
	pause := 50 * time.Millisecond
	for len(list) > 0 {
		var again []*held
		var why error
		for i, err := range do(list) {
			if err = r.settle(work, list[i], err); err != nil {
				again, why = append(again, list[i]), err
			}
		}
		if len(again) == 0 {
			if r.bus.stages.set(r.stage.Name, nil) {
				r.log.Info("the stage goes on")
			}
			return
		}
		list = again
		if r.await(life, pause, why) != nil {
			r.giveBack(list)
			return
		}
		pause = min(2*pause, 5*time.Second)
	}
}

// await waits until what is away answers, or ctx ends. Meanwhile nothing is pulled.
func (r *run) await(ctx context.Context, pause time.Duration, why error) error {
	r.waiting.Add(1)
	defer func() {
		r.waiting.Add(-1)
		r.hold.notify()
	}()
	if r.bus.stages.set(r.stage.Name, why) {
		r.log.Warn("a dependency is away; the stage waits for it", "err", why)
	}
	for {
		if err := sleep(ctx, pause); err != nil {
			return err
		}
		if r.probe(ctx) == nil {
			return nil
		}
		pause = min(2*pause, 5*time.Second)
	}
}

func (r *run) probe(ctx context.Context) error {
	if err := r.bus.Alive(ctx); err != nil {
		return err
	}
	if r.stage.Probe == nil {
		return nil
	}
	return r.stage.Probe(ctx)
}

// together runs the handler on a batch. Where it panics, each message runs by itself, so that the others
// do not suffer for the one.
func (r *run) together(ctx context.Context, list []*held) []error {
	r.alone.RLock()
	errs, panicked := r.call(ctx, list)
	r.alone.RUnlock()
	if panicked == nil {
		return errs
	}
	if len(list) == 1 {
		return []error{panicked}
	}
	errs = make([]error, len(list))
	for i, h := range list {
		errs[i] = r.together(ctx, []*held{h})[0]
	}
	return errs
}

// single runs a suspect alone behind its mark. A panic leaves the mark as a crash would. The mark is set
// only once nothing else runs: a message that waits for its turn is not to blame for a crash.
func (r *run) single(ctx context.Context, h *held) error {
	r.alone.Lock()
	defer r.alone.Unlock()
	m, err := r.bus.setMark(ctx, r.stage.Name, h.Message)
	if err != nil {
		return err
	}
	errs, panicked := r.call(ctx, []*held{h})
	// A run that ended is no crash, also where the stage itself is ending.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), aliveWait)
	defer cancel()
	if panicked != nil {
		return errors.Join(panicked, r.bus.noteMark(ctx, m, panicked))
	}
	if err := r.bus.clearMark(ctx, m); err != nil {
		r.log.Warn("remove the mark of a message", "id", h.ID, "err", err)
	}
	return errs[0]
}

// call is the handler with its panic as an error, and always one answer for each message.
func (r *run) call(ctx context.Context, list []*held) (errs []error, panicked error) {
	defer func() {
		if p := recover(); p != nil {
			panicked = fmt.Errorf("panic: %v\n%s", p, cut(debug.Stack(), 4<<10))
		}
	}()
	batch := make([]Message, len(list))
	for i, h := range list {
		batch[i] = h.Message
	}
	errs = r.handler(ctx, batch)
	if errs == nil {
		return make([]error, len(list)), nil
	}
	if len(errs) != len(list) {
		return nil, fmt.Errorf("the handler of %s gave %d answers to %d messages", r.stage.Name, len(errs), len(list))
	}
	return errs, nil
}

// firstLine leaves a stack to the entry in quarantine.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

func cut(b []byte, n int) []byte { return b[:min(len(b), n)] }

// settle ends a message by its outcome. It answers an error when the message must be run again after
// waiting: its dependency is away, or quarantine is.
func (r *run) settle(ctx context.Context, h *held, err error) error {
	switch {
	case err == nil:
		r.bus.stats.add(r.bus.stats.s.Consumed, r.stage.Name, 1)
		r.end(h, "ack", h.msg.Ack())
	case IsPermanent(err):
		return r.condemn(ctx, h, err)
	case ctx.Err() != nil:
		r.giveBack([]*held{h})
	case waits(err):
		return err
	default:
		delay := r.stage.retryDelay(h.Deliveries)
		r.log.Warn("a message failed; it is tried again", "id", h.ID, "deliveries", h.Deliveries, "in", delay.Round(time.Millisecond), "err", firstLine(err))
		r.bus.stats.add(r.bus.stats.s.Retried, r.stage.Name, 1)
		r.end(h, "hand back", h.msg.NakWithDelay(delay))
	}
	return nil
}

// condemn puts a message into quarantine, and ends it only after that is durable.
func (r *run) condemn(ctx context.Context, h *held, why error) error {
	if err := r.bus.quarantine(ctx, r.stage.Name, h.Message, why); err != nil {
		if ctx.Err() != nil {
			r.giveBack([]*held{h})
			return nil
		}
		return fmt.Errorf("quarantine message %s: %w", h.ID, err)
	}
	r.log.Error("a message went to quarantine", "id", h.ID, "err", firstLine(why))
	r.bus.stats.add(r.bus.stats.s.Quarantined, r.stage.Name, 1)
	r.end(h, "end", h.msg.TermWithReason("quarantined"))
	return nil
}

// giveBack hands messages back soon, for another instance or the next start.
func (r *run) giveBack(list []*held) {
	for _, h := range list {
		r.end(h, "give back", h.msg.NakWithDelay(r.stage.RetryUnit))
	}
}

// end forgets a message. Where the server could not be told, it delivers it again after AckWait.
func (r *run) end(h *held, what string, err error) {
	r.hold.remove(h)
	if err != nil {
		r.log.Debug(what, "id", h.ID, "err", err)
	}
}
