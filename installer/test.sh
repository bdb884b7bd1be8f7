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
[ -s "$report" ] || fail "the tests did not run (ctest ended with $status)"
# ctest writes each count of its JUnit report on a line of its own, the first ones for the whole.
count() { sed -n "s/^[[:space:]]*$1=\"\([0-9]*\)\".*/\1/p" "$report" | head -n 1; }
total=$(count tests) failed=$(count failures) skipped=$(count skipped)
awk -f installer/report.awk "$report"
printf '%s tests: %s passed, %s failed, %s skipped; %s s in all\n' \
  "$total" $((total - failed - skipped)) "$failed" "$skipped" $((SECONDS - began))
[ "$total" -gt 0 ] || fail "there was no test to run"
[ "$failed" = 0 ] || status=1
exit "$status"
