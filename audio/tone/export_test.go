package tone

// Fade is the gain of a search's stretch, which tests compute on their own.
func Fade(at, length int64) float32 {
	return float32(fade(at, length, min(searchFade, length/3)))
}
