"""Turns chosen edges and access points into the rows of nodes.csv, links.csv and their fellows."""
import numpy as np
import shapely
from scipy.sparse import csgraph

from common import AUTHORED, read_csv, write_csv
from geometry import km_between, sparse
from land import access
from land.backbone import chains
from land.graph import added_links, is_authored, is_ferry
from land.missing import missing_crossings
from land.simplify import from_paths, simplify

PREFIX = {"rail": "r", "road": "h"}
NODE_COLUMNS = "node_id name x_coord y_coord node_type zone_id iso3 source".split()
LINK_COLUMNS = ("link_id from_node_id to_node_id directed length free_speed capacity mode facility gauge passage iso3 "
                "opened_year project_id crossing_id terminal_id status source").split()
TERMINAL_COLUMNS = ("terminal_id kind name iso3 lon lat node_id dwell_hours handling_usd_per_tonne size opened_year "
                    "project_id status source").split()
CROSSING_COLUMNS = "crossing_id name iso3_a iso3_b node_id link_id mode hours usd_per_tonne gauge_a gauge_b gauge_change open status source".split()
SHAPE_TOLERANCE = 0.02            # degrees
FULL_TOLERANCE = 0.002
CONNECTOR_DETOUR, CONNECTOR_KMH = 1.2, 30
ISLAND_KM = 150.0


class Tables:
    def __init__(self, borders, parameters, countries):
        self.borders, self.parameters = borders, parameters
        self.nodes, self.links, self.shapes, self.terminals, self.crossings, self.bridges = [], [], [], [], [], []
        self.income = {row["iso3"]: float(row["gdp_usd"]) / float(row["population"]) for row in countries
                       if float(row["gdp_usd"] or 0) > 0 and float(row["population"] or 0) > 0}
        self.given_terminals, self.project_notes, self.cut_off = [], [], []
        self.node_id, self.graphs, self.missing, self.crossing_count = {}, {}, [], {}
        self.hand = {row["link"]: row for row in added_links()}
        self.delays, self.rail_delays = ({row["iso3"]: float(row["hours_per_100_km"]) for row in read_csv(AUTHORED / f"{mode}_delays.csv")}
                                         for mode in ("road", "rail"))

    def node(self, node_id, name, lon, lat, node_type, iso3, zone="", source="osm_scgraph"):
        self.nodes.append(dict(node_id=node_id, name=name, x_coord=round(float(lon), 4), y_coord=round(float(lat), 4),
                               node_type=node_type, zone_id=zone, iso3=iso3, source=source))

    def link(self, link_id, a, b, km, mode, facility, iso3, **more):
        row = dict(link_id=link_id, from_node_id=a, to_node_id=b, directed=0, length=round(max(float(km), 0.01), 2), mode=mode,
                   facility=facility, iso3=iso3, status="open", source="osm_scgraph")
        row.update(more)
        self.links.append(row)

    def add_network(self, graph, chosen, fixed, places, full=False):
        """The chosen edges as links between the nodes where they meet. Where `full` nothing is folded or left out but rings that lead nowhere
        else: each link is a line of the source from fork to fork."""
        mode, prefix = graph.mode, PREFIX[graph.mode]
        self.graphs[mode] = graph
        needed = np.flatnonzero(fixed)
        found = from_paths(graph, chains(graph, chosen, fixed))
        found = [c for c in found if c.a != c.b] if full else simplify(found, needed.tolist())
        used = np.unique(np.r_[[c.a for c in found], [c.b for c in found], needed])
        order = used[np.lexsort((used, graph.lonlat[used, 1], graph.lonlat[used, 0]))]
        ids = {int(n): f"{prefix}{k + 1}" for k, n in enumerate(order)}
        self.node_id[mode] = ids
        sides = set()
        number_of = lambda n: int(ids[n][1:])
        ordered = sorted(found, key=lambda c: (*sorted((number_of(c.a), number_of(c.b))), c.tag))
        for number, chain in enumerate(ordered):
            link_id, a, b, tag = f"{mode}:{number + 1}", chain.a, chain.b, chain.tag
            iso_a = str(graph.iso3[a])
            ferry = tag != "" and is_ferry(tag)
            hand = self.hand.get(tag, {})
            more = dict(gauge=hand.get("gauge") or self.borders.gauge.get(iso_a) if mode == "rail" and not ferry else None,
                        free_speed=hand.get("speed_kmh") or chain.kmh or (None if ferry else self.road_kmh(iso_a) if mode == "road" else self.rail_kmh(iso_a)),
                        opened_year=hand.get("opened_year") or None)
            if chain.crossing:
                sides.update((a, b))
                self.add_crossing(graph, link_id, a, b, "ferry" if ferry else mode, ids, places, self.crossing_count, more)
                continue
            facility = hand.get("kind", "") if ferry else "line" if is_authored(tag) or not tag else "bridge_gap"
            if is_authored(tag):
                more.update(status=hand["status"], source=hand["url"])
            self.link(link_id, ids[a], ids[b], chain.km, "ferry" if ferry else mode, facility, iso_a, **more)
            if full and len(chain.points) == 2:
                continue
            points = np.concatenate([graph.lonlat[[a]], chain.points, graph.lonlat[[b]]])
            if km_between(points[1], points[0]) > km_between(points[-2], points[0]):
                points[1:-1] = points[-2:0:-1].copy()
            shape = shapely.simplify(shapely.LineString(points), FULL_TOLERANCE if full else SHAPE_TOLERANCE)
            if len(shape.coords) > 2 and not crosses_antimeridian(shape):
                self.shapes.append(dict(link_id=link_id, points=";".join(f"{x:.3f} {y:.3f}" for x, y in shape.coords)))
        for n in order:
            self.node(ids[int(n)], "", *graph.lonlat[n], "crossing" if int(n) in sides else "junction", str(graph.iso3[n]))

    def road_kmh(self, iso3):
        """Speed at which a lorry drives, by income: speed.road up to the first bound of speed.income_usd, speed.road_fast from the second, and
        between them by the logarithm; less what weighbridges, checkpoints and convoys cost it there (data/authored/road_delays.csv). None where it is
        the mode's own."""
        slow, fast = (self.parameters["speed"][k]["value"] for k in ("road", "road_fast"))
        low, high = (self.parameters["speed"]["income_usd"][k]["value"] for k in ("slow", "fast"))
        income = self.income.get(iso3) or low
        kmh = slow if income <= low else round(slow + (fast - slow) * min(1.0, np.log(income / low) / np.log(high / low)))
        delay = self.delays.get(iso3)
        if delay:  # the rest that drivers must take is added to all hours later, and these are counted with it
            kmh = round(1 / (1 / kmh + delay / 100 * self.parameters["driving"]["hours_per_day"]["value"] / 24), 1)
        return None if kmh == slow else kmh

    def rail_kmh(self, iso3):
        """speed.rail, less what trains wait there for engines and for track (data/authored/rail_delays.csv). None where it is the mode's own."""
        delay = self.rail_delays.get(iso3)
        return round(1 / (1 / self.parameters["speed"]["rail"]["value"] + delay / 100), 1) if delay else None

    def add_crossing(self, graph, link_id, a, b, mode, ids, places, count, more):
        if graph.iso3[a] > graph.iso3[b]:
            a, b = b, a
        iso_a, iso_b = str(graph.iso3[a]), str(graph.iso3[b])
        number = count[(iso_a, iso_b, mode)] = count.get((iso_a, iso_b, mode), 0) + 1
        crossing_id = f"{iso_a}-{iso_b}-{mode}-{number}"
        cost = self.borders.cost(iso_a, iso_b, mode)
        gauge = self.borders.gauge
        self.crossings.append(dict(
            crossing_id=crossing_id, name=self.crossing_name(graph.lonlat[a], iso_a, iso_b, places), iso3_a=iso_a, iso3_b=iso_b,
            node_id=ids[a], link_id=link_id, mode=mode, hours=cost["hours"], usd_per_tonne=cost["usd_per_tonne"],
            gauge_a=gauge.get(iso_a) if mode == "rail" else None, gauge_b=gauge.get(iso_b) if mode == "rail" else None,
            gauge_change=cost["gauge_change"], open=cost["open"], status="estimated", source=cost["source"]))
        more = dict(more, gauge=None, crossing_id=crossing_id, status="open" if cost["open"] else "closed")
        self.link(link_id, ids[a], ids[b], 0.1, mode, "crossing", iso_a, **more)

    def crossing_name(self, point, iso_a, iso_b, places):
        """The nearest named place on each side, within 60 km."""
        if not hasattr(self, "_points"):
            self._points = access.coordinates(places)
            self._iso = np.array([p["iso3"] for p in places])
        km = km_between(self._points, point)
        names = []
        for iso in (iso_a, iso_b):
            home = np.where(self._iso == iso, km, np.inf)
            at = int(np.argmin(home))
            names.append(places[at]["name"] if home[at] <= 60 else iso)
        return " - ".join(names)

    def add_bridges(self, graph):
        for k, row in enumerate(graph.bridges):
            a, b = graph.lonlat[row["i"]], graph.lonlat[row["j"]]
            self.bridges.append(dict(bridge_id=f"{graph.mode}-{row['kind']}-{k + 1}", mode=row["mode"], lon_a=round(a[0], 3),
                                     lat_a=round(a[1], 3), lon_b=round(b[0], 3), lat_b=round(b[1], 3), km=round(row["km"], 2),
                                     kind=row["kind"], reason=row["reason"], source=row["source"]))

    def add_places(self, places, place_road, ports):
        """Place nodes and their connectors; an island without a road graph meets the world at its nearest port."""
        port_points = access.coordinates(ports)
        for place, at in zip(places, place_road):
            lon, lat = float(place["lon"]), float(place["lat"])
            self.node(place["place_id"], place["name"], lon, lat, "place", place["iso3"], place["place_id"], "geonames")
            if at >= 0:
                km = float(km_between(self.graphs["road"].lonlat[at], np.array([lon, lat])))
                self.connector(place, self.node_id["road"][int(at)], km, "connector")
            elif ports:
                km = km_between(port_points, np.array([lon, lat]))
                k = int(np.argmin(np.where([p["iso3"] == place["iso3"] for p in ports], km, km + 500)))
                self.connector(place, ports[k]["node_id"], float(km[k]), "connector", ports[k])

    def connector(self, place, to, km, facility, port=None):
        more = dict(terminal_id=port["terminal_id"]) if port else {}
        self.link(f"connector:{place['place_id']}" + (":port" if port else ""), place["place_id"], to,
                  max(0.5, km * CONNECTOR_DETOUR), "transfer" if port else "road", facility, place["iso3"],
                  free_speed=CONNECTOR_KMH, source="sogdia_build", **more)

    def add_rail_terminals(self, places, nodes):
        costs = self.parameters["terminal"]["rail"]
        graph = self.graphs["rail"]
        for place, at in zip(places, nodes):
            tid, size = f"rail:{place['place_id']}", access.terminal_size(float(place["population"] or 0))
            home = np.array([float(place["lon"]), float(place["lat"])])
            lon, lat = graph.lonlat[at] if at >= 0 else home
            name = f"{place['name']} rail terminal"
            self.terminals.append(dict(
                terminal_id=tid, kind="rail", name=name, iso3=place["iso3"], lon=round(float(lon), 4), lat=round(float(lat), 4),
                node_id=tid, dwell_hours=costs[size]["dwell_hours"]["value"],
                handling_usd_per_tonne=costs[size]["handling_usd_per_tonne"]["value"], size=size, status="estimated", source="sogdia_build"))
            self.node(tid, name, lon, lat, "rail_terminal", place["iso3"])
            if at >= 0:
                self.link(f"track:{place['place_id']}", tid, self.node_id["rail"][int(at)], 0.1, "rail", "terminal_track", place["iso3"],
                          gauge=self.borders.gauge.get(place["iso3"]))
            km = float(km_between(np.array([lon, lat]), home))
            self.link(f"transfer:{tid}", place["place_id"], tid, max(0.5, km * CONNECTOR_DETOUR), "transfer", "rail_terminal",
                      place["iso3"], terminal_id=tid, source="sogdia_build")

    def add_access(self, kind, terminals, by_mode):
        self.given_terminals += terminals
        for mode, at in by_mode.items():
            graph = self.graphs[mode]
            for terminal, n in zip(terminals, at):
                if n < 0:
                    continue
                km = float(km_between(graph.lonlat[n], np.array([float(terminal["lon"]), float(terminal["lat"])])))
                self.link(f"transfer:{terminal['terminal_id']}:{mode}", self.node_id[mode][int(n)], terminal["node_id"],
                          max(0.5, km * CONNECTOR_DETOUR), "transfer", f"{kind}_{mode}", terminal["iso3"],
                          terminal_id=terminal["terminal_id"], source="sogdia_build")

    def add_island_access(self, places, shores):
        """A port or airport that meets no road or rail joins the nearest place of its country, within ISLAND_KM and not over open sea."""
        if not places:
            return
        points, served = access.coordinates(places), {link.get("terminal_id") for link in self.links}
        iso3 = np.array([p["iso3"] for p in places])
        for terminal in self.given_terminals:
            if terminal["terminal_id"] in served:
                continue
            here = np.array([float(terminal["lon"]), float(terminal["lat"])])
            km = km_between(points, here)
            near = [i for i in np.argsort(km, kind="stable") if km[i] <= ISLAND_KM and iso3[i] == terminal["iso3"] and not shores.apart(points[i], here)]
            if near:
                at = int(near[0])
                self.link(f"transfer:{terminal['terminal_id']}:place", places[at]["place_id"], terminal["node_id"],
                          max(0.5, float(km[at]) * CONNECTOR_DETOUR), "transfer", f"{terminal['kind']}_road", terminal["iso3"],
                          terminal_id=terminal["terminal_id"], source="sogdia_build")
            else:
                self.cut_off.append(terminal["terminal_id"])

    def add_lone_access(self, places, ports):
        """A place whose roads lead to no port and to no other piece of land joins its nearest port too, the largest place of each such piece."""
        number = {row["node_id"]: k for k, row in enumerate(self.nodes)}
        for terminal in self.all_terminals():
            number.setdefault(terminal["node_id"], len(number))
        ends = np.array([(number[row["from_node_id"]], number[row["to_node_id"]]) for row in self.links if row["status"] == "open"])
        _, piece = csgraph.connected_components(sparse(len(number), ends[:, 0], ends[:, 1], np.ones(len(ends))), directed=False)
        port_points = access.coordinates(ports)
        served = {piece[number[port["node_id"]]] for port in ports} | {np.bincount(piece).argmax()}
        for place in sorted(places, key=lambda p: (-float(p["population"] or 0), p["place_id"])):
            here = piece[number[place["place_id"]]]
            if here in served:
                continue
            served.add(here)
            km = km_between(port_points, np.array([float(place["lon"]), float(place["lat"])]))
            k = int(np.argmin(np.where([p["iso3"] == place["iso3"] for p in ports], km, km + 500)))
            self.connector(place, ports[k]["node_id"], float(km[k]), "connector", ports[k])

    def all_terminals(self):
        return self.terminals + self.given_terminals

    def add_missing_crossings(self, countries):
        joined = {(c["iso3_a"], c["iso3_b"], c["mode"]) for c in self.crossings}
        self.missing = missing_crossings(countries, joined)

    def write(self, parts, length_rows, places):
        from land.projects import project_links
        projects = project_links(self, places)
        write_csv(parts / "land_nodes.csv", NODE_COLUMNS, self.nodes, "node_id")
        write_csv(parts / "land_links.csv", LINK_COLUMNS, self.links, "link_id")
        write_csv(parts / "land_shapes.csv", ["link_id", "points"], self.shapes, "link_id")
        write_csv(parts / "land_terminals.csv", TERMINAL_COLUMNS, self.terminals, "terminal_id")
        write_csv(parts / "crossings.csv", CROSSING_COLUMNS, self.crossings, "crossing_id")
        write_csv(parts / "crossings_missing.csv", "iso3_a iso3_b reason source".split(), self.missing, ("iso3_a", "iso3_b"))
        write_csv(parts / "bridges.csv", "bridge_id mode lon_a lat_a lon_b lat_b km kind reason source".split(), self.bridges, "bridge_id")
        write_csv(parts / "length_correction.csv", "mode line published_km graph_km ratio used pinned source".split(), length_rows, ("mode", "line"))
        write_csv(parts / "project_links.csv", "project_id link_id effect hours_scale usd_scale source".split(), projects,
                  ("project_id", "link_id", "effect"))


def crosses_antimeridian(shape):
    west, _, east, _ = shape.bounds
    return east - west > 180
