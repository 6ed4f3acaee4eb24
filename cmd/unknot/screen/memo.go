package screen

// memo names rows that were drawn.
type memo struct {
	kind    kind
	text    string
	size    int // of letters, or how full a breath is
	rows    int
	columns int
	dim     bool
}

type kind int

const (
	largeText kind = iota // lines in large letters
	brokenText
	largeHeadline
	fullBreath
)

// memo gives the rows that were drawn under this name before, or draws them:
// most of a screen is drawn again with every movement of the breath. They must
// not be changed.
func (d *drawing) memo(of memo, draw func() []string) []string {
	const most = 200
	of.columns, of.dim = d.columns, d.of.dim
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
