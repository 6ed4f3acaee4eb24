package voice

import "container/list"

// cache keeps the last used clips, in all no more than most bytes; but the very
// last one whatever its size, as it is asked for again with every piece of it
// that is heard. With most 0 it keeps none.
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

// put adds a clip that is not there.
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
