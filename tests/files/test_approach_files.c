/* What approaches name by files: read once, and again when it changed. */
#include "files/approach_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <openssl/pem.h>

#include "base/mem.h"
#include "support/mint.h"
#include "support/temp_folder.h"

struct scene {
	struct temp_folder folder;
	struct approach_files *files;
	struct approach *approach;
	unsigned told;
	char words[256], why[512];
	bool is_usable;
};

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	temp_folder_make(&scene->folder);
	scene->files = approach_files_new();
	scene->approach = approach_new();
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	approach_files_free(scene->files);
	approach_unref(scene->approach);
	temp_folder_remove(&scene->folder);
	free(scene);
	return 0;
}

static void
put_identity(struct scene *scene, const struct mint *mint, const char *name)
{
	CLEANUP(free) char *cert = mint_pem(mint);
	CLEANUP(free) char *both = NULL;
	BIO *bio = BIO_new(BIO_s_mem());
	char *key;
	long len;

	PEM_write_bio_PrivateKey(bio, mint->key, NULL, NULL, 0, NULL, NULL);
	len = BIO_get_mem_data(bio, &key);
	both = mem_printf("%s%.*s", cert, (int)len, key);
	temp_folder_write(&scene->folder, name, both);
	BIO_free(bio);
}

static void
name_files(struct scene *scene)
{
	scene->approach->identity.cert_file =
	    mem_strdup(temp_folder_path(&scene->folder, "c.pem"));
	scene->approach->credentials_file =
	    mem_strdup(temp_folder_path(&scene->folder, "proxy"));
}

static void
on_told(void *arg, const char *words, const struct error *why)
{
	struct scene *scene = arg;

	scene->told++;
	scene->is_usable = why == NULL;
	snprintf(scene->words, sizeof scene->words, "%s", words);
	snprintf(scene->why, sizeof scene->why, "%s",
	    why == NULL ? "" : why->message);
}

/* A change counts once it has rested from one look to the next. */
static void
look_twice(struct scene *scene)
{
	assert_true(approach_files_look(scene->files, on_told, scene));
	assert_false(approach_files_look(scene->files, on_told, scene));
}

static void
all_that_is_named_is_read(void **state)
{
	struct scene *scene = *state;
	struct mint_chain chain = mint_chain_for("client.example.test");
	const struct identity *identity;
	struct credentials credentials;
	struct error err = ERROR_INIT;

	put_identity(scene, chain.leaf, "c.pem");
	temp_folder_write(&scene->folder, "proxy", "monitor:hunter2\n");
	name_files(scene);
	assert_null(approach_files_identity(scene->files, scene->approach));
	assert_true(approach_files_load(scene->files, scene->approach, &err));
	identity = approach_files_identity(scene->files, scene->approach);
	assert_int_equal(X509_cmp(identity->leaf, chain.leaf->cert->x509), 0);
	assert_true(approach_files_credentials(
	    scene->files, scene->approach, &credentials));
	assert_string_equal(credentials.user, "monitor");
	assert_string_equal(credentials.password, "hunter2");
	assert_false(approach_files_look(scene->files, on_told, scene));
	assert_int_equal(scene->told, 0);
}

static void
plain_approaches_name_nothing(void **state)
{
	struct scene *scene = *state;
	struct credentials credentials;
	struct error err = ERROR_INIT;

	assert_true(approach_files_load(scene->files, NULL, &err));
	assert_true(approach_files_load(scene->files, scene->approach, &err));
	assert_null(approach_files_identity(scene->files, NULL));
	assert_null(approach_files_identity(scene->files, scene->approach));
	assert_false(approach_files_credentials(
	    scene->files, scene->approach, &credentials));
}

static void
a_file_that_cannot_be_used_is_named_and_not_shown(void **state)
{
	struct scene *scene = *state;
	struct mint_chain chain = mint_chain_for("client.example.test");
	struct error err = ERROR_INIT;

	name_files(scene);
	assert_false(approach_files_load(scene->files, scene->approach, &err));
	assert_non_null(strstr(err.message, "client certificate: "));
	assert_non_null(strstr(err.message, "c.pem"));
	put_identity(scene, chain.leaf, "c.pem");
	temp_folder_write(&scene->folder, "proxy", "hunter2\n");
	assert_false(approach_files_load(scene->files, scene->approach, &err));
	assert_non_null(strstr(err.message, "credentials of the proxy: "));
	assert_null(strstr(err.message, "hunter2"));
}

static void
a_change_is_read_once_it_has_rested(void **state)
{
	struct scene *scene = *state;
	struct mint_chain one = mint_chain_for("one.example.test");
	struct mint_chain two = mint_chain_for("two.example.test");
	struct error err = ERROR_INIT;
	const struct identity *identity;

	put_identity(scene, one.leaf, "c.pem");
	temp_folder_write(&scene->folder, "proxy", "monitor:old");
	name_files(scene);
	assert_true(approach_files_load(scene->files, scene->approach, &err));
	put_identity(scene, two.leaf, "c.pem");
	assert_true(approach_files_look(scene->files, on_told, scene));
	identity = approach_files_identity(scene->files, scene->approach);
	assert_int_equal(X509_cmp(identity->leaf, one.leaf->cert->x509), 0);
	assert_false(approach_files_look(scene->files, on_told, scene));
	identity = approach_files_identity(scene->files, scene->approach);
	assert_int_equal(X509_cmp(identity->leaf, two.leaf->cert->x509), 0);
	assert_int_equal(scene->told, 0);
}

/* The old one goes on, and all is told once. */
static void
a_change_for_the_worse_is_told_once_and_so_is_its_end(void **state)
{
	struct scene *scene = *state;
	struct mint_chain chain = mint_chain_for("client.example.test");
	struct credentials credentials;
	struct error err = ERROR_INIT;

	put_identity(scene, chain.leaf, "c.pem");
	temp_folder_write(&scene->folder, "proxy", "monitor:hunter2");
	name_files(scene);
	assert_true(approach_files_load(scene->files, scene->approach, &err));
	temp_folder_write(&scene->folder, "proxy", "hunter3 and no more");
	look_twice(scene);
	assert_int_equal(scene->told, 1);
	assert_false(scene->is_usable);
	assert_non_null(strstr(scene->words, "credentials of the proxy /"));
	assert_null(strstr(scene->why, "hunter"));
	assert_true(approach_files_credentials(
	    scene->files, scene->approach, &credentials));
	assert_string_equal(credentials.password, "hunter2");

	unlink(scene->approach->credentials_file);
	look_twice(scene);
	assert_int_equal(scene->told, 1);
	temp_folder_write(&scene->folder, "proxy", "monitor:hunter4");
	look_twice(scene);
	assert_int_equal(scene->told, 2);
	assert_true(scene->is_usable);
	assert_true(approach_files_credentials(
	    scene->files, scene->approach, &credentials));
	assert_string_equal(credentials.password, "hunter4");
}

static void
what_was_unusable_ends_with_other_files(void **state)
{
	struct scene *scene = *state;
	struct mint_chain chain = mint_chain_for("client.example.test");
	struct error err = ERROR_INIT;

	put_identity(scene, chain.leaf, "c.pem");
	temp_folder_write(&scene->folder, "proxy", "monitor:hunter2");
	name_files(scene);
	assert_true(approach_files_load(scene->files, scene->approach, &err));
	approach_files_forget(scene->files, on_told, scene);
	assert_int_equal(scene->told, 0);
	unlink(scene->approach->identity.cert_file);
	look_twice(scene);
	assert_int_equal(scene->told, 1);
	approach_files_forget(scene->files, on_told, scene);
	assert_int_equal(scene->told, 2);
	assert_true(scene->is_usable);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(all_that_is_named_is_read),
	    TEST(plain_approaches_name_nothing),
	    TEST(a_file_that_cannot_be_used_is_named_and_not_shown),
	    TEST(a_change_is_read_once_it_has_rested),
	    TEST(a_change_for_the_worse_is_told_once_and_so_is_its_end),
	    TEST(what_was_unusable_ends_with_other_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
