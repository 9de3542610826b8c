/* Signatures, against values that `openssl dgst -hmac` gave. */
#include "notify/webhook_sign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/temp_folder.h"

#define PLAIN "v1,y9TGvDGoR7W6ntS0RmkAASk2giF5oj97nAvbIClPuC8="
#define ENCODED "v1,YOREwC5BRUvI4ezImQEgEteB7JbPr/Iy2YCZe049/5g="

static void
expect(const char *file_text, const char *signature)
{
	static const char body[] = "{\"a\":1}";
	struct temp_folder folder;
	struct texts files = {0}, none = {0};
	struct strbuf text = STRBUF_INIT(1024);
	struct error err = ERROR_INIT;
	struct secrets *secrets;

	temp_folder_make(&folder);
	temp_folder_write(&folder, "s", file_text);
	texts_add(&files, temp_folder_path(&folder, "s"));
	secrets = secrets_new(&files, &none);
	assert_true(secrets_refresh(secrets, &err));
	webhook_sign(&text, secrets, "msg_1", 1700000000, body, strlen(body));
	assert_string_equal(strbuf_text(&text), signature);
	strbuf_clear(&text);
	secrets_free(secrets);
	texts_clear(&files);
	temp_folder_remove(&folder);
}

static void
a_plain_secret_signs_as_openssl_does(void **state)
{
	expect("plain secret\n", PLAIN);
}

static void
an_encoded_secret_is_decoded_first(void **state)
{
	expect("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", ENCODED);
}

static void
each_secret_has_its_signature(void **state)
{
	expect("plain secret\nwhsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX\n",
	    PLAIN " " ENCODED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_plain_secret_signs_as_openssl_does),
	    cmocka_unit_test(an_encoded_secret_is_decoded_first),
	    cmocka_unit_test(each_secret_has_its_signature),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
