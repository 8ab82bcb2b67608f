import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sogdia as so

ROOT = Path(__file__).resolve().parents[2]
VALIDATION = Path(os.environ.get("SOGDIA_VALIDATION", ROOT / ".." / "shared" / "validation"))


@pytest.fixture(scope="session")
def validation():
    """The folder of published data sets with known answers."""
    if not (VALIDATION / "expected_values.json").exists():
        pytest.skip(f"published data sets are not in {VALIDATION} (set SOGDIA_VALIDATION)")
    return VALIDATION


@pytest.fixture(scope="session")
def toy():
    """The toy world."""
    return so.world(ROOT / "tests/data/toy-world")


@pytest.fixture(scope="session")
def base(toy):
    return so.baseline(toy)


def gravity_panel(countries=15, years=6, seed=1, zeros=0.2):
    """Trade of every pair and year from a gravity equation, with an agreement that some pairs join."""
    rng = np.random.default_rng(seed)
    names = np.array([f"C{k:03d}" for k in range(countries)])
    e, i, t = (a.ravel() for a in np.meshgrid(range(countries), range(countries), range(years), indexing="ij"))
    size = rng.normal(size=(2, countries, years))
    distance = np.exp(rng.normal(size=(countries, countries)) / 2 + 8)
    distance = (distance + distance.T) / 2
    pair = rng.normal(size=(countries, countries))
    joins = rng.integers(0, 2 * years, size=(countries, countries))
    joins = np.minimum(joins, joins.T)
    fta = (t >= joins[e, i]).astype(np.int64)
    tariff = rng.uniform(0, 0.3, size=len(e))
    eta = size[0, e, t] + size[1, i, t] + 0.3 * pair[e, i] - 0.8 * np.log(distance[e, i]) + 0.4 * fta - 2 * tariff + 6
    trade = np.exp(eta) * rng.gamma(1.5, 1 / 1.5, size=len(e)) * (rng.uniform(size=len(e)) > zeros)
    return pd.DataFrame(
        {
            "exporter": names[e], "importer": names[i], "year": t + 2000, "trade": trade,
            "fta": fta, "tariff": tariff, "distance": distance[e, i], "weight": rng.uniform(0.5, 2, size=len(e)),
        }
    )  # fmt: skip


@pytest.fixture(scope="session")
def panel():
    return gravity_panel()
