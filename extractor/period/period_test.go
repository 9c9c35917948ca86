package period

import (
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/extractor/segment"
	"github.com/claimwire/claimwire/internal/claim"
)

// read runs segmentation and the pass over one sentence published on a Thursday, 15 June 2023.
func read(t *testing.T, s string, anchored bool) *doc.Doc {
	t.Helper()
	lex := lexicon.Default()
	passes := []func(*doc.Doc){segment.New(lex), New(lex)}
	d := &doc.Doc{Article: &claim.Article{Text: s}, Body: doc.Text{In: claim.InText, S: s}}
	if anchored {
		d.Anchor = time.Date(2023, 6, 15, 9, 0, 0, 0, time.UTC)
	}
	for _, p := range passes {
		p(d)
	}
	return d
}

func show(d *doc.Doc) string {
	var all []string
	for _, p := range d.Body.Periods {
		all = append(all, p.Period.From+".."+p.Period.To)
	}
	return strings.Join(all, " ")
}

func TestPeriods(t *testing.T) {
	tests := []struct{ text, want string }{
		// ranges
		{"They stole it between 2019 and November 2020.", "2019..2020-11"},
		{"between March and May 2021", "2021-03..2021-05"},
		{"between November and February 2021", "2020-11..2021-02"},
		{"from January to April 2022", "2022-01..2022-04"},
		{"from 2017 to 2019", "2017..2019"},
		{"from 2017 until 2019", "2017..2019"},
		{"from May 2018 through June 2019", "2018-05..2019-06"},
		{"in 2018-2020 the gang was busy", "2018..2020"},
		{"during 2019–21", "2019..2021"},
		{"between 3 and 9 March 2022", "2022-03-03..2022-03-09"},
		{"on 3-9 March 2022", "2022-03-03..2022-03-09"},
		{"September 5-7, 2020", "2020-09-05..2020-09-07"},
		{"between March 1 and April 15", "2023-03-01..2023-04-15"},
		{"between 2 May 2021 and 6 August 2021", "2021-05-02..2021-08-06"},
		{"between last March and this May", "2023-03..2023-05"},
		{"the five years from 2018", "2018..2022"},
		// weekends
		{"Hackers emptied it over the weekend.", "2023-06-10..2023-06-11"},
		{"It happened at the weekend.", "2023-06-10..2023-06-11"},
		{"The weekend staff noticed it.", ""},
		{"They work the weekend.", ""},
		// open
		{"since 2006", "2006.."},
		{"since last year", "2022.."},
		{"since last summer", "2022-06.."},
		{"since May", "2023-05.."},
		{"since September", "2022-09.."},
		{"since the start of the war", ""},
		{"since the start of 2022", "2022.."},
		{"since early 2021", "2021.."},
		{"since the fall", "2022-09.."},
		{"since March 3", "2023-03-03.."},
		{"since Monday", "2023-06-12.."},
		{"since two years ago", "2021.."},
		{"by mid-February it was gone", "..2023-02"},
		{"by 2020 they had gone", "..2020"},
		{"until March 2022", "..2022-03"},
		// points: day
		{"on 5 September 2020", "2020-09-05..2020-09-05"},
		{"on the 5th of September 2020", "2020-09-05..2020-09-05"},
		{"on September 5, 2020", "2020-09-05..2020-09-05"},
		{"on Sept. 5, 2020", "2020-09-05..2020-09-05"},
		{"on Sept 5th, 2020", "2020-09-05..2020-09-05"},
		{"on Feb. 2 that", "2023-02-02..2023-02-02"},
		{"on July 2", "2022-07-02..2022-07-02"},
		{"on 14 June", "2023-06-14..2023-06-14"},
		{"on 2020-09-05", "2020-09-05..2020-09-05"},
		{"on Tuesday, 5 September 2020", "2020-09-05..2020-09-05"},
		{"on Saturday, September 5, 2020", "2020-09-05..2020-09-05"},
		{"on Tuesday", "2023-06-13..2023-06-13"},
		{"on Thursday", "2023-06-15..2023-06-15"},
		{"on Friday", "2023-06-09..2023-06-09"},
		{"late on Monday", "2023-06-12..2023-06-12"},
		{"last Monday", "2023-06-12..2023-06-12"},
		{"last Thursday", "2023-06-08..2023-06-08"},
		{"the talks will resume on Monday", "2023-06-19..2023-06-19"},
		{"next Tuesday", "2023-06-20..2023-06-20"},
		{"Wednesday night", "2023-06-14..2023-06-14"},
		{"yesterday", "2023-06-14..2023-06-14"},
		{"today", "2023-06-15..2023-06-15"},
		{"yesterday evening", "2023-06-14..2023-06-14"},
		{"on the 9th", "2023-06-09..2023-06-09"},
		{"on the 27th of last month", "2023-05-27..2023-05-27"},
		{"three days ago", "2023-06-12..2023-06-12"},
		{"10 days ago", "2023-06-05..2023-06-05"},
		// points: month
		{"in September 2020", "2020-09..2020-09"},
		{"in September", "2022-09..2022-09"},
		{"in May", "2023-05..2023-05"},
		{"in June", "2023-06..2023-06"},
		{"in early September", "2022-09..2022-09"},
		{"in mid-March", "2023-03..2023-03"},
		{"at the end of April", "2023-04..2023-04"},
		{"late in December", "2022-12..2022-12"},
		{"the September hacking of an exchange", "2022-09..2022-09"},
		{"the March attack on a town", "2023-03..2023-03"},
		{"last September", "2022-09..2022-09"},
		{"last March", "2023-03..2023-03"},
		{"in March this year", "2023-03..2023-03"},
		{"in October last year", "2022-10..2022-10"},
		{"in October of last year", "2022-10..2022-10"},
		{"in October of 2019", "2019-10..2019-10"},
		{"last month", "2023-05..2023-05"},
		{"this month", "2023-06..2023-06"},
		{"earlier this month", "2023-06..2023-06"},
		{"later this month", "2023-06..2023-06"},
		{"next month", "2023-07..2023-07"},
		{"six months ago", "2022-12..2022-12"},
		{"a month ago", "2023-05..2023-05"},
		{"the report is due in December", "2023-12..2023-12"},
		{"the trial will begin in December", "2023-12..2023-12"},
		// points: quarter, half, season
		{"in the second quarter of 2020", "2020-04..2020-06"},
		{"in the first quarter", "2023-01..2023-03"},
		{"in the fourth quarter", "2022-10..2022-12"},
		{"in Q3 2021", "2021-07..2021-09"},
		{"in the first half of 2021", "2021-01..2021-06"},
		{"in the second half of last year", "2022-07..2022-12"},
		{"in H1 2022", "2022-01..2022-06"},
		{"last quarter", "2023-01..2023-03"},
		{"in the summer of 2020", "2020-06..2020-08"},
		{"in winter 2020", "2020-12..2021-02"},
		{"last winter", "2022-12..2023-02"},
		// points: year
		{"in 2014", "2014..2014"},
		{"the 2015 attack on a bank", "2015..2015"},
		{"a second raid (2016) followed", "2016..2016"},
		{"in late 2020", "2020..2020"},
		{"in mid-2019", "2019..2019"},
		{"at the beginning of 2021", "2021..2021"},
		{"last year", "2022..2022"},
		{"this year", "2023..2023"},
		{"earlier this year", "2023..2023"},
		{"late last year", "2022..2022"},
		{"two years ago", "2021..2021"},
		{"a year ago", "2022..2022"},
		{"in the one year of 2020", "2020..2020"},
		// spans back from now
		{"over the past six months", "2022-12..2023-06"},
		{"in the last 3 years", "2020..2023"},
		{"over the past year", "2022..2023"},
		{"over the past decade", "2013..2023"},
		{"in the past two weeks", "2023-06-01..2023-06-15"},
		// weeks
		{"last week", "2023-06-05..2023-06-11"},
		{"this week", "2023-06-12..2023-06-18"},
		{"three weeks ago", "2023-05-22..2023-05-28"},
		// the text's own dates
		{"It fell in March 2021. A month later it rose.", "2021-03..2021-03 2021-04..2021-04"},
		{"It fell in 2016. A year later it rose.", "2016..2016 2017..2017"},
		{"It fell in 2016. A month later it rose.", "2016..2016"},
		{"On 3 May 2021 they called. Two weeks later they came.", "2021-05-03..2021-05-03 2021-05-17..2021-05-23"},
		{"In 2018 they began. The following year they stole.", "2018..2018 2019..2019"},
		{"In October 2019 they began. That month they stole.", "2019-10..2019-10 2019-10..2019-10"},
		// look-alikes
		{"The court may order it.", ""},
		{"They march in May Square.", ""},
		{"April Jones said no.", ""},
		{"It cost 2,015 dollars and 2019 people came.", ""},
		{"a $2020 prize", ""},
		{"20 to 25 people", ""},
		{"in recent months", ""},
		{"at the last minute", ""},
		{"this bank and that firm", ""},
		{"a month", ""},
		{"the second victim", ""},
		{"on the 9th floor", ""},
		{"They spring a trap and fall.", ""},
		{"on 31 February 2020", "2020-02..2020-02"},
		{"in 2014 and 2016", "2014..2014 2016..2016"},
		{"Mark 5 is from 10 to 12.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			if got := show(read(t, tt.text, true)); got != tt.want {
				t.Errorf("periods of %q: got %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestWithoutAnchor(t *testing.T) {
	tests := []struct{ text, want string }{
		{"last year", ""},
		{"in September", ""},
		{"on Tuesday", ""},
		{"over the past six months", ""},
		{"in the second quarter", ""},
		{"in 2014", "2014..2014"},
		{"between 2019 and November 2020", "2019..2020-11"},
		{"In May 2020 they came. A month later they left.", "2020-05..2020-05 2020-06..2020-06"},
		{"Tallinn, 19 January 2024", "2024-01-19..2024-01-19"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			if got := show(read(t, tt.text, false)); got != tt.want {
				t.Errorf("periods of %q: got %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}
