package crawler

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// guard decides which network addresses may be connected to. It runs after name resolution, on the
// address that is really dialled, so a name that changes its address between check and use gains nothing.
type guard struct {
	allow []netip.Prefix // own networks that may be crawled, on any port
	ports []uint16       // ports besides 80 and 443
}

// GuardError says that an address was not connected to, and never will be with these settings.
type GuardError struct {
	Addr   netip.AddrPort
	Reason string
}

func (e *GuardError) Error() string {
	return fmt.Sprintf("refused to connect to %s: %s; --allow-net lets a network in", e.Addr, e.Reason)
}

// special are the IPv4 networks that are not part of the public internet, by IANA's registry.
var special = prefixes("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4")

// Of IPv6 only 2000::/3 is in use on the internet; special6 are the parts of it that are not.
var (
	global6  = netip.MustParsePrefix("2000::/3")
	special6 = prefixes("2001::/23", "2001:db8::/32", "3fff::/20")
	nat64    = netip.MustParsePrefix("64:ff9b::/96")
	sixToTo4 = netip.MustParsePrefix("2002::/16")
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// check reports why addr must not be dialled.
func (g *guard) check(addr netip.AddrPort) error {
	ip := addr.Addr().Unmap().WithZone("")
	if contains(g.allow, ip) {
		return nil
	}
	if reason := notGlobal(ip); reason != "" {
		return &GuardError{addr, reason}
	}
	if p := addr.Port(); p != 80 && p != 443 && !slices.Contains(g.ports, p) {
		return &GuardError{addr, fmt.Sprintf("port %d is neither 80 nor 443", p)}
	}
	return nil
}

// notGlobal says why an address is no global unicast address. IPv4 inside IPv6 is judged as the IPv4
// address that it leads to.
func notGlobal(ip netip.Addr) string {
	if ip.Is4() {
		if contains(special, ip) {
			return "it is not an address of the public internet"
		}
		return ""
	}
	b := ip.As16()
	switch {
	case nat64.Contains(ip):
		return notGlobal(netip.AddrFrom4([4]byte(b[12:16])))
	case sixToTo4.Contains(ip):
		return notGlobal(netip.AddrFrom4([4]byte(b[2:6])))
	case !global6.Contains(ip) || contains(special6, ip):
		return "it is not an address of the public internet"
	}
	return ""
}

func contains(list []netip.Prefix, ip netip.Addr) bool {
	return slices.ContainsFunc(list, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// dialer connects to what the guard lets through. resolve maps host:port to the host:port that is dialled
// in its place; it is how the demo gives its outlets names of their own.
type dialer struct {
	guard   *guard
	resolve map[string]string
	net     net.Dialer
}

func newDialer(g *guard, resolve map[string]string, connect time.Duration) *dialer {
	d := &dialer{guard: g, resolve: resolve}
	d.net = net.Dialer{Timeout: connect, KeepAlive: 30 * time.Second, Control: d.control}
	return d
}

func (d *dialer) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	if to, ok := d.resolve[addr]; ok {
		addr = to
	}
	return d.net.DialContext(ctx, network, addr)
}

func (d *dialer) control(_, address string, _ syscall.RawConn) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return err
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return err
	}
	return d.guard.check(netip.AddrPortFrom(ip, uint16(n)))
}
