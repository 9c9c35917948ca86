package sqlite

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
)

// Packed values begin with a byte that says how.
const (
	packedPlain = 0
	packedDict  = 1 // S2 with the dictionary below
	packedZstd  = 2
)

// dictionary is what most packed JSON has in common. It is part of the file format: a better one is a
// new one, beside this.
const dictionary = `"simhash":1,"page","revision","generation":0,"content":"history":[{"at":"2025-01-01T00:00:00Z","field":"amount","was":"","now":"","evidence":"","by":""}],` +
	`"disagreements":[],"via":[],"counts":[],"when":{"from":"2024","to":"2025"},"targets":["banks"],"denies":"theft","sum":"taken","sum":"demanded",` +
	`"kind":"attack","kind":"attribution","kind":"laundering","kind":"statement","kind":"funding","kind":"sanction","kind":"count","ref":"","min":1000000,"max":1000000,` +
	`"kind":"company","kind":"government","kind":"news_agency","kind":"researcher","kind":"unnamed","kind":"person","kind":"state","kind":"agency","certainty":"asserted","certainty":"alleged",` +
	`{"v":1,"id":"c-","kind":"theft","statement":"","certainty":"reported","actors":[{"name":"","id":"KP","kind":"group","country":"KP"}],"victims":[{"name":"","kind":"organization"}],"countries":["KP"],` +
	`"amount":{"value":1000000,"currency":"USD","qualifier":"exact","usd":1000000,"usd_about":1},"amounts":[{"value":1000000,"currency":"USD","qualifier":"about","evidence":"","first_seen":"2025-01-01T00:00:00Z"}],` +
	`"origins":[{"name":"","kind":"news_outlet","document":"report"}],"via":[],"articles":1,"stories":1,"publishers":1,"origins_min":1,"origins_max":1,"disagreements":[],"first_seen":"2025-01-01T00:00:00Z","last_seen":"2025-01-01T00:00:00Z"}` +
	`{"id":"","article_id":"https://www.","url":"https://","publisher":"","published_at":"2025-01-01T00:00:00Z","in":"text","start":100,"end":200,"text":"","citations":[{"name":"","kind":"news_outlet","start":0,"end":0},` +
	`{"name":"","kind":"international","document":{"text":"report","start":1,"end":3,"in":"text","title":"report","publisher":"","kind":"report","access":"confidential"},"cue":"according to","start":2,"end":5}],` +
	`"article":"","revision":"","node":"","seen":"2025-01-01T00:00:00Z","statement":"","certainty":"reported","actors":[{"name":"Lazarus Group","id":"G0032","kind":"group","country":"KP"}],"victims":[{"name":"","kind":"organization"}],` +
	`"countries":["KP"],"amounts":[{"value":1000000,"currency":"USD","qualifier":"exact","usd":1000000}],"fetched":"2025-01-01T00:00:00Z"}`

// dict is made once: the hash table of a dictionary is large, and it never changes.
var dict = sync.OnceValue(func() *s2.Dict {
	d := s2.MakeDict([]byte(dictionary), nil)
	if d == nil {
		panic("internal error: the dictionary is too short")
	}
	return d
})

// pack turns a value into few bytes, fast: rows are read by the hundred thousand.
func pack(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("pack %T: %w", v, err)
	}
	return packBytes(b), nil
}

func packBytes(b []byte) []byte {
	out := make([]byte, 1, 1+s2.MaxEncodedLen(len(b)))
	out[0] = packedDict
	if c := dict().Encode(out[1:], b); c != nil && len(c) < len(b) {
		return out[:1+copy(out[1:cap(out)], c)]
	}
	return append([]byte{packedPlain}, b...)
}

func unpackBytes(b []byte) ([]byte, error) {
	if len(b) == 0 {
		return nil, fmt.Errorf("unpack: empty value")
	}
	switch b[0] {
	case packedPlain:
		return b[1:], nil
	case packedDict:
		return dict().Decode(nil, b[1:])
	case packedZstd:
		return zstdReader().DecodeAll(b[1:], nil)
	}
	return nil, fmt.Errorf("unpack: unknown form %d", b[0])
}

func unpack(b []byte, v any) error {
	plain, err := unpackBytes(b)
	if err == nil {
		err = json.Unmarshal(plain, v)
	}
	if err != nil {
		return fmt.Errorf("unpack %T: %w", v, err)
	}
	return nil
}

var zstdWriter = sync.OnceValue(func() *zstd.Encoder {
	w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2),
		zstd.WithWindowSize(128<<10), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(fmt.Sprintf("internal error: zstd: %v", err))
	}
	return w
})

var zstdReader = sync.OnceValue(func() *zstd.Decoder {
	r, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
	if err != nil {
		panic(fmt.Sprintf("internal error: zstd: %v", err))
	}
	return r
})

// packBody is for article texts: smaller, and seldom read.
func packBody(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("pack %T: %w", v, err)
	}
	return zstdWriter().EncodeAll(b, []byte{packedZstd}), nil
}

// packWords keeps small unsigned or hashed integers as fixed words.
func packKeys(keys []int64) []byte {
	b := make([]byte, 0, 8*len(keys))
	for _, k := range keys {
		b = binary.BigEndian.AppendUint64(b, uint64(k))
	}
	return b
}

func unpackKeys(b []byte) []int64 {
	keys := make([]int64, 0, len(b)/8)
	for ; len(b) >= 8; b = b[8:] {
		keys = append(keys, int64(binary.BigEndian.Uint64(b)))
	}
	return keys
}

func packSketch(list []uint32) []byte {
	b := make([]byte, 0, 4*len(list))
	for _, v := range list {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

func unpackSketch(b []byte) []uint32 {
	if len(b) < 4 {
		return nil
	}
	list := make([]uint32, 0, len(b)/4)
	for ; len(b) >= 4; b = b[4:] {
		list = append(list, binary.BigEndian.Uint32(b))
	}
	return list
}

// packInts keeps a sorted list of ids as differences.
func packInts(ids []int64) []byte {
	b := make([]byte, 0, 2*len(ids))
	last := int64(0)
	for _, id := range ids {
		b = binary.AppendVarint(b, id-last)
		last = id
	}
	return b
}

func unpackInts(b []byte) []int64 {
	var ids []int64
	last := int64(0)
	for len(b) > 0 {
		d, n := binary.Varint(b)
		if n <= 0 {
			break
		}
		last += d
		ids, b = append(ids, last), b[n:]
	}
	return ids
}
