package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strconv"
	"strings"

	"filippo.io/mldsa"
)

const typeMLDSA44 = 0x06

// checkMLDSA checks a key's ML-DSA-44 cosignature on a checkpoint, written after C2SP tlog-cosignature and without any
// code of the ledger.
func checkMLDSA(signed []byte, vkey string) error {
	name, rest, _ := strings.Cut(vkey, "+")
	_, encoded, _ := strings.Cut(rest, "+")
	material, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(material) < 1 || material[0] != typeMLDSA44 {
		return errors.New("not an ML-DSA-44 key")
	}
	key, err := mldsa.NewPublicKey(mldsa.MLDSA44(), material[1:])
	if err != nil {
		return err
	}
	digest := sha256.Sum256(append([]byte(name+"\n"), material...))
	text, signatures, found := strings.Cut(string(signed), "\n\n")
	lines := strings.Split(text, "\n")
	if !found || len(lines) < 3 {
		return errors.New("not a checkpoint")
	}
	size, err := strconv.ParseUint(lines[1], 10, 64)
	if err != nil {
		return err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != sha256.Size {
		return errors.New("no root hash")
	}
	for _, line := range strings.Split(signatures, "\n") {
		encoded, ours := strings.CutPrefix(line, "— "+name+" ")
		signature, err := base64.StdEncoding.DecodeString(encoded)
		if !ours || err != nil || len(signature) < 12 || !bytes.Equal(signature[:4], digest[:4]) {
			continue
		}
		message := []byte("subtree/v1\n\x00")
		message = append(append(message, byte(len(name))), name...)
		message = append(message, signature[4:12]...) // the time
		message = append(append(message, byte(len(lines[0]))), lines[0]...)
		message = binary.BigEndian.AppendUint64(message, 0)
		message = binary.BigEndian.AppendUint64(message, size)
		return mldsa.Verify(key, append(message, root...), signature[12:], nil)
	}
	return errors.New("no signature by this key")
}
