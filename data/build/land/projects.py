"""Resolves data/authored/project_changes.csv into project_links.csv: which links a project builds, upgrades or eases.

- build_line: the shortest path of that mode between the two ends. Where the project is open or being built on a line the graph
  has, and the path is direct (DIRECT times the great circle at most), its inner links carry project_id: they exist only with
  the project. Else a straight planned link of STRAIGHT times the great circle is added, at the authored speed.
- upgrade_line: links of the path, hours_scale = speed today / new speed. The authored speed of a road is that of a road which had `speed.road`
  before: where the build gives a country's roads more (speed.income_usd), the road gains by the same share, up to `speed.road_fast`.
- new_terminal: no goods change mode there without the project.
- terminal_*: the transfer links of the terminal; crossing_hours: the open crossings of the pair and mode.
"""
import heapq
from collections import defaultdict

import numpy as np

from common import AUTHORED, read_csv
from geometry import km_between

STRAIGHT = 1.15
DIRECT = 1.7
INNER = 0.10          # of the path at each end stays open to others: shared approach tracks
BUILT = {"open"}


class Paths:
    """Shortest paths by km over the links written so far, one mode at a time."""

    def __init__(self, links):
        self.near = {"rail": defaultdict(list), "road": defaultdict(list)}
        for row in links:
            if row["status"] == "planned":
                continue
            for mode in ("rail", "road"):
                if row["mode"] in (mode, "ferry") and (row["mode"] == mode or row["facility"] == mode + "_ferry"):
                    cost = row["length"] + (500.0 if row["status"] == "closed" else 20.0 if row.get("crossing_id") else 0.0)
                    self.near[mode][row["from_node_id"]].append((row["to_node_id"], cost, row))
                    self.near[mode][row["to_node_id"]].append((row["from_node_id"], cost, row))

    def find(self, mode, start, goal):
        best, back, queue = {start: 0.0}, {}, [(0.0, start)]
        while queue:
            d, u = heapq.heappop(queue)
            if u == goal:
                path = []
                while u != start:
                    u, row = back[u]
                    path.append(row)
                return path[::-1]
            if d > best[u]:
                continue
            for v, cost, row in self.near[mode][u]:
                if d + cost < best.get(v, np.inf):
                    best[v] = d + cost
                    back[v] = (u, row)
                    heapq.heappush(queue, (d + cost, v))
        return None


def project_links(tables, places):
    changes = read_csv(AUTHORED / "project_changes.csv")
    status = {row["project_id"]: row["project_status"] for row in read_csv(AUTHORED / "projects.csv")}
    point = {p["place_id"]: (float(p["lon"]), float(p["lat"])) for p in places}
    iso3 = {p["place_id"]: p["iso3"] for p in places}
    speed = {mode: tables.parameters["speed"][mode]["value"] for mode in ("rail", "road")}
    fast = tables.parameters["speed"]["road_fast"]["value"]
    paths, rows, notes = Paths(tables.links), {}, []
    terminal = {t["terminal_id"]: t for t in tables.all_terminals()}
    transfers = defaultdict(list)
    for link in tables.links:
        if link.get("terminal_id"):
            transfers[link["terminal_id"]].append(link)

    def put(project, link_id, effect, hours=None, usd=None, source=""):
        row = rows.setdefault((project, link_id, effect), dict(project_id=project, link_id=link_id, effect=effect, source=source))
        if hours is not None:
            row["hours_scale"] = round(hours, 4)
        if usd is not None:
            row["usd_scale"] = round(usd, 4)

    for change in changes:
        project, kind, mode, source = change["project_id"], change["change"], change["mode"], change["source"]
        ends = [e if mode == "road" or e.startswith("rail:") else f"rail:{e}" for e in (change["target"], change["to"])]
        value = float(change["value"]) if change["value"] else None
        if kind in ("build_line", "upgrade_line"):
            if change["target"] not in point or change["to"] not in point:
                notes.append(f"{project}: no place {change['target']} or {change['to']}")
                continue
            straight = float(km_between(np.array(point[change["target"]]), np.array(point[change["to"]])))
            path = paths.find(mode, *ends)
            km = sum(link["length"] for link in path) if path else np.inf
            home = {iso3[change["target"]], iso3[change["to"]]}
            direct = path is not None and km <= max(DIRECT * straight, straight + 60) and all(link["iso3"] in home for link in path)
            if kind == "upgrade_line":
                if path is None or km > 3 * max(straight, 30):
                    notes.append(f"{project}: no path to upgrade {change['target']} - {change['to']}")
                    continue
                for link in path:
                    if link["mode"] == mode and link["facility"] in ("line", "bridge_gap"):
                        now = float(link.get("free_speed") or speed[mode])
                        new = max(value, min(fast, now * value / speed["road"])) if mode == "road" else value
                        if now < new:
                            put(project, link["link_id"], "upgrade", hours=now / new, source=source)
            elif direct and status.get(project) in BUILT:
                assign(path, km, project, value, lambda link_id: put(project, link_id, "build", source=source))
            else:
                planned(tables, project, mode, ends, straight, value, change, lambda link_id: put(project, link_id, "build", source=source))
        elif kind in ("terminal_dwell", "terminal_handling", "new_terminal"):
            now = terminal.get(change["target"])
            if now is None or not transfers[change["target"]]:
                notes.append(f"{project}: no terminal {change['target']}")
                continue
            for link in transfers[change["target"]]:
                if kind == "new_terminal":
                    link["project_id"] = project
                    put(project, link["link_id"], "build", source=source)
                elif kind == "terminal_dwell":
                    put(project, link["link_id"], "terminal", hours=value / float(now["dwell_hours"]), source=source)
                else:
                    put(project, link["link_id"], "terminal", usd=value / float(now["handling_usd_per_tonne"]), source=source)
        elif kind == "crossing_hours":
            pair = tuple(sorted(change["target"].split("-")))
            for crossing in tables.crossings:
                if (crossing["iso3_a"], crossing["iso3_b"]) == pair and crossing["mode"] == mode and value < crossing["hours"]:
                    put(project, crossing["link_id"], "crossing", hours=value / crossing["hours"], source=source)
    tables.project_notes = notes
    return list(rows.values())


def assign(path, km, project, value, put):
    """Gives the inner links of a path to the project; a path of few links gives its longest."""
    lines = [link for link in path if link["facility"] in ("line", "bridge_gap") and not link.get("project_id")]
    at, inner = 0.0, []
    for link in path:
        middle = at + link["length"] / 2
        at += link["length"]
        if INNER * km < middle < (1 - INNER) * km and link in lines:
            inner.append(link)
    if not inner and lines:
        inner = [max(lines, key=lambda link: (link["length"], link["link_id"]))]
    for link in inner:
        link["project_id"] = project
        link["free_speed"] = value
        put(link["link_id"])


def planned(tables, project, mode, ends, straight, value, change, put):
    """A straight link the graph does not have; where it joins two countries, two links and a crossing at the middle."""
    at = {node["node_id"]: node for node in tables.nodes}
    a, b = ends
    number = sum(link["link_id"].startswith(f"planned:{project}:") for link in tables.links) + 1
    base, km = f"planned:{project}:{number}", max(straight * STRAIGHT, 1.0)
    more = dict(free_speed=value, project_id=project, status="planned", source=change["source"])

    def line(link_id, u, v, length, iso3):
        tables.link(link_id, u, v, length, mode, "planned_line", iso3, **more)
        put(link_id)

    iso_a, iso_b = at[a]["iso3"], at[b]["iso3"]
    if iso_a == iso_b:
        line(base, a, b, km, iso_a)
        return
    middle = [(at[a][c] + at[b][c]) / 2 for c in ("x_coord", "y_coord")]
    sides = [f"{base}:{iso}" for iso in (iso_a, iso_b)]
    for node, iso in zip(sides, (iso_a, iso_b)):
        tables.node(node, "", *middle, "crossing", iso, source=change["source"])
    line(f"{base}:{iso_a}", a, sides[0], km / 2, iso_a)
    line(f"{base}:{iso_b}", sides[1], b, km / 2, iso_b)
    (first, near), (second, _) = sorted(zip((iso_a, iso_b), sides))
    count = tables.crossing_count[(first, second, mode)] = tables.crossing_count.get((first, second, mode), 0) + 1
    crossing_id, link_id = f"{first}-{second}-{mode}-{count}", f"{base}:crossing"
    cost, gauge = tables.borders.cost(first, second, mode), tables.borders.gauge if mode == "rail" else {}
    tables.crossings.append(dict(
        crossing_id=crossing_id, name=f"{change['target'][4:]} - {change['to'][4:]} ({project})".replace("_", " "), iso3_a=first, iso3_b=second,
        node_id=near, link_id=link_id, mode=mode, hours=cost["hours"], usd_per_tonne=cost["usd_per_tonne"], gauge_a=gauge.get(first),
        gauge_b=gauge.get(second), gauge_change=cost["gauge_change"], open=cost["open"], status="estimated", source=cost["source"]))
    tables.link(link_id, sides[0], sides[1], 0.1, mode, "crossing", first, crossing_id=crossing_id, project_id=project,
                status="planned", source=change["source"])
    put(link_id)
