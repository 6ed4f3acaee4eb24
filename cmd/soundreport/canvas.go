package main

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// canvas is a picture being drawn, in pixels from its upper left corner.
type canvas struct {
	*image.RGBA
	faces map[float64]font.Face
}

var (
	white = color.RGBA{255, 255, 255, 255}
	ink   = color.RGBA{40, 40, 48, 255}
	faint = color.RGBA{205, 205, 212, 255}
	grey  = color.RGBA{120, 120, 130, 255}
)

func newCanvas(width, height int) (*canvas, error) {
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, err
	}
	c := &canvas{image.NewRGBA(image.Rect(0, 0, width, height)), map[float64]font.Face{}}
	for _, size := range []float64{small, medium, large} {
		if c.faces[size], err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull}); err != nil {
			return nil, err
		}
	}
	c.fill(c.Bounds(), white)
	return c, nil
}

// Sizes of text, in pixels.
const (
	small  = 13.0
	medium = 15.0
	large  = 20.0
)

func (c *canvas) fill(r image.Rectangle, ink color.RGBA) {
	draw.Draw(c, r, image.NewUniform(ink), image.Point{}, draw.Src)
}

// align is which point of a text is placed.
type align int

const (
	fromLeft align = iota
	centred
	toRight
)

// text writes a line with its baseline at y.
func (c *canvas) text(s string, x, y int, size float64, from align, ink color.RGBA) {
	d := font.Drawer{Dst: c, Src: image.NewUniform(ink), Face: c.faces[size]}
	width := d.MeasureString(s)
	at := fixed.I(x)
	switch from {
	case centred:
		at -= width / 2
	case toRight:
		at -= width
	}
	d.Dot = fixed.Point26_6{X: at, Y: fixed.I(y)}
	d.DrawString(s)
}

// width is how wide a line of text is.
func (c *canvas) width(s string, size float64) int {
	return font.MeasureString(c.faces[size], s).Ceil()
}

// line joins points, dots of so many pixels.
func (c *canvas) line(points []image.Point, thick int, ink color.RGBA) {
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		steps := max(abs(b.X-a.X), abs(b.Y-a.Y), 1)
		for s := 0; s <= steps; s++ {
			x, y := a.X+(b.X-a.X)*s/steps, a.Y+(b.Y-a.Y)*s/steps
			c.fill(image.Rect(x-thick/2, y-thick/2, x-thick/2+thick, y-thick/2+thick).Intersect(c.Bounds()), ink)
		}
	}
}

func abs(x int) int { return max(x, -x) }

// ramp fills a wedge in a rectangle: from nothing on one side to all of it on the other.
func (c *canvas) ramp(r image.Rectangle, rising bool, ink color.RGBA) {
	for x := r.Min.X; x < r.Max.X; x++ {
		share := x - r.Min.X
		if !rising {
			share = r.Max.X - 1 - x
		}
		height := max(2, r.Dy()*(share+1)/max(r.Dx(), 1))
		c.fill(image.Rect(x, r.Max.Y-height, x+1, r.Max.Y), ink)
	}
}

// frame draws the edges of a rectangle, outside of it.
func (c *canvas) frame(r image.Rectangle) {
	r = r.Inset(-1)
	c.fill(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+1), grey)
	c.fill(image.Rect(r.Min.X, r.Max.Y-1, r.Max.X, r.Max.Y), grey)
	c.fill(image.Rect(r.Min.X, r.Min.Y, r.Min.X+1, r.Max.Y), grey)
	c.fill(image.Rect(r.Max.X-1, r.Min.Y, r.Max.X, r.Max.Y), grey)
}

// save writes the picture in 256 colours at most, which makes it a third as large: what
// is drawn keeps its colours, the edges of letters get the nearest.
func (c *canvas) save(path string) error {
	small := image.NewPaletted(c.Bounds(), palette())
	known := map[color.RGBA]uint8{}
	for y := range c.Bounds().Dy() {
		for x := range c.Bounds().Dx() {
			at := c.RGBAAt(x, y)
			i, ok := known[at]
			if !ok {
				i = uint8(small.Palette.Index(at))
				known[at] = i
			}
			small.SetColorIndex(x, y, i)
		}
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(f, small); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

// palette is every colour that something is drawn in, and those between a letter and its
// ground.
func palette() color.Palette {
	var all color.Palette
	for i := range heatSteps {
		all = append(all, heat(float64(i)/(heatSteps-1)))
	}
	for _, ink := range []color.RGBA{ink, faint, grey, leftSide, rightSide, noSide, bedColour, inColour, outColour} {
		const steps = 8
		for i := range steps {
			all = append(all, between(white, ink, float64(i+1)/steps))
		}
	}
	return append(all, white)
}

// between is the colour part of the way from a to b.
func between(a, b color.RGBA, part float64) color.RGBA {
	way := func(a, b uint8) uint8 { return uint8(float64(a) + part*(float64(b)-float64(a)) + 0.5) }
	return color.RGBA{way(a.R, b.R), way(a.G, b.G), way(a.B, b.B), 255}
}

const heatSteps = 24

// heat is the colour of a value from 0 to 1, in few steps: dark blue, violet, orange, pale
// yellow.
func heat(x float64) color.RGBA {
	stops := [...]color.RGBA{{8, 8, 32, 255}, {72, 24, 110, 255}, {170, 50, 100, 255}, {240, 120, 50, 255}, {252, 210, 110, 255}, {255, 252, 220, 255}}
	step := int(min(max(x, 0), 1)*(heatSteps-1) + 0.5)
	at := float64(step) / (heatSteps - 1) * float64(len(stops)-1)
	i := min(int(at), len(stops)-2)
	return between(stops[i], stops[i+1], at-float64(i))
}
