"""Which points have open sea between them, so that no road leads from one to the other."""
import numpy as np
import shapely

from geometry import km_between

OPEN_SEA_KM = 20.0   # less is a strait or a sound, with a bridge, a causeway or a ferry, or the drawing of the shore
STEP_KM = 1.0


class Shores:
    """Land of the world: each piece is one that can be crossed dry."""

    def __init__(self, shapes):
        self.pieces = shapely.get_parts(shapely.union_all(list(shapes.values())))
        self.tree = shapely.STRtree(self.pieces)

    def piece(self, point):
        """The land a point lies on, or the nearest."""
        return int(self.tree.nearest(shapely.Point(point)))

    def apart(self, p, q):
        """Whether two points lie on different land with more than OPEN_SEA_KM of sea on the straight line between them."""
        if self.piece(p) == self.piece(q):
            return False
        count = max(2, int(float(km_between(np.asarray(p), np.asarray(q))) / STEP_KM))
        points = np.asarray(p) + np.linspace(0, 1, count)[:, None] * (np.asarray(q) - np.asarray(p))
        dry = np.zeros(count, dtype=bool)
        dry[self.tree.query(shapely.points(points), predicate="intersects")[0]] = True
        longest = run = 0
        for land in dry:
            run = 0 if land else run + 1
            longest = max(longest, run)
        return longest * STEP_KM > OPEN_SEA_KM
