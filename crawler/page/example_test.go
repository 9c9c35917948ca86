package page_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/claimwire/claimwire/crawler/page"
)

func ExampleExtract() {
	html := `<html lang="en"><head><title>Port hit by intruders | Lindholm Courier</title>
<meta property="og:site_name" content="Lindholm Courier">
<meta property="article:published_time" content="2026-10-05T08:30:00Z"></head>
<body><nav><a href="/">Start</a></nav><article><h1>Port hit by intruders</h1>` +
		strings.Repeat("<p>The harbour office says that intruders copied its cargo lists and that no ship was delayed.</p>", 4) + `</article></body></html>`
	got, err := page.Extract(context.Background(), page.Input{Body: []byte(html), URL: "https://www.courier.example/port-hit?utm_source=mail"})
	if err != nil {
		fmt.Println(err)
		return
	}
	a := got.Article
	fmt.Println(a.CanonicalURL)
	fmt.Println(a.Title, "/", a.Publisher, "/", a.PublishedAt.Format("2006-01-02 15:04"), a.PublishedPrecision)
	fmt.Println(strings.Count(a.Text, "\n")+1, "paragraphs")
	// Output:
	// https://www.courier.example/port-hit
	// Port hit by intruders / Lindholm Courier / 2026-10-05 08:30 second
	// 4 paragraphs
}
