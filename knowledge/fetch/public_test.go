package fetch

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34":        true,
		"8.8.8.8":              true,
		"172.15.255.255":       true,
		"172.32.0.1":           true,
		"100.63.255.255":       true,
		"100.128.0.1":          true,
		"2606:4700:4700::1111": true,

		"0.0.0.0": false, "0.1.2.3": false, // unspecified
		"127.0.0.1": false, "127.255.255.254": false, "::1": false, // loopback
		"10.1.2.3": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.0.1": false, "fd00::1": false, // private
		"169.254.169.254": false, "fe80::1": false, "fe80::1%eth0": false, // link-local
		"100.64.0.1": false, "100.127.255.255": false, // shared by a carrier
		"224.0.0.1": false, "239.255.255.255": false, "ff02::1": false, // multicast
		"255.255.255.255": false, "240.0.0.1": false, // broadcast and reserved
		"192.0.2.1": false, "198.51.100.1": false, "203.0.113.1": false, "2001:db8::1": false, "3fff::1": false, // documentation
		"198.18.0.1": false, "192.0.0.8": false, "192.88.99.1": false, // tests, protocols, relays
		"::": false, "::ffff:8.8.8.8": false, "::ffff:127.0.0.1": false, "::7f00:1": false, // IPv4 in IPv6
		"64:ff9b::7f00:1": false, "2002:7f00:1::": false, "2001::1": false, // translated and tunnelled
	} {
		if got := Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("Public(%s) = %v", address, got)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

// TestNamesOfPrivateAddresses has real names looked up by a resolver that
// answers for an attacker; the addresses are checked when they are dialled.
func TestNamesOfPrivateAddresses(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the server was reached") }))
	defer server.Close()
	port := server.Listener.Addr().(*net.TCPAddr).AddrPort().Port()
	host := netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), port).String()
	host = strings.Replace(host, "127.0.0.1", "news.example", 1)
	for _, answers := range []string{"127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "10.0.0.1 ::1"} {
		client := Pages(host)
		client.Resolver = resolver(t, strings.Fields(answers)...)
		if _, err := client.Get(context.Background(), "http://"+host+"/story"); !errors.Is(err, ErrAddress) {
			t.Errorf("a name of %s: %v, want %v", answers, err, ErrAddress)
		}
	}
	listed := Pages(server.Listener.Addr().String())
	if _, err := listed.Get(context.Background(), server.URL); !errors.Is(err, ErrAddress) {
		t.Errorf("an address that is on the list but private: %v, want %v", err, ErrAddress)
	}
	unknown := Pages(host)
	unknown.Resolver = resolver(t)
	if _, err := unknown.Get(context.Background(), "http://"+host+"/story"); !errors.Is(err, ErrStatus) {
		t.Errorf("a name without an address: %v, want %v", err, ErrStatus)
	}
}

// resolver returns a resolver that knows one name server, which gives the same
// addresses for all names.
func resolver(t *testing.T, addresses ...string) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go func() {
			defer server.Close()
			if err := answerNames(server, addresses); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrClosedPipe) {
				t.Errorf("name server: %v", err)
			}
		}()
		return client, nil
	}}
}

// answerNames speaks DNS over a stream: each message behind its length.
func answerNames(stream net.Conn, addresses []string) error {
	for {
		var length [2]byte
		if _, err := io.ReadFull(stream, length[:]); err != nil {
			return err
		}
		packed := make([]byte, binary.BigEndian.Uint16(length[:]))
		if _, err := io.ReadFull(stream, packed); err != nil {
			return err
		}
		var message dnsmessage.Message
		if err := message.Unpack(packed); err != nil {
			return err
		}
		message.Response, message.RecursionAvailable = true, true
		message.Additionals = nil
		for _, text := range addresses {
			if body := record(netip.MustParseAddr(text), message.Questions[0].Type); body != nil {
				header := dnsmessage.ResourceHeader{Name: message.Questions[0].Name, Type: message.Questions[0].Type, Class: dnsmessage.ClassINET}
				message.Answers = append(message.Answers, dnsmessage.Resource{Header: header, Body: body})
			}
		}
		answer, err := message.Pack()
		if err != nil {
			return err
		}
		if _, err := stream.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...)); err != nil {
			return err
		}
	}
}

func record(address netip.Addr, asked dnsmessage.Type) dnsmessage.ResourceBody {
	switch {
	case asked == dnsmessage.TypeA && address.Is4():
		return &dnsmessage.AResource{A: address.As4()}
	case asked == dnsmessage.TypeAAAA && address.Is6():
		return &dnsmessage.AAAAResource{AAAA: address.As16()}
	}
	return nil
}
