/*
 * A real TLS stack, asked about every chain of a corpus: what all askers share
 * (ask.c has main), and what each is to do. Askers stand apart from the
 * project's own code, so that they cannot share its mistakes.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ASK_WHY_MAX 200

struct ask_der {
	unsigned char *bytes;
	size_t len;
};

struct ask_chain {
	char *sent_pem, *anchors_pem; /* NUL-terminated */
	struct ask_der *sent, *anchors;
	size_t sent_count, anchor_count;
	char *name; /* what the client asks for: a host name or an address */
	bool is_address;
	int64_t at; /* seconds since 1970 */
};

/* Does the stack take it? why: a word or two when not. mode: the second word
 * of the command line, or "". */
bool ask_stack(
    const struct ask_chain *chain, const char *mode, char why[ASK_WHY_MAX]);
/* Once, before the first question. */
void ask_begin(const char *mode);
