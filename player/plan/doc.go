// Package plan decides how a session goes: it fits a script, or several, to a
// length, and fits what is still to come again each time the listener changes
// something.
//
// # Concept
//
// A script bounds every step: a search takes 8 to 40 s, a hold 2 to 4 breaths.
// A [Request] adds the voice, the breath and the guidance. [Range] says which
// lengths are possible, [Fit] decides every step so that the session takes
// exactly the length asked for, and [Plan.LayOut] places the steps in frames as
// a timeline. All are pure functions.
//
// A session being played is a [Live]: a value that holds what was played as it
// was played, and what is still to come as planned. [Live.Edit] makes another Live in which
// only what comes after a frame differs. Where the end cannot hold, the
// listener is told in words of the voice. [Live.Mark] says where a session
// stands, and [Resume] goes on from there.
//
// # Example
//
// Neck for twelve minutes, one breath longer at 3:00:
//
//	live, err := plan.Begin(request, 12*60*timeline.Second, plan.AnchorEnd)
//	...
//	live, answer := live.Edit(plan.HoldLonger, 3*60*timeline.Second)
//	if answer.Refusal != plan.NotRefused {
//		// a code; package language has its words
//	}
//	window, until := live.Window(3 * 60 * timeline.Second)
//
// # Reference
//
// Building what a request consists of:
//
//   - request.go, breath.go: what is asked for
//   - build.go, build_region.go, build_point.go, pressure.go: scripts to
//     sections, the pieces that a session has as a whole or not at all, and the
//     caps on unbroken pressure
//   - section.go, part.go, step.go: a section, a section whose lengths are
//     decided, and their steps
//   - region.go: one region, and the points that a session of a length has
//
// Fitting (package fit is the solver):
//
//   - range.go: which lengths are possible
//   - fitting.go, weight.go, endless.go: a plan of a length
//   - layout.go, chapter.go: a plan in frames, with its chapters
//
// Live:
//
//   - live.go, window.go, played.go: a session being played
//   - edit.go and edit_*.go: what the listener can change
//   - spot.go: points that the listener has left out
//   - remainder.go, remainder_pressure.go: what is still to come of the part
//     being played, as a section of its own
//   - refit.go, nearest.go: fitting it to the remaining time
//   - announcement.go: words spoken beside the session
//   - mark.go, resume.go: stopping, and going on later
//
// How lengths give is decided in docs/decisions/0003-fitting.md, how edits work
// in 0006-live-editing.md.
package plan
