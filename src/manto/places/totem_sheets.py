"""Totems on paper: a picture of one code, and sheets of labels to print, read aloud by screen readers too (PDF/UA)."""

from __future__ import annotations

import io
import json
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import segno
import typst

SHEET = """
#set document(title: data.title)
#set page(paper: "a4", margin: 12mm)
#set text(font: ("Atkinson Hyperlegible Next", "DejaVu Sans", "Libertinus Serif"), size: 11pt, lang: data.language)
#heading(level: 1)[#data.title]
#for label in data.labels [
  #block(breakable: false, width: 100%, stroke: 0.5pt + gray, radius: 3mm, inset: 5mm, below: 5mm)[
    #grid(columns: (42mm, 1fr), gutter: 6mm,
      image(label.file, width: 42mm, alt: label.alternative),
      [
        #heading(level: 2)[#label.name]
        #label.why
        #v(2mm)
        #text(size: 15pt, weight: "bold")[#label.spaced]
        #v(1mm)
        #link(label.url)[#label.url]
      ])
  ]
]
"""


@dataclass(frozen=True)
class Label:
    """One label on a sheet.

    Attributes:
        code: Eight letters.
        url: Where it leads.
        name: Of the place, in the language of the sheet.
        why: What the label says to who stands before it.
        alternative: What the picture is, for who does not see it.

    """

    code: str
    url: str
    name: str
    why: str
    alternative: str


def svg_of(url: str) -> bytes:
    """Draw a code that still reads when a quarter of it is scratched (error correction Q), with its quiet zone."""
    out = io.BytesIO()
    segno.make(url, error="q", micro=False).save(out, kind="svg", scale=4, border=4, xmldecl=True)
    return out.getvalue()


def sheet_of(labels: list[Label], *, title: str, language: str, day: datetime) -> bytes:
    """Set a sheet of labels as PDF/UA-1.

    Args:
        labels: What to print.
        title: Of the sheet.
        language: Of its words.
        day: When it was made; the same labels on the same day are the same file.

    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        told = []
        for number, label in enumerate(labels):
            (root / f"{number}.svg").write_bytes(svg_of(label.url))
            spaced = f"{label.code[:4]} {label.code[4:]}"
            told.append({**vars(label), "file": f"{number}.svg", "spaced": spaced})
        data = json.dumps({"title": title, "language": language, "labels": told})
        source = root / "sheet.typ"
        source.write_text("#let data = json(bytes(sys.inputs.data))\n" + SHEET)
        made = typst.compile(
            str(source),
            root=str(root),
            format="pdf",
            sys_inputs={"data": data},
            pdf_standards=["ua-1"],
            timestamp=int(day.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()),
        )
    return bytes(made)
