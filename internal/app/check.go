package app

import (
	"errors"
	"fmt"
	"os"

	"github.com/claimwire/claimwire/internal/config"
)

// Check looks at what the configuration names and the file alone cannot tell: that rules compile, that
// tables can be read, that secrets are there. It connects to nothing and sends nothing.
func Check(cfg *config.Config) error {
	_, words := Lexicon(cfg)
	_, owners := readOwners(cfg.Owners)
	return errors.Join(checkAlerts(cfg), words, owners, checkFiles(cfg))
}

// checkFiles opens every file that a connection needs, so that a missing one is known before it is used.
func checkFiles(cfg *config.Config) error {
	var errs []error
	for _, f := range []struct{ key, path string }{
		{"nats.creds_file", cfg.NATS.CredsFile}, {"nats.nkey_file", cfg.NATS.NKeyFile},
		{"nats.password_file", cfg.NATS.PasswordFile}, {"nats.ca_file", cfg.NATS.CAFile},
		{"elasticsearch.api_key_file", cfg.Elasticsearch.APIKeyFile},
		{"elasticsearch.password_file", cfg.Elasticsearch.PasswordFile}, {"elasticsearch.ca_file", cfg.Elasticsearch.CAFile},
	} {
		if f.path == "" {
			continue
		}
		if _, err := os.ReadFile(f.path); err != nil {
			errs = append(errs, fmt.Errorf("%w: %s: %w", ErrUsage, f.key, err))
		}
	}
	return errors.Join(errs...)
}
