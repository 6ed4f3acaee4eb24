"""Speaks phonemes with Kokoro-82M.

    python speak.py MODEL VOCABULARY VOICES

MODEL is what model.py wrote, VOCABULARY the JSON object of the token of each phoneme,
VOICES the folder of kokoro-js's voices. Each line on stdin is a request:

    {"voice": "af_heart", "speed": 0.8, "phonemes": "lˈɛt ɡˌO.", "style": 0}

style, if it is not 0, is the number of tokens whose style is used; the usual is that of
the request's own tokens. Each answer is a line, and after it so many little-endian
float32 samples at 24 kHz:

    {"samples": 21600, "lengths": [...]}

lengths has the samples that each token fills: the silence before, one for each phoneme,
the silence after. A request that cannot be spoken is answered by {"error": "..."}.
"""
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime

FRAME = 600  # samples of one decoder frame
STYLE = 256  # numbers in a style


class Kokoro:
    def __init__(self, model: str, vocabulary: str, voices: str):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.tokens = json.loads(Path(vocabulary).read_text(encoding="utf-8"))
        self.folder = Path(voices)
        self.voices: dict[str, np.ndarray] = {}

    def speak(self, voice: str, speed: float, phonemes: str, style: int = 0) -> tuple[np.ndarray, list[int]]:
        if unknown := sorted(set(phonemes) - self.tokens.keys()):
            raise ValueError(f"no token for {' '.join(unknown)}")
        if voice not in self.voices:
            self.voices[voice] = np.fromfile(self.folder / f"{voice}.bin", "<f4").reshape(-1, 1, STYLE)
        styles = self.voices[voice]
        row = (style or len(phonemes)) - 1
        if not (0 <= row < len(styles) and len(phonemes) <= len(styles)):
            raise ValueError(f"{len(phonemes)} tokens, style {style}: the voice goes up to {len(styles)}")
        sound, lengths = self.session.run(None, {
            "tokens": np.array([[0, *(self.tokens[p] for p in phonemes), 0]], np.int64),
            "style": styles[row],
            "speed": np.array([speed], np.float32),
        })
        return sound.ravel().astype("<f4"), [int(n) * FRAME for n in lengths.ravel()]


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    kokoro = Kokoro(*sys.argv[1:])
    for line in sys.stdin:
        sound = np.zeros(0, "<f4")
        try:
            sound, lengths = kokoro.speak(**json.loads(line))
            answer = {"samples": len(sound), "lengths": lengths}
        except Exception as err:  # answered, not fatal: the next request may be fine
            answer = {"error": f"{type(err).__name__}: {err}"}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + sound.tobytes())
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
