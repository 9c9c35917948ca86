package cli

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// elasticNode is a real Elasticsearch with TLS and users, that can be killed and started again.
type elasticNode struct {
	starter, dir string
	port         int
	settings     string
	password     string
	ca           string // file
	fingerprint  string // of the authority
	client       *http.Client
}

// newElasticNode starts one; what it needs is named as CI does.
func newElasticNode(t *testing.T) *elasticNode {
	t.Helper()
	starter := os.Getenv("CLAIMWIRE_TEST_ELASTICSEARCH_STARTER")
	if starter == "" {
		t.Skip("needs a script that starts and kills an Elasticsearch: name it in CLAIMWIRE_TEST_ELASTICSEARCH_STARTER, as .ci/run does")
	}
	n := &elasticNode{starter: starter, dir: t.TempDir(), port: freePort(t), password: secret(t)}
	if err := os.Mkdir(filepath.Join(n.dir, "config"), 0o755); err != nil {
		t.Fatal(err)
	}
	n.certify(t)
	n.settings = fmt.Sprintf(`transport.port: %d
xpack.security.enabled: true
xpack.security.http.ssl.enabled: true
xpack.security.http.ssl.certificate: server.crt
xpack.security.http.ssl.key: server.key`, freePort(t))
	t.Cleanup(func() { n.end(t, "kill") })
	n.start(t)
	return n
}

func (n *elasticNode) address() string { return "127.0.0.1:" + strconv.Itoa(n.port) }

func (n *elasticNode) start(t *testing.T) {
	t.Helper()
	cmd := exec.Command(n.starter, "start", n.dir, strconv.Itoa(n.port))
	cmd.Env = append(os.Environ(), "ES_PASSWORD="+n.password, "ES_SETTINGS="+n.settings)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("start Elasticsearch: %v: %s", err, out)
	}
}

// end runs the starter's kill or stop.
func (n *elasticNode) end(t *testing.T, how string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(n.dir, "pid")); err != nil {
		return // it does not run
	}
	if out, err := exec.Command(n.starter, how, n.dir).CombinedOutput(); err != nil {
		t.Errorf("%s Elasticsearch: %v: %s", how, err, out)
	}
}

// certify makes an authority and a certificate of it for this machine.
func (n *elasticNode) certify(t *testing.T) {
	t.Helper()
	key := func() *ecdsa.PrivateKey {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	authority, own := key(), key()
	sign := func(c *x509.Certificate, by *x509.Certificate, k *ecdsa.PrivateKey) []byte {
		c.NotBefore, c.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour)
		der, err := x509.CreateCertificate(rand.Reader, c, by, &k.PublicKey, authority)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature}
	root := sign(ca, ca, authority)
	leaf := sign(&x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "node"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}, ca, own)
	private, err := x509.MarshalPKCS8PrivateKey(own)
	if err != nil {
		t.Fatal(err)
	}
	block := func(kind string, der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}) }
	n.ca = filepath.Join(n.dir, "ca.crt")
	for file, content := range map[string][]byte{n.ca: block("CERTIFICATE", root), filepath.Join(n.dir, "config", "server.key"): block("PRIVATE KEY", private),
		filepath.Join(n.dir, "config", "server.crt"): append(block("CERTIFICATE", leaf), block("CERTIFICATE", root)...)} {
		if err := os.WriteFile(file, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	sum := sha256.Sum256(root)
	n.fingerprint = hex.EncodeToString(sum[:])
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(block("CERTIFICATE", root))
	n.client = &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
}

// apiKey makes a key that may do what docs/scaling.md says that setup and run need, and nothing else.
func (n *elasticNode) apiKey(t *testing.T, prefix string) string {
	t.Helper()
	body := `{"name":"claimwire","role_descriptors":{"claimwire":{"cluster":["manage_index_templates","monitor"],
		"index":[{"names":["` + prefix + `-*"],"privileges":["read","write","view_index_metadata","maintenance","monitor","manage"]}]}}}`
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://"+n.address()+"/_security/api_key", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.SetBasicAuth("elastic", n.password)
	res, err := n.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var key struct{ Encoded string }
	if b, err := io.ReadAll(res.Body); err != nil || json.Unmarshal(b, &key) != nil || key.Encoded == "" {
		t.Fatalf("make an API key: %s, %v", res.Status, err)
	}
	return key.Encoded
}

func secret(t *testing.T) string {
	t.Helper()
	b := make([]byte, 16)
	if _, err := rand.Read(b); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(b)
}

// secretFile writes a secret to a file of its own.
func secretFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(text+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// wire is a network between the program and a server that can be cut: while it is, what was sent stays
// on its way, and nobody hears of it. Mended, all old connections are gone.
type wire struct {
	l      net.Listener
	target string
	state  chan state
}

// state is what a wire does now; it waits in a channel for whoever wants to look or change it.
type state struct {
	whole chan struct{}   // closed while the wire is whole
	life  context.Context // of the connections until the next mending
	end   context.CancelFunc
}

func newWire(t *testing.T, target string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{l: l, target: target, state: make(chan state, 1)}
	whole := make(chan struct{})
	close(whole)
	life, end := context.WithCancel(context.Background())
	w.state <- state{whole, life, end}
	done := make(chan struct{})
	go func() { defer close(done); w.accept() }()
	t.Cleanup(func() {
		_ = l.Close() // ends accept
		s := <-w.state
		s.end()
		<-done
	})
	return w
}

func (w *wire) address() string { return w.l.Addr().String() }

func (w *wire) now() state { s := <-w.state; w.state <- s; return s }

func (w *wire) cut() { s := <-w.state; s.whole = make(chan struct{}); w.state <- s }

func (w *wire) mend() {
	s := <-w.state
	s.end()
	close(s.whole)
	s.life, s.end = context.WithCancel(context.Background())
	w.state <- s
}

func (w *wire) accept() {
	for {
		c, err := w.l.Accept()
		if err != nil {
			return
		}
		go w.carry(c)
	}
}

// carry joins a connection with one to the target until one of them or the wire's life ends.
func (w *wire) carry(c net.Conn) {
	life := w.now().life
	defer c.Close()
	out, err := net.DialTimeout("tcp", w.target, 2*time.Second)
	if err != nil {
		return
	}
	defer out.Close()
	ended := make(chan struct{}, 2)
	pass := func(to, from net.Conn) {
		defer func() { ended <- struct{}{} }()
		buf := make([]byte, 32<<10)
		for {
			n, err := from.Read(buf)
			select {
			case <-w.now().whole:
			case <-life.Done():
				return
			}
			if _, e := to.Write(buf[:n]); err != nil || e != nil {
				return
			}
		}
	}
	go pass(out, c)
	go pass(c, out)
	select {
	case <-ended:
	case <-life.Done():
	}
}

// stdin gives a process a pipe to read from.
func (p *process) stdin(t *testing.T) io.WriteCloser {
	t.Helper()
	w, err := p.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// jsonl is what a value is as a line.
func jsonl(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
