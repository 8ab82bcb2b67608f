"""What the tests of the build scripts need: its packages, else they are skipped (77), and the scripts themselves."""
import sys
from importlib import import_module
from pathlib import Path

try:
    for package in ("numpy", "scipy", "shapely"):
        import_module(package)
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "data/build"))
