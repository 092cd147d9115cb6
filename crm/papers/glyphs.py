"""Which characters the paper font can draw, and where its files are."""

from __future__ import annotations

import shutil
import struct
import tempfile
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

FAMILY = "Source Sans Pro"
PACKAGE = "font_source_sans_pro"
FILES = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf", "SourceSansPro-Bold.ttf")
SEGMENTED_COVERAGE = 12


@cache
def font_directory() -> tempfile.TemporaryDirectory[str]:
    """Return a directory with the three files we print with, kept until the process ends.

    The package holds each style twice (OTF and TTF) and Typst takes the first
    that the file system lists: a directory of our own makes the bytes of a
    paper the same on every machine.
    """
    directory = tempfile.TemporaryDirectory(prefix="papers-")
    for name in FILES:
        with as_file(files(PACKAGE) / "files" / name) as path:
            shutil.copyfile(path, Path(directory.name) / name)
    return directory


@cache
def drawable() -> frozenset[int]:
    """Return the code points that every file of the family can draw."""
    maps = [_covered((files(PACKAGE) / "files" / name).read_bytes()) for name in FILES]
    return frozenset.intersection(*maps)


def _covered(font: bytes) -> frozenset[int]:
    """Read the code points of a font's character map (OpenType, table `cmap`, format 12)."""
    for index in range(*struct.unpack_from(">H", font, 4)):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if tag == b"cmap":
            return _mapped(font, offset)
    raise ValueError("cmap")


def _mapped(font: bytes, start: int) -> frozenset[int]:
    """Read the sequential groups of the first format-12 subtable."""
    (count,) = struct.unpack_from(">H", font, start + 2)
    for index in range(count):
        _, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * index)
        if struct.unpack_from(">H", font, start + offset) == (SEGMENTED_COVERAGE,):
            (groups,) = struct.unpack_from(">I", font, start + offset + 12)
            bounds = (struct.unpack_from(">III", font, start + offset + 16 + 12 * group) for group in range(groups))
            return frozenset(point for first, last, glyph in bounds if glyph for point in range(first, last + 1))
    raise ValueError("cmap")
