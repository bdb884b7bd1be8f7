#!/bin/sh
# Takes a picture of every page and state of the window, in light, dark and high contrast, at 1x and 2x:
#   tests/gallery.sh [DIR] [FILTER]
# DIR (build/gallery) then has {light,dark,contrast}/{1x,2x}/NAME.png and index.html, which shows them side by
# side. FILTER chooses among the scenes by GoogleTest's pattern: tests/gallery.sh /tmp/g '*palette*'.
set -eu
cd "$(dirname "$0")/.."
dir=${1:-build/gallery}
filter=${2:-*}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)

[ -f build/release/build.ninja ] || cmake --preset release > "$dir/build.log"
cmake --build --preset release --target gallery > "$dir/build.log" 2>&1 || {
  tail -n 30 "$dir/build.log"
  exit 1
}
program=$(find build/release -name gallery -type f -perm -u+x | head -n 1)

failed=0
for scale in 1 2; do
  # Two halves at a time: a scene mostly waits for the window.
  for shard in 0 1; do
    QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=$scale HEARTH_GALLERY=$dir GTEST_TOTAL_SHARDS=2 \
      GTEST_SHARD_INDEX=$shard "$program" --gtest_brief=1 --gtest_filter="$filter" > "$dir/${scale}x-$shard.log" 2>&1 &
    eval "job$shard=$!"
  done
  for shard in 0 1; do
    eval "wait \$job$shard" || {
      failed=1
      grep -v '^\[==\|^Note' "$dir/${scale}x-$shard.log"
    }
  done
done

{
  echo '<!doctype html><meta charset="utf-8"><title>Hearth: every page and state</title>'
  echo '<style>body{font:14px sans-serif;margin:24px;background:#888;color:#fff}h2{font-size:15px;margin:28px 0 6px}'
  echo 'div{display:grid;grid-template-columns:repeat(3,1fr);gap:12px}img{width:100%;display:block}</style>'
  echo '<p>Light, dark, high contrast. A picture opens at twice its size.</p>'
  for picture in "$dir"/light/1x/*.png; do
    name=$(basename "$picture" .png)
    echo "<h2 id=\"$name\">$name</h2><div>"
    for look in light dark contrast; do
      echo "<a href=\"$look/2x/$name.png\"><img loading=\"lazy\" src=\"$look/1x/$name.png\" alt=\"$name, $look\"></a>"
    done
    echo '</div>'
  done
} > "$dir/index.html"
echo "$(find "$dir" -name '*.png' | wc -l) pictures: $dir/index.html"
exit $failed
