//go:build !linux

package device

import "github.com/unknot/unknot/audio/output"

// open leaves it to oto to find a device, when the output is to play.
func open(o Options) (output.Output, error) {
	return openOto(o, func(buffer int64) int64 { return buffer }), nil
}
