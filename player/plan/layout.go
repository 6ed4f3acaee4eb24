package plan

import (
	"slices"

	"github.com/unknot/unknot/player/timeline"
)

// LayOut places every step of the plan in frames.
func (p *Plan) LayOut() *timeline.Timeline {
	o := layout{breath: p.Breath, cues: make([]timeline.Cue, 0, 3*len(p.Steps))}
	t := &timeline.Timeline{Regions: p.Regions}
	for i := range p.Steps {
		s := &p.Steps[i]
		if i == 0 || p.Steps[i-1].Chapter != s.Chapter || p.Steps[i-1].Round != s.Round {
			t.Chapters = append(t.Chapters, timeline.Chapter{At: o.at, Title: s.Chapter})
		}
		o.add(s)
	}
	t.Frames, t.Cues = o.at, o.cues
	return t
}

// layout places steps one after the other, starting at frame at.
type layout struct {
	breath Breath
	at     timeline.Frame
	cues   []timeline.Cue
}

func (o *layout) add(s *Step) {
	cue := timeline.Cue{At: o.at, Frames: s.Frames, Part: s.Part, Step: s.Purpose, Region: s.Region, Point: s.Point, Side: s.Side, Round: s.Round}
	words := cue
	words.Kind, words.Frames, words.Text = timeline.KindSay, s.Words, s.Text
	switch s.Kind {
	case StepBreaths:
		first := s.FirstInhale()
		cue.At, cue.Frames = cue.At+first, cue.Frames-first
		o.breaths(cue)
	case StepSearch, StepRest, StepChime:
		cue.Kind = timeline.Kind(s.Kind)
		o.cues = append(o.cues, cue)
	case StepEarcon:
		cue.Kind, cue.Text = timeline.KindEarcon, s.Text
		o.cues = append(o.cues, cue)
	}
	if s.Text != "" && s.Kind != StepEarcon {
		at := len(o.cues) // cues are sorted, and the words begin with the step
		for at > 0 && o.cues[at-1].At > words.At {
			at--
		}
		o.cues = slices.Insert(o.cues, at, words)
	}
	o.at += s.Frames
}

// breaths adds the breaths of a step. The listener may have broken off the
// last.
func (o *layout) breaths(cue timeline.Cue) {
	inhale, exhale := frames(o.breath.In), frames(o.breath.Out)
	end, whole := cue.End(), inhale+exhale
	cue.Breaths = int((cue.Frames + whole - 1) / whole)
	for cue.At < end {
		cue.Breath++
		cue.Kind, cue.Frames = timeline.KindInhale, min(inhale, end-cue.At)
		o.cues = append(o.cues, cue)
		if cue.At += cue.Frames; cue.At == end {
			return
		}
		cue.Kind, cue.Frames = timeline.KindExhale, min(exhale, end-cue.At)
		o.cues = append(o.cues, cue)
		cue.At += cue.Frames
	}
}
