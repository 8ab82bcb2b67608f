"""What every check of the hand-authored tables shares: the list of faults, and checks of one cell."""
import datetime
import math
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
IS_ISO3 = re.compile(r"[A-Z]{3}$")
STATUS = {"observed", "estimated"}
faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def one_of(row, column, allowed, empty=False):
    if row[column] not in allowed and not (empty and not row[column]):
        fault(row["_where"], f"{column} is `{row[column]}`, expected one of {sorted(allowed)}")


def number(row, column, low, high, empty=False):
    if not row[column]:
        if not empty:
            fault(row["_where"], f"{column} is empty")
        return None
    try:
        value = float(row[column])
    except ValueError:
        fault(row["_where"], f"{column} is `{row[column]}`, not a number")
        return None
    if not low <= value <= high:
        fault(row["_where"], f"{column} is {value}, outside {low}..{high}")
    return value


def day(row, column, empty=False):
    if not row[column] and empty:
        return
    try:
        datetime.date.fromisoformat(row[column])
    except ValueError:
        fault(row["_where"], f"{column} is `{row[column]}`, expected YYYY-MM-DD")


def iso3(row, column):
    for code in row[column].split(";"):
        if not IS_ISO3.match(code):
            fault(row["_where"], f"{column} is `{row[column]}`, expected ISO 3166 alpha-3 codes")


def point(row):
    number(row, "lon", -180, 180)
    number(row, "lat", -90, 90)


def great_circle_km(lon_a, lat_a, lon_b, lat_b):
    lon_a, lat_a, lon_b, lat_b = map(math.radians, (lon_a, lat_a, lon_b, lat_b))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(half))
