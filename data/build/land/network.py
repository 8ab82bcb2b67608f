"""The land part of the world pack: road and rail backbone, crossings, terminals, connectors.

    build(parts_dir, pack_sources_dir)

reads places, ports, airports and countries from parts_dir and the raw graphs from the installed packages, and writes
land_nodes, land_links, land_shapes, land_terminals, crossings, crossings_missing, bridges, length_correction and
project_links. docs/explanation/network-data.md tells how.
"""
import sys
import tomllib
from pathlib import Path

import numpy as np

from common import AUTHORED
from extent import WORLD
from land import access, backbone
from land.countries import country_polygons
from land.crossings import Borders
from land.graph import Graph, is_authored, is_ferry, whole_graph
from land.lengths import correction
from land.shores import Shores
from land.tables import Tables

ROAD_STRETCH, RAIL_STRETCH = 1.08, 1.08
HUB_PEOPLE = 1_500_000
# Neighbours among the larger places whose way over the backbone must not be longer than the shortest by more than the last figure:
# people from which a place counts (0: all), or else the radius in km within which it is the largest; how far apart, km; the stretch. The last level has
# all pairs of the largest places around, since Brisbane and Darwin are no neighbours.
LEVELS = ((150_000, None, 800, 1.05), (None, 250, 1500, 1.03), (0, None, 400, 1.10))
FAR_RADIUS_KM, FAR_KM, FAR_STRETCH = 500, 3000, 1.03


def path_weight(graph, borders):
    """km, plus what each border adds, so that a path does not weave through a third country."""
    weight = graph.km.copy()
    for e in np.flatnonzero(graph.crossing):
        weight[e] += borders.path_penalty_km(str(graph.iso3[graph.a[e]]), str(graph.iso3[graph.b[e]]), graph.mode)
    for e in np.flatnonzero(graph.tag != ""):
        if is_ferry(graph.tag[e]):
            weight[e] = weight[e] * 1.5 + 60.0
    return weight


def border_nodes(graph, weight, terminals, borders):
    """Both sides of the crossing nearest to terminals, for every pair of countries that share one."""
    from scipy.sparse import csgraph
    closed = graph.crossing & (weight >= 5000)
    open_weight = weight[~closed]
    inner = Graph(graph.mode, graph.lonlat, graph.iso3, graph.a[~closed], graph.b[~closed], open_weight, graph.tag[~closed])
    distance = csgraph.dijkstra(inner.matrix(), indices=np.unique(terminals), min_only=True)
    best = {}
    for e in np.flatnonzero(graph.crossing):
        u, v = int(graph.a[e]), int(graph.b[e])
        key = tuple(sorted((str(graph.iso3[u]), str(graph.iso3[v]))))
        cost = distance[u] + distance[v]
        if np.isfinite(cost) and (key not in best or cost < best[key][0]):
            best[key] = (cost, e)
    return {key: e for key, (_, e) in sorted(best.items())}


def span_places(graph, weight, towns, chosen, index):
    """Shortens the ways between neighbouring places, by LEVELS. `towns`: node, point and people of each place."""
    nodes, points, people = towns
    for least, radius, farthest, stretch in LEVELS:
        at = backbone.largest_around(points, people, radius) if radius else np.flatnonzero(people >= least)
        pairs = backbone.near_pairs(points[at], farthest)
        added = backbone.spanning_paths(graph, weight, nodes[at][pairs], chosen, index, stretch)
        print(f"  {graph.mode}: {len(pairs)} pairs up to {farthest} km apart, {added} paths added", file=sys.stderr)
    at = backbone.largest_around(points, people, FAR_RADIUS_KM)
    pairs = backbone.all_pairs(points[at], FAR_KM)
    added = backbone.spanning_paths(graph, weight, nodes[at][pairs], chosen, index, FAR_STRETCH)
    print(f"  {graph.mode}: {len(pairs)} pairs of the largest places around, {added} paths added", file=sys.stderr)


def make_backbone(graph, terminals, hubs, borders, stretch, towns):
    """Chosen edges (a mask) of one mode."""
    weight = path_weight(graph, borders)
    index = backbone.EdgeIndex(graph)
    chosen = np.zeros(len(graph.a), dtype=bool)
    edges = border_nodes(graph, weight, terminals, borders)
    sides = np.array([[graph.a[e], graph.b[e]] for e in edges.values()], dtype=np.int64).ravel()
    added = np.flatnonzero([tag != "" and (is_ferry(tag) or is_authored(tag)) for tag in graph.tag])
    ends = np.r_[graph.a[added], graph.b[added]]
    everything = np.unique(np.r_[terminals, sides, ends])
    pairs = backbone.voronoi_backbone(graph, weight, everything, chosen, index)
    backbone.hub_paths(graph, weight, hubs, chosen, index)
    chosen[list(edges.values())] = True
    chosen[added] = True
    direct = backbone.neighbour_paths(graph, np.where(chosen, weight * backbone.REUSE, weight), pairs, chosen, index, stretch)
    span_places(graph, weight, towns, chosen, index)
    keep = np.zeros(len(graph.lonlat), dtype=bool)
    keep[everything] = True
    backbone.prune(graph, chosen, keep)
    print(f"  {graph.mode}: {len(everything)} terminals, {len(pairs)} neighbour pairs, {direct} direct paths added, "
          f"{int(chosen.sum())} edges", file=sys.stderr)
    return chosen


def build(parts_dir, pack_sources_dir, full=False, extent=WORLD, factors=None):
    """`full` keeps all lines of the source, where the backbone keeps those between terminals. `factors` are a mode's published over its measured
    lengths; measured anew where they are not given."""
    parts = Path(parts_dir)
    places, ports, airports, countries = (access.read_rows(parts / f"{name}.csv")
                                          for name in ("places", "ports", "airports", "countries"))
    shapes = country_polygons(pack_sources_dir)
    shores = Shores(shapes)
    borders = Borders(AUTHORED / "parameters.toml", countries)
    with open(AUTHORED / "parameters.toml", "rb") as f:
        parameters = tomllib.load(f)
    graphs = {mode: whole_graph(mode, shapes, borders, extent) for mode in ("rail", "road")}
    length_rows = correction(graphs, factors)
    road, rail = access.Finder(graphs["road"]), access.Finder(graphs["rail"])

    place_points = access.coordinates(places)
    iso3 = [p["iso3"] for p in places]
    place_road = road.nearest(place_points, access.PLACE_TO_ROAD_KM, iso3, shores=shores)
    port_km = access.nearest_port_km(places, ports)
    remote = np.flatnonzero((place_road < 0) & (port_km > access.PORT_SERVES_KM))
    place_road[remote] = road.nearest(place_points[remote], access.REMOTE_PLACE_TO_ROAD_KM, [iso3[i] for i in remote], shores=shores)
    near_rail = rail.nearest(place_points, access.PLACE_TO_RAIL_KM, iso3)
    wanted = access.named_rail_places(AUTHORED)
    far = np.array([i for i, p in enumerate(places) if near_rail[i] < 0 and p["place_id"] in wanted], dtype=np.int64)
    near_rail[far] = rail.nearest(place_points[far], access.NAMED_TO_RAIL_KM, [iso3[i] for i in far])
    rail_places = access.rail_terminal_places(places, near_rail, graphs["rail"], wanted)
    port_road = road.nearest(access.coordinates(ports), access.PORT_TO_ROAD_KM, [p["iso3"] for p in ports], shores=shores)
    port_rail = rail.nearest(access.coordinates(ports), access.PORT_TO_RAIL_KM, [p["iso3"] for p in ports], shores=shores)
    air_road = road.nearest(access.coordinates(airports), access.AIRPORT_TO_ROAD_KM, [p["iso3"] for p in airports], shores=shores)

    people = np.array([float(p["population"] or 0) for p in places])
    hub = [i for i in range(len(places)) if people[i] >= HUB_PEOPLE or places[i]["capital"] == "1"]
    def valid(*groups):
        nodes = np.concatenate([np.asarray(g, dtype=np.int64) for g in groups])
        return np.unique(nodes[nodes >= 0])
    rail_nodes = near_rail[rail_places]
    terminals = {"road": valid(place_road, port_road, air_road), "rail": valid(rail_nodes, port_rail)}
    hubs = {"road": valid(place_road[hub]), "rail": valid(near_rail[[i for i in hub if i in set(rail_places)]])}
    on_road = np.flatnonzero(place_road >= 0)
    on_rail = np.array([i for i in rail_places if near_rail[i] >= 0])
    towns = {"road": (place_road[on_road], place_points[on_road], people[on_road]), "rail": (near_rail[on_rail], place_points[on_rail], people[on_rail])}
    tables = Tables(borders, parameters, countries)
    for mode, stretch in (("rail", RAIL_STRETCH), ("road", ROAD_STRETCH)):
        graph = graphs[mode]
        chosen = np.ones(len(graph.a), dtype=bool) if full else make_backbone(graph, terminals[mode], hubs[mode], borders, stretch, towns[mode])
        fixed = np.zeros(len(graph.lonlat), dtype=bool)
        fixed[terminals[mode]] = True
        tables.add_network(graph, chosen, fixed, places, full)
        tables.add_bridges(graph)
    tables.add_places(places, place_road, ports)
    tables.add_rail_terminals([places[i] for i in rail_places], rail_nodes)
    tables.add_access("port", ports, {"road": port_road, "rail": port_rail})
    tables.add_access("airport", airports, {"road": air_road})
    tables.add_island_access(places, shores)
    if not full and ports:
        tables.add_lone_access(places, ports)
    tables.add_missing_crossings(countries)
    tables.write(parts, length_rows, places)
    if full:  # hundreds of small ports and airfields, and in a box all projects elsewhere
        print(f"  {len(tables.cut_off)} terminals without a way to land, {len(tables.project_notes)} project changes left out", file=sys.stderr)
        return tables
    if tables.cut_off:
        print("  terminals without a way to land:", *tables.cut_off, file=sys.stderr)
    for note in tables.project_notes:
        print("  project change left out:", note, file=sys.stderr)
    return tables
