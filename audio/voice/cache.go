package voice

import "container/list"

// cache keeps the last used clips, in all no more than most bytes.
type cache struct {
	most, held int64
	order      list.List // of *cached, the last used first
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

// put adds a clip that is not there. One larger than the cache is not kept.
func (c *cache) put(line string, clip *Clip) {
	if clip.bytes() > c.most || c.byLine[line] != nil {
		return
	}
	if c.byLine == nil {
		c.byLine = map[string]*list.Element{}
	}
	c.byLine[line] = c.order.PushFront(&cached{line, clip})
	c.held += clip.bytes()
	for c.held > c.most {
		last := c.order.Back()
		old := c.order.Remove(last).(*cached)
		delete(c.byLine, old.line)
		c.held -= old.clip.bytes()
	}
}
