//go:build !linux

package mpris

import "context"

// Service is a session on D-Bus: here, nothing.
type Service struct{}

// Export does nothing on this system.
func Export(context.Context, Player, Options) *Service { return &Service{} }

// Changed does nothing on this system.
func (*Service) Changed() {}

// Name is always empty on this system.
func (*Service) Name() string { return "" }

// Close does nothing on this system.
func (*Service) Close() {}
