"""Pipelines as links: from data/authored/pipelines.csv (what they are) and pipeline_stops.csv (where they go), into nodes.csv and links.csv.

A row of pipeline_stops.csv is a part of a pipeline: a chain of stops `ISO3:Name@lon lat`, a port `port:ID` where it meets one, or `sea:` where it
ends at a terminal at sea that is no port of the network. `+` behind a stop: the country's oil or gas enters there; `-`: it is taken there; `=`: both.
Its places are joined to such a stop by links of no length, since people live in them and not the wells: oil does not begin in a city.

A length is the published one of the pipeline, shared out by great circles, on its first part; else the great circles' times SINUOSITY. Parts called
`field_...` are no pipeline of pipelines.csv: they lead from fields to ports within a country.
"""
from common import AUTHORED, KM_PER_NAUTICAL_MILE, great_circle_km, read_csv, write_csv
from extent import WORLD

# Median of published km over the great circles of their stops, where both are known; a longer one than LONGEST is of a system with branches.
SINUOSITY, LONGEST = 1.15, 1.6
# Crude oil is refined near the end of a pipe: it is given to places no further off, or to the nearest; gas goes on over a country's grid.
REFINED_KM = 600
MODE = {"crude oil": "oil_pipeline", "gas": "gas_pipeline"}
# Tonnes a year for a unit of capacity, as src/sogdia/pack/pipeline.cpp has them.
TONNES = {"barrels_per_day": 365 / 7.33, "mt_per_year": 1e6, "bcm_per_year": 735e3, "mcm_per_day": 365 / 1000 * 735e3,
          "mmscf_per_day": 1e6 * 365 / 35.3147 / 1e9 * 735e3}
NODE, LINK = "pipe:", "pipe:"


def stop_of(text):
    """(kind, id, iso3, name, lon, lat, in, out) of a stop."""
    if text.startswith("port:") or text == "sea:":
        return {"kind": text.partition(":")[0], "id": text}
    flows = text[-1] if text[-1] in "+-=" else ""
    named, _, at = text.removesuffix(flows).partition("@")
    iso3, _, name = named.partition(":")
    lon, lat = (float(part) for part in at.split())
    return {"kind": "pipe", "id": f"{NODE}{iso3}-{name.replace(' ', '_')}", "iso3": iso3, "name": name, "lon": lon, "lat": lat,
            "enters": flows in ("+", "=") and bool(flows), "leaves": flows in ("-", "=") and bool(flows)}


def capacity_of(line):
    if not line:
        return None
    amount = line["capacity"] or line["flow"]
    return round(float(amount) * TONNES[line["unit"]]) if amount else None


def status_of(row, line):
    if row["status"]:
        return row["status"]
    return {"open": "open", "construction": "planned"}.get(line["pipeline_status"], "closed")


def factor_of(row, line, straight):
    if line and line["km"] and row["part"] == "1" and straight > 0:
        factor = float(line["km"]) / straight
        if factor < 1:
            raise ValueError(f"pipeline_stops.csv: {row['pipeline_id']}: {line['km']} km is shorter than the great circles, {straight:.0f} km")
        if factor <= LONGEST:
            return factor
    return SINUOSITY


def links_of(row, line, ports, sea_nodes, extent):
    """(nodes, links, stops) of a part; of those stops alone that the extent holds."""
    stops = [stop_of(text) for text in row["stops"].split(";")]
    pipes = [s for s in stops if s["kind"] == "pipe"]
    if not all(extent.holds(s["lon"], s["lat"]) for s in pipes):
        return [], [], []
    mode, status = MODE[row["goods"]], status_of(row, line)
    nodes = [{"node_id": s["id"], "name": s["name"], "x_coord": s["lon"], "y_coord": s["lat"], "node_type": "pipe", "iso3": s["iso3"],
              "source": row["source"]} for s in pipes]
    straight = [float(great_circle_km(a["lon"], a["lat"], b["lon"], b["lat"])) for a, b in zip(pipes, pipes[1:])]
    factor = factor_of(row, line, sum(straight))
    base = f"{LINK}{row['pipeline_id']}/{row['part']}"
    links = []

    def add(number, a, b, km, by, **more):
        links.append({"link_id": f"{base}.{number}", "from_node_id": a, "to_node_id": b, "directed": 1, "length": round(km, 1), "mode": by,
                      "status": status, "opened_year": line["opened_year"] if line else "", "source": row["source"], **more})

    for k, (a, b) in enumerate(zip(pipes, pipes[1:]), 1):
        add(k, a["id"], b["id"], straight[k - 1] * factor, mode, iso3=a["iso3"], capacity=capacity_of(line), facility="pipeline",
            directed=0 if row["both_ways"] == "1" else 1)
    for at, near, where in ((stops[0], pipes[0], "from"), (stops[-1], pipes[-1], "to")):
        if at["kind"] == "port" and at["id"] in ports:
            a, b = (at["id"], near["id"]) if where == "from" else (near["id"], at["id"])
            add(where, a, b, 0, "transfer", terminal_id=at["id"], facility="pipeline", iso3=near["iso3"])
        if at["kind"] == "sea":
            km, node = min((float(great_circle_km(near["lon"], near["lat"], lon, lat)), node) for node, lon, lat in sea_nodes)
            if km > 60 * KM_PER_NAUTICAL_MILE:
                raise ValueError(f"pipeline_stops.csv: {row['pipeline_id']}: the sea is {km:.0f} km from {near['name']}")
            add(where, near["id"], node, km, "sea", facility="port_access")
    return nodes, links, pipes


def build(world, extent=WORLD):
    """Nodes and links of all pipelines anew in the tables of a world."""
    lines = {r["pipeline_id"]: r for r in read_csv(AUTHORED / "pipelines.csv")}
    nodes, links = read_csv(world / "nodes.csv"), read_csv(world / "links.csv")
    node_columns, link_columns = list(nodes[0]), list(links[0])
    nodes = [r for r in nodes if not r["node_id"].startswith(NODE)]
    links = [r for r in links if not r["link_id"].startswith(LINK)]
    ports = {r["node_id"] for r in nodes if r["node_type"] == "port"}
    sea_nodes = [(r["node_id"], float(r["x_coord"]), float(r["y_coord"])) for r in nodes if r["node_type"] == "sea"]
    places = {}
    for place in read_csv(world / "places.csv"):
        places.setdefault(place["iso3"], []).append((place["node_id"], float(place["lon"]), float(place["lat"])))

    def served(mode, flow, iso3, lon, lat):
        """The places of a country that a stop is joined to."""
        far = sorted((float(great_circle_km(lon, lat, x, y)), node) for node, x, y in places.get(iso3, []))
        near = [node for km, node in far if km <= REFINED_KM] or [node for _, node in far[:1]]
        return near if mode == "oil_pipeline" and flow == "leaves" else [node for _, node in far]
    made, joined = {}, {}
    for row in read_csv(AUTHORED / "pipeline_stops.csv"):
        line = lines.get(row["pipeline_id"])
        if not line and not row["pipeline_id"].startswith("field_"):
            raise ValueError(f"pipeline_stops.csv: `{row['pipeline_id']}` is no row of pipelines.csv")
        its_nodes, its_links, stops = links_of(row, line, ports, sea_nodes, extent)
        made.update({n["node_id"]: n for n in its_nodes})
        links += its_links
        mode = MODE[row["goods"]]
        for stop in stops:
            for flow in ("enters", "leaves"):
                if stop[flow]:
                    joined[mode, stop["id"], flow] = (stop["iso3"], stop["lon"], stop["lat"], row["source"])
    for (mode, node, flow), (iso3, lon, lat, source) in sorted(joined.items()):
        for place in served(mode, flow, iso3, lon, lat):
            a, b = (place, node) if flow == "enters" else (node, place)
            links.append({"link_id": f"{LINK}grid/{mode.partition('_')[0]}.{a}.{b}", "from_node_id": a, "to_node_id": b, "directed": 1, "length": 0,
                          "mode": mode, "facility": "grid", "iso3": iso3, "status": "open", "source": source})
    write_csv(world / "nodes.csv", node_columns, nodes + list(made.values()), "node_id")
    write_csv(world / "links.csv", link_columns, links, "link_id")
