/* Timestamps of logs, each held against its log; see timestamps.h. */
#include "judge/timestamps.h"

#include <openssl/x509v3.h>
#include <string.h>

#include "base/mem.h"
#include "pki/ocsp.h"
#include "pki/sct_verify.h"

#define MS 1000

struct reading {
	const struct judgement *judgement;
	const struct ct_logs *logs; /* NULL: none */
	struct transparency *transparency;
	const struct cert *leaf, *issuer; /* issuer NULL: not known */
	/* what was signed; NULL: not made yet, or it cannot be */
	struct sct_entry *cert, *precert;
	char *precert_fault;
	unsigned verified;
	char *fault;
};

/* The issuer whose key the best path found to have signed the certificate. */
static const struct cert *
issuer_of(const struct judgement *judgement)
{
	const struct path *best = judgement->best;

	return best != NULL && best->len > 1 ? best->certs[1].cert : NULL;
}

static const struct sct_entry *
entry_for(struct reading *reading, enum sct_way way)
{
	struct error err = ERROR_INIT;

	if (way != SCT_EMBEDDED) {
		if (reading->cert == NULL)
			reading->cert = sct_entry_of_cert(reading->leaf);
		return reading->cert;
	}
	if (reading->precert == NULL && reading->precert_fault == NULL) {
		reading->precert = reading->issuer == NULL
		    ? NULL
		    : sct_entry_of_precert(
			  reading->leaf, reading->issuer, &err);
		if (reading->precert == NULL)
			reading->precert_fault =
			    mem_strdup(reading->issuer == NULL
				    ? "the certificate's issuer is not known"
				    : err.message);
	}
	return reading->precert;
}

/* Clients must not count what lies ahead (RFC 6962 5.2). Where the certificate
 * itself is not valid yet, that is the cause. */
static bool
is_ahead(const struct reading *reading, const struct sct *sct)
{
	int64_t now = reading->judgement->now;

	return reading->leaf->not_before <= now &&
	    sct->timestamp_ms / MS > now + TIMESTAMPS_FUTURE_S;
}

static void
stand(struct report_sct *report, enum sct_standing standing, const char *why)
{
	report->standing = standing;
	free(report->why);
	report->why = why == NULL ? NULL : mem_strdup(why);
}

static void
verify(struct reading *reading, const struct sct *sct, const struct ct_log *log,
    struct report_sct *report)
{
	const struct sct_entry *entry = entry_for(reading, report->way);

	if (entry == NULL) {
		stand(report, SCT_UNCHECKED, reading->precert_fault);
		return;
	}
	if (reading->verified == TIMESTAMPS_VERIFY_MAX) {
		stand(report, SCT_UNCHECKED, "there are too many to check");
		return;
	}
	reading->verified++;
	switch (sct_verify(sct, entry, log->key)) {
	case SCT_CHECK_GOOD: stand(report, SCT_VALID, NULL); break;
	case SCT_CHECK_BAD:
		stand(report, SCT_INVALID,
		    "its signature does not verify with the log's key");
		break;
	case SCT_CHECK_UNSUPPORTED:
		stand(report, SCT_INVALID,
		    "it is signed in a way that RFC 6962 does not know");
		break;
	}
}

/* Browsers take it all the same. */
static void
note_interval(const struct cert *leaf, const struct ct_log *log,
    struct report_sct *report)
{
	char from[TIMESTAMP_TEXT_MAX], until[TIMESTAMP_TEXT_MAX];

	if (report->standing != SCT_VALID ||
	    (leaf->not_after >= log->from && leaf->not_after < log->until))
		return;
	report->why = mem_printf("that log is for certificates that end from "
				 "%s up to %s",
	    timestamp_words(log->from, from),
	    timestamp_words(log->until, until));
}

static void
hold_against_log(
    struct reading *reading, const struct sct *sct, struct report_sct *report)
{
	const struct ct_log *log = reading->logs == NULL
	    ? NULL
	    : ct_logs_find(reading->logs, sct->log_id);
	int64_t at = sct->timestamp_ms / MS;

	if (log == NULL) {
		stand(report,
		    reading->logs == NULL ? SCT_UNCHECKED : SCT_UNKNOWN_LOG,
		    NULL);
		return;
	}
	report->log = mem_strdup(log->name);
	report->operator= mem_strdup(ct_log_operator_at(log, at));
	report->log_state = log->state;
	report->is_approved = ct_log_is_approved(log);
	report->was_approved = ct_log_was_approved(log, at);
	verify(reading, sct, log, report);
	note_interval(reading->leaf, log, report);
}

static void
read_one(struct reading *reading, enum sct_way way, const struct sct *sct)
{
	struct transparency *transparency = reading->transparency;
	struct report_sct *report;

	transparency->counts[way]++;
	if (sct->version != SCT_V1)
		return;
	report = ARRAY_ADD(&transparency->scts);
	*report =
	    (struct report_sct){.way = way, .timestamp_ms = sct->timestamp_ms};
	memcpy(report->log_id, sct->log_id, sizeof report->log_id);
	hold_against_log(reading, sct, report);
	if (is_ahead(reading, sct))
		stand(report, SCT_INVALID, "its time lies ahead");
}

static void
note_fault(struct reading *reading, const char *where, const struct error *err)
{
	if (reading->fault == NULL)
		reading->fault = mem_printf("%s %s", where, err->message);
}

/* octets: the list stands in an OCTET STRING, as in extensions of X.509. */
static void
read_list(struct reading *reading, enum sct_way way, struct der_slice octets)
{
	static const char *const where[] = {
	    [SCT_EMBEDDED] = "has embedded",
	    [SCT_HANDSHAKE] = "came in the handshake with",
	    [SCT_STAPLED] = "came with a staple that has",
	};
	struct error err = ERROR_INIT;
	struct sct_list list;
	uint8_t *copy = NULL;

	if (way == SCT_HANDSHAKE
		? sct_list_read(octets.at, octets.len, &list, &err)
		: sct_list_read_extension(
		      octets.at, octets.len, &list, &copy, &err)) {
		for (size_t i = 0; i < list.len; i++)
			read_one(reading, way, &list.items[i]);
	} else {
		note_fault(reading, where[way], &err);
	}
	free(copy);
}

static void
read_embedded(struct reading *reading)
{
	X509 *x509 = reading->leaf->x509;
	int at = X509_get_ext_by_NID(x509, NID_ct_precert_scts, -1);
	const ASN1_OCTET_STRING *value;

	if (at < 0)
		return;
	value = X509_EXTENSION_get_data(X509_get_ext(x509, at));
	read_list(reading, SCT_EMBEDDED,
	    (struct der_slice){ASN1_STRING_get0_data(value),
		(size_t)ASN1_STRING_length(value)});
}

/* What cannot be read of a staple is another check's. */
static void
read_stapled(struct reading *reading)
{
	const struct evidence *evidence = reading->judgement->evidence;
	int leaf = reading->judgement->served.leaf;
	const struct ocsp_single *single;
	const struct staple *staple;
	struct ocsp *ocsp;

	if (evidence->staples == NULL || leaf < 0 || reading->issuer == NULL)
		return;
	staple = &evidence->staples[leaf];
	ocsp = staple->der == NULL ? NULL
				   : ocsp_new(staple->der, staple->len, NULL);
	if (ocsp == NULL)
		return;
	single = ocsp_find(ocsp, reading->leaf, reading->issuer);
	if (single != NULL && single->scts.at != NULL)
		read_list(reading, SCT_STAPLED, single->scts);
	ocsp_free(ocsp);
}

struct transparency *
timestamps_read(const struct judgement *judgement, char **ret_fault)
{
	const struct ct_evidence *evidence = judgement->evidence->transparency;
	struct reading reading = {
	    .judgement = judgement,
	    .logs = evidence->logs,
	    .transparency = transparency_new(),
	    .leaf = judgement->leaf,
	    .issuer = issuer_of(judgement),
	};
	struct transparency *transparency = reading.transparency;

	if (reading.logs != NULL) {
		transparency->list = mem_strdup(reading.logs->name);
		transparency->list_made_at = reading.logs->made_at;
		transparency->is_list_stale =
		    ct_logs_is_stale(reading.logs, judgement->now);
	}
	read_embedded(&reading);
	if (evidence->handshake != NULL)
		read_list(&reading, SCT_HANDSHAKE,
		    (struct der_slice){
			evidence->handshake, evidence->handshake_len});
	read_stapled(&reading);
	sct_entry_free(reading.cert);
	sct_entry_free(reading.precert);
	free(reading.precert_fault);
	*ret_fault = reading.fault;
	return transparency;
}
