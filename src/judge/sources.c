/* What the evidence says of revocation; see sources.h. */
#include "judge/sources.h"

#include "base/mem.h"

static struct response *
add(struct sources *sources, enum revocation_source source)
{
	struct response *response;

	if (sources->responses.len == SOURCES_MAX_RESPONSES)
		return NULL;
	response = ARRAY_ADD(&sources->responses);
	response->source = source;
	return response;
}

static void
parse(struct response *response, const uint8_t *der, size_t len)
{
	struct error err = ERROR_INIT;

	response->owned = ocsp_new(der, len, &err);
	response->ocsp = response->owned;
	if (response->owned == NULL)
		response->error = mem_strdup(err.message);
}

static void
read_staples(const struct evidence *evidence, struct sources *sources)
{
	for (size_t i = 0;
	     evidence->staples != NULL && i < evidence->presented->len; i++) {
		const struct staple *staple = &evidence->staples[i];
		struct response *response;

		if (staple->der == NULL)
			continue;
		response = add(sources, REVOCATION_STAPLE);
		if (response == NULL)
			return;
		response->cert_sha256 = evidence->presented->certs[i]->sha256;
		parse(response, staple->der, staple->len);
	}
}

static void
read_answers(const struct evidence *evidence, struct sources *sources)
{
	for (size_t i = 0; i < evidence->revocation_answer_count; i++) {
		const struct revocation_answer *answer =
		    &evidence->revocation_answers[i];
		struct response *response;

		if (answer->outcome != REVOCATION_GOT)
			continue;
		if (answer->kind == REVOCATION_ANSWER_CRL) {
			*ARRAY_ADD(&sources->fetched) = answer->crl;
			continue;
		}
		response = add(sources, REVOCATION_OCSP);
		if (response == NULL)
			return;
		response->cert_sha256 = answer->cert_sha256;
		response->url = answer->url;
		parse(response, answer->der, answer->der_len);
	}
}

static void
read_given(const struct evidence *evidence, struct sources *sources)
{
	for (size_t i = 0; i < evidence->ocsp_count; i++) {
		struct response *response = add(sources, REVOCATION_GIVEN_OCSP);

		if (response == NULL)
			return;
		response->ocsp = evidence->ocsps[i];
	}
}

void
sources_read(const struct evidence *evidence, struct sources *ret_sources)
{
	*ret_sources = (struct sources){.is_empty = true};
	read_staples(evidence, ret_sources);
	read_given(evidence, ret_sources);
	read_answers(evidence, ret_sources);
	ret_sources->pools[SOURCES_GIVEN] = (struct crl_pool){
	    .crls = evidence->crls, .count = evidence->crl_count};
	ret_sources->pools[SOURCES_FETCHED] =
	    (struct crl_pool){.crls = ret_sources->fetched.items,
		.count = ret_sources->fetched.len};
	ret_sources->is_empty = ret_sources->responses.len == 0 &&
	    ret_sources->fetched.len == 0 && evidence->crl_count == 0 &&
	    evidence->revocation_answer_count == 0;
}

void
sources_clear(struct sources *sources)
{
	ARRAY_EACH (response, &sources->responses) {
		ocsp_free(response->owned);
		free(response->error);
	}
	ARRAY_CLEAR(&sources->responses);
	ARRAY_CLEAR(&sources->fetched);
}

const char *
sources_url_of(const struct evidence *evidence, const struct crl *crl)
{
	for (size_t i = 0; i < evidence->revocation_answer_count; i++) {
		const struct revocation_answer *answer =
		    &evidence->revocation_answers[i];

		if (answer->outcome == REVOCATION_GOT &&
		    answer->kind == REVOCATION_ANSWER_CRL && answer->crl == crl)
			return answer->url;
	}
	return NULL;
}
