#!/usr/bin/env python3
"""scripts/site/check.py names each thing that a reader would stumble on, and nothing on a page in order."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK = Path(__file__).resolve().parents[2] / "scripts" / "site" / "check.py"
GOOD = '<h1 id="top">A page</h1><p>It costs $3 or $5, see <a href="other.html#there">there</a> and <code>$x_i$ [a](b)</code>.</p>'

# What stands on a page, and what must be said of it.
CASES = [
    ("<p>$$x = 1$$</p>", "a raw formula"),
    ("<p>where $x_i$ is a share</p>", "a raw formula"),
    (r"<p>where \(x\) is a share</p>", "a raw formula"),
    (r"<td>\frac{a}{b}</td>", "a raw formula"),
    ('<span class="arithmatex">x</span>', "a formula that was not set"),
    ('<span class="katex-error">x</span>', "a formula that was not set"),
    ('<a href="missing.html">x</a>', "a dead link: missing.html"),
    ('<a href="../outside.html">x</a>', "a dead link: ../outside.html"),
    ('<a href="other.html#nowhere">x</a>', "an anchor that is not there: other.html#nowhere"),
    ('<a href="#nowhere">x</a>', "an anchor that is not there: #nowhere"),
    ('<a href="/other.html">x</a>', "a link from the root"),
    ('<img src="missing.png" alt="x">', "a dead link: missing.png"),
    ('<img src="other.html">', "a picture without a word"),
    ('<script src="https://example.org/x.js"></script>', "fetched from another host: https://example.org/x.js"),
    ('<link rel="stylesheet" href="//example.org/x.css">', "fetched from another host"),
    ("<style>@import 'https://example.org/x.css';</style>", "fetched from another host"),
    ("<p>Three things:\n- one\n- two</p>", "a list glued to the paragraph"),
    ("<p>Three things:\n1. one\n2. two</p>", "a list glued to the paragraph"),
    ("<p>| a | b |\n|---|---|</p>", "a table that was not understood"),
    ("<p>see [the page](other.html)</p>", "a link that was not understood"),
    ("<p>a **bold** word</p>", "bold text"),
    (r"<p>p \&lt; 0.01</p>", "a backslash"),
    ('<p id="top">x</p>', "an anchor twice: top"),
    ("<h1>Another</h1>", "2 headings of the first rank"),
]


def check(body, head="<title>A page</title>", style=""):
    """The exit code and what was said of a site of two pages."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        (site / "page.html").write_text(f"<html><head>{head}</head><body>{GOOD}{body}</body></html>")
        (site / "other.html").write_text('<html><head><title>Other</title></head><body><h1 id="there">Other</h1></body></html>')
        if style:
            (site / "style.css").write_text(style)
        done = subprocess.run([sys.executable, str(CHECK), folder], capture_output=True, text=True)
        return done.returncode, done.stderr


class CheckOfTheSite(unittest.TestCase):
    def test_a_page_in_order_passes(self):
        self.assertEqual(check(""), (0, ""))

    def test_each_fault_is_named(self):
        for body, words in CASES:
            with self.subTest(body):
                code, said = check(body)
                self.assertEqual(code, 1)
                self.assertIn(words, said)

    def test_two_pages_of_one_title(self):
        self.assertIn("the title of another page", check("", head="<title>Other</title>")[1])

    def test_a_style_that_asks_another_host_or_a_font_that_is_not_there(self):
        self.assertIn("fetched from another host", check("", style="@import url(https://example.org/x.css);")[1])
        self.assertIn("a dead link: fonts/x.woff2", check("", style="@font-face{src:url(fonts/x.woff2)}")[1])


if __name__ == "__main__":
    unittest.main()
