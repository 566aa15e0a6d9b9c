# What a person can type:
#   make run [DEMO_ONLY=1]      installs what is missing, builds release, runs `heyima demo`; then serves until Ctrl-C
#   make test                   installs what is missing, builds, runs every test
#   make build                  the release programs, in .build/release
#   make bench [BENCH=GROUP]    measures: all groups, or one of verify, symbol, scan, start, service,
#                               registry or a part of it, such as registry.import (HEYIMA_BENCH_SCALE=0.01: at 1 % of its size)
#   make lint                   layout, licence headers, arrows between the modules
#   make format                 puts the layout right
#   make tsan                   the tests under the thread sanitizer
#   make clean                  removes what was built

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:

# `--static-swift-stdlib` so that the programs start fast and run where Swift is not installed; a verdict crosses modules
# often, so the optimizer may too.
RELEASE := -c release --static-swift-stdlib -Xswiftc -cross-module-optimization
PROGRAMS := heyima heyima-scan
PACKAGES := pkg-config make libssl-dev openssl libqrencode-dev libpng-dev libjpeg62-turbo-dev libzxing-dev libzbar-dev \
	libpango1.0-dev libcairo2-dev zlib1g-dev libsqlite3-dev libpq-dev fonts-noto-cjk fonts-noto-cjk-extra
TEST_PACKAGES := postgresql python3-venv poppler-utils qrencode zbar-tools imagemagick openssl
BENCH_PACKAGES := python3-venv wrk curl sqlite3
PYTHON := .build/venv/bin/python

.PHONY: run test build bench lint format tsan clean packages test-packages venv

run: build
	.build/release/heyima demo $(if $(DEMO_ONLY),,--serve)

build: packages
	for program in $(PROGRAMS); do swift build $(RELEASE) --product $$program; done

test: test-packages venv
	swift build --build-tests
	$(PYTHON) -m pytest -q -p no:cacheprovider Tests/Independent
	.ci/with-postgres swift test --skip-build --parallel

bench: packages
	.ci/install $(BENCH_PACKAGES)
	$(MAKE) --no-print-directory Benchmarks/.build/venv/bin/python
	for product in bench bench-server heyima heyima-scan; do swift build --package-path Benchmarks $(RELEASE) --product $$product; done
	.ci/with-postgres Benchmarks/.build/release/bench $(BENCH)

# What the service and reconciliation are compared with.
Benchmarks/.build/venv/bin/python: Benchmarks/load/requirements.txt
	python3 -m venv Benchmarks/.build/venv
	Benchmarks/.build/venv/bin/pip install --quiet --disable-pip-version-check -r Benchmarks/load/requirements.txt
	touch Benchmarks/.build/venv/bin/python

lint:
	.ci/lint

format:
	swift format -i -r Sources Tests Benchmarks/Sources Package.swift Benchmarks/Package.swift

tsan: test-packages venv
	.ci/with-postgres swift test --sanitize=thread --scratch-path .build-tsan

clean:
	rm -rf .build .build-* Benchmarks/.build

packages:
	.ci/install $(PACKAGES)

test-packages:
	.ci/install $(PACKAGES) $(TEST_PACKAGES)

venv: $(PYTHON)

# The independent implementation that tests check ours against.
$(PYTHON): Tests/Independent/requirements.txt
	python3 -m venv .build/venv
	.build/venv/bin/pip install --quiet --disable-pip-version-check -r Tests/Independent/requirements.txt
	touch $(PYTHON)
