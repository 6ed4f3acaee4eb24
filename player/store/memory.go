package store

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Memory is a [Store] that ends with the process, for tests and for where
// nothing can be kept. The zero value is empty and ready for use.
type Memory struct {
	mu    sync.Mutex
	files map[string][]byte
	locks map[string]chan struct{} // closed when the lock is released
}

func (m *Memory) Read(name string, most int64) ([]byte, error) {
	data, cut, err := m.end("read", name, most)
	if err != nil {
		return nil, err
	}
	if cut {
		return nil, fmt.Errorf("%s is over %d KiB: that is no such file", name, most>>10)
	}
	return data, nil
}

func (m *Memory) Tail(name string, most int64) (data []byte, cut bool, err error) {
	return m.end("read", name, most)
}

func (m *Memory) end(op, name string, most int64) (data []byte, cut bool, err error) {
	if err := CheckName(op, name); err != nil {
		return nil, false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.files[name]
	if !ok {
		return nil, false, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	from := max(int64(len(data))-most, 0)
	return append([]byte{}, data[from:]...), from > 0, nil
}

func (m *Memory) Write(name string, data []byte) error {
	if err := CheckName("write", name); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.set(name, bytes.Clone(data))
	return nil
}

func (m *Memory) Append(name string, line []byte) error {
	if err := CheckName("append", name); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	data := m.files[name]
	if len(data) > 0 && data[len(data)-1] != '\n' {
		data = append(data, '\n')
	}
	m.set(name, append(data, line...))
	return nil
}

func (m *Memory) set(name string, data []byte) {
	if m.files == nil {
		m.files = map[string][]byte{}
	}
	m.files[name] = data
}

func (m *Memory) Remove(name string) error {
	if err := CheckName("remove", name); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.files, name)
	return nil
}

func (m *Memory) List(folder string) ([]string, error) {
	if err := CheckName("list", folder); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var names []string
	for _, name := range slices.AppendSeq(slices.Collect(maps.Keys(m.files)), maps.Keys(m.locks)) {
		if name, ok := strings.CutPrefix(name, folder+"/"); ok && !strings.Contains(name, "/") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

func (m *Memory) Lock(name string, wait time.Duration) (release func(), err error) {
	if err := CheckName("lock", name); err != nil {
		return nil, err
	}
	late := time.NewTimer(wait)
	defer late.Stop()
	for {
		free, release := m.tryLock(name)
		if release != nil {
			return release, nil
		}
		if wait <= 0 {
			return nil, ErrBusy
		}
		select {
		case <-free:
		case <-late.C:
			return nil, ErrBusy
		}
	}
}

// tryLock takes a lock, or returns what is closed when it is worth another try.
func (m *Memory) tryLock(name string) (free <-chan struct{}, release func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if held, ok := m.locks[name]; ok {
		return held, nil
	}
	if m.locks == nil {
		m.locks = map[string]chan struct{}{}
	}
	released := make(chan struct{})
	m.locks[name] = released
	return nil, sync.OnceFunc(func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.locks, name)
		close(released)
	})
}

func (m *Memory) Held(name string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, held := m.locks[name]
	return held
}

// Name is the name itself: there is no path.
func (m *Memory) Name(name string) string { return name }
