"""Pictures keep to the width they are given, show every pixel they have room for, and never raise."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from tutor.render.heatmap import heat, heat_map
from tutor.render.picture import half_blocks, picture_text, side_by_side
from tutor.render.raster import Raster


def event(*pictures: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "event": "picture",
        "title": "t",
        "rows": None,
        "columns": None,
        "caption": None,
        "pictures": list(pictures),
    } | fields


def picture(height: int, width: int, level: int = 255, label: str | None = None) -> dict[str, Any]:
    pixels = base64.b64encode(bytes([level]) * (height * width)).decode()
    return {"height": height, "width": width, "colour": False, "pixels": pixels, "label": label}


def widest(text: Text) -> int:
    return max((cell_len(line) for line in text.plain.split("\n")), default=0)


def test_one_cell_holds_two_pixels() -> None:
    (line,) = half_blocks(Raster.of([[0.0, 1.0], [1.0, 0.0]]))
    assert line.plain == "▀▀"
    assert [str(span.style) for span in line.spans] == ["#000000 on #ffffff", "#ffffff on #000000"]


def test_an_odd_last_row_has_no_pixel_below() -> None:
    lines = half_blocks(Raster.of([[0.5]] * 3))
    assert [str(line.spans[0].style) for line in lines] == ["#808080 on #808080", "#808080"]


def test_without_colour_light_and_dark_are_told_by_characters() -> None:
    lines = half_blocks(Raster.of([[0.0, 0.5, 1.0]] * 2), colour=False)
    assert lines[0].plain == " +@"
    assert not lines[0].spans


def test_colour_pictures_keep_their_colours() -> None:
    pixels = base64.b64encode(bytes([255, 0, 0, 0, 0, 255])).decode()
    raster = Raster.of_event({"height": 1, "width": 2, "colour": True, "pixels": pixels})
    assert [str(span.style) for span in half_blocks(raster)[0].spans] == ["#ff0000", "#0000ff"]


@pytest.mark.parametrize(("width", "gap"), [(82, 2), (81, 1), (77, 1), (76, 2)])
def test_the_last_picture_stays_in_the_row_where_closing_up_is_enough(width: int, gap: int) -> None:
    six = [Raster.of_event(picture(12, 12)) for _ in range(6)]
    lines = side_by_side(six, width=width, colour=False).plain.split("\n")
    assert len(lines) == (6 if width > 76 else 12)
    assert lines[0] == (" " * gap).join(["@" * 12] * (6 if width > 76 else 5))


def test_small_pictures_are_enlarged_and_stand_side_by_side_under_their_labels() -> None:
    rasters = [Raster.of([[1.0] * 8] * 8, label) for label in ("first", "second")]
    lines = side_by_side(rasters, width=80).plain.split("\n")
    assert lines[0].split() == ["first", "second"]
    assert lines[1] == "▀" * 16 + "  " + "▀" * 16
    assert len(lines) == 1 + 8


def test_what_finds_no_place_beside_goes_below() -> None:
    rasters = [Raster.of([[1.0] * 30] * 4) for _ in range(4)]
    text = side_by_side(rasters, width=70)
    assert widest(text) <= 70
    assert text.plain.count("▀") == 4 * 30 * 2


def test_a_picture_wider_than_the_screen_is_shrunk_by_means() -> None:
    raster = Raster.of([[0.0, 1.0] * 60] * 4)
    text = side_by_side([raster], width=60)
    assert widest(text) == 60
    assert str(text.spans[0].style) == "#808080 on #808080"


def test_names_make_a_heat_map_with_numbers_and_a_scale() -> None:
    text = picture_text(event(picture(1, 2, 128), rows=["query"], columns=["left", "right"]), colour=False)
    assert text.plain.split("\n") == ["t", "       left right ", "query   50    50  ", "0  .:-=+*#%@ 1"]


def test_columns_that_find_no_place_are_counted() -> None:
    names = [str(number) for number in range(200)]
    text = picture_text(event(picture(2, 200), rows=["a", "b"], columns=names), width=80)
    assert widest(text) <= 80
    assert "columns more" in text.plain


def test_a_picture_that_cannot_be_drawn_says_why() -> None:
    broken = picture(2, 2) | {"pixels": "AAAA"}
    assert "can't be drawn: a picture of 2 x 2 can't have 3 bytes" in picture_text(event(broken)).plain
    assert "can't be drawn" in picture_text(event(picture(2, 2) | {"pixels": "*"})).plain
    assert "can't be drawn" in picture_text(event({"height": 1})).plain


def test_text_of_the_learner_is_never_markup_and_never_a_control_sequence() -> None:
    text = picture_text(event(picture(1, 1, label="\x1b[2J"), title="[bold]x[/bold]\n\x1b]0;y\x07"))
    assert "[bold]x[/bold]" in text.plain
    assert "\x1b" not in text.plain and "\x07" not in text.plain


def test_heat_grows_lighter_with_its_value() -> None:
    lights = [
        0.299 * red + 0.587 * green + 0.114 * blue for red, green, blue in (heat(step / 20) for step in range(21))
    ]
    assert lights == sorted(lights)


@pytest.mark.parametrize("width", [1, 2, 5, 20, 80])
def test_a_map_is_never_wider_than_asked(width: int) -> None:
    raster = Raster.of([[0.1, 0.9, 0.5]] * 2)
    text = heat_map(raster, ["a rather long name", "注意"], ["x", "y" * 20, "注意力"], width=width)
    assert widest(text) <= width


@settings(max_examples=150, deadline=None)
@given(
    sizes=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 100)), max_size=6),
    width=st.integers(1, 130),
    colour=st.booleans(),
    words=st.lists(st.text(max_size=30), max_size=6),
    named=st.booleans(),
)
def test_any_event_is_drawn_within_its_width(
    sizes: list[tuple[int, int]], width: int, colour: bool, words: list[str], named: bool
) -> None:
    pictures = [picture(height, wide, 100, words[0] if words else None) for height, wide in sizes]
    names = words if named else None
    text = picture_text(
        event(*pictures, rows=names, columns=names, caption=words[-1] if words else None), width=width, colour=colour
    )
    assert widest(text) <= width
    assert not any(ord(char) < 32 and char != "\n" for char in text.plain)


def masked(height: int, width: int, mask: list[int], boxes: list[list[Any]] | None = None) -> dict[str, Any]:
    over: dict[str, Any] = {"mask": base64.b64encode(bytes(mask)).decode()}
    return picture(height, width, 0) | over | ({} if boxes is None else {"boxes": boxes})


def cells(text: Text) -> list[tuple[str, str]]:
    """Each character with its style."""
    return [(text.plain[span.start : span.end], str(span.style)) for span in text.spans]


def test_a_mask_tints_its_pixels_with_the_colour_of_its_class() -> None:
    dark = Raster.of_event(masked(2, 3, [0, 1, 2, 0, 0, 1]))
    light = Raster.of_event(picture(2, 3) | {"mask": base64.b64encode(bytes([0, 1, 2, 0, 0, 1])).decode()})
    (line,) = half_blocks(dark)
    drawn = [style.split(" on ") for _, style in cells(line)]
    assert drawn[0] == ["#000000", "#000000"]
    tints = {drawn[1][0], drawn[2][1]}
    assert len(tints) == 2 and "#000000" not in tints  # of two classes
    assert half_blocks(light)[0] != line


def test_without_colour_a_masked_cell_is_its_mark() -> None:
    raster = Raster.of_event(masked(2, 4, [0, 1, 2, 0, 0, 1, 2, 3]))
    assert half_blocks(raster, colour=False)[0].plain == " 012"
    assert half_blocks(raster, colour=False, names=["cat", "cow", "dog"])[0].plain == " cod"


def test_several_classes_are_marked_within_their_masks_in_colour_too() -> None:
    mask = [1, 1, 1, 0, 2, 2, 2] * 4
    lines = half_blocks(Raster.of_event(masked(4, 7, mask)))
    assert "".join(line.plain for line in lines).replace("▀", "") == "01"
    (alone,) = half_blocks(Raster.of_event(masked(2, 3, [1] * 6)))
    assert alone.plain == "▀▀▀"


def test_a_box_is_an_outline_with_its_label_at_a_corner() -> None:
    one = picture(12, 12, 0) | {"boxes": [[2, 2, 10, 10, "7 .9", 7]]}
    lines = half_blocks(Raster.of_event(one))
    assert lines[1].plain == "▀▀7 .9▀▀▀▀▀▀"
    styles = [style for _, style in cells(lines[2])]
    edges = [column for column, style in enumerate(styles) if style != "#000000 on #000000"]
    assert edges == [2, 9]
    assert [line.plain for line in half_blocks(Raster.of_event(one), colour=False)] == [
        "            ",
        "  7 .9---+  ",
        "  |      |  ",
        "  |      |  ",
        "  +------+  ",
        "            ",
    ]


def test_of_two_labels_at_one_place_the_second_goes_to_the_lower_corner() -> None:
    one = picture(12, 12, 0) | {"boxes": [[0, 0, 8, 8, "a", 0], [0, 0, 10, 10, "b", 1]]}
    lines = [line.plain for line in half_blocks(Raster.of_event(one), colour=False)]
    assert lines[0][0] == "a" and lines[4][0] == "b"


def test_boxes_beyond_the_picture_are_clipped_and_those_outside_left_out() -> None:
    boxes = [[-5, -5, 4, 4, "in", 0], [20, 20, 30, 30, "out", 1], [3, -9, 3, -1, "", 2]]
    lines = [line.plain for line in half_blocks(Raster.of_event(picture(8, 8, 0) | {"boxes": boxes}), colour=False)]
    assert lines == ["in-+    ", "+--+    ", "        ", "        "]


def test_masks_and_boxes_grow_and_shrink_with_their_picture() -> None:
    mask = [0, 1] * 4
    one = masked(4, 2, mask, [[1, 0, 2, 4, "", 1]])
    grown = side_by_side([Raster.of_event(one)], width=80, colour=False)
    assert grown.plain.split("\n")[3] == "    |00|"
    wide = masked(4, 120, ([0] * 60 + [1] * 60) * 4)
    shrunk = side_by_side([Raster.of_event(wide)], width=60, colour=False).plain.split("\n")
    assert shrunk[0] == " " * 30 + "0" * 30


def test_names_are_told_in_a_legend_below() -> None:
    one = masked(2, 2, [0, 1, 2, 2])
    for colour in (True, False):
        lines = picture_text(event(one, names=["cat", "dog"]), colour=colour).plain.split("\n")
        assert lines[-1] == "c cat  d dog"
    assert "cat" not in picture_text(event(picture(2, 2), names=["cat", "dog"])).plain


def test_a_mask_that_does_not_fit_is_said_in_words() -> None:
    for mask in ("AAA", "AA=="):
        text = picture_text(event(picture(2, 2) | {"mask": mask})).plain
        assert "can't be drawn" in text


@given(
    st.lists(
        st.tuples(*[st.floats(-1e9, 1e9)] * 4, st.text(max_size=30), st.integers(0, 61)).map(list),
        max_size=5,
    ),
    st.integers(1, 300),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_no_box_makes_a_picture_wider_or_breaks_it(boxes: list[Any], width: int, colour: bool) -> None:
    one = masked(5, 9, [3] * 45, boxes)
    text = picture_text(event(one, names=["a", "b", "c"]), width=width, colour=colour)
    assert "can't be drawn" not in text.plain and widest(text) <= width
