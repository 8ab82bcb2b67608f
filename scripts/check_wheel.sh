#!/usr/bin/env bash
# Installs a wheel into an empty virtual environment elsewhere and runs there, without the repository's paths, all that
# docs/howto/studies-in-python.md promises: first with numpy alone, then the tutorial's notebook.
#   scripts/check_wheel.sh build/wheel/sogdia-*.whl
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
wheel=$(realpath "$1")
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT

cp "$root"/studies/suez-closed.toml "$root"/tests/python/wheel_lines.py "$root"/docs/tutorial/studies-in-python.ipynb "$away"
cp "$root"/tests/python/requirements-notebook.txt "$away"
cd "$away"
python3 -m venv env
here() { env -i PATH="$away/env/bin:/usr/bin:/bin" HOME="$away" LANG=C.UTF-8 "$@"; }
env/bin/pip install --quiet --disable-pip-version-check "$wheel"
# It carries the fmt that it was linked to.
if ldd env/lib/python3*/site-packages/sogdia/_core*.so | grep libfmt | grep -v "=> $away/env/"; then
  echo "error: the module takes another fmt than the wheel's" >&2
  exit 1
fi
here python wheel_lines.py
env/bin/pip install --quiet --disable-pip-version-check -r requirements-notebook.txt
here jupyter nbconvert --to html --execute studies-in-python.ipynb --log-level=ERROR
grep -q "Suez closed" studies-in-python.html && test -s suez.html
echo "The wheel ($(du -h "$wheel" | cut -f1)) does all of it in an empty environment, and its notebook runs"
