package app

import (
	"fmt"

	"github.com/claimwire/claimwire/extractor"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/config"
)

// Lexicon is the program's lexicon with the user's own tables over it.
func Lexicon(cfg *config.Config) (*lexicon.Lexicon, error) {
	lex, err := lexicon.Open(cfg.Lexicon)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUsage, err)
	}
	if len(cfg.Lexicon) > 0 {
		if err := extractor.Check(cfg.Lexicon); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUsage, err)
		}
	}
	return lex, nil
}
