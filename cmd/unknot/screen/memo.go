package screen

// memo is rows that were drawn.
type memo struct {
	kind kind
	text string
	size int // of letters, or how far a breath has swollen
	rows int
	room int
	dim  bool
}

type kind int

const (
	ofLetters kind = iota // lines in large letters
	ofRows                // a text broken into rows
	ofHeadline
	ofBreath
)

// memo gives the rows that were drawn for this before, or draws them: most
// of a screen is drawn again and again with every movement of the breath. They
// are not to be changed.
func (d *drawing) memo(of memo, draw func() []string) []string {
	const most = 200
	of.room, of.dim = d.room, d.of.dim
	rows, known := d.memos[of]
	if !known {
		if len(d.memos) >= most {
			d.memos = map[memo][]string{}
		}
		rows = draw()
		d.memos[of] = rows
	}
	return rows
}
