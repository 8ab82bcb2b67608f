#!/usr/bin/env python3
"""An estimation shows on a terminal what it does, and Ctrl-C ends it in any phase within a second of processor time.

    tests/tool/process/interrupt_test.py --tool build/release/tool/sogdia [--rows 60000]
"""
import argparse
import os
import pty
import random
import select
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

TOOL, ROWS = "", 60000
TICK = os.sysconf("SC_CLK_TCK")


def customs(path, rows):
    """Firms that sell few products to few places, most cells 0, so that separation has much to look for."""
    draw = random.Random(5)
    firms, products = max(20, rows // 70), max(10, rows // 2000)
    with open(path, "w") as file:
        file.write("y,x1,x2,fp,pdt,ft\n")
        for _ in range(rows):
            firm, year = draw.randrange(firms), draw.randrange(8)
            product = (firm * 7919 + int(draw.expovariate(0.36)) * 104729) % products
            place = (firm * 31 + int(draw.expovariate(0.36)) * 17) % 60
            x1, x2 = draw.gauss(0, 1), draw.gauss(0, 1)
            y = 0 if draw.random() < 0.6 else int(draw.lognormvariate(1 + 0.3 * x1, 0.5))
            file.write(f"{y},{x1:.6f},{x2:.6f},{firm * products + product},{(product * 60 + place) * 8 + year},{firm * 8 + year}\n")


def panel(path, countries, years):
    draw = random.Random(6)
    with open(path, "w") as file:
        file.write("y,x,i,j,t\n")
        for i in range(countries):
            for j in range(countries):
                for t in range(years):
                    if i != j:
                        file.write(f"{draw.lognormvariate(0, 1):.5f},{draw.gauss(0, 1):.5f},{i},{j},{t}\n")


def spent(process):
    """Processor seconds of all of its threads."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


class Interrupts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="sogdia-interrupt-"))
        customs(cls.folder / "customs.csv", ROWS)
        panel(cls.folder / "panel.csv", 60, 12)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def interrupt(self, arguments, phase):
        """Ctrl-C once the terminal shows `phase`: None if it never did, otherwise the processor seconds until the end."""
        leader, follower = pty.openpty()
        # As from a shell: a signal that is ignored stays so in a child.
        process = subprocess.Popen([TOOL, "estimate", *arguments.split("%"), "--threads", "1"], cwd=self.folder, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=follower,
                                   preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        os.close(follower)
        shown, before, last = b"", None, 0.0
        end = time.monotonic() + 240
        while time.monotonic() < end:
            if select.select([leader], [], [], 0.01)[0]:
                try:
                    some = os.read(leader, 65536)
                except OSError:  # the other side is closed
                    some = b""
                if not some:
                    break
                shown += some
            if process.poll() is None:
                try:
                    last = spent(process)
                except (FileNotFoundError, ProcessLookupError):
                    pass
            if before is None and phase.encode() in shown:
                before = last
                process.send_signal(signal.SIGINT)
        code = process.wait(timeout=30)
        os.close(leader)
        if code != 130:
            return None, shown
        return last - before, shown

    def check(self, arguments, phase, output=None):
        files = sorted(p.name for p in self.folder.iterdir())
        seconds, shown = self.interrupt(arguments, phase)
        self.assertIsNotNone(seconds, f"`{phase}` was not interrupted; the terminal showed {shown[-300:]!r}")
        self.assertLess(seconds, 1.0, f"processor seconds after Ctrl-C in {phase}")
        # The signal may come when the output already has its name; then it is whole.
        if output and (self.folder / output).exists():
            data = (self.folder / output).read_bytes()
            self.assertTrue(data.endswith(b"PAR1" if output.endswith(".parquet") else b"\n"), f"{output} is cut short")
            (self.folder / output).unlink()
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), files)

    def test_every_phase_of_a_sparse_panel(self):
        command = "customs.csv%--formula%y ~ x1 + x2 | fp + pdt + ft"
        for phase in ("keys and terms", "PPML, step 2", "separation"):
            with self.subTest(phase):
                self.check(command, phase)

    def test_bias_correction(self):
        self.check("panel.csv%--formula%y ~ x | i^t + j^t + i^j%--bias-correct", "bias correction")

    def test_writing(self):
        command = "customs.csv%--formula%y ~ x1 + x2 | fp + pdt + ft%--separation%off%"
        for flag in ("--fitted%f.parquet", "--fitted%f.csv", "--effects%e.parquet"):
            with self.subTest(flag):
                self.check(command + flag, "writing", flag.split("%")[1])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--rows", type=int, default=ROWS)
    arguments, rest = parser.parse_known_args()
    TOOL, ROWS = os.path.abspath(arguments.tool), arguments.rows
    unittest.main(argv=["interrupt_test.py", *rest], verbosity=2)
