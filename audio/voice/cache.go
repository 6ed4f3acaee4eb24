package voice

import "container/list"

// cache keeps the most recently used clips, no more than most bytes in all, but
// the last one whatever its size: it is asked for again with every block of it
// that is rendered. With most 0 it keeps none.
type cache struct {
	most, held int64
	order      list.List // of *cached, the most recently used first
	byLine     map[string]*list.Element
}

type cached struct {
	line string
	clip *Clip
}

func (c *cache) get(line string) *Clip {
	e, ok := c.byLine[line]
	if !ok {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*cached).clip
}

// put adds a clip, unless it is there.
func (c *cache) put(line string, clip *Clip) {
	if c.most == 0 || c.byLine[line] != nil {
		return
	}
	if c.byLine == nil {
		c.byLine = map[string]*list.Element{}
	}
	c.byLine[line] = c.order.PushFront(&cached{line, clip})
	c.held += clip.bytes()
	for c.held > c.most && c.order.Len() > 1 {
		last := c.order.Back()
		old := c.order.Remove(last).(*cached)
		delete(c.byLine, old.line)
		c.held -= old.clip.bytes()
	}
}
