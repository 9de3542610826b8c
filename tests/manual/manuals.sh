#!/bin/bash
# The manuals: clean by mandoc and by groff, complete, and nothing in them that
# does not exist (compare_manuals). Run from the build folder; srcdir is the tree.
set -eu
tree=$(cd "${srcdir:-.}" && pwd)
for tool in mandoc groff python3; do
	command -v $tool >/dev/null || {
		echo "$tool is not there: the manuals are not looked at"
		exit 77
	}
done
bad=0
for page in man/*.[1-8]; do
	# References are to pages that are not installed yet.
	complaints=$(mandoc -T lint -W style "$page" 2>/dev/null |
		grep -v 'referenced manual not found' || true)
	# A long prefix makes words that no line can hold: not the page's fault.
	complaints+=$(groff -mandoc -Tutf8 -wall -Wbreak -z "$page" 2>&1)
	[ -z "$complaints" ] || {
		echo "$complaints"
		bad=1
	}
done
"$tree/tests/manual/compare_manuals" "$tree" "$PWD" || bad=1
exit $bad
