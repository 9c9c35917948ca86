package indexer

import (
	_ "embed"
	"math"
	"strconv"

	"github.com/claimwire/claimwire/internal/claim"
)

//go:embed data/rates.tsv
var ratesTSV string

type currencyYear struct {
	currency string
	year     int
}

var rates = loadRates(ratesTSV)

func loadRates(tsv string) map[currencyYear]float64 {
	m := map[currencyYear]float64{}
	for _, f := range table(tsv) {
		year, errYear := strconv.Atoi(f[1])
		usd, errRate := strconv.ParseFloat(f[2], 64)
		if errYear != nil || errRate != nil {
			panic("indexer/data/rates.tsv: " + f[0] + " " + f[1] + " " + f[2] + ": not a year and a rate")
		}
		m[currencyYear{f[0], year}] = usd
	}
	return m
}

// usdAbout is a sum in dollars: as the text gives it, else by the average rate of the year that the
// evidence is about, else of the nearest year that the table has. It is nil for a currency that the
// table does not know.
func usdAbout(m claim.Money, s *support) *float64 {
	if m.USD != nil {
		v := *m.USD
		return &v
	}
	if m.Currency == "USD" {
		v := m.Value
		return &v
	}
	year := lastDay(s).Year()
	for off := range maxYearsOff + 1 {
		for _, y := range [...]int{year - off, year + off} {
			if rate, ok := rates[currencyYear{m.Currency, y}]; ok {
				v := roundTo(m.Value*rate, 3)
				return &v
			}
		}
	}
	return nil
}

// maxYearsOff is how far another year's rate may be taken.
const maxYearsOff = 20

// roundTo keeps n digits: a yearly average has no more to say.
func roundTo(v float64, n int) float64 {
	if v == 0 || math.IsInf(v, 0) {
		return v
	}
	p := math.Pow(10, float64(n-1)-math.Floor(math.Log10(math.Abs(v))))
	return math.Round(v*p) / p
}
