#!/bin/sh
# Brings the catalogues up to date with the source: new words are added, gone ones dropped, kept ones kept.
# refresh.sh [FOLDER]: into FOLDER instead, for the test that compares. Needs qt6-l10n-tools; LUPDATE names a
# lupdate that lies elsewhere.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
target=${1:-$root/resources/translations}
lupdate=${LUPDATE:-/usr/lib/qt6/bin/lupdate}
cd "$root"
update() {
  "$lupdate" -silent -I . -extensions cpp,h,qml -locations none -no-obsolete "$@"
}
# English is the source itself: only its plurals are written down.
update -pluralonly app/desktop app/library ui -ts "$target/hearth_en.ts"
update app/desktop app/library ui -ts "$target/hearth_de.ts" "$target/hearth_es.ts" "$target/hearth_zh_CN.ts"
