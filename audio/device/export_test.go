package device

import "github.com/unknot/unknot/audio/output"

// OpenOto plays through oto even where there is a sound server. oto speaks to
// servers too, so this path can be tested on a machine without a sound card.
func OpenOto(o Options) (output.Output, error) {
	return openOto(o, func(buffer int64) int64 { return buffer }), nil
}
