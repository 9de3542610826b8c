/* "/certificates/SHA256": a server's own, an issuer, a root, none; its file;
 * and what strangers may have written. */
#include "web/web.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/markup.h"
#include "support/page_rig.h"
#include "web/certificate_body.h"

static char *
url_of(const struct cert *cert, const char *ending)
{
	char digits[CERT_FINGERPRINT_TEXT_MAX];

	return mem_printf("/certificates/%s%s",
	    cert_fingerprint(cert->sha256, digits), ending);
}

static const struct mint_chain *
chain_of(const struct page_rig *rig)
{
	return &page_rig_host(rig, "b.example.com")->chain;
}

static void
a_servers_own_says_what_it_is_and_where_it_is_served(void **state)
{
	struct page_rig *rig = *state;
	CLEANUP(free) char *url = url_of(chain_of(rig)->leaf->cert, "");
	CLEANUP(free)
	char *issuer = url_of(chain_of(rig)->intermediate->cert, "");
	const char *page = page_rig_page(rig, url);

	page_rig_says(page, "a server's own");
	page_rig_says(page, "b.example.com");
	page_rig_says(page, "1 place at 1 endpoint now; 1 in all.");
	page_rig_says(page, "192.0.2.2:443");
	page_rig_says(page, "number 1");
	page_rig_says(page, "Issued by");
	page_rig_says(page, "A chain that it stands in");
	page_rig_says(page, "Revocation");
	page_rig_says(page, "-----BEGIN CERTIFICATE-----");
	assert_non_null(strstr(page, issuer));
	assert_non_null(
	    strstr(page, "href=\"/endpoints/b.example.com%3A443\""));
	assert_int_equal(markup_count(page, "svg", "class", "chain"), 1);
}

static void
an_issuer_says_what_it_has_signed(void **state)
{
	struct page_rig *rig = *state;
	CLEANUP(free)
	char *url = url_of(chain_of(rig)->intermediate->cert, "");
	const char *page = page_rig_page(rig, url);

	page_rig_says(page, "an issuer, sent behind a server's own");
	page_rig_says(page, "Has issued");
	page_rig_says(page, "number 2");
}

static void
a_root_is_known_though_nobody_sends_it(void **state)
{
	struct page_rig *rig = *state;
	json_t *lines = page_rig_ask(rig, "inventory", json_object()), *line;
	CLEANUP(free) char *url = NULL;
	const char *page;
	size_t i;

	json_array_foreach(lines, i, line)
	{
		const json_t *entry = json_object_get(line, "entry");
		const char *use =
		    json_string_value(json_object_get(entry, "use"));

		if (url == NULL && use != NULL && strcmp(use, "anchor") == 0)
			url = mem_printf("/certificates/%s",
			    json_string_value(
				json_object_get(entry, "fingerprint_sha256")));
	}
	json_decref(lines);
	assert_non_null(url);
	page = page_rig_page(rig, url);
	page_rig_says(page, "a root, needed and not sent");
	page_rig_says(page, "needed, not sent");
}

static void
its_file_is_the_certificate(void **state)
{
	struct page_rig *rig = *state;
	CLEANUP(free) char *url = url_of(chain_of(rig)->leaf->cert, ".pem");
	CLEANUP(free) char *wanted = mint_pem(chain_of(rig)->leaf);
	const struct fake_answer *answer =
	    fake_http_get(rig->kept->rig->loop, url);

	assert_int_equal(answer->status, 200);
	assert_string_equal(answer->body, wanted);
	assert_non_null(
	    strstr(fake_http_header("Content-Disposition"), "attachment"));
}

static void
what_is_not_known_is_said_to_be_so(void **state)
{
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
	static const char *const targets[] = {
	    "/certificates/",
	    "/certificates/abc",
	    "/certificates/" ZEROS,
	    "/certificates/" ZEROS ".pem",
	    "/certificates/" ZEROS "0",
	    "/certificates/%2e%2e%2fetc",
	};
	struct page_rig *rig = *state;

	for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
		assert_int_equal(
		    fake_http_get(rig->kept->rig->loop, targets[i])->status,
		    404);
}

static void
whatever_strangers_write_is_text(void **state)
{
	struct page_rig *rig = *state;
	char digits[CERT_FINGERPRINT_TEXT_MAX];

	cert_fingerprint(chain_of(rig)->leaf->cert->sha256, digits);
	for (size_t i = 0; i < PAGE_RIG_HOSTILE_COUNT; i++) {
		CLEANUP(html_clear) struct html html = HTML_INIT(8u << 20);
		json_t *lines = page_rig_ask(
		    rig, "certificate", json_pack("{s:s}", "sha256", digits));

		page_rig_spoil(lines, page_rig_hostile[i]);
		certificate_body(&html, json_array_get(lines, 0),
		    json_array_get(lines, 1), "/certificates/x", MINT_NOW);
		page_rig_is_harmless(strbuf_text(&html.buf));
		json_decref(lines);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    PAGE_TEST(a_servers_own_says_what_it_is_and_where_it_is_served),
	    PAGE_TEST(an_issuer_says_what_it_has_signed),
	    PAGE_TEST(a_root_is_known_though_nobody_sends_it),
	    PAGE_TEST(its_file_is_the_certificate),
	    PAGE_TEST(what_is_not_known_is_said_to_be_so),
	    PAGE_TEST(whatever_strangers_write_is_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
