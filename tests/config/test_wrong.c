/*
 * Whole configurations as files. Each of wrong/ has one fault, and says in its
 * first line what is to be said about it:
 *
 *	#! file.yaml:3:5: unknown key 'intervall'; did you mean 'interval'?
 *
 * The files of right/ have none.
 */
#include "config/config.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/file.h"
#include "support/config_text.h"

#define LEAST_WRONG 100
#define MOST_BYTES (1 << 20)

/* How many *.yaml there are; each goes to run. */
static size_t
each_file(const char *folder, void (*run)(const char *path))
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	size_t count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		CLEANUP(free) char *path = NULL;
		size_t len = strlen(entry->d_name);

		if (len < 6 || strcmp(entry->d_name + len - 5, ".yaml") != 0)
			continue;
		path = mem_printf("%s/%s", folder, entry->d_name);
		run(path);
		count++;
	}
	closedir(dir);
	return count;
}

/* The first line behind "#! ". */
static char *
expected(const char *path)
{
	CLEANUP(free) uint8_t *bytes = NULL;
	struct error err = ERROR_INIT;
	size_t len = 0;

	assert_true(file_read(path, MOST_BYTES, &bytes, &len, &err));
	if (memcmp(bytes, "#! ", 3) != 0)
		fail_msg("%s does not begin with '#! '", path);
	return mem_strndup((char *)bytes + 3, strcspn((char *)bytes + 3, "\n"));
}

static void
run_wrong(const char *path)
{
	static const char folder[] = TEST_SRCDIR "/config/wrong/";
	struct config_faults faults = {0};
	struct config *config = config_load(path, &faults);
	CLEANUP(free) char *want = expected(path);
	CLEANUP(free) char *all = config_text_faults(&faults);
	const char *p = all;
	struct strbuf got = STRBUF_INIT(MOST_BYTES);

	assert_null(config);
	if (faults.items.len != 1 || faults.has_more)
		fail_msg("%s: not one fault:\n%s", path, all);
	/* The header line, without the folder wherever it is said. */
	for (p = all; *p != '\n' && *p != '\0';) {
		if (strncmp(p, folder, sizeof folder - 1) == 0)
			p += sizeof folder - 1;
		else
			strbuf_add_char(&got, *p++);
	}
	config_faults_clear(&faults);
	assert_string_equal(strbuf_text(&got), want);
	strbuf_clear(&got);
}

static void
each_wrong_file_gives_its_one_message(void **state)
{
	size_t count = each_file(TEST_SRCDIR "/config/wrong", run_wrong);

	print_message("%zu wrong configurations\n", count);
	assert_true(count >= LEAST_WRONG);
}

static void
run_right(const char *path)
{
	struct config_faults faults = {0};
	CLEANUP(config_free) struct config *config = config_load(path, &faults);
	CLEANUP(free) char *all = config_text_faults(&faults);

	config_faults_clear(&faults);
	if (config == NULL)
		fail_msg("%s:\n%s", path, all);
}

static void
no_right_file_has_a_fault(void **state)
{
	assert_true(each_file(TEST_SRCDIR "/config/right", run_right) >= 8);
}

static void
the_shipped_files_are_right(void **state)
{
	run_right(TEST_SRCDIR "/../etc/chainwatchd.yaml");
	run_right(TEST_SRCDIR "/../etc/endpoints.d/example.yaml");
}

/* A line of a shipped file as if its sample were in use: "#key:" begins one,
 * "#  more" goes on with it; "# words" are words. */
static void
add_uncommented(
    struct strbuf *text, const char *line, size_t len, bool *is_sample)
{
	size_t blanks = strspn(line, " ");
	const char *rest = line + blanks;

	if (rest[0] != '#') {
		*is_sample = false;
		/* There is no folder in this test. */
		if (strncmp(line, "include:", 8) != 0)
			strbuf_add_bytes(text, line, len);
		return;
	}
	if (strncmp(rest, "#endpoints_from:", 16) == 0)
		*is_sample = false; /* likewise */
	else if (strchr(" #\n", rest[1]) == NULL)
		*is_sample = true;
	else if (strncmp(rest, "#  ", 3) != 0)
		*is_sample = false;
	if (!*is_sample)
		return;
	strbuf_add_bytes(text, line, blanks);
	strbuf_add_bytes(text, rest + 1, len - blanks - 1);
}

static void
the_samples_in_comments_are_right_too(void **state)
{
	static const char *const names[] = {TEST_SRCDIR
	    "/../etc/chainwatchd.yaml",
	    TEST_SRCDIR "/../etc/endpoints.d/example.yaml"};

	for (size_t i = 0; i < 2; i++) {
		struct strbuf text = STRBUF_INIT(MOST_BYTES);
		CLEANUP(free) uint8_t *bytes = NULL;
		CLEANUP(config_free) struct config *config = NULL;
		struct error err = ERROR_INIT;
		size_t len = 0;
		bool is_sample = false;

		assert_true(
		    file_read(names[i], MOST_BYTES, &bytes, &len, &err));
		for (const char *p = (char *)bytes; *p != '\0';) {
			size_t line = strcspn(p, "\n") + 1;

			add_uncommented(&text, p, line, &is_sample);
			p += line;
		}
		config = config_text_load(strbuf_text(&text));
		strbuf_clear(&text);
		assert_true(config->endpoints.len >= 3);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_wrong_file_gives_its_one_message),
	    cmocka_unit_test(no_right_file_has_a_fault),
	    cmocka_unit_test(the_shipped_files_are_right),
	    cmocka_unit_test(the_samples_in_comments_are_right_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
