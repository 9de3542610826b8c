/* The pace of single hosts; see host_pace.h. A host that is idle and well needs
 * no row; when all rows are taken the one used longest ago goes. */
#include "fetch/host_pace.h"

#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/mem.h"

#define RETRY_AFTER_MOST_S 3600 /* whatever it asks for */

struct host {
	uint64_t key;
	unsigned running, failures;
	int64_t not_before;
	uint64_t last_used;
};

struct host_pace {
	ARRAY(struct host) hosts;
	size_t max_running;
	uint64_t uses;
};

struct host_pace *
host_pace_new(size_t max_running)
{
	struct host_pace *pace = MEM_NEW(struct host_pace);

	pace->max_running = max_running;
	return pace;
}

void
host_pace_free(struct host_pace *pace)
{
	if (pace == NULL)
		return;
	ARRAY_CLEAR(&pace->hosts);
	free(pace);
}

/* Of "host:port" in lower case. */
static uint64_t
key_of(const char *url)
{
	const char *begin = strstr(url, "://");
	uint64_t key = HASH_START;

	begin = begin == NULL ? url : begin + 3;
	for (size_t i = 0; i < strcspn(begin, "/?#"); i++) {
		char c = begin[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		key = hash_bytes(key, &c, 1);
	}
	return key;
}

static struct host *
find(const struct host_pace *pace, const char *url)
{
	uint64_t key = key_of(url);

	ARRAY_EACH (host, &pace->hosts) {
		if (host->key == key)
			return host;
	}
	return NULL;
}

static struct host *
make_room(struct host_pace *pace)
{
	struct host *oldest = NULL;

	if (pace->hosts.len < HOST_PACE_MAX_HOSTS)
		return ARRAY_ADD(&pace->hosts);
	ARRAY_EACH (host, &pace->hosts) {
		if (host->running == 0 &&
		    (oldest == NULL || host->last_used < oldest->last_used))
			oldest = host;
	}
	if (oldest == NULL) /* more run than there are rows: never so */
		return ARRAY_ADD(&pace->hosts);
	*oldest = (struct host){.key = 0};
	return oldest;
}

int64_t
host_pace_not_before(const struct host_pace *pace, const char *url, int64_t now)
{
	const struct host *host = find(pace, url);

	if (host == NULL || host->not_before <= now)
		return 0;
	/* the clock may have been set back since */
	return host->not_before < now + RETRY_AFTER_MOST_S
	    ? host->not_before
	    : now + RETRY_AFTER_MOST_S;
}

bool
host_pace_has_room(const struct host_pace *pace, const char *url)
{
	const struct host *host = find(pace, url);

	return host == NULL || host->running < pace->max_running;
}

void
host_pace_begin(struct host_pace *pace, const char *url)
{
	struct host *host = find(pace, url);

	if (host == NULL) {
		host = make_room(pace);
		host->key = key_of(url);
	}
	host->running++;
	host->last_used = ++pace->uses;
}

static int64_t
alone_s(unsigned failures)
{
	int64_t wait_s = HOST_PACE_FIRST_S;

	if (failures < HOST_PACE_FAILURES)
		return 0;
	for (unsigned i = HOST_PACE_FAILURES;
	     i < failures && wait_s < HOST_PACE_MOST_S; i++)
		wait_s *= 2;
	return wait_s < HOST_PACE_MOST_S ? wait_s : HOST_PACE_MOST_S;
}

void
host_pace_end(struct host_pace *pace, const char *url, bool is_well,
    int64_t retry_after_s, int64_t now)
{
	struct host *host = find(pace, url);
	int64_t wait_s;

	if (host == NULL)
		return;
	if (host->running > 0)
		host->running--;
	host->failures = is_well ? 0 : host->failures + 1;
	wait_s = alone_s(host->failures);
	if (retry_after_s > RETRY_AFTER_MOST_S)
		retry_after_s = RETRY_AFTER_MOST_S;
	if (retry_after_s > wait_s)
		wait_s = retry_after_s;
	host->not_before = wait_s == 0 ? 0 : now + wait_s;
}
