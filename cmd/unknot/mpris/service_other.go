//go:build !linux

package mpris

import "context"

// Service does nothing on this system.
type Service struct{}

// Export does nothing on this system.
func Export(context.Context, Player, Options) *Service { return &Service{} }

// Changed does nothing on this system.
func (*Service) Changed() {}

// Name is always empty on this system.
func (*Service) Name() string { return "" }

// Close does nothing on this system.
func (*Service) Close() {}
