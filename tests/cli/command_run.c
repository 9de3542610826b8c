/* Runs `chainwatch` within the test; see command_run.h. */
#include "cli/command_run.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/command.h"

#define MAX_ARGUMENTS 64

struct capture {
	int fd, saved, file;
};

static void
begin(struct capture *capture, int fd)
{
	char name[] = "/tmp/chainwatch-run-XXXXXX";

	capture->fd = fd;
	capture->saved = dup(fd);
	capture->file = mkstemp(name);
	if (capture->file < 0 || unlink(name) != 0)
		abort();
	dup2(capture->file, fd);
}

static char *
end(struct capture *capture)
{
	off_t len = lseek(capture->file, 0, SEEK_END);
	char *text = mem_new((size_t)len + 1, 1);

	dup2(capture->saved, capture->fd);
	close(capture->saved);
	if (pread(capture->file, text, (size_t)len, 0) != len)
		abort();
	close(capture->file);
	return text;
}

struct command_run
command_run(const char *first, ...)
{
	char *argv[MAX_ARGUMENTS + 2] = {mem_strdup("chainwatch")};
	struct command_run run;
	struct capture out, err;
	int argc = 1;
	va_list ap;

	va_start(ap, first);
	for (const char *text = first; text != NULL;
	     text = va_arg(ap, const char *)) {
		if (argc > MAX_ARGUMENTS)
			abort();
		argv[argc++] = mem_strdup(text);
	}
	va_end(ap);
	fflush(stdout);
	begin(&out, STDOUT_FILENO);
	begin(&err, STDERR_FILENO);
	run.code = (int)commands_run(argc, argv);
	fflush(stdout);
	run.errors = end(&err);
	run.output = end(&out);
	for (int i = 0; i < argc; i++)
		free(argv[i]);
	return run;
}

void
command_run_clear(struct command_run *run)
{
	free(run->output);
	free(run->errors);
}

json_t *
command_run_json(const struct command_run *run)
{
	json_error_t err;
	json_t *value = json_loads(run->output, JSON_REJECT_DUPLICATES, &err);

	if (value == NULL) {
		fprintf(stderr, "not JSON: %s\n%s\n", err.text, run->output);
		abort();
	}
	return value;
}

static char folder[] = "/tmp/chainwatch-cli-XXXXXX";

int
command_folder_enter(UNUSED void **state)
{
	/* What the terminal of whoever runs the tests wants is no matter. */
	unsetenv("COLUMNS");
	return mkdtemp(folder) == NULL ? -1 : chdir(folder);
}

int
command_folder_leave(UNUSED void **state)
{
	DIR *dir = opendir(".");
	struct dirent *entry;

	if (dir == NULL)
		return -1;
	while ((entry = readdir(dir)) != NULL)
		unlink(entry->d_name); /* not the folders . and .. */
	closedir(dir);
	return chdir("/") == 0 ? rmdir(folder) : -1;
}

void
command_write(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
		abort();
}

void
command_write_certs(const char *name, const struct mint *first, ...)
{
	struct strbuf text = STRBUF_INIT(1 << 20);
	va_list ap;

	va_start(ap, first);
	for (const struct mint *mint = first; mint != NULL;
	     mint = va_arg(ap, const struct mint *)) {
		char *pem = mint_pem(mint);

		strbuf_add(&text, pem);
		free(pem);
	}
	va_end(ap);
	command_write(name, strbuf_text(&text));
	strbuf_clear(&text);
}
