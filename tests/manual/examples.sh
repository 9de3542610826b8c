#!/bin/bash
# What the README and the manuals tell people to write and to type is right
# (check_examples). Run from the build folder; srcdir is the tree.
set -eu
tree=$(cd "${srcdir:-.}" && pwd)
/usr/bin/python3 -c 'import jsonschema, yaml' 2>/dev/null || {
	echo "no jsonschema or yaml for Python: the examples are not looked at"
	exit 77
}
exec "$tree/tests/manual/check_examples" "$tree" "$PWD"
