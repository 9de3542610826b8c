#!/bin/bash
# The schema of the configuration takes what the daemon takes, and refuses most of
# what it refuses (check_schema). Run from the build folder; srcdir is the tree.
set -eu
tree=$(cd "${srcdir:-.}" && pwd)
/usr/bin/python3 -c 'import jsonschema, yaml' 2>/dev/null || {
	echo "no jsonschema or yaml for Python: the schema is not looked at"
	exit 77
}
exec "$tree/tests/manual/check_schema" "$tree" "$PWD" "$@"
