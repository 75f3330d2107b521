package fetch

import (
	"net/netip"
	"slices"
	"syscall"
)

// special are the networks inside of the unicast ranges that are nobody's on
// the public internet, by IANA's registries of special-purpose addresses.
var special = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
	"192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
	"224.0.0.0/4", "240.0.0.0/4",
	"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)

// unicast is where all public addresses of IPv6 are.
var unicast = netip.MustParsePrefix("2000::/3")

func prefixes(texts ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

// Public reports whether an address is on the public internet: not loopback,
// link-local, private, shared by a carrier (CGNAT), multicast, unspecified,
// set apart for documentation or tests, nor an IPv4 address inside an IPv6 one.
func Public(address netip.Addr) bool {
	if !address.IsValid() || address.Zone() != "" || address.Is6() && !unicast.Contains(address) {
		return false
	}
	return !slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(address) })
}

// dialPublic is called with each address just before it is dialled.
func dialPublic(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !Public(to.Addr()) {
		return ErrAddress
	}
	return nil
}
