package session

import (
	"math"

	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/score"
)

// overlay is a sound over the layers: an answer, or words. It neither ducks nor
// is ducked.
type overlay struct {
	at, frames output.Frame
	sound      mix.Sound
	gain       float32
	sides      score.SideCues
	words      bool         // something else may break it off
	afterward  bool         // it announces the quiet seconds after the session's end
	cut        output.Frame // it fades out from here
}

func (o *overlay) end() output.Frame { return min(o.at+o.frames, o.cut+spliceFade) }

// render adds the overlay to dst, which begins at a frame of the output.
func (o *overlay) render(dst [][2]float32, at output.Frame, scratch [][2]float32) error {
	from, to := max(at, o.at), min(at+output.Frame(len(dst)), o.end())
	if from >= to {
		return nil
	}
	dst = dst[from-at : to-at]
	own := scratch[:len(dst)]
	clear(own)
	if err := o.sound.Add(own, int64(from-o.at), o.gain, o.gain); err != nil {
		return err
	}
	for i, f := range own {
		g := float32(1)
		if x := from + output.Frame(i) - o.cut; x > 0 {
			g = float32(0.5 + 0.5*math.Cos(math.Pi*float64(x)/spliceFade))
		}
		switch o.sides {
		case score.SidesMono:
			f[0] = (f[0] + f[1]) / 2
			f[1] = f[0]
		case score.SidesSwapped:
			f[0], f[1] = f[1], f[0]
		}
		dst[i] = [2]float32{mix.SoftAdd(dst[i][0], g*f[0]), mix.SoftAdd(dst[i][1], g*f[1])}
	}
	return nil
}
