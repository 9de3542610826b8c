/* Recipes: complete, and filled in with the endpoint's own names. */
#include "model/remedy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static char filled[4096];

static const char *
fill(const char *text, const struct remedy_values *values)
{
	CLEANUP(strbuf_clear)
	struct strbuf buf = STRBUF_INIT(sizeof filled - 1);

	remedy_fill(&buf, text, values);
	assert_false(strbuf_is_truncated(&buf));
	memcpy(filled, strbuf_text(&buf), buf.len + 1);
	return filled;
}

static void
placeholders_take_the_values(void **state)
{
	const struct remedy_values values = {
	    .host = "www.example.com",
	    .port = "443",
	    .missing = "Some CA 1",
	    .certificate = "leaf",
	    .file = "chain.pem",
	};

	assert_string_equal(fill("{host}|{port}|{connect}|{sni}", &values),
	    "www.example.com|443|www.example.com:443|"
	    "-servername www.example.com");
	assert_string_equal(
	    fill("{verify_name}", &values), "-verify_hostname www.example.com");
	assert_string_equal(fill("{missing}/{certificate}/{file}", &values),
	    "Some CA 1/leaf/chain.pem");
}

static void
an_address_is_reached_without_sni(void **state)
{
	const struct remedy_values v4 = {.host = "192.0.2.1", .port = "8443"};
	const struct remedy_values v6 = {.host = "2001:db8::1", .port = "443"};
	const struct remedy_values one = {
	    .host = "www.example.com",
	    .port = "443",
	    .address = "192.0.2.7:9443",
	};

	assert_string_equal(fill("{connect} {sni} {verify_name}", &v4),
	    "192.0.2.1:8443 -noservername -verify_ip 192.0.2.1");
	assert_string_equal(fill("{source}", &v6), "[2001:db8::1]:443");
	assert_string_equal(fill("{source}", &one),
	    "www.example.com:443 --address 192.0.2.7:9443");
	assert_string_equal(
	    fill("{connect} {sni}", &v6), "[2001:db8::1]:443 -noservername");
	assert_string_equal(fill("{connect} {sni}", &one),
	    "192.0.2.7:9443 -servername www.example.com");
}

static void
what_is_unknown_shows_as_its_name(void **state)
{
	const struct remedy_values values = {.host = NULL};

	assert_string_equal(fill("{connect} {sni} {missing} {file}", &values),
	    "HOST:PORT -servername HOST MISSING FILE");
}

static void
other_braces_stay(void **state)
{
	const struct remedy_values values = {.host = "h"};

	assert_string_equal(
	    fill("server { {host; } {}", &values), "server { {host; } {}");
	assert_string_equal(fill("{", &values), "{");
	assert_string_equal(fill("", &values), "");
}

static void
files_have_a_command_of_their_own(void **state)
{
	const struct remedy *remedy = remedy_get(REMEDY_SERVE_CHAIN);
	const struct remedy_values probed = {.host = "h"};
	const struct remedy_values read = {.file = "f"};

	assert_non_null(strstr(remedy_command(remedy, &probed), "s_client"));
	assert_non_null(strstr(remedy_command(remedy, &read), "{file}"));
}

/* Nobody is left without a recipe, nor without a way to see the fault. */
static void
every_kind_has_recipes_and_a_command(void **state)
{
	for (int i = 0; i < REMEDY_COUNT; i++) {
		const struct remedy *remedy = remedy_get(i);

		if (i == REMEDY_NONE) {
			assert_int_equal(remedy->recipe_count, 0);
			continue;
		}
		assert_true(remedy->recipe_count > 0);
		assert_true(remedy->command[0] != '\0');
		for (size_t k = 0; k < remedy->recipe_count; k++) {
			assert_true(remedy->recipes[k].where[0] != '\0');
			assert_true(strlen(remedy->recipes[k].text) > 20);
		}
	}
}

/* Every placeholder of the texts is one that is known. */
static void
no_text_has_a_misspelt_placeholder(void **state)
{
	const struct remedy_values values = {.host = "h"};

	for (int i = 0; i < REMEDY_COUNT; i++) {
		const struct remedy *remedy = remedy_get(i);

		assert_null(strchr(fill(remedy->command, &values), '{'));
		assert_null(strchr(fill(remedy->file_command, &values), '{'));
		for (size_t k = 0; k < remedy->recipe_count; k++) {
			const char *text =
			    fill(remedy->recipes[k].text, &values);

			/* the one brace of YAML: "corp: {files: ...", and
			 * the one of a SOCKS server: "pass { from: ..." */
			text = strchr(text, '{');
			if (text != NULL && strncmp(text, "{ from:", 7) != 0)
				assert_memory_equal(text, "{files:", 7);
		}
	}
}

static void
the_products_asked_for_are_there(void **state)
{
	static const char *const server[] = {"nginx", "Apache httpd", "HAProxy",
	    "load balancers, CDNs and appliances"};
	static const char *const more[] = {"lighttpd", "Caddy", "Traefik",
	    "Kubernetes Ingress and Gateway", "Postfix", "Dovecot", "Exim",
	    "OpenLDAP, PostgreSQL, MariaDB", "Tomcat and other Java servers",
	    "Windows: IIS, Exchange, Remote Desktop", "AWS", "Google Cloud",
	    "Azure"};
	static const char *const client[] = {"Debian, Ubuntu",
	    "RHEL, Fedora, Alma, Rocky", "Windows", "Java", "Python",
	    "Node.js"};
	const struct {
		enum remedy_kind kind;
		const char *const *names;
		size_t count;
		bool is_client;
	} rows[] = {
	    {REMEDY_SERVE_CHAIN, server, 4, false},
	    {REMEDY_SERVE_CHAIN, more, 13, false},
	    {REMEDY_PROTOCOL, server, 4, false},
	    {REMEDY_TRUST_ROOT, client, 6, true},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct remedy *remedy = remedy_get(rows[i].kind);
		size_t found = 0;

		for (size_t n = 0; n < rows[i].count; n++) {
			for (size_t k = 0; k < remedy->recipe_count; k++)
				found += remedy->recipes[k].is_client ==
					rows[i].is_client &&
				    strcmp(remedy->recipes[k].where,
					rows[i].names[n]) == 0;
		}
		assert_int_equal(found, rows[i].count);
	}
}

static void
products_beyond_the_first_are_listed_by_name(void **state)
{
	struct strbuf buf = STRBUF_INIT(1000);

	remedy_add_more(&buf, remedy_get(REMEDY_SERVE_CHAIN));
	assert_int_equal(
	    strncmp(strbuf_text(&buf), "lighttpd, Caddy, Traefik, ", 26), 0);
	assert_null(strstr(strbuf_text(&buf), "nginx"));
	strbuf_clear(&buf);
	remedy_add_more(&buf, remedy_get(REMEDY_RENEW));
	assert_int_equal(buf.len, 0);
}

static void
starttls_goes_with_the_place_to_connect_to(void **state)
{
	const struct remedy_values values = {
	    .host = "chat.example",
	    .port = "5222",
	    .starttls = "xmpp",
	    .protocol = "xmpp-client",
	    .xmpp = "example",
	};

	assert_string_equal(fill("{connect} {sni}", &values),
	    "chat.example:5222 -starttls xmpp -xmpphost example "
	    "-servername chat.example");
	assert_string_equal(fill("127.0.0.1:{port}{upgrade}", &values),
	    "127.0.0.1:5222 -starttls xmpp -xmpphost example");
	assert_string_equal(fill("chainwatch fix {source}", &values),
	    "chainwatch fix chat.example:5222 --starttls xmpp-client");
}

static void
further_options_go_with_the_place_to_connect_to(void **state)
{
	struct remedy_values values = {
	    .host = "www.example.com",
	    .port = "443",
	    .options = "-proxy proxy.example:3128",
	};

	assert_string_equal(
	    fill("127.0.0.1:{port}{upgrade}", &values), "127.0.0.1:443");
	assert_string_equal(fill("-connect {connect} {sni}", &values),
	    "-connect www.example.com:443 -proxy proxy.example:3128 "
	    "-servername www.example.com");
	values.path = "/run/app.sock";
	values.options = NULL;
	assert_string_equal(
	    fill("openssl s_client -connect {connect}", &values),
	    "openssl s_client -unix /run/app.sock");
	assert_string_equal(fill("{connect}", &values), "/run/app.sock");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(products_beyond_the_first_are_listed_by_name),
	    cmocka_unit_test(placeholders_take_the_values),
	    cmocka_unit_test(an_address_is_reached_without_sni),
	    cmocka_unit_test(what_is_unknown_shows_as_its_name),
	    cmocka_unit_test(other_braces_stay),
	    cmocka_unit_test(files_have_a_command_of_their_own),
	    cmocka_unit_test(every_kind_has_recipes_and_a_command),
	    cmocka_unit_test(no_text_has_a_misspelt_placeholder),
	    cmocka_unit_test(the_products_asked_for_are_there),
	    cmocka_unit_test(starttls_goes_with_the_place_to_connect_to),
	    cmocka_unit_test(further_options_go_with_the_place_to_connect_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
