# Every target is one line of what it does; `make` lists them.
.DEFAULT_GOAL := help
GO ?= go

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

build: ## build the binary
	$(GO) build -o claimwire .

test: ## run the tests
	$(GO) test -timeout 20m ./...

race: ## run the tests with the race detector, in random order
	$(GO) test -race -shuffle=on -timeout 20m ./...

lint: ## vet, staticcheck, gofmt
	$(GO) vet ./... && $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./... && test -z "$$(gofmt -l .)"

fuzz: ## fuzz every target for 20 seconds
	.ci/fuzz 20s

bench: ## print the figures of the README
	.ci/bench

chaos: ## the full forms of the kill, freeze, cut and order tests, on real services
	.ci/chaos

golden: ## rewrite the golden files of extraction quality
	$(GO) test ./extractor/... -update

.PHONY: help build test race lint fuzz bench chaos golden
