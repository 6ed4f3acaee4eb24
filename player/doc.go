// Package player is the application that every front end drives: a terminal, a
// phone page, a test.
//
// # Concept
//
// A [Library] makes sessions of what was asked for: it finds the regions, the
// voice and what is known of the listener, and gives a [Prepared] session that
// can be planned, exported or played. A [Player] plays prepared sessions in
// turn on one output, records them, and keeps a bookmark from which one that
// was stopped or cut off can be resumed. A front end shows each [Track] and
// hands commands on.
//
// Values go in, values and typed errors come out. The package knows no flag,
// no terminal and no file: what is kept goes through a [store.Store], devices
// and voices through functions, so it runs in a browser and in tests as it does
// on a desktop.
//
// # Example
//
//	p := player.New(library, settings, devices)
//	prepared, err := library.Prepare(player.Request{Regions: []string{"neck"}, Settings: settings})
//	...
//	first, err := p.Begin(prepared)
//	...
//	err = p.Play(ctx, first, front)
//
// # Reference
//
// Preparing: [Library], [Request], [Prepared]. Playing: [Player], [Track],
// [Front], [Summary]. Coming back: [Library.Interrupted], [Player.Resume].
// Errors: [UnknownRegionError], [TwiceError], [FolderError],
// [catalogue.FaultError], [ImpossibleError], [UnspokenError].
package player
