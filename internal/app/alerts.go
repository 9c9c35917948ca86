package app

import (
	"context"

	"github.com/claimwire/claimwire/internal/bus"
)

func (a *App) openAlerts(ctx context.Context) error { return nil }
func (a *App) probeSinks(ctx context.Context) error { return nil }
func (a *App) runAlerts(ctx context.Context) error {
	return a.bus.Consume(ctx, a.alertsStage(), bus.One(func(context.Context, bus.Message) error { return nil }))
}
