package plan

import (
	"fmt"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/language"
)

// chapterKey is what the title of a chapter depends on.
type chapterKey struct {
	part          timeline.Part
	region, point string // their titles
	side          scripts.Side
}

// chapterTitles makes the titles of chapters, each once for the steps in a row
// that belong to it.
type chapterTitles struct {
	key   chapterKey
	title string
}

// of is the title of the chapter that the builder's next step belongs to.
func (c *chapterTitles) of(b *builder) string {
	key := chapterKey{b.part, b.script.Title, b.title, b.side}
	if c.title == "" || c.key != key {
		c.key, c.title = key, b.chapterTitle(key)
	}
	return c.title
}

// chapterTitle is a title in the language of the request. In a session of
// several regions it names the region.
func (r Request) chapterTitle(k chapterKey) string {
	l := r.Phrases.Language
	title := k.title(l)
	if len(r.Scripts) > 1 {
		return fmt.Sprintf(l.Chapters.InRegion, k.region, title)
	}
	return title
}

func (k chapterKey) title(l *language.Language) string {
	switch k.part {
	case timeline.PartPoints:
		switch {
		case k.point == "":
			return l.Chapters.NextRound
		case k.side == scripts.Left:
			return fmt.Sprintf(l.Chapters.OnSide, k.point, l.Left)
		case k.side == scripts.Right:
			return fmt.Sprintf(l.Chapters.OnSide, k.point, l.Right)
		}
		return k.point
	case timeline.PartStretch:
		return l.Chapters.Stretch
	case timeline.PartClosing:
		return l.Chapters.Closing
	}
	return l.Chapters.Opening
}
