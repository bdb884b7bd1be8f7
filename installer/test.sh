#!/bin/bash
# Installs what Hearth and its tests need, builds, runs every test and sums up. Exits non-zero on any failure.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
began=$SECONDS

install_packages build test
build all

say "Testing"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export HEARTH_DATA_DIR=$scratch/data  # the tests never see the user's chats
export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-$scratch}
report=$PWD/build/release/test-report.xml
rm -f "$report"
status=0
# Xvfb for the tests that open real windows; the others draw off screen.
xvfb-run --auto-servernum --server-args='-screen 0 1600x1000x24' \
  ctest --preset release --output-on-failure --parallel "$(build_jobs)" --output-junit "$report" || status=$?

say "Summary"
attribute() { grep -o "<testsuite[^>]*" "$report" | head -n 1 | grep -o "\b$1=\"[0-9]*\"" | grep -o '[0-9]*'; }
[ -s "$report" ] || fail "the tests did not run (ctest ended with $status)"
total=$(attribute tests) failed=$(attribute failures)
skipped=$(grep -c '<skipped' "$report" || true)
grep -o '<testcase name="[^"]*"[^>]*status="fail"' "$report" | sed 's/.*name="\([^"]*\)".*/FAILED  \1/' || true
printf '%s tests: %s passed, %s failed, %s skipped; %s s in all\n' \
  "$total" $((total - failed - skipped)) "$failed" "$skipped" $((SECONDS - began))
[ "$total" -gt 0 ] || fail "there was no test to run"
[ "$failed" = 0 ] || status=1
exit "$status"
