package recording

// vetCodebooks reads the codebooks of a setup header (Vorbis I, 3.2.1) far enough to
// know that the decoder will finish with them: it trusts their sizes and allocates by
// them, and never ends on a book that is empty or has no dimensions.
func vetCodebooks(setup []byte) error {
	const (
		mostEntries = 1 << 16 // in all books together; the reference encoder's have 3,000
		mostValues  = 1 << 20
	)
	r := bitReader{data: setup}
	books := int(r.read(8)) + 1
	moreEntries, moreValues := uint64(mostEntries), uint64(mostValues)
	for range books {
		if r.read(24) != 0x564342 {
			return ErrDamaged
		}
		dimensions, entries := uint64(r.read(16)), uint64(r.read(24))
		if dimensions == 0 || entries < 2 || entries > moreEntries || entries*dimensions > moreValues {
			return ErrDamaged
		}
		moreEntries -= entries
		moreValues -= entries * dimensions
		used := uint64(0)
		if ordered := r.read(1) == 1; ordered {
			r.read(5)
			for used < entries {
				n := uint64(r.read(length(entries - used)))
				if used += n; used > entries || r.over {
					return ErrDamaged
				}
			}
		} else {
			sparse := r.read(1) == 1
			for range entries {
				if !sparse || r.read(1) == 1 {
					r.read(5)
					used++
				}
			}
		}
		lookup := r.read(4)
		if used == 0 || lookup > 2 {
			return ErrDamaged
		}
		if lookup > 0 {
			r.read(32)
			r.read(32)
			width := uint(r.read(4)) + 1
			r.read(1)
			values := entries * dimensions
			if lookup == 1 {
				values = root(entries, dimensions)
			}
			for range values {
				r.read(width)
			}
		}
		if r.over {
			return ErrDamaged
		}
	}
	return nil
}

// length returns the number of bits of n.
func length(n uint64) uint {
	bits := uint(0)
	for ; n > 0; n >>= 1 {
		bits++
	}
	return bits
}

// root returns the greatest r whose power of n is at most x.
func root(x, n uint64) uint64 {
	for r := uint64(1); ; r++ {
		power := uint64(1)
		for range n {
			if power *= r + 1; power > x {
				return r
			}
		}
	}
}

// bitReader reads bits as Vorbis packs them, the lowest first.
type bitReader struct {
	data []byte
	bit  int
	over bool // more was read than there is
}

func (r *bitReader) read(n uint) uint32 {
	var v uint32
	for i := range n {
		at := r.bit / 8
		if at >= len(r.data) {
			r.over = true
			return 0
		}
		v |= uint32(r.data[at]>>(r.bit%8)&1) << i
		r.bit++
	}
	return v
}
