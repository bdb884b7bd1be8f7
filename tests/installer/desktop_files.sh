#!/bin/sh
# Hearth's desktop files are what the freedesktop.org tools accept. Usage: desktop_files.sh BUILT_FOLDER SOURCE_FOLDER
set -eu
for tool in desktop-file-validate appstreamcli xmllint; do
  command -v "$tool" > /dev/null || { echo "$tool is missing: skipped"; exit 77; }
done
desktop-file-validate "$1"/*.desktop
appstreamcli validate --no-net "$1"/*.metainfo.xml
xmllint --noout "$2"/hearth-mime.xml
