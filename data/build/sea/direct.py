"""Direct lanes: straight from port to port over open water, where the network goes far round.

The marine network is a grid between the large ports. From an atoll or a small island it leads one way only, so that the ship to the next island begins with a
voyage to a hub: Atafu-Apia, 594 km apart, was 3,665 km. The lanes of lanes.py and shortcuts.py do not see such ways, since they take what runs longer than 1.12
times the great circle to go round land. Here pairs of ports are asked that lie within NEAR_KM of each other and whose great circle
crosses neither land nor gate nor ice; where the way is longer by ROUND a lane joins them, the worst pair first, until none is left.
"""
import numpy as np
from scipy.sparse import csgraph

from common import great_circle_km
from geometry import sparse
from sea.lanes import obstacles_of, over_open_water

NEAR_KM = (60.0, 2500.0)
ROUND, LEAST_KM = 1.25, 40.0  # a way may be so many times the great circle, and so much longer
HARBOUR_KM = 12.0             # of a lane's ends, where a coast of 1:50 million lies about


def offshore(a, b):
    """The ends of great circles a-b, HARBOUR_KM nearer to each other."""
    part = (HARBOUR_KM / great_circle_km(a[:, 0], a[:, 1], b[:, 0], b[:, 1]))[:, None]
    step = b - a
    step[:, 0] = (step[:, 0] + 180) % 360 - 180
    return a + part * step, b - part * step


def direct(links, ports, gates, land, shut):
    """[(port, port, km)] of the lanes to add; `links` are the network's, ports joined, of which those through passages of `shut` are not taken."""
    used = [link for link in links if link["mode"] == "sea" and link["passage"] not in shut]
    names = sorted({link[end] for link in used for end in ("from_node_id", "to_node_id")})
    at = {name: k for k, name in enumerate(names)}
    calls = sorted((p for p in ports if p["terminal_id"] in at), key=lambda p: p["terminal_id"])
    if len(calls) < 2:
        return []
    here = np.array([(p["lon"], p["lat"]) for p in calls], dtype=float)
    rows = np.array([at[p["terminal_id"]] for p in calls])
    a, b = (np.array([at[link[end]] for link in used]) for end in ("from_node_id", "to_node_id"))
    km = np.maximum([float(link["length"]) for link in used], 1e-6)
    way = csgraph.dijkstra(sparse(len(names), a, b, km), directed=False, indices=rows)[:, rows]
    straight = great_circle_km(here[:, None, 0], here[:, None, 1], here[None, :, 0], here[None, :, 1])
    i, j = np.nonzero(np.triu((straight > NEAR_KM[0]) & (straight < NEAR_KM[1]) & np.isfinite(way) & (way > ROUND * straight + LEAST_KM), 1))
    clear = over_open_water(*offshore(here[i], here[j]), obstacles_of(gates, land)) if len(i) else np.zeros(0, dtype=bool)
    i, j = i[clear], j[clear]
    made = []
    while len(i):
        too_long = way[i, j] / (ROUND * straight[i, j] + LEAST_KM)
        worst = int(np.argmax(np.round(too_long, 6)))
        if too_long[worst] <= 1:
            break
        p, q = i[worst], j[worst]
        made.append((calls[p]["terminal_id"], calls[q]["terminal_id"], round(float(straight[p, q]), 2)))
        for near, far in ((p, q), (q, p)):
            way = np.minimum(way, way[:, near, None] + straight[p, q] + way[None, far, :])
    return made
