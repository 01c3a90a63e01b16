"""Pictures as coloured text: two pixels in one character cell, side by side, under their names.

A cell holds `▀` whose foreground is the upper pixel and whose background is the lower one, so that pixels are about
square. Without colour the same cells hold the ASCII character that is about as light.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.cells import set_cell_size
from rich.text import Text

from tutor.render.colours import marks_of
from tutor.render.fitting import cut, one_line, wrapped
from tutor.render.heatmap import heat_map
from tutor.render.legend import legend
from tutor.render.overlay import Overlay, ink_on, style_of
from tutor.render.raster import Raster, ramp

MOST = 64
GAP = 2
COMFORTABLE_LINES = 10
LARGEST_SCALE = 4
LEGEND_LINES = 2


def picture_text(event: dict[str, Any], *, width: int = 80, colour: bool = True) -> Text:
    """Everything that a `picture` event shows: title, pictures or labelled map, caption. Never wider than `width`.

    A picture with row or column names becomes a heat map; one that can't be drawn becomes a sentence that says why.
    """
    parts = [Text(cut(str(event.get("title", "")), width), style="bold")]
    try:
        rasters = [Raster.of_event(picture) for picture in event.get("pictures", [])[:MOST]]
        rows, columns = event.get("rows"), event.get("columns")
        if rows is None and columns is None:
            names = event.get("names")
            parts.append(side_by_side(rasters, width=width, colour=colour, names=names))
            if names and any(raster.mask or raster.boxes for raster in rasters):
                parts += _classes(names, width, colour)
        else:
            scale = (float(event.get("low", 0.0)), float(event.get("high", 1.0)))
            for raster in rasters:
                if raster.label is not None:
                    parts.append(Text(cut(raster.label, width)))
                parts.append(heat_map(raster, rows, columns, scale=scale, width=width, colour=colour))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        parts.append(Text(cut(f"This picture can't be drawn: {error}", width)))
    if event.get("caption"):
        caption = Text(one_line(str(event["caption"])), style="italic")
        parts.extend(wrapped(caption, width))
    return Text("\n").join(part for part in parts if part.plain)


def half_blocks(raster: Raster, *, colour: bool = True, names: Sequence[str] | None = None) -> list[Text]:
    """A picture as lines of text, as many columns as pixels and half as many lines; masks and boxes lie over it."""
    over = Overlay(raster, names, colour)
    lines = []
    for top in range(0, raster.height, 2):
        line = Text()
        below = top + 1 < raster.height
        for column in range(raster.width):
            written = over.cells.get((top // 2, column))
            if written is not None:
                line.append(*written)
            elif not colour:
                light = raster.light(top, column)
                line.append(ramp((light + raster.light(top + 1, column)) / 2 if below else light))
            else:
                ground = over.at(top + 1, column) if below else None
                line.append("▀", style_of(over.at(top, column), ground))
        lines.append(line)
    return lines


def side_by_side(
    rasters: Sequence[Raster], *, width: int = 80, colour: bool = True, names: Sequence[str] | None = None
) -> Text:
    """Pictures in rows from left to right, as large as fits comfortably, each under its label."""
    rasters = [_fitted(raster, width) for raster in rasters if raster.height and raster.width]
    if not rasters:
        return Text()
    scale = _scale(rasters, width)
    rasters = [raster.enlarged(scale) for raster in rasters]
    gap = _gap(rasters, width)
    bands: list[list[Raster]] = [[]]
    used = 0
    for raster in rasters:
        if bands[-1] and used + gap + raster.width > width:
            bands.append([])
            used = 0
        used += raster.width + (gap if bands[-1] else 0)
        bands[-1].append(raster)
    return Text("\n").join(_band(band, colour, names, " " * gap) for band in bands)


def _fitted(raster: Raster, width: int) -> Raster:
    return raster.shrunk(-(-raster.width // max(1, width)))


def _scale(rasters: Sequence[Raster], width: int) -> int:
    """The largest enlargement at which all pictures stand in one row and are at most `COMFORTABLE_LINES` high."""
    pixels = sum(raster.width for raster in rasters)
    by_width = (width - GAP * (len(rasters) - 1)) // pixels
    by_height = 2 * COMFORTABLE_LINES // max(raster.height for raster in rasters)
    return max(1, min(by_width, by_height, LARGEST_SCALE))


def _gap(rasters: Sequence[Raster], width: int) -> int:
    """The blanks between two pictures: one where that keeps the last of them in the row."""
    pixels = sum(raster.width for raster in rasters)
    narrow, wide = (pixels + gap * (len(rasters) - 1) for gap in (1, GAP))
    return 1 if narrow <= width < wide else GAP


def _band(band: Sequence[Raster], colour: bool, names: Sequence[str] | None, gap: str) -> Text:
    lines = []
    if any(raster.label for raster in band):
        lines.append(
            Text(gap.join(set_cell_size(one_line(raster.label or ""), raster.width) for raster in band).rstrip())
        )
    drawn = [half_blocks(raster, colour=colour, names=names) for raster in band]
    for index in range(max(len(picture) for picture in drawn)):
        cells = [
            picture[index] if index < len(picture) else Text(" " * raster.width)
            for picture, raster in zip(drawn, band, strict=True)
        ]
        lines.append(Text(gap).join(cells))
    return Text("\n").join(lines)


def _classes(names: Sequence[str], width: int, colour: bool) -> list[Text]:
    """Which colour and mark is which class."""
    items = [
        (Text(mark, ink_on(number) if colour else ""), name if name != mark else "")
        for number, (name, mark) in enumerate(zip(names, marks_of(names), strict=True))
    ]
    return legend(items, width, LEGEND_LINES)
