package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// environment is where `cmd/makevoice/install` puts Python's packages, the model and
// Kokoro's voices. Git ignores it.
type environment string

func (e environment) python() string   { return filepath.Join(string(e), "voice", "bin", "python") }
func (e environment) spelling() string { return filepath.Join(string(e), "spelling", "bin", "python") }
func (e environment) model() string    { return filepath.Join(string(e), "kokoro.onnx") }
func (e environment) voices() string   { return filepath.Join(string(e), "kokoro-js", "voices") }

// check returns an error if something is not installed.
func (e environment) check() error {
	for _, file := range []string{e.python(), e.model(), e.voices()} {
		if _, err := os.Stat(file); err != nil {
			return fmt.Errorf("%w: run cmd/makevoice/install", err)
		}
	}
	if _, err := exec.LookPath("oggenc"); err != nil {
		return fmt.Errorf("%w: run cmd/makevoice/install", err)
	}
	return nil
}

// speaker returns a process of speak.py.
func (e environment) speaker(source string) (*tool, error) {
	return start(e.python(), filepath.Join(source, "speak.py"), e.model(), filepath.Join(source, "vocabulary.json"), e.voices())
}

// listener returns a process of hear.py.
func (e environment) listener(source string) (*tool, error) {
	return start(e.python(), filepath.Join(source, "hear.py"))
}

// tool is a running program that answers requests, one at a time.
type tool struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func start(program string, args ...string) (*tool, error) {
	cmd := exec.Command(program, args...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &tool{cmd: cmd, in: in, out: bufio.NewReader(out)}, nil
}

// close ends the program by ending its input.
func (t *tool) close() error { return errors.Join(t.in.Close(), t.cmd.Wait()) }

// ask sends a request as a line of JSON, followed by sound, and reads a line of JSON.
func (t *tool) ask(request any, sound []float32, answer any) error {
	head, err := json.Marshal(request)
	if err != nil {
		return err
	}
	message := append(head, '\n')
	if len(sound) > 0 {
		if message, err = binary.Append(message, binary.LittleEndian, sound); err != nil {
			return err
		}
	}
	if _, err := t.in.Write(message); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(t.cmd.Args[1]), err)
	}
	line, err := t.out.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("%s ended: %w", filepath.Base(t.cmd.Args[1]), err)
	}
	return json.Unmarshal(line, answer)
}

// spoken is what Kokoro makes of one request.
type spoken struct {
	sound   []float32 // at modelRate
	lengths []int     // in frames, of each token: the silence before, each phoneme, the silence after
}

// speak makes the sound of phonemes. style is the number of tokens whose style is
// used; 0 is that of the phonemes.
func (t *tool) speak(kokoro string, speed float64, phonemes string, style int) (spoken, error) {
	request := struct {
		Voice    string  `json:"voice"`
		Speed    float64 `json:"speed"`
		Phonemes string  `json:"phonemes"`
		Style    int     `json:"style"`
	}{kokoro, speed, phonemes, style}
	var answer struct {
		Error   string `json:"error"`
		Samples int    `json:"samples"`
		Lengths []int  `json:"lengths"`
	}
	if err := t.ask(request, nil, &answer); err != nil {
		return spoken{}, err
	}
	if answer.Error != "" {
		return spoken{}, fmt.Errorf("speaking %q: %s", phonemes, answer.Error)
	}
	s := spoken{sound: make([]float32, answer.Samples), lengths: answer.Lengths}
	if err := binary.Read(t.out, binary.LittleEndian, s.sound); err != nil {
		return spoken{}, fmt.Errorf("reading what was spoken: %w", err)
	}
	return s, nil
}

// hear returns the words that the recogniser hears in a sound at hearingRate, as they
// are or in the noise of a room.
func (t *tool) hear(sound []float32, inRoom bool) (string, error) {
	request := struct {
		Samples int  `json:"samples"`
		Room    bool `json:"room"`
	}{len(sound), inRoom}
	var answer struct {
		Text string `json:"text"`
	}
	err := t.ask(request, sound, &answer)
	return answer.Text, err
}
