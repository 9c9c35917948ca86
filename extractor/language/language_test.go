package language

import (
	"strings"
	"testing"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

func TestLanguage(t *testing.T) {
	english := "The harbour authority said on Monday that it had been told of the theft by its bank, and that the money was gone."
	names := strings.Repeat("Ivana Petrovic, Marko Horvat, Ana Kovac, Luka Babic, ", 20)
	tests := []struct {
		name, declared, title, body, want string
	}{
		{"English, nothing declared", "", "", english, "en"},
		{"English with a region", "en-GB", "", english, "en"},
		{"English that a template declares Spanish", "es", "", english, "en"},
		{"German", "", "", "Die Bank teilte am Montag mit, dass ihr bei dem Angriff rund fünf Millionen Euro gestohlen worden seien und die Polizei ermittle.", "de"},
		{"German declared English", "en", "", "Die Bank teilte am Montag mit, dass ihr bei dem Angriff rund fünf Millionen Euro gestohlen worden seien und die Polizei ermittle.", "de"},
		{"Spanish, declared", "es-MX", "", "El banco dijo el lunes que los ladrones se llevaron cinco millones de pesos de sus cuentas.", "es"},
		{"French", "", "", "La banque a déclaré lundi que les pirates avaient volé cinq millions d'euros sur ses comptes, et que la police enquêtait.", "fr"},
		{"Russian", "", "", "Банк сообщил в понедельник, что хакеры похитили с его счетов пять миллионов долларов.", "ru"},
		{"Korean", "", "", "은행은 월요일 해커들이 계좌에서 오백만 달러를 훔쳤다고 밝혔다.", "ko"},
		{"Japanese", "", "", "銀行は月曜日、ハッカーが口座から五百万ドルを盗んだと発表した。", "ja"},
		{"Arabic", "", "", "قال البنك يوم الاثنين إن قراصنة سرقوا خمسة ملايين دولار من حساباته.", "ar"},
		{"names first, then English", "", "", names + strings.Repeat(english+" ", 12), "en"},
		{"one short line", "", "", "Hackers stole $5m", "en"},
		{"short, declared", "nl", "", "Bank beroofd", "nl"},
		{"title helps a short body", "", "The bank that was robbed has said who did it to them", "Photo: AP", "en"},
		{"nothing at all", "", "", "", "en"},
		{"declared nonsense", "x-klingon-and-more", "", english, "en"},
	}
	run := New(lexicon.Default())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := &doc.Doc{Article: &claim.Article{Language: tt.declared}}
			d.Title.S, d.Body.S = tt.title, tt.body
			run(d)
			if d.Language != tt.want {
				t.Errorf("got %q, want %q", d.Language, tt.want)
			}
		})
	}
}
