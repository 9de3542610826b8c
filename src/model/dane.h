/*
 * struct dane: what DNS says by TLSA records of the certificates of one service
 * (RFC 6698, RFC 7671), and whether that is proven. Made by inspect, held
 * against the chain by the judge. Shared; it does not change once made.
 */
#pragma once

#include "base/array.h"
#include "base/names.h"
#include "pki/tlsa.h"

#define DANE_MAX_RECORDS 64

/* What the operator wants of it. */
enum dane_wish {
	DANE_OFF,     /* no question is asked */
	DANE_VERIFY,  /* where there are records that count, they must fit */
	DANE_REQUIRE, /* ... and there must be some */
};

extern const struct names dane_wish_names;

enum dane_state {
	DANE_UNKNOWN,  /* could not be learned */
	DANE_ABSENT,   /* there are none */
	DANE_INSECURE, /* there are some, which nobody signed: none counts */
	DANE_BOGUS,    /* should be provable, and is not */
	DANE_SECURE,
};

extern const struct names dane_state_names;

struct dane {
	enum dane_state state;
	char *name;		    /* "_25._tcp.mail.example.org" */
	ARRAY(struct tlsa) records; /* with DANE_SECURE and DANE_INSECURE */
	char *reason;		    /* of bogus and unknown, in words; NULL */
	/* The protocol knows no trust stores: usages 0 and 1 are passed over
	 * (RFC 7672 3.1.3). */
	bool is_without_pkix;
	unsigned refs;
};

struct dane *dane_new(const char *name, enum dane_state state); /* one ref */
struct dane *dane_ref(struct dane *dane);
void dane_unref(struct dane *dane); /* NULL is fine */
CLEANUP_DEFINE(struct dane, dane_unref)
/* Takes the data of the record. */
void dane_add(struct dane *dane, const struct tlsa *take_record);
/* The same number for equal ones, whatever the order of the records; 0 for
 * NULL. */
uint64_t dane_hash(const struct dane *dane);
/* Why clients of this service pass the record over; NULL: they do not. */
const char *dane_fault(const struct dane *dane, const struct tlsa *record);
