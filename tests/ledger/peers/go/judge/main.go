// Judge reads what the ledger wrote and says what Go's own packages and torchwood think of it.
//
// Standard input is a JSON document of questions; standard output is a JSON list of verdicts in the same order, each
// "" when the peer agrees and the peer's own words when it does not.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Kind       string   // "note", "inclusion", "consistency", "cosignature", "mldsa", "proof"
	Vkey       string   // a key: of the log, or of the cosigner
	Checkpoint []byte   // a signed note
	Earlier    []byte   // a signed note of a smaller tree
	Index      int64    // of an entry
	Entry      []byte   // the entry itself
	Hashes     [][]byte // of a Merkle proof
	Policy     []byte   // a C2SP tlog-policy
	Proof      []byte   // a C2SP tlog-proof
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	verdicts := make([]string, len(questions))
	for i, q := range questions {
		if err := judge(q); err != nil {
			verdicts[i] = err.Error()
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(verdicts); err != nil {
		os.Exit(2)
	}
}

func judge(q question) error {
	switch q.Kind {
	case "note":
		_, err := open(q.Checkpoint, q.Vkey)
		return err
	case "inclusion":
		head, err := open(q.Checkpoint, q.Vkey)
		if err != nil {
			return err
		}
		return tlog.CheckRecord(hashes(q.Hashes), head.N, head.Hash, q.Index, tlog.RecordHash(q.Entry))
	case "consistency":
		head, err := open(q.Checkpoint, q.Vkey)
		if err != nil {
			return err
		}
		earlier, err := open(q.Earlier, q.Vkey)
		if err != nil {
			return err
		}
		return tlog.CheckTree(hashes(q.Hashes), head.N, head.Hash, earlier.N, earlier.Hash)
	case "cosignature":
		verifier, err := torchwood.NewCosignatureVerifier(q.Vkey)
		if err != nil {
			return err
		}
		_, err = note.Open(q.Checkpoint, note.VerifierList(verifier))
		return err
	case "mldsa":
		return checkMLDSA(q.Checkpoint, q.Vkey)
	case "proof":
		policy, err := torchwood.ParsePolicy(q.Policy)
		if err != nil {
			return err
		}
		return torchwood.VerifyProof(policy, tlog.RecordHash(q.Entry), q.Proof)
	}
	return errors.New("unknown kind of question: " + q.Kind)
}

// open checks a checkpoint with Go's note package and reads it without any code of the ledger or of torchwood.
func open(signed []byte, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("not a checkpoint of the key's log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, errors.New("no root hash")
	}
	if !bytes.HasSuffix([]byte(opened.Text), []byte("\n")) {
		return tlog.Tree{}, errors.New("no newline at the end")
	}
	return tlog.Tree{N: size, Hash: tlog.Hash(root)}, nil
}

func hashes(given [][]byte) []tlog.Hash {
	found := make([]tlog.Hash, len(given))
	for i, one := range given {
		copy(found[i][:], one)
	}
	return found
}
