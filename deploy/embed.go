package deploy

import (
	"bytes"
	"context"
	_ "embed" // the files that setup needs
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"time"
)

//go:embed kibana/claimwire.ndjson
var savedObjects []byte

//go:embed kibana/rule.json
var rule []byte

// ruleID is the id by which the alert rule is known in every Kibana.
const ruleID = "5f0f6f6a-8a1c-4f43-9c39-7d3b3c1a9e01"

// ErrKibanaAway is wrapped by errors of a Kibana that does not answer.
var ErrKibanaAway = errors.New("Kibana is away")

// Kibana says where Kibana is and who asks. An API key goes before user and password.
type Kibana struct {
	URL      string
	APIKey   string
	User     string
	Password string
	Client   *http.Client // nil: one that gives up after 30 s
}

// Import brings the data views, saved searches, the dashboard and the alert rule into Kibana. It can run
// twice: objects have fixed ids and are overwritten; the rule, which people edit, is only made where it
// is not there.
func Import(ctx context.Context, k Kibana) error {
	if k.Client == nil {
		k.Client = &http.Client{Timeout: 30 * time.Second}
	}
	k.URL = strings.TrimSuffix(k.URL, "/")
	if err := k.importObjects(ctx); err != nil {
		return fmt.Errorf("import into Kibana %s: %w", k.URL, err)
	}
	status, answer, err := k.post(ctx, "/api/alerting/rule/"+ruleID, "application/json", rule)
	if err == nil && status != http.StatusConflict && status >= 300 {
		err = fmt.Errorf("HTTP status %d: %s", status, answer)
	}
	if err != nil {
		return fmt.Errorf("make the alert rule in Kibana %s: %w", k.URL, err)
	}
	return nil
}

func (k *Kibana) importObjects(ctx context.Context) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "claimwire.ndjson")
	if err == nil {
		_, err = part.Write(savedObjects)
	}
	if err = errors.Join(err, form.Close()); err != nil {
		return err
	}
	status, answer, err := k.post(ctx, "/api/saved_objects/_import?overwrite=true", form.FormDataContentType(), body.Bytes())
	if err != nil {
		return err
	}
	var said struct {
		Success bool `json:"success"`
		Errors  []struct {
			ID    string          `json:"id"`
			Error json.RawMessage `json:"error"`
		} `json:"errors"`
	}
	switch err := json.Unmarshal(answer, &said); {
	case status >= 300:
		return fmt.Errorf("HTTP status %d: %s", status, answer)
	case err != nil:
		return fmt.Errorf("the answer is no JSON: %w", err)
	case len(said.Errors) > 0:
		return fmt.Errorf("%d objects are refused, the first is %s: %s", len(said.Errors), said.Errors[0].ID, said.Errors[0].Error)
	case !said.Success:
		return errors.New("the import failed, and the answer does not say why")
	}
	return nil
}

// post sends a request and returns the beginning of what is answered.
func (k *Kibana) post(ctx context.Context, path, contentType string, body []byte) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, k.URL+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("kbn-xsrf", "claimwire")
	switch {
	case k.APIKey != "":
		req.Header.Set("Authorization", "ApiKey "+k.APIKey)
	case k.User != "":
		req.SetBasicAuth(k.User, k.Password)
	}
	res, err := k.Client.Do(req)
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrKibanaAway, err)
	}
	defer func() { _ = res.Body.Close() }() // the answer is read
	answer, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrKibanaAway, err)
	}
	if res.StatusCode == http.StatusTooManyRequests || res.StatusCode >= 500 {
		return 0, nil, fmt.Errorf("%w: HTTP status %d", ErrKibanaAway, res.StatusCode)
	}
	return res.StatusCode, answer, nil
}
