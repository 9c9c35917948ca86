package crawler

import (
	"net/netip"
	"strings"
	"testing"
)

func TestGuard(t *testing.T) {
	open := guard{}
	own := guard{allow: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}, ports: []uint16{8443}}
	tests := []struct {
		name  string
		guard guard
		addr  string
		ok    bool
	}{
		{"public", open, "93.184.216.34:443", true},
		{"public, plain", open, "93.184.216.34:80", true},
		{"public IPv6", open, "[2606:4700::1111]:443", true},
		{"public, other port", open, "93.184.216.34:6379", false},
		{"public, other port allowed", own, "93.184.216.34:8443", true},
		{"loopback", open, "127.0.0.1:80", false},
		{"loopback, all of it", open, "127.9.9.9:80", false},
		{"loopback IPv6", open, "[::1]:80", false},
		{"this host", open, "0.0.0.0:80", false},
		{"unspecified IPv6", open, "[::]:80", false},
		{"private 10", open, "10.0.0.1:80", false},
		{"private 172", open, "172.31.255.255:80", false},
		{"next to private 172", open, "172.32.0.1:80", true},
		{"private 192", open, "192.168.1.1:80", false},
		{"carrier's NAT", open, "100.64.0.1:80", false},
		{"cloud metadata", open, "169.254.169.254:80", false},
		{"link-local IPv6", open, "[fe80::1%eth0]:80", false},
		{"unique local IPv6", open, "[fd00::1]:80", false},
		{"multicast", open, "224.0.0.1:80", false},
		{"broadcast", open, "255.255.255.255:80", false},
		{"documentation", open, "203.0.113.7:80", false},
		{"documentation IPv6", open, "[2001:db8::1]:80", false},
		{"Teredo", open, "[2001:0:4136:e378:8000:63bf:3fff:fdd2]:80", false},
		{"private IPv4 mapped into IPv6", open, "[::ffff:10.0.0.1]:80", false},
		{"public IPv4 mapped into IPv6", open, "[::ffff:93.184.216.34]:80", true},
		{"private IPv4 in compatible form", open, "[::127.0.0.1]:80", false},
		{"private IPv4 behind NAT64", open, "[64:ff9b::7f00:1]:80", false},
		{"public IPv4 behind NAT64", open, "[64:ff9b::5db8:d822]:80", true},
		{"local NAT64", open, "[64:ff9b:1::a00:1]:80", false},
		{"private IPv4 in 6to4", open, "[2002:7f00:1::]:80", false},
		{"own network", own, "10.1.2.3:9000", true},
		{"own network mapped into IPv6", own, "[::ffff:10.1.2.3]:9000", true},
		{"beside the own network", own, "10.2.2.3:80", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.guard.check(netip.MustParseAddrPort(tt.addr))
			if (err == nil) != tt.ok {
				t.Fatalf("%s: %v", tt.addr, err)
			}
			if err != nil && !strings.Contains(err.Error(), "--allow-net") {
				t.Errorf("error does not say what to do: %v", err)
			}
		})
	}
}

func FuzzGuard(f *testing.F) {
	f.Add([]byte{127, 0, 0, 1})
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 0, 0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		ip, ok := netip.AddrFromSlice(b)
		if !ok {
			return
		}
		if notGlobal(ip.Unmap()) == "" && (ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() || ip.IsMulticast() || ip.IsUnspecified()) {
			t.Errorf("%s passes", ip)
		}
	})
}
