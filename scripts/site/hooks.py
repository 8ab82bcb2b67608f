"""What the site's build does beyond mkdocs: sets every formula with KaTeX and lays its fonts and the search's worker beside the pages.

Formulas are set while the site is built, so that the pages need no script for them and a mistake in one stops the build.
"""
import html
import json
import re
import string
import subprocess
from pathlib import Path

from markdown.extensions import Extension
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"

# As pymdownx.arithmatex leaves them.
FORMULA = re.compile(r'<(?P<tag>span|div) class="arithmatex">\\[(\[](?P<tex>.*?)\\[)\]]</(?P=tag)>', re.DOTALL)
# What stands in a page until the search has read it: the formula as plain text.
PLACE = re.compile(r'<(?P<tag>span|div) class="formula" data-formula="(?P<number>\d+)">.*?</(?P=tag)>', re.DOTALL)

PICTURE = re.compile(r'<img((?: alt="[^"]*")? src="[^"]*gallery/)([\w-]+)\.webp("[^>]*>)')

setter = None
formulas = []


class EscapePunctuation(Extension):
    """A backslash takes any punctuation literally, as CommonMark has it; Python-Markdown knows fewer."""

    def extendMarkdown(self, md):
        md.ESCAPED_CHARS = sorted({*md.ESCAPED_CHARS, *string.punctuation})


def both_schemes(match):
    """The gallery's pictures come light and dark; the page shows the one of its own scheme, and fetches no other."""
    start, name, end = match.groups()
    return "".join(f'<img loading="lazy"{start}{name}{twin}{end}' for twin in (".webp#only-light", "-dark.webp#only-dark"))


def on_config(config):
    config.markdown_extensions.append(EscapePunctuation())
    return config


def set_formula(tex, display):
    """The formula as HTML for the eye and MathML for a screen reader."""
    global setter
    if setter is None:
        setter = subprocess.Popen(["node", str(HERE / "formulas.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    setter.stdin.write(json.dumps({"tex": tex, "display": display}) + "\n")
    setter.stdin.flush()
    answer = setter.stdout.readline()
    if not answer:
        raise PluginError("the setter of formulas has ended; is KaTeX in scripts/site/node_modules? `make docs` puts it there")
    return json.loads(answer)


def words_of(markup):
    """The text of a formula's MathML: what the search shows and finds."""
    mathml = re.search(r"<math.*?</math>", markup, re.DOTALL)
    return re.sub(r"<[^>]+>", "", mathml[0]) if mathml else ""


def on_files(files, config):
    katex = MODULES / "katex" / "dist"
    worker = MODULES / "iframe-worker" / "shim" / "index.js"
    if not katex.exists() or not worker.exists():
        raise PluginError(f"KaTeX or iframe-worker is missing in {MODULES}; `make docs` installs them")
    # Of each font the one kind that every browser of today reads.
    style = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", (katex / "katex.min.css").read_text(encoding="utf-8"))
    files.append(File.generated(config, "assets/katex.min.css", content=style))
    files.append(File.generated(config, "assets/iframe-worker.js", abs_src_path=str(worker)))
    for font in sorted(katex.glob("fonts/*.woff2")):
        files.append(File.generated(config, f"assets/fonts/{font.name}", abs_src_path=str(font)))
    return files


def on_page_content(content, page, config, files):
    def placed(match):
        display = match["tag"] == "div"
        answer = set_formula(html.unescape(match["tex"]), display)
        if "error" in answer:
            raise PluginError(f"{page.file.src_uri}: {answer['error']}\n  in the formula {match['tex'].strip()}")
        formulas.append(answer["html"])
        text = "" if display else words_of(answer["html"])
        return f'<{match["tag"]} class="formula" data-formula="{len(formulas) - 1}">{text}</{match["tag"]}>'

    # A bar in a table's code is written `\|`, as GitHub asks; Python-Markdown leaves the backslash.
    content = re.sub(r"<td.*?</td>", lambda cell: cell[0].replace(r"\|", "|"), content, flags=re.DOTALL)
    # A short word of code stays on one line: no `--` without its option.
    content = re.sub(r"<code>([^<\s]{1,28})</code>", r'<code class="word">\1</code>', content)
    return FORMULA.sub(placed, PICTURE.sub(both_schemes, content))


def on_post_page(output, page, config):
    return PLACE.sub(lambda match: f'<{match["tag"]} class="formula">{formulas[int(match["number"])]}</{match["tag"]}>', output)


def on_post_build(config):
    global setter
    if setter is not None:
        setter.stdin.close()
        setter.wait()
        setter = None
    formulas.clear()
