"""trade.csv of 2023 against BACI 2023, measured by class, size and region; figures only, no judgement.

BACI never enters the estimate, but for its raw materials.
"""
import numpy as np

SIZES = ((0, 1e6, "below 1 m"), (1e6, 1e7, "1 to 10 m"), (1e7, 1e8, "10 to 100 m"), (1e8, 1e9, "0.1 to 1 bn"), (1e9, 1e10, "1 to 10 bn"),
         (1e10, np.inf, "above 10 bn"))
KINDS = ("both", "exporter", "importer", "mirror", "embargo", "none")


class Pairs:
    """Common pairs of the table and of BACI, as columns."""

    def __init__(self, ours, theirs, kind, factor, region):
        self.names = sorted(set(ours) & set(theirs))
        self.here = np.array([ours[p] for p in self.names])
        self.baci = np.array([theirs[p] for p in self.names])
        self.kind = np.array([kind[p] for p in self.names])
        self.factor = np.array([factor[p] for p in self.names])
        self.origin = np.array([region[i] for i, _ in self.names])
        self.destination = np.array([region[j] for _, j in self.names])

    def inside(self):
        return (self.baci <= self.here * self.factor) & (self.baci >= self.here / self.factor)


def metrics(p, keep=None):
    keep = np.ones(len(p.names), dtype=bool) if keep is None else keep
    a, b = p.here[keep], p.baci[keep]
    large = b > 1e9
    return dict(pairs=int(keep.sum()), large=int(large.sum()), correlation=float(np.corrcoef(a, b)[0, 1]) if keep.sum() > 2 else float("nan"),
                absolute=float(np.abs(a - b).sum() / b.sum()), share=float(b.sum() / p.baci.sum()),
                median_log=float(np.median(np.abs(np.log(a[large] / b[large])))) if large.any() else float("nan"),
                inside=float(p.inside()[keep].mean()), ours=float(a.sum()), theirs=float(b.sum()))


def row(name, m):
    log = "" if np.isnan(m["median_log"]) else f"{m['median_log']:.2f}"
    return f"| {name} | {m['pairs']:,} | {m['share']:.1%} | {m['absolute']:.0%} | {log} | {m['inside']:.0%} |"


def table(title, p, groups):
    lines = [f"| {title} | pairs | their share of BACI | sum of absolute differences | median absolute log difference, above 1 bn | inside the interval |",
             "|---|---:|---:|---:|---:|---:|"]
    lines += [row(name, metrics(p, keep)) for name, keep in groups if keep.any()]
    return "\n".join(lines)


def by_kind(p):
    return table("reported by", p, [(kind, p.kind == kind) for kind in KINDS])


def by_size(p):
    return table("value here, USD", p, [(name, (p.here >= low) & (p.here < high)) for low, high, name in SIZES])


def by_region(p):
    return table("exports of", p, [(name, p.origin == name) for name in sorted(set(p.origin))])


def worst(p, count=10):
    order = sorted(range(len(p.names)), key=lambda k: (-abs(p.here[k] - p.baci[k]), p.names[k]))[:count]
    lines = ["| exporter | importer | reported by | here | 80 % interval | BACI | difference |", "|---|---|---|---:|---:|---:|---:|"]
    for k in order:
        i, j = p.names[k]
        here, baci, factor = p.here[k] / 1e9, p.baci[k] / 1e9, p.factor[k]
        lines.append(f"| {i} | {j} | {p.kind[k]} | {here:.1f} | {here / factor:.1f} to {here * factor:.1f} | {baci:.1f} | {here - baci:+.1f} |")
    return "\n".join(lines)
