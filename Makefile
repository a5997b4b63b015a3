# The two commands that a new machine needs are `make serve` and `make test`.
.PHONY: help serve test truth fuzz check bench bench-ui dist tools browsers

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: tools ## build the page and serve it on http://127.0.0.1:8080
	@scripts/serve.sh

test: ## run all tests: host, in the browser, end to end
	@scripts/test.sh

truth: ## record what CPython 3.12, 3.13 and 3.14 (as wasm, under node) do with the programs of tests/cpython
	@scripts/truth.sh

fuzz: tools ## compare random programs in CPython and in the model
	@scripts/fuzz.sh

check: tools ## formatting, lints and documentation, for host and wasm
	@scripts/check.sh

bench: tools ## measure against CPython
	@scripts/bench.sh

bench-ui: dist ## measure the timeline in a browser, with a million spans
	@scripts/bench-ui.sh

dist: tools ## build the page as a static folder, dist/
	@scripts/dist.sh

tools: ## install what building needs, if it is not there
	@scripts/install-tools.sh

browsers: ## install what testing needs in addition, if it is not there
	@scripts/install-browsers.sh
