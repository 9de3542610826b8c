/* The process, as /proc has it; see process.h. */
#include "daemon/process.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"

#define STAT_MAX 4096
#define STATE_FIELD 3 /* the first behind the name, counted from 1 */

/* Of /proc/self/stat; those behind the name, which may hold anything. */
enum stat_field {
	FIELD_USER_TIME = 14,
	FIELD_SYSTEM_TIME = 15,
	FIELD_START = 22,
	FIELD_VIRTUAL = 23,
	FIELD_RESIDENT = 24,
	FIELD_END,
};

static bool
read_stat(int64_t ret_fields[FIELD_END])
{
	CLEANUP(free) char *text = NULL;
	struct error err = ERROR_INIT;
	size_t len;
	char *at;

	if (!file_read(
		"/proc/self/stat", STAT_MAX, (uint8_t **)&text, &len, &err))
		return false;
	at = strrchr(text, ')');
	for (int i = STATE_FIELD; at != NULL && i < FIELD_END; i++) {
		at = strchr(at + 1, ' ');
		ret_fields[i] = at == NULL ? -1 : strtoll(at + 1, NULL, 10);
	}
	return at != NULL;
}

/* Linux 6.2 and newer say it by the size; before that they are listed. */
static int64_t
count_fds(void)
{
	struct stat folder;
	int64_t count = -1; /* the listing itself has one */
	DIR *dir;

	if (stat("/proc/self/fd", &folder) == 0 && folder.st_size > 0)
		return folder.st_size;
	dir = opendir("/proc/self/fd");
	if (dir == NULL)
		return -1;
	for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
		count += entry->d_name[0] != '.';
	closedir(dir);
	return count;
}

/* Ticks after the machine was booted, by the clock that counts since then. */
static double
started_at(int64_t ticks, double hertz)
{
	double booted_at = (double)(clock_wall_ms(&clock_system) -
			       clock_steady_ms(&clock_system)) /
	    1000;

	return booted_at + (double)ticks / hertz;
}

struct process
process_read(void)
{
	struct process process = {-1, -1, -1, -1, -1, -1};
	int64_t fields[FIELD_END];
	double hertz = (double)sysconf(_SC_CLK_TCK);
	struct rlimit limit;

	if (read_stat(fields)) {
		process.cpu_s = (double)(fields[FIELD_USER_TIME] +
				    fields[FIELD_SYSTEM_TIME]) /
		    hertz;
		process.started_at = started_at(fields[FIELD_START], hertz);
		process.virtual_bytes = fields[FIELD_VIRTUAL];
		process.resident_bytes =
		    fields[FIELD_RESIDENT] * sysconf(_SC_PAGESIZE);
	}
	process.open_fds = count_fds();
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
		process.max_fds = (int64_t)limit.rlim_cur;
	return process;
}
