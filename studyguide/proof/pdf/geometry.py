"""Points, boxes and areas on a page. All in points, from the page's bottom left; a box is left, bottom, right, top."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
Polygon = tuple[Point, ...]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
CURVE = 6  # straight pieces that stand for a Bézier curve
WEIGHTS = tuple(((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3) for t in (n / CURVE for n in range(1, CURVE + 1)))


def times(first: Matrix, then: Matrix) -> Matrix:
    """One matrix that does what two do one after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def moved(matrix: Matrix, x: float, y: float) -> Point:
    """Where a matrix puts a point."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def bounds(points: Iterable[Point]) -> Box:
    """The smallest box around some points."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def corners(box: Box) -> Polygon:
    """A box as a polygon."""
    left, bottom, right, top = box
    return ((left, bottom), (right, bottom), (right, top), (left, top))


def meets(one: Box, other: Box) -> bool:
    """Whether two boxes have a place in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def common(one: Box, other: Box) -> Box:
    """The place that two boxes have in common; its right is left of its left if there is none."""
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))


def inside(inner: Box, outer: Box, slack: float) -> bool:
    """Whether a box lies in another, give or take some points."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def curve(start: Point, one: Point, two: Point, end: Point) -> list[Point]:
    """Points on a Bézier curve, without its start."""
    return [
        (a * start[0] + b * one[0] + c * two[0] + d * end[0], a * start[1] + b * one[1] + c * two[1] + d * end[1])
        for a, b, c, d in WEIGHTS
    ]


@dataclass(frozen=True)
class Area:
    """What a path encloses, by the even-odd or the non-zero rule."""

    polygons: tuple[Polygon, ...]
    evenodd: bool = False

    @cached_property
    def box(self) -> Box:
        """The smallest box around it."""
        return bounds(point for polygon in self.polygons for point in polygon)

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it."""
        left, bottom, right, top = self.box
        if not (left <= point[0] <= right and bottom <= point[1] <= top):
            return False
        crossings = [way for polygon in self.polygons for way in _crossings(polygon, point)]
        return len(crossings) % 2 == 1 if self.evenodd else sum(crossings) != 0


def _crossings(polygon: Polygon, point: Point) -> Iterator[int]:
    """Where a line from the point to the right crosses the outline: 1 where it goes up, -1 where it goes down."""
    x, y = point
    before = polygon[-1]
    for here in polygon:
        if (before[1] > y) != (here[1] > y):
            at = before[0] + (y - before[1]) / (here[1] - before[1]) * (here[0] - before[0])
            if at > x:
                yield 1 if here[1] > before[1] else -1
        before = here
