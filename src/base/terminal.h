/*
 * What can be shown on a descriptor: is it a terminal, how wide, with colour,
 * in UTF-8. Obeys NO_COLOR, TERM=dumb, COLUMNS and the locale variables.
 */
#pragma once

#include <stdbool.h>

struct terminal {
	bool is_terminal;
	bool has_colour; /* a terminal, and nobody asked for none */
	bool is_utf8;	 /* by LC_ALL, LC_CTYPE or LANG */
	unsigned width;	 /* columns; 0: not known */
};

struct terminal terminal_of(int fd);
