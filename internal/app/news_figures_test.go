package app

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// newsFigure is one figure with how far it may fall: by what two cases weigh, and at least newsSlack.
type newsFigure struct{ value, slack float64 }

const newsSlack = 0.02

// newsPairSlack is that of pairs, of which one cluster of five members alone has ten.
const newsPairSlack = 0.04

const newsFigures = "testdata/news/figures.tsv"

// holdNews compares the figures with the floors written beside them.
func holdNews(t *testing.T, figures map[string]newsFigure) {
	t.Helper()
	update := os.Getenv("CLAIMWIRE_TEST_UPDATE") != ""
	floors, err := newsFloors()
	if err != nil && !(update && os.IsNotExist(err)) {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("# Figures of TestNews and the floors below which it fails, tab separated.\n# Source: this repository's own stories; licence as the repository.\n")
	for _, name := range slices.Sorted(maps.Keys(figures)) {
		figure := figures[name]
		t.Logf("%-32s %.3f, floor %.3f", name, figure.value, floors[name])
		if figure.value < floors[name] && !update {
			t.Errorf("%s is %.3f, below its floor %.3f", name, figure.value, floors[name])
		}
		fmt.Fprintf(&b, "%s\t%.3f\t%.3f\n", name, figure.value, max(floors[name], figure.value-figure.slack))
	}
	for name := range floors {
		if _, ok := figures[name]; !ok {
			t.Errorf("%s: %s is no figure any more", newsFigures, name)
		}
	}
	if !update {
		return
	}
	if err := os.WriteFile(newsFigures, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func newsFloors() (map[string]float64, error) {
	out := map[string]float64{}
	f, err := os.Open(newsFigures)
	if err != nil {
		return out, err
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		parts := strings.Split(lines.Text(), "\t")
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		if len(parts) != 3 {
			return nil, fmt.Errorf("%s: %q is not figure, value, floor", newsFigures, lines.Text())
		}
		if out[parts[0]], err = strconv.ParseFloat(parts[2], 64); err != nil {
			return nil, fmt.Errorf("%s: %w", newsFigures, err)
		}
	}
	return out, nil
}
