"""What several papers share: labels and values as they stand in their grids, boxes for opinions and seals."""

from __future__ import annotations

from villagebook.documents.faces import Role
from villagebook.documents.forms import At, Cell, Grid, Label, Placed, Row, Text, Value
from villagebook.documents.values import Kind

ROW_MM = 9.4
OPINION_MM = 55.0
DAY_TO_WRITE = "年　　　月　　　日"
DAY_IN_ROW = "　　　年　　月　　日"
_MEASURE_MM = 167.0
_SIDE_MM, _OPINION_PT = 3.0, 12.0


def label(text: str, spread: float = 4) -> Label:
    """Return a printed label, spread to four characters."""
    return Label(text, spread)


def text(field: str, name: str) -> Value:
    """Return a value that is plain text."""
    return Value(field, Kind.TEXT, name)


def left(field: str, name: str, kind: Kind = Kind.TEXT) -> Value:
    """Return a value that begins at the left: texts of several lines."""
    return Value(field, kind, name, "left")


def one(name: str, value: Value, across: int = 1, height_mm: float = ROW_MM) -> Row:
    """Return a row of one label and one value."""
    return Row(height_mm, (label(name), Cell(value, across)))


def two(first: str, value: Value, second: str, other: Value, height_mm: float = ROW_MM) -> Row:
    """Return a row of two labels, each with its value."""
    return Row(height_mm, (label(first), value, label(second), other))


def opinion(title: str, field: str = "", signer: str = "负责人（签字）：") -> Placed:
    """Return a box for an opinion with signature, seal and day.

    Args:
        title: 村级意见.
        field: Name of the opinion's text in the values; "" for one that is always written by hand.
        signer: Words before the place of the signature.
    """
    said = (At(_SIDE_MM, 14, Text(f"{{{field}}}", ""), pt=_OPINION_PT),) if field else ()
    return Placed((
        At(_SIDE_MM, 6, title, role=Role.LABEL),
        At(-_SIDE_MM, 6, "（盖章）", 1, pt=11),
        *said,
        At(_SIDE_MM, -11.6, signer, pt=11),
        At(-_SIDE_MM, -4.6, DAY_TO_WRITE, 1, pt=11),
    ))  # fmt: skip


def opinions(*boxes: Placed, height_mm: float = OPINION_MM) -> Grid:
    """Return boxes for opinions side by side, of equal width."""
    return Grid((_MEASURE_MM / len(boxes),) * len(boxes), (Row(height_mm, boxes),))
