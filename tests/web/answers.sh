#!/bin/bash
# What the API answers about a fleet that has something of everything (api_answers)
# is what etc/openapi.json describes (tests/system/check_openapi). Run from the build
# folder; srcdir is the tree.
set -eu
tree=$(cd "${srcdir:-.}" && pwd)
[ -x tests/web/api_answers ] || {
	echo "built without the page"
	exit 77
}
/usr/bin/python3 -c 'import jsonschema' 2>/dev/null || {
	echo "no jsonschema for Python: the answers are not looked at"
	exit 77
}
folder=$(mktemp -d "${TMPDIR:-/tmp}/chainwatch-answers.XXXXXX")
trap 'rm -rf "$folder"' EXIT
tests/web/api_answers "$folder"
"$tree/tests/system/check_openapi" "$tree/etc/openapi.json" --files "$folder"
