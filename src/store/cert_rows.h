/*
 * Certificates as rows of their table, and clients as words: what batch_rows.c
 * writes and load_verdict.c reads. Private to the store.
 */
#pragma once

#include "model/observation.h"
#include "model/verdict.h"
#include "store/db.h"
#include "store/rows.h"

/* observation NULL: what was sent is not at hand. */
void cert_rows_add(struct rows *to, const struct cert_facts *facts,
    const struct observation *observation, int64_t now);
/* The same of one that is at hand whole. */
void cert_rows_add_cert(struct rows *to, const struct cert *cert, int64_t now);
/* From key_kind, key_bits, usages, has_pointer, names, more_names; NULL: they
 * are not known. Free with free(). */
struct cert_details *cert_rows_details(
    const struct db_statement *row, int column);
/* Names of clients, so that the order of their table may change. */
char *cert_rows_accepting(const struct verdict *verdict);
/* NULL: none. */
uint64_t cert_rows_accepting_of(const char *text);
