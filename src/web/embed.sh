#!/bin/sh
# Writes the style sheet as a C file; see page_style.c.
#
#	embed.sh FILE
set -eu
LC_ALL=C
export LC_ALL

echo '/* Made by src/web/embed.sh; not written by hand. */'
echo '#include "web/style.h"'
echo
echo 'const char web_style[] ='
sed -e 's/[\\"]/\\&/g' -e 's/^/	"/' -e 's/$/\\n"/' "$1"
echo '	;'
