#!/bin/sh
# Writes texts as one C file: an array of struct policy_text.
#
#	embed.sh FILE...
set -eu
LC_ALL=C
export LC_ALL

echo '/* Made by policy/embed.sh; not written by hand. */'
echo '#include "files/policy_shipped.h"'
echo
echo 'const struct policy_text policy_shipped[] = {'
for file in "$@"; do
	echo "    {\"shipped/$(basename "$file")\","
	sed -e 's/^#.*//' -e 's/[\\"]/\\&/g' -e 's/^/	"/' -e 's/$/\\n"/' "$file"
	echo '	, 0},'
done
echo '};'
echo
echo 'const size_t policy_shipped_count ='
echo '    sizeof policy_shipped / sizeof policy_shipped[0];'
