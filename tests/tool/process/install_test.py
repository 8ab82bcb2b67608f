#!/usr/bin/env python3
"""`cmake --install` gives a folder that works wherever it is moved, with the world pack that lies in it.

    tests/tool/process/install_test.py --build build/release
"""
import argparse
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[3]
TOY = SOURCE / "tests/data/toy-world"
BUILD = ""


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="sogdia-install-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        subprocess.run(["cmake", "--install", BUILD, "--prefix", cls.folder / "first"], check=True, stdout=subprocess.DEVNULL)
        (cls.folder / "first").rename(cls.folder / "moved")
        cls.world = cls.folder / "moved/share/sogdia/world"

    def call(self, *arguments, tool="moved/bin/sogdia", world=None, code=0):
        environment = {name: value for name, value in os.environ.items() if name != "SOGDIA_WORLD"}
        if world:
            environment["SOGDIA_WORLD"] = str(world)
        ran = subprocess.run([self.folder / tool, *arguments], cwd=self.folder, env=environment, capture_output=True, text=True)
        self.assertEqual(ran.returncode, code, ran.stderr)
        return ran.stdout if code == 0 else ran.stderr

    def countries(self, **how):
        return len(self.call("data", "show", "countries", "--rows", "0", **how).splitlines()) - 1

    def test_every_file_of_the_pack_is_there_and_nothing_that_builds_it(self):
        self.assertEqual(sorted(p.name for p in self.world.iterdir()), sorted(p.name for p in (SOURCE / "data/world").iterdir()))
        self.assertEqual(sorted(p.name for p in (self.folder / "moved").iterdir() if p.name != "lib"), ["bin", "share"])

    def test_no_library_comes_from_the_build(self):
        libraries = subprocess.run(["ldd", self.folder / "moved/bin/sogdia"], capture_output=True, text=True, check=True).stdout
        self.assertNotIn("not found", libraries)
        self.assertNotIn(str(SOURCE), libraries)

    def test_the_pack_beside_the_program_is_read_through_a_link_too(self):
        (self.folder / "link").symlink_to("moved/bin/sogdia")
        # The installed pack is changed, so that an answer tells which one was read.
        file = self.world / "countries.csv"
        text = file.read_text()
        try:
            file.write_text(text.replace("China", "Cathay"))
            for tool in ("moved/bin/sogdia", "link"):
                self.assertEqual(json.loads(self.call("info", "CHN", "--json", tool=tool))["name"], "Cathay")
        finally:
            file.write_text(text)

    def test_the_world_asked_for_comes_before_the_environment_and_that_before_its_own(self):
        own, toy = self.countries(), len((TOY / "countries.csv").read_text().splitlines()) - 1
        self.assertNotEqual(own, toy)
        self.assertEqual(self.countries(world=TOY), toy)
        asked = self.call("data", "show", "countries", "--rows", "0", "--world", str(TOY), world=self.world)
        self.assertEqual(len(asked.splitlines()) - 1, toy)

    def test_a_wrong_environment_is_told_and_not_passed_over(self):
        self.assertIn("the world pack does not exist", self.call("data", "list", world=self.folder / "nowhere", code=1))

    def test_a_study_runs_where_there_is_no_repository(self):
        (self.folder / "study.toml").write_text('title = "T"\n[[change]]\nkind = "close"\ntarget = "suez"\n')
        self.call("run", "study.toml", "-o", "run", world=TOY)
        self.assertTrue((self.folder / "run/tables/pairs.parquet").exists())  # written by DuckDB


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    arguments, rest = parser.parse_known_args()
    BUILD = str(Path(arguments.build).resolve())
    unittest.main(argv=["install_test.py", *rest])
