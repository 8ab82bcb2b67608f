"""Holds the sea network against published port-to-port distances and proves that every passage closes.

  python check_sea.py [--parts DIR]     prints a table; exit status 1 where a bound is broken

sea/distances.csv gives nautical miles as in National Geospatial-Intelligence Agency, Pub. 151, Distances Between Ports
(public domain). Bound: 3 % a pair, with ALLOWED exceptions. Closing a passage must cut off, or lengthen, the pairs named in CLOSURES.
"""
import argparse
import sys
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from common import BUILD, KM_PER_NAUTICAL_MILE, ROOT, read_csv

BOUND = 0.03
ALLOWED = 3  # pairs that may lie outside; docs/explanation/sea-and-places.md says which do and why
# passage(s) closed, from, to, what must follow: "cut" or "longer". northern_sea_route and northwest are closed in the base.
CLOSURES = [
    ("suez", "CNSHA", "NLRTM", "longer"), ("suez", "EGSUZ", "EGPSD", "longer"), ("panama", "PABLB", "PACTB", "longer"),
    ("malacca", "SGSIN", "LKCMB", "longer"), ("sunda", "IDTPP", "ZACPT", "longer"), ("bosporus", "RUNVS", "GRPIR", "cut"),
    ("dardanelles", "TRAMR", "GRPIR", "cut"), ("bab_el_mandeb", "DJDOR", "SAJED", "longer"), ("bab_el_mandeb suez", "DJDOR", "SAJED", "cut"),
    ("hormuz", "AEJEA", "INBOM", "cut"), ("hormuz", "IQUQR", "AEFJR", "cut"), ("gibraltar", "GRPIR", "NLRTM", "longer"),
    ("gibraltar suez", "GRPIR", "NLRTM", "cut"), ("dover", "GBSOU", "NLRTM", "longer"), ("oresund kiel", "PLGDN", "NLRTM", "cut"),
    ("oresund", "PLGDN", "SEGOT", "longer"), ("kiel", "DEHAM", "DEKEL", "longer"), ("taiwan_strait", "HKHKG", "CNSHA", "longer"),
    ("cape_of_good_hope suez panama magellan cape_horn", "CNSHA", "NLRTM", "cut"), ("lombok", "AUPHE", "IDSUB", "longer"),
    ("magellan cape_horn panama", "CLSAI", "ARBUE", "longer"), ("", "KZAAU", "NLRTM", "cut"), ("", "KZAAU", "AZALT", "open"),
]


class Sea:
    def __init__(self, links):
        self.names = sorted({l["from_node_id"] for l in links} | {l["to_node_id"] for l in links})
        self.at = {name: i for i, name in enumerate(self.names)}
        self.links = links

    def nm(self, origins, closed=()):
        shut = set(closed) | {"northern_sea_route", "northwest"}
        rows = [l for l in self.links if l.get("passage") not in shut]
        a = [self.at[l["from_node_id"]] for l in rows]
        b = [self.at[l["to_node_id"]] for l in rows]
        km = [max(float(l["length"]), 1e-6) for l in rows]
        best = {}
        for x, y, d in zip(a, b, km):
            key = (min(x, y), max(x, y))
            best[key] = min(d, best.get(key, np.inf))
        pairs = np.array(list(best))
        graph = csr_matrix((list(best.values()), (pairs[:, 0], pairs[:, 1])), shape=(len(self.names),) * 2)
        return dijkstra(graph, directed=False, indices=[self.at[f"port:{o}"] for o in origins]) / KM_PER_NAUTICAL_MILE


def compare(sea):
    rows, out = [r for r in read_csv(BUILD / "sea/distances.csv") if f"port:{r['port_a']}" in sea.at and f"port:{r['port_b']}" in sea.at], []
    d = sea.nm([r["port_a"] for r in rows])
    for i, r in enumerate(rows):
        found = d[i, sea.at[f"port:{r['port_b']}"]]
        out.append((r["port_a"], r["port_b"], float(r["nautical_miles"]), float(found), float(found) / float(r["nautical_miles"]) - 1))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--links", type=Path, default=ROOT / "data" / "world" / "links.csv")
    links = [l for l in read_csv(parser.parse_args().links) if l["mode"] == "sea"]
    sea, bad, outside = Sea(links), 0, 0
    table = compare(sea)
    print("from   to      published    graph   ratio")
    for a, b, published, found, error in table:
        flag = "" if abs(error) <= BOUND else "  <-- outside 3 %"
        outside += bool(flag)
        print(f"{a}  {b} {published:10.0f} {found:8.0f}  {error:+7.2%}{flag}")
    errors = np.array([row[4] for row in table])
    print(f"{len(table)} pairs: median {np.median(errors):+.2%}, mean absolute {np.mean(abs(errors)):.2%}, largest {np.max(abs(errors)):.2%}\n")
    for closed, a, b, want in CLOSURES:
        if f"port:{a}" not in sea.at or f"port:{b}" not in sea.at:
            print(f"not in the pack: {a} or {b}")
            continue
        before = sea.nm([a])[0, sea.at[f"port:{b}"]]
        after = sea.nm([a], closed.split())[0, sea.at[f"port:{b}"]]
        ok = {"cut": not np.isfinite(after), "longer": np.isfinite(after) and after > before * 1.001, "open": np.isfinite(after)}[want]
        bad += not ok
        print(f"{'ok  ' if ok else 'FAIL'} close {closed or '-':50s} {a}-{b}: {before:8.0f} -> {after:8.0f} nm (want {want})")
    ports = [n for n in sea.names if n.startswith("port:")]
    d = sea.nm(["SGSIN"])[0]
    apart = [p for p in ports if not np.isfinite(d[sea.at[p]])]
    print("\nno way from Singapore:", apart)
    return 1 if bad > 0 or outside > ALLOWED else 0


if __name__ == "__main__":
    sys.exit(main())
