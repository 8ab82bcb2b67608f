"""The form of a source: a document, who published it, its address, when it was read. Used by check_authored.py."""
import csv
import datetime
import re
from urllib.parse import urlsplit

from checking import HERE

OWN = {"model_judgement", "own_estimate", "english_usage", "sogdia_modes", "sogdia_unit_values"}  # no document stands behind these
MOST_ENCYCLOPEDIA = 7  # rows of all tables that still cite an encyclopedia; may only fall
HOME_PAGE = re.compile(r"/?([a-z]{2,3}(-[a-z]{2,3})?/?)?(index\.\w+|home)?/?", re.I)


def faults_of(row):
    """What a source lacks."""
    name = f"source `{row['source']}`"
    for column in ("title", "publisher", "licence"):
        if not row[column]:
            yield f"{name} has no {column}"
    if row["kind"] == "package" or row["source"] in OWN:
        return
    try:
        datetime.date.fromisoformat(row["accessed"])
    except ValueError:
        yield f"{name} does not say when it was read: accessed is `{row['accessed']}`"
    if not row["url"] and row["note"].startswith("no address"):
        return
    address = urlsplit(row["url"])
    if address.scheme not in ("http", "https") or not address.netloc:
        yield f"{name} has the address `{row['url']}`"
    elif HOME_PAGE.fullmatch(address.path) and not address.query:
        yield f"{name} is a home page: `{row['url']}`"


def read_sources(fault):
    """{key: row} of all lists of sources, their faults told."""
    found = {}
    for path in sorted(HERE.glob("sources*.csv")):
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            if row["source"] in found:
                fault(path.name, f"source `{row['source']}` is also in another list")
            found[row["source"]] = row
            for what in faults_of(row):
                fault(path.name, what)
    return found


def cited(row):
    """The keys that a row of a table cites."""
    return [row[column] for column in row if column == "source" or column.startswith("source_") or column.endswith("_source")]


def encyclopedic(source):
    """An encyclopedia, or a copy of one that says so."""
    return "wikipedia" in (source["url"] + source["publisher"]).lower()


def check_cited(tables, sources, fault):
    """Every key exists, and rows that cite an encyclopedia do not grow."""
    encyclopedia = 0
    for name, rows in tables.items():
        for row in rows if name != "sources" else ():
            for key in cited(row):
                if (key or key == row.get("source")) and key not in sources:
                    fault(row["_where"], f"no source `{key}` in sources.csv")
            encyclopedia += any(encyclopedic(sources[key]) for key in cited(row) if key in sources)
    if encyclopedia > MOST_ENCYCLOPEDIA:
        fault("sources.csv", f"{encyclopedia} rows cite an encyclopedia, at most {MOST_ENCYCLOPEDIA} may: name the document behind it")
    return encyclopedia
