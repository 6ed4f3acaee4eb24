// Package chooser asks what to play: which regions or which favourite, how
// long, once or looping. On a terminal it is one calm flow of arrow keys and
// enter; the same questions can be asked in numbered lines, for screen readers
// and for terminals that can do no more.
package chooser

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/unknot/unknot/cmd/unknot/terminal"
)

// ErrCancelled means that the questions were left without an answer.
var ErrCancelled = errors.New("nothing was chosen")

// Kind is what an entry of the first question stands for.
type Kind string

const (
	Interrupted Kind = "interrupted" // the session that was stopped or cut off
	Last        Kind = "last"        // what was played last, once more
	Favourite   Kind = "favourite"
	Region      Kind = "region"    // asks for a length; several can be marked
	Programme   Kind = "programme" // asks for a length; stands alone
)

// shortcut reports whether an entry needs no further questions.
func (k Kind) shortcut() bool { return k == Interrupted || k == Last || k == Favourite }

// Entry is one answer to the first question. Its texts may come from anywhere:
// they are made harmless before they are shown.
type Entry struct {
	Kind   Kind
	Name   string // "neck", "evening"; not shown of Interrupted and Last, which have words of their own
	Detail string // a region's title, a favourite's length and settings
	// Regions is what a session of it is made of; needed of Region and
	// Programme only.
	Regions []string
}

// Choices is what there is to choose from, and what enter alone chooses.
type Choices struct {
	// Entries, in the order they are shown: at least one.
	Entries []Entry

	// Offer gives the lengths that a session of the regions can have; see
	// [NewOffer]. Its error is shown, and the question asked again.
	Offer func(regions []string) (*Offer, error)

	// Regions, Length and Loop are what was chosen the last time. A length of 0
	// is the ideal one, or no end to a loop; regions that are no entry are
	// ignored.
	Regions []string
	Length  time.Duration
	Loop    bool

	// Usual is the length that enter alone chooses of other regions, or their
	// least where that is longer. 0 is the ideal one.
	Usual time.Duration

	// Advice is the caution page of the first start, in paragraphs separated by
	// empty lines; "" shows none.
	Advice string
	// Headphones plays the check of the headphones, which is offered after the
	// caution page. It has the terminal to itself meanwhile. Nil offers none.
	Headphones func() error
}

// Choice is what was chosen.
type Choice struct {
	// Entry is the chosen one. Where several regions are marked it has no name,
	// and their Regions in the order of the entries.
	Entry Entry
	// Length and Loop are given of a Region or a Programme. A Length of 0 is
	// none: the loop goes on until it is stopped.
	Length time.Duration
	Loop   bool

	// Advised reports that the caution page was read to its end. It is given
	// beside ErrCancelled as well.
	Advised bool
}

// Terminal is where the questions are asked.
type Terminal struct {
	In, Out *os.File
	Plain   bool     // numbered lines, even where more is possible
	Environ []string // TERM, NO_COLOR, LC_ALL and the like, as in [os.Environ]; nil for that of the process
}

// Ask asks, and returns when everything is answered. It returns ErrCancelled
// when it is left by q, escape or ctrl+c, at the end of the input, and when ctx
// is done. The terminal is left as it was.
func Ask(ctx context.Context, c Choices, t Terminal) (Choice, error) {
	if len(c.Entries) == 0 {
		return Choice{}, errors.New("there is nothing to choose from")
	}
	if t.Environ == nil {
		t.Environ = os.Environ()
	}
	f := newFlow(c)
	if t.Plain || !terminal.Is(t.In) || !terminal.InPlace(t.Out, t.getenv) {
		return askInLines(ctx, f, t)
	}
	return askOnScreen(ctx, f, t)
}
