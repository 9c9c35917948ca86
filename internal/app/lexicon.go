package app

import (
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/config"
)

// Lexicon is the program's lexicon with the user's own tables over it.
func Lexicon(cfg *config.Config) (*lexicon.Lexicon, error) {
	return lexicon.Open(cfg.Lexicon)
}
