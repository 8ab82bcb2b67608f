"""What the scripts that write tables of docs/validation share."""
import csv


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def put(text, script, name, found):
    """The page's text with `found` between the marks of the script's part of that name."""
    start, end = f"<!-- {name}: scripts/{script} -->", f"<!-- end {name} -->"
    head, rest = text.split(start)
    return f"{head}{start}\n\n{found}\n\n{end}{rest.split(end)[1]}"
