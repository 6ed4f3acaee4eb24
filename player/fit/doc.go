// Package fit stretches and shrinks the elastic lengths of a session, evenly,
// until they add up to exactly the length that was asked for.
//
// # Concept
//
// A session is fixed time plus elastic lengths. Some are continuous (a search,
// a rest); others are counted in whole breaths; and the number of satellites
// multiplies the lengths inside each satellite. Every length has a least, an
// ideal and a most. Its departure says how far it was moved: 0 at the ideal,
// 1 at either bound.
//
// [Solve] finds the lengths whose largest departure is as small as possible,
// then the next largest, and so on: the leximin order of fair division (see
// Ogryczak and others, "Fair optimization and networks", 2014). [Reach] says
// which totals are possible at all.
//
// # Example
//
// See [Solve].
//
// # Reference
//
// Everything is an integer number of frames, so results are exact. The same
// input always gives the same answer.
//
//   - elastic.go: what an elastic length is, and sums of them
//   - solve.go: Solve; level.go, jump.go and spread.go are its steps
//   - exchange.go: improves a short session's answer breath by breath
//   - minimax.go: the slow search used where spreading finds no exact sum
//   - set.go, reach.go: sets of possible totals
package fit
