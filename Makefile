# The longer chores. Day to day, `go run ./cmd/unknot` and `go test ./...` are enough.

.PHONY: check bench fuzz voices test-edits test-system

# Everything a change must pass.
check:
	.ci/run

# Every benchmark; docs/benchmarks.md says what they must reach.
bench:
	go test -run '^$$' -bench . -benchmem ./...

# Each fuzz target in turn, for FUZZTIME.
FUZZTIME ?= 30s
fuzz:
	@set -e; for pkg in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "== $$pkg $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg; \
		done; \
	done

# Random sequences of commands on every region, so many on each.
SEQUENCES ?= 10000
test-edits:
	go test -run 'TestEditsKeepTheGuarantees|TestResumeGoesOnWhereItStood' -timeout 1h ./player/plan -rapid.checks=$(SEQUENCES)

# The tests that need real components, which are installed where they are missing, and
# with them the other tests of the same packages but those that take longest.
SYSTEM = $(shell git grep -l '^//go:build.*system' -- '*_test.go' | xargs -n1 dirname | sort -u | sed 's,^,./,')
test-system:
	.ci/system-tools
	go test -tags system -count=1 -skip 'TestDocumentedCommandsWork|TestKilledSideBySide|TestResumedAgain' $(SYSTEM)

# The built-in voices, made anew where a line or a setting has changed. See docs/voices.md.
voices:
	cmd/makevoice/install
	go run ./cmd/makevoice
