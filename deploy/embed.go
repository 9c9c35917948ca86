package deploy

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	_ "embed" // the files that setup needs
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"
)

//go:embed kibana/claimwire.ndjson
var savedObjects []byte

//go:embed kibana/rule.json
var rule []byte

// ruleID is the id by which the alert rule of the usual prefix is known in every Kibana.
const ruleID = "5f0f6f6a-8a1c-4f43-9c39-7d3b3c1a9e01"

// ErrKibanaAway is wrapped by errors of a Kibana that does not answer.
var ErrKibanaAway = errors.New("Kibana is away")

// ErrKibanaOptions is wrapped by errors of what Import was given.
var ErrKibanaOptions = errors.New("Kibana cannot be asked so")

// ownPrefix is what the names of indices begin with where nothing else is said, and what stands for the
// prefix in the files.
const ownPrefix = "claimwire"

// Kibana says where Kibana is and who asks. An API key goes before user and password.
type Kibana struct {
	URL      string
	APIKey   string
	User     string
	Password string
	CAFile   string       // certificates that sign Kibana's, PEM; none: those of the system
	Prefix   string       // of the names of indices; default claimwire. Each prefix has objects of its own
	Client   *http.Client // nil: one that gives up after 30 s
}

// Import brings the data views, saved searches, the dashboard and the alert rule into Kibana. It can run
// twice: objects have fixed ids and are overwritten; the rule, which people edit, is only made where it
// is not there.
func Import(ctx context.Context, k Kibana) error {
	if err := k.complete(); err != nil {
		return err
	}
	if err := k.importObjects(ctx); err != nil {
		return fmt.Errorf("import into Kibana %s: %w", k.URL, err)
	}
	status, answer, err := k.post(ctx, "/api/alerting/rule/"+k.ruleID(), "application/json", k.named(rule))
	if err == nil && status != http.StatusConflict && status >= 300 {
		err = fmt.Errorf("HTTP status %d: %s", status, answer)
	}
	if err != nil {
		return fmt.Errorf("make the alert rule in Kibana %s: %w", k.URL, err)
	}
	return nil
}

// complete fills in what is not set.
func (k *Kibana) complete() error {
	k.URL = strings.TrimSuffix(k.URL, "/")
	if k.Prefix == "" {
		k.Prefix = ownPrefix
	}
	// The name stands in JSON inside JSON. Elasticsearch takes no other letters either.
	if !regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]*$`).MatchString(k.Prefix) {
		return fmt.Errorf("%w: prefix %q: small letters, digits, and - _ . after the first", ErrKibanaOptions, k.Prefix)
	}
	if k.Client != nil {
		return nil
	}
	k.Client = &http.Client{Timeout: 30 * time.Second}
	if k.CAFile == "" {
		return nil
	}
	content, err := os.ReadFile(k.CAFile)
	if err != nil {
		return fmt.Errorf("%w: certificates: %w", ErrKibanaOptions, err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(content) {
		return fmt.Errorf("%w: %s has no certificate in PEM", ErrKibanaOptions, k.CAFile)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	k.Client.Transport = transport
	return nil
}

// named gives a file's objects the ids, titles and indices of the prefix; the fields of documents are the
// same under every one.
func (k *Kibana) named(file []byte) []byte {
	if k.Prefix == ownPrefix {
		return file
	}
	file = bytes.ReplaceAll(file, []byte(ownPrefix+"-"), []byte(k.Prefix+"-"))
	return bytes.ReplaceAll(file, []byte(ownPrefix+": "), []byte(k.Prefix+": "))
}

// ruleID is the rule's id under the prefix: a UUID, as Kibana wants it.
func (k *Kibana) ruleID() string {
	if k.Prefix == ownPrefix {
		return ruleID
	}
	sum := sha256.Sum256([]byte(ruleID + k.Prefix))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // version 8, of our own making
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

func (k *Kibana) importObjects(ctx context.Context) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "claimwire.ndjson")
	if err == nil {
		_, err = part.Write(k.named(savedObjects))
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
