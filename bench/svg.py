"""What the pictures of the speed comparisons share: marks, colours for both themes, the sheet."""
import os

# Okabe-Ito, and a shape each, so that colour is not needed to tell them apart.
LOOKS = (("#0072B2", "circle"), ("#D55E00", "square"), ("#CC79A7", "diamond"), ("#666666", "triangle"), ("#009E73", "down"), ("#56B4E9", "ring"),
         ("#E69F00", "cross"), ("#000000", "bar"))
WIDTH = 860
STYLE = ("text{font-family:system-ui,sans-serif;fill:#222}.quiet{fill:#595959}.grid{stroke:#ddd}.span{stroke:#999;stroke-width:1.5}.black{fill:#222}.line{stroke:#222}"
         "@media(prefers-color-scheme:dark){.sheet{fill:#16181c}text{fill:#eee}.quiet{fill:#b0b0b0}.grid{stroke:#3a3d42}.black{fill:#eee}.line{stroke:#eee}}")
POINTS = {"square": [(-5, -5), (5, -5), (5, 5), (-5, 5)], "diamond": [(0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)],
          "triangle": [(0, -6), (6, 5), (-6, 5)], "down": [(0, 6), (6, -5), (-6, -5)], "bar": [(-2, -6), (2, -6), (2, 6), (-2, 6)]}


def mark(shape, x, y, colour):
    look = 'class="black"' if colour == "#000000" else f'fill="{colour}"'
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:g}" r="5.5" {look}/>'
    if shape == "ring":
        return f'<circle cx="{x:.1f}" cy="{y:g}" r="4.5" fill="none" stroke="{colour}" stroke-width="2.5"/>'
    if shape == "cross":
        return f'<path d="M{x - 5:.1f} {y - 5:g}l10 10m0 -10l-10 10" fill="none" stroke="{colour}" stroke-width="2.5"/>'
    return f'<polygon points="{" ".join(f"{x + a:.1f},{y + b:g}" for a, b in POINTS[shape])}" {look}/>'


def write(path, height, title, description, body):
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">'
           f'<title id="t">{title}</title><desc id="d">{description}</desc>'
           f'<style>{STYLE}</style><rect class="sheet" width="{WIDTH}" height="{height}" fill="#fff"/>' + "".join(body) + "</svg>\n")
    with open(f"{path}.tmp", "w") as file:
        file.write(svg)
    os.replace(f"{path}.tmp", path)
