// Tesseralog appends entries to a Tessera POSIX log, as a peer to audit and to measure against.
//
//	tesseralog -dir DIR -key FILE -entries N -callers N [-batch N] [-age D] [-bytes N] [-policy FILE]
//
// It prints one JSON line: how long until every entry had a durable place, and until all were in a checkpoint.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

var (
	dir     = flag.String("dir", "", "the log's folder")
	keyFile = flag.String("key", "", "the file with the log's secret key")
	entries = flag.Int("entries", 1000, "how many entries to append")
	callers = flag.Int("callers", 64, "how many callers append side by side, each waiting for its entry to be durable")
	batch   = flag.Uint("batch", 256, "how many entries Tessera puts into one batch")
	age     = flag.Duration("age", 100*time.Millisecond, "how long Tessera waits for a batch to fill")
	length  = flag.Int("bytes", 64, "how long each entry is")
	policy  = flag.String("policy", "", "a file with the witnesses that must cosign, as a C2SP tlog-policy")
)

func main() {
	flag.Parse()
	ctx := context.Background()
	key, err := os.ReadFile(*keyFile)
	check(err)
	signer, err := note.NewSigner(strings.TrimSpace(string(key)))
	check(err)
	driver, err := posix.New(ctx, posix.Config{Path: *dir})
	check(err)
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithBatching(*batch, *age).
		WithCheckpointInterval(100 * time.Millisecond)
	if *policy != "" {
		text, err := os.ReadFile(*policy)
		check(err)
		witnesses, err := tessera.NewWitnessGroupFromPolicy(text)
		check(err)
		options = options.WithWitnesses(witnesses, &tessera.WitnessOptions{Timeout: 10 * time.Second})
	}
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, options)
	check(err)
	awaiter := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, 20*time.Millisecond)

	begun := time.Now()
	numbers := make(chan int)
	last := make([]tessera.IndexFuture, *callers)
	var waiting sync.WaitGroup
	for caller := range *callers {
		waiting.Add(1)
		go func() {
			defer waiting.Done()
			for number := range numbers {
				entry := fmt.Appendf(nil, "%0*d", *length, number)
				future := appender.Add(ctx, tessera.NewEntry(entry))
				_, err := future()
				check(err)
				last[caller] = future
			}
		}()
	}
	for number := range *entries {
		numbers <- number
	}
	close(numbers)
	waiting.Wait()
	durable := time.Since(begun)
	for _, future := range last {
		if future != nil {
			_, _, err := awaiter.Await(ctx, future)
			check(err)
		}
	}
	published := time.Since(begun)
	check(shutdown(ctx))
	check(json.NewEncoder(os.Stdout).Encode(map[string]float64{
		"durable_s": durable.Seconds(), "published_s": published.Seconds(),
	}))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
