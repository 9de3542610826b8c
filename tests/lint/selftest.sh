#!/bin/bash
# Proves that each lint can fail: writes a small tree that is clean, then one
# fault at a time into it, and looks for the words of the refusal.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
bad=0 count=0

# A tree that all lints accept.
make_tree()
{
	rm -rf "$box/tree"
	mkdir -p "$box/tree/src/base" "$box/tree/src/judge" \
		"$box/tree/tests/base" "$box/tree/tests/judge" \
		"$box/tree/tests/lint"
	cd "$box/tree"
	printf '/* A. */\n#pragma once\nint a(void);\n' >src/base/a.h
	printf '/* A. */\n#include "base/a.h"\nint\na(void)\n{\n}\n' \
		>src/base/a.c
	printf '/* J. */\n#pragma once\n#include "base/a.h"\n' >src/judge/j.h
	printf '/* J. */\n#include "judge/j.h"\n#include <string.h>\n' \
		>src/judge/j.c
	printf '/* Tests. */\n' | tee tests/base/test_a.c >tests/judge/test_j.c
	echo 'src/base/a.c src/base/a.h src/judge/j.c src/judge/j.h' \
		>src/sources.mk
	echo 'tests/base/test_a tests/judge/test_j' >tests/sources.mk
	: >Makefile.am
	: >tests/lint/mirror.allow
	printf '#define A_MAX (4u << 10) /* A. */\n' >>src/base/a.h
	printf '    base/a.h A_MAX 4 kB of a\n  tests/base/test_a.c\n' \
		>src/LIMITS
}

report()
{
	count=$((count + 1))
	[ "$1" = ok ] && return
	echo "FAIL: $2"
	sed 's/^/    /' "$box/out"
	bad=$((bad + 1))
}

# accepts SCRIPT: the tree as it stands passes.
accepts()
{
	if bash "$here/$1" "$box/tree" >"$box/out" 2>&1; then
		report ok
	else
		report no "$1 refuses a clean tree"
	fi
}

# refuses SCRIPT WORDS FILE TEXT: FILE, with TEXT added to it, is refused with
# WORDS. Leaves a clean tree behind.
refuses()
{
	local name=$1 words=$2 file=$3 text=$4
	mkdir -p "$(dirname "$file")"
	printf '%b' "$text" >>"$file"
	if bash "$here/$name" "$box/tree" >"$box/out" 2>&1; then
		report no "$name accepts $file with: $text"
	elif ! grep -qF -- "$words" "$box/out"; then
		report no "$name does not say '$words' of: $text"
	else
		report ok
	fi
	make_tree
}

make_tree
for script in layers.sh banned.sh headers.sh mirror.sh shadows.sh sizes.sh \
	limits.sh; do
	accepts $script
done

refuses layers.sh 'base (layer 0) may not include judge/j.h (layer 4)' \
	src/base/a.c '#include "judge/j.h"\n'
refuses layers.sh 'judge (layer 4) may not include incident/i.h (layer 4)' \
	src/judge/j.h '#include "incident/i.h"\n'
refuses layers.sh 'judge is pure and may not include base/log.h' \
	src/judge/j.c '#include "base/log.h"\n'
refuses layers.sh 'judge is pure and may not include <sys/socket.h>' \
	src/judge/j.c '  #  include <sys/socket.h>\n'
refuses layers.sh 'judge is pure and may not include <unistd.h>' \
	src/judge/j.c '#include <unistd.h>\n'
refuses layers.sh '<event2/event.h> belongs to net' \
	src/judge/j.c '#include <event2/event.h>\n'
refuses layers.sh '<unbound.h> belongs to net' \
	src/probe/p.c '#include <unbound.h>\n'
refuses layers.sh '<sqlite3.h> belongs to store' \
	src/base/a.c '#include <sqlite3.h>\n'
refuses layers.sh '<systemd/sd-journal.h> belongs to notify daemon' \
	src/monitor/m.c '#include <systemd/sd-journal.h>\n'
refuses layers.sh 'no such layer: util' src/base/a.c '#include "util/u.h"\n'
refuses layers.sh 'folder util has no row' src/util/u.c '#include <stdio.h>\n'
refuses layers.sh 'say "folder/file.h"' src/base/a.c '#include "a.h"\n'

refuses banned.sh 'a.c:7: strcpy: use strbuf' \
	src/base/a.c 'void f(void) { strcpy (p, q); }\n'
refuses banned.sh 'test_a.c:2: sprintf' tests/base/test_a.c 'sprintf(p);\n'
refuses banned.sh 'system: use nothing' src/base/a.c 'system("x");\n'
refuses banned.sh 'FIXME' src/base/a.c '/* FIXME later */\n'
refuses banned.sh 'j.c:4: clock_gettime: use now' \
	src/judge/j.c 'clock_gettime(0, &t);\n'
refuses banned.sh 'stderr' src/judge/j.c 'fputs("x", stderr);\n'
refuses banned.sh 'log_info: use data' src/judge/j.c 'log_info(NULL, "x");\n'
printf '%s\n' '/* strcpy(a, b) */' 'x = "strcpy(a, b)"; my_strcpy(a, b);' \
	'p->time(q); // gets(x)' 'int atoi;' >>src/judge/j.c
echo 'int n = system("true");' >>tests/base/test_a.c
accepts banned.sh
make_tree

refuses headers.sh 'opens without a comment' src/base/b.h '#pragma once\n'
refuses headers.sh 'lacks #pragma once' src/base/b.h '/* B. */\n'
refuses headers.sh 'does not compile on its own' \
	src/base/b.h '/* B. */\n#pragma once\nsize_t b(void);\n'
refuses headers.sh 'includes no header of its folder' \
	src/judge/b.c '/* B. */\n#include "base/a.h"\n'
printf '/* A. */\n#include <stdio.h>\n#include "base/a.h"\n' >src/base/a.c
refuses headers.sh 'includes "base/a.h" first, not <stdio.h>' src/base/a.c ''

refuses mirror.sh 'has no tests/base/test_b.c' src/base/b.c ''
refuses mirror.sh 'its row in mirror.allow must go' \
	tests/lint/mirror.allow 'src/base/a.c for no reason\n'
refuses mirror.sh 'src/base/b.c is gone' \
	tests/lint/mirror.allow 'src/base/b.c because\n'
rm tests/base/test_a.c
refuses mirror.sh 'without a reason' tests/lint/mirror.allow 'src/base/a.c\n'
refuses mirror.sh 'is in no list of sources' src/base/b.h ''
refuses mirror.sh 'is not built' tests/base/test_b.c ''
refuses mirror.sh 'is not in the tarball' tests/system/b.sh ''
refuses mirror.sh 'is not in the tarball' contrib/b/b.conf ''

refuses shadows.sh 'a.c: a is another function in src/judge/j.c' \
	src/judge/j.c 'static bool\na(int b)\n{\n}\n'

refuses limits.sh 'A_MAX is 4096 in base/a.h, not 5120' \
	src/LIMITS '    base/a.h A_MAX 5 kB\n'
refuses limits.sh 'A_MAX is 4096 in base/a.h, not 4 apples' \
	src/LIMITS '    base/a.h A_MAX 4 apples\n'
refuses limits.sh 'base/a.h has no B_MAX' src/LIMITS '    base/a.h B_MAX 1 -\n'
refuses limits.sh 'base/a.h has no A_MAX that is a number, or several' \
	src/base/a.h '#define A_MAX 7\n'
refuses limits.sh 'there is no src/base/b.h' src/LIMITS '    base/b.h B_MAX 1 -\n'
refuses limits.sh 'there is no tests/base/test_b.c' \
	src/LIMITS '  tests/base/test_b.c\n'
: >src/LIMITS
refuses limits.sh 'no row found' src/LIMITS ''
printf 'x = {\n\t.wait_ms = 5 * 1000, /* B. */\n\t.wait_ms = y,\n' >src/base/a.c
echo '    base/a.c .wait_ms 5 s' >>src/LIMITS
accepts limits.sh
make_tree

yes '' | head -n 501 >src/base/b.h
refuses sizes.sh 'b.h: 501 lines' src/base/b.h ''
yes '' | head -n 500 >src/base/b.h
accepts sizes.sh

[ $bad = 0 ] || { echo "selftest: $bad of $count wrong"; exit 1; }
echo "selftest: the lints refuse what they should, $count looks"
