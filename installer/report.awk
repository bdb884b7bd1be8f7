# Reads ctest's JUnit report. Prints the skipped tests by their reason, those of one suite in one line, then the
# name of each test that failed.
function plain(xml) {
  gsub(/&lt;/, "<", xml); gsub(/&gt;/, ">", xml); gsub(/&quot;/, "\"", xml); gsub(/&apos;/, "'", xml)
  gsub(/&amp;/, "\\&", xml)
  return xml
}
function attribute(name) {
  if (!match($0, " " name "=\"[^\"]*\"")) return ""
  return plain(substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4))
}
/^[ \t]*<testcase / {
  test = attribute("name")
  status = attribute("status")
  reason = ""
  if (status == "fail") failed[++failures] = test
  next
}
status != "notrun" { next }
# GoogleTest tells the reason on the line after "file:line: Skipped", a script on one that begins with "skipped: ".
/<skipped / && attribute("message") !~ /^SKIP_/ { reason = attribute("message") }
sub(/^(.*<system-out>)?skipped: /, "") { reason = plain($0) }
afterSkipped { reason = plain($0); afterSkipped = 0 }
/: Skipped$/ && reason == "" { afterSkipped = 1 }
/<\/testcase>/ {
  if (reason == "") reason = "no reason was given"
  suite = test
  sub(/\.[^.]*$/, "", suite)
  if (!(reason in tests)) reasons[++count] = reason
  if (!((reason, suite) in testsOf)) suites[reason, ++suitesFor[reason]] = suite
  ++tests[reason]
  ++testsOf[reason, suite]
  lastOf[reason, suite] = test
}
END {
  for (i = 1; i <= count; ++i) {
    reason = reasons[i]
    printf "skipped %d: %s\n", tests[reason], reason
    for (j = 1; j <= suitesFor[reason]; ++j) {
      suite = suites[reason, j]
      if (testsOf[reason, suite] == 1) print "    " lastOf[reason, suite]
      else printf "    %s: %d tests\n", suite, testsOf[reason, suite]
    }
  }
  for (i = 1; i <= failures; ++i) print "FAILED  " failed[i]
}
