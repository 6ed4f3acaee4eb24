// Package session plays a plan live: commands go in, a status comes out, and
// the sound goes to an output that takes back what was not heard yet.
//
// # Concept
//
// A [Session] is a source of sound for an output. One goroutine, the
// controller, carries out commands one after another. Each is a transaction: it
// works on copies of the session's state and of the arrangement, which is all
// that is heard, and both are replaced as a whole while the output renders
// nothing. Rendering and reading a status therefore never wait for a command.
//
// A frame of the output counts on in a pause, a frame of the session does not:
// they are different types, and a layer of the arrangement says which frame of
// the session is heard at which frame of the output.
//
// # Example
//
//	s := session.New(live, session.Options{Sound: sound, Words: voice})
//	defer s.Close()
//	s.Attach(out)
//	if err := out.Play(s, 0); err != nil {
//		return err
//	}
//	s.Do(session.HoldLonger)
//	...
//	answer := s.Status().Answer.Words(language.English()) // "one breath longer"
//
// # Reference
//
//   - session.go, command.go, status.go, answer.go: what front ends use
//   - controller.go: the goroutine that carries out commands and does what
//     becomes due in time
//   - transaction.go, level.go, quiet.go: what each command does
//   - arrangement.go, layer.go, overlay.go: all that is heard, and its parts
//   - prefetch.go: clips decoded before they are heard
//
// docs/decisions/0007-session.md says why.
package session
