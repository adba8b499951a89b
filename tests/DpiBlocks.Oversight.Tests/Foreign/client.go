// A client of C2SP logs made of what Go brings for its own checksum database: sumdb/note and sumdb/tlog of golang.org/x/mod.
// It is given a folder with a log (checkpoint, tile/…), an older checkpoint of it (old), a proof for one entry (proof, C2SP tlog-proof) and one
// from the older checkpoint (growth, the body of a C2SP tlog-witness request), and the keys of the log and of a witness.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder, logKey, witnessKey string) error {
	log, err := note.NewVerifier(logKey)
	if err != nil {
		return err
	}
	witness, err := newWitness(witnessKey)
	if err != nil {
		return err
	}
	newest, err := readCheckpoint(filepath.Join(folder, "checkpoint"), log, witness)
	if err != nil {
		return err
	}
	old, err := readCheckpoint(filepath.Join(folder, "old"), log)
	if err != nil {
		return err
	}

	entries, err := readEntries(folder, newest)
	if err != nil {
		return err
	}
	if err := checkProof(filepath.Join(folder, "proof"), newest, entries); err != nil {
		return fmt.Errorf("proof: %w", err)
	}
	if err := checkGrowth(filepath.Join(folder, "growth"), newest, old); err != nil {
		return fmt.Errorf("growth: %w", err)
	}
	fmt.Println(newest.N, "entries")
	return nil
}

// A witness verifies cosignature/v1 (C2SP tlog-cosignature): eight bytes of time, and Ed25519 over two lines and the checkpoint.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newWitness(text string) (*witness, error) {
	parts := strings.SplitN(text, "+", 3)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return nil, fmt.Errorf("not the key of a witness")
	}
	id := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	hash := binary.BigEndian.Uint32(id[:])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return nil, fmt.Errorf("the key has another id")
	}
	return &witness{parts[0], hash, key[1:]}, nil
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }
func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	return ed25519.Verify(w.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, text)), signature[8:])
}

// All the verifiers must have signed.
func readCheckpoint(path string, verifiers ...note.Verifier) (tree tlog.Tree, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return tree, err
	}
	opened, err := note.Open(text, note.VerifierList(verifiers...))
	if err != nil {
		return tree, err
	}
	if len(opened.Sigs) != len(verifiers) {
		return tree, fmt.Errorf("%s: a signature is missing", path)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifiers[0].Name() {
		return tree, fmt.Errorf("%s is no checkpoint", path)
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, err
}

// The paths are those of Go's own logs, but for the height, which is always 8 here.
type tiles string

func (t tiles) Height() int                         { return height }
func (t tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) (read [][]byte, err error) {
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(string(t), strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		read = append(read, data)
	}
	return read, nil
}

// Every entry must be the one whose hash is in the tree of the checkpoint.
func readEntries(folder string, tree tlog.Tree) (entries [][]byte, err error) {
	hashes := tlog.TileHashReader(tree, tiles(folder))
	for n := int64(0); n*256 < tree.N; n++ {
		width := 256
		if rest := tree.N - n*256; rest < 256 {
			width = int(rest)
		}
		path := tlog.Tile{H: height, L: 0, N: n, W: width}.Path()
		bundle, err := os.ReadFile(filepath.Join(folder, strings.Replace(path, "tile/8/0/", "tile/entries/", 1)))
		if err != nil {
			return nil, err
		}
		for len(bundle) > 0 {
			length := 2 + int(binary.BigEndian.Uint16(bundle))
			entry := bundle[2:length]
			index := int64(len(entries))
			stored, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
			if err != nil {
				return nil, err
			}
			if tlog.RecordHash(entry) != stored[0] {
				return nil, fmt.Errorf("entry %d is another", index)
			}
			entries, bundle = append(entries, entry), bundle[length:]
		}
	}
	if int64(len(entries)) != tree.N {
		return nil, fmt.Errorf("there are %d entries", len(entries))
	}
	return entries, nil
}

func checkProof(path string, tree tlog.Tree, entries [][]byte) error {
	lines, err := readHead(path)
	if err != nil || lines[0] != "c2sp.org/tlog-proof@v1" {
		return fmt.Errorf("not a proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	hashes, err := parseHashes(lines[2:])
	if err != nil {
		return err
	}
	return tlog.CheckRecord(hashes, tree.N, tree.Hash, index, tlog.RecordHash(entries[index]))
}

func checkGrowth(path string, tree, old tlog.Tree) error {
	lines, err := readHead(path)
	if err != nil || lines[0] != fmt.Sprintf("old %d", old.N) {
		return fmt.Errorf("not from the older checkpoint")
	}
	hashes, err := parseHashes(lines[1:])
	if err != nil {
		return err
	}
	return tlog.CheckTree(hashes, tree.N, tree.Hash, old.N, old.Hash)
}

// Both forms end their head with an empty line, and a checkpoint follows.
func readHead(path string) ([]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	head, _, found := bytes.Cut(text, []byte("\n\n"))
	if !found {
		return nil, fmt.Errorf("no head")
	}
	return strings.Split(string(head), "\n"), nil
}

func parseHashes(lines []string) (hashes []tlog.Hash, err error) {
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}
