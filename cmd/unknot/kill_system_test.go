//go:build system && unix

package main

import (
	"testing"
	"time"
)

func TestKilled200Times(t *testing.T) { killedSideBySide(t, 200, 8, 6*time.Second) }

func TestResumed200Times(t *testing.T) { resumedAgainAndAgain(t, 8, 25, 6*time.Second) }
