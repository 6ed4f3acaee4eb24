# The longer chores. Day to day, `go run ./cmd/unknot` and `go test ./...` are enough.

.PHONY: check bench fuzz voices voices-check test-edits test-system sound-report listening

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

# The built-in voices: what is missing is made, and what was doubtful about it listed.
# VOICES is for options of makevoice, such as VOICES='-voice rowan'. See docs/voices.md.
voices:
	cmd/makevoice/install
	go run ./cmd/makevoice $(VOICES)

# All clips of the built-in voices are listened to again; cmd/makevoice/doubtful.tsv
# becomes the list of what is doubtful about them.
voices-check:
	cmd/makevoice/install
	go run ./cmd/makevoice -check $(VOICES)

# What sessions, voices and tones measure: the tables in docs/sound.md, and the pictures
# in docs/pictures. Some minutes.
sound-report:
	go run ./cmd/soundreport

# The excerpts of the listening test, in the folder DIR, with their key. OLD is a revision
# whose voices are compared with today's; without it they are not. See docs/listening.md.
DIR ?= out/listening
SEED ?= 1
listening:
	go run ./cmd/listening -seed $(SEED) $(if $(OLD),-old $(OLD)) $(DIR)
