// Go's crypto/x509, as crypto/tls calls it: ask_go CORPUS. See ask.c.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func read(parts ...string) []byte {
	bytes, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return bytes
}

func parse(bytes []byte) ([]*x509.Certificate, error) {
	var certs []*x509.Certificate
	for {
		var block *pem.Block
		block, bytes = pem.Decode(bytes)
		if block == nil {
			return certs, nil
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		certs = append(certs, cert)
	}
}

// What crypto/tls takes of one handshake message (maxHandshake).
const messageMax = 65536

func ask(folder, number string) (ret error) {
	anchors := x509.NewCertPool()
	roots, err := parse(read(folder, number, "anchors.pem"))
	if err != nil {
		return err
	}
	for _, root := range roots {
		anchors.AddCert(root)
	}
	sent, err := parse(read(folder, number, "sent.pem"))
	if err != nil {
		return err
	}
	size := 0
	for _, cert := range sent {
		size += len(cert.Raw) + 5
	}
	others := x509.NewCertPool()
	for _, cert := range sent[1:] {
		others.AddCert(cert)
	}
	at, _ := strconv.ParseInt(
		strings.TrimSpace(string(read(folder, number, "time"))), 10, 64)
	if size > messageMax {
		return errors.New("message too large")
	}
	defer func() {
		if panicked := recover(); panicked != nil {
			ret = fmt.Errorf("panic: %v", panicked)
		}
	}()
	_, err = sent[0].Verify(x509.VerifyOptions{
		Roots:         anchors,
		CurrentTime:   time.Unix(at, 0),
		DNSName:       strings.TrimSpace(string(read(folder, number, "name"))),
		Intermediates: others,
	})
	return err
}

func main() {
	folder := os.Args[1]
	file, err := os.Open(filepath.Join(folder, "chains"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		number, _, _ := strings.Cut(lines.Text(), " ")
		if err := ask(folder, number); err != nil {
			why := strings.ReplaceAll(err.Error(), "\n", " ")
			fmt.Println(number, "refuse", why)
		} else {
			fmt.Println(number, "accept")
		}
	}
}
