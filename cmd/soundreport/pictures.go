package main

// picture is one picture of the report.
type picture struct {
	name  string // of its file
	write func(s *studio, path string) error
}

func pictures() []picture {
	return []picture{{"session", sessionPicture}, {"tones", tonesPicture}}
}
