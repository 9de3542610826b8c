/* What a judge case says of transparency; the language is in case_ct.c. */
#pragma once

#include "model/ct_logs.h"
#include "model/evidence.h"
#include "support/mint_log.h"

#define CASE_CT_MAX 40 /* timestamps of one line */

struct case_file;

struct case_ct {
	bool is_on;
	struct ct_logs *logs; /* NULL: no list */
	uint8_t *handshake;   /* NULL: none came with it */
	struct ct_evidence evidence;
};

bool case_ct_on(struct case_file *file, char *line, struct error *err);
bool case_ct_logs(struct case_file *file, char *line, struct error *err);
bool case_ct_log(struct case_file *file, char *line, struct error *err);
bool case_ct_handshake(struct case_file *file, char *line, struct error *err);
/* "a@-5d,broken"; lent by word. */
bool case_ct_sct(char *word, struct mint_log_sct *ret_sct, struct error *err);
/* At the end of the file. */
bool case_ct_finish(struct case_file *file, struct error *err);
void case_ct_clear(struct case_ct *ct);
