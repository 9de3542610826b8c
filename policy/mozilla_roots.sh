#!/bin/sh
# Writes rows of a policy for the roots of public CAs: one for each certificate
# in the folder of Debian's ca-certificates that is Mozilla's set.
#
#	mozilla_roots.sh DIR        "" writes none
set -eu
LC_ALL=C
export LC_ALL

echo '# Roots of Mozilla, made by mozilla_roots.sh; not written by hand.'
echo 'version 1'
test -n "$1" || exit 0

count=0
for file in "$1"/*.crt; do
	test -f "$file" || continue
	if [ "$(grep -c '^-----BEGIN CERTIFICATE-----' "$file")" -ne 1 ]; then
		echo "$0: $file: not one certificate" >&2
		exit 1
	fi
	digest=$(sed '/^-----/d' "$file" | base64 -d | sha256sum)
	name=$(basename "$file" .crt | tr -c 'A-Za-z0-9.()\n-' ' ')
	echo "public sha256=${digest%% *} label=\"$name\""
	count=$((count + 1))
done
if [ "$count" -eq 0 ]; then
	echo "$0: no .crt file in $1" >&2
	exit 1
fi
