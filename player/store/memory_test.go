package store_test

import (
	"testing"

	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/player/store/storetest"
)

func TestMemoryKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(*testing.T) store.Store { return &store.Memory{} })
}
