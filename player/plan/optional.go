package plan

// optional is an index or a number that may be absent. The zero value is
// absent.
type optional struct {
	n       int32
	present bool
}

func some(n int) optional { return optional{int32(n), true} }

// is reports whether o is n.
func (o optional) is(n int) bool { return o.present && int(o.n) == n }

// within reports whether o is an index into something of that length.
func (o optional) within(length int) bool { return o.present && o.n >= 0 && int(o.n) < length }
