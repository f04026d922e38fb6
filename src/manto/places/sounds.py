"""Sounds that enter the city: known by what they hold and not by their name, and without what is written beside them.

1. An MP3 is walked frame by frame from its first to its last; only frames are kept, so tags with names, places and
   pictures are gone. Source: ISO/IEC 11172-3, 2.4.1.3; ID3v2.4, section 3.1.
2. Of a WAV the form and the samples are kept and every other chunk is left. Source: RIFF, multimedia interface 1.0.
"""

from __future__ import annotations

from dataclasses import dataclass

from manto.kernel.errors import BadInput

SOUND_BYTES_MAX = 10 * 2**20
FRAMES_MIN = 3
"""A few bytes in a row look like the head of a frame by chance; three that follow on each other do not."""

_KBITS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),  # MPEG 1, layer III
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),  # MPEG 2
    0: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),  # MPEG 2.5
}
_HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


@dataclass(frozen=True)
class Sound:
    """A sound and nothing beside it; its ending says which form."""

    content: bytes
    ending: str


def plain_sound(content: bytes) -> Sound:
    """Keep of a sound what is heard.

    Raises:
        BadInput: Too large, or neither MP3 nor WAV.

    """
    if len(content) > SOUND_BYTES_MAX:
        raise BadInput("This sound is too large.", f"Give one of at most {SOUND_BYTES_MAX // 2**20} MB.")
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        bare, ending = _wav(content), ".wav"
    elif content[:4] == b"OggS":
        raise BadInput("Not every phone plays Ogg.", "Save it as MP3 and choose it again.")
    else:
        bare, ending = _mp3(content), ".mp3"
    if not bare:
        raise BadInput("This is no sound in MP3 or WAV.", "Save it as MP3 and choose it again.")
    return Sound(bare, ending)


def frame_bytes(head: bytes) -> int:
    """Say how long the MP3 frame is that begins with these four bytes; 0 when none does.

    >>> frame_bytes(bytes.fromhex("fffb9064"))
    417
    >>> frame_bytes(b"<htm")
    0
    """
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, hertz, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer != 1 or rate in (0, 15) or hertz == 3:
        return 0
    return (144 if version == 3 else 72) * _KBITS[version][rate] * 1000 // _HERTZ[version][hertz] + padding


def _mp3(content: bytes) -> bytes:
    at = 0
    while content[at : at + 3] == b"ID3" and len(content) >= at + 10:
        size = 0
        for byte in content[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += 10 + size
    frames: list[bytes] = []
    while length := frame_bytes(content[at : at + 4]):
        if at + length > len(content):
            break
        frames.append(content[at : at + length])
        at += length
    rest = content[at:]
    tags_only = not rest.strip(b"\0") or rest[:3] in (b"TAG", b"LYR", b"APE") or frame_bytes(rest[:4]) > len(rest)
    return b"".join(frames) if len(frames) >= FRAMES_MIN and tags_only else b""


def _wav(content: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if at + 8 + size > len(content):
            return b""
        if name in (b"fmt ", b"data"):
            kept.append(content[at : at + 8 + size] + b"\0" * (size % 2))
        at += 8 + size + size % 2
    inside = b"WAVE" + b"".join(kept)
    if [part[:4] for part in kept] != [b"fmt ", b"data"]:
        return b""
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside
