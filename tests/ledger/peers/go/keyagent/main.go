// Keyagent holds one Ed25519 key behind an ssh-agent socket, which is where litewitness looks for its key.
//
//	keyagent SOCKET SEED-IN-HEX
//
// It prints the key's fingerprint once it listens, and serves until it is stopped.
package main

import (
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"log"
	"net"
	"os"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

func main() {
	seed, err := hex.DecodeString(os.Args[2])
	check(err)
	secret := ed25519.NewKeyFromSeed(seed)
	keyring := agent.NewKeyring()
	check(keyring.Add(agent.AddedKey{PrivateKey: secret}))
	public, err := ssh.NewPublicKey(secret.Public())
	check(err)
	listener, err := net.Listen("unix", os.Args[1])
	check(err)
	fmt.Println(ssh.FingerprintSHA256(public))
	for {
		connection, err := listener.Accept()
		check(err)
		go agent.ServeAgent(keyring, connection)
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
