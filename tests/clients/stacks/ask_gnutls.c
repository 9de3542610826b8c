/* GnuTLS, as verify_peers3 judges with the purpose of a TLS server. */
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ask.h"

#define SENT_MAX 16 /* DEFAULT_MAX_VERIFY_DEPTH */

static time_t now;

static time_t
give_time(time_t *t)
{
	if (t != NULL)
		*t = now;
	return now;
}

void
ask_begin(const char *mode)
{
	(void)mode;
	gnutls_global_set_time_function(give_time);
}

static bool
verify(gnutls_x509_trust_list_t list, gnutls_x509_crt_t *sent, unsigned count,
    const struct ask_chain *chain, char *why)
{
	gnutls_typed_vdata_st data[] = {
	    {.type = GNUTLS_DT_DNS_HOSTNAME,
		.data = (unsigned char *)chain->name,
		.size = (unsigned)strlen(chain->name)},
	    {.type = GNUTLS_DT_KEY_PURPOSE_OID,
		.data = (unsigned char *)GNUTLS_KP_TLS_WWW_SERVER,
		.size = (unsigned)strlen(GNUTLS_KP_TLS_WWW_SERVER)},
	};
	unsigned status = ~0u;
	int code = gnutls_x509_trust_list_verify_crt2(list, sent, count, data,
	    2, GNUTLS_PROFILE_TO_VFLAGS(GNUTLS_PROFILE_LOW), &status, NULL);

	if (code == 0 && status == 0)
		return true;
	snprintf(why, ASK_WHY_MAX, "code %d status %x", code, status);
	return false;
}

bool
ask_stack(
    const struct ask_chain *chain, const char *mode, char why[ASK_WHY_MAX])
{
	gnutls_x509_crt_t sent[SENT_MAX];
	unsigned count = 0;
	gnutls_x509_trust_list_t list;
	gnutls_datum_t anchors = {(unsigned char *)chain->anchors_pem,
	    (unsigned)strlen(chain->anchors_pem)};
	bool accepts = chain->sent_count <= SENT_MAX;

	(void)mode;
	now = (time_t)chain->at;
	gnutls_x509_trust_list_init(&list, 0);
	gnutls_x509_trust_list_add_trust_mem(
	    list, &anchors, NULL, GNUTLS_X509_FMT_PEM, 0, 0);
	for (; accepts && count < chain->sent_count; count++) {
		gnutls_datum_t der = {
		    chain->sent[count].bytes, (unsigned)chain->sent[count].len};

		gnutls_x509_crt_init(&sent[count]);
		accepts = gnutls_x509_crt_import(
			      sent[count], &der, GNUTLS_X509_FMT_DER) == 0;
	}
	if (!accepts)
		snprintf(why, ASK_WHY_MAX, "too many, or not parsed");
	else
		accepts = verify(list, sent, count, chain, why);
	for (unsigned i = 0; i < count; i++)
		gnutls_x509_crt_deinit(sent[i]);
	gnutls_x509_trust_list_deinit(list, 1);
	return accepts;
}
