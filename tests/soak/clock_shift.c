/*
 * A wall clock that jumps for one process: preloaded, it adds as many seconds
 * as the file named by CLOCK_SHIFT_FILE holds (eight bytes, of this machine) to
 * whatever time is asked for. The monotonic clock is left alone, as when
 * somebody sets a machine's clock.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *
shift(void)
{
	static const int64_t nothing;
	static const volatile int64_t *mapped;
	const char *path = getenv("CLOCK_SHIFT_FILE");
	void *bytes;
	int fd;

	if (mapped != NULL)
		return mapped;
	if (path == NULL || (fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		return &nothing;
	bytes = mmap(NULL, sizeof *mapped, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		abort();
	mapped = bytes;
	return mapped;
}

int
clock_gettime(clockid_t id, struct timespec *ret)
{
	int code = (int)syscall(SYS_clock_gettime, id, ret);

	if (code == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
		ret->tv_sec += *shift();
	return code;
}

int
gettimeofday(struct timeval *restrict ret, void *restrict zone)
{
	struct timespec now;

	(void)zone;
	if (clock_gettime(CLOCK_REALTIME, &now) != 0)
		return -1;
	ret->tv_sec = now.tv_sec;
	ret->tv_usec = now.tv_nsec / 1000;
	return 0;
}

time_t
time(time_t *ret)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (ret != NULL)
		*ret = now.tv_sec;
	return now.tv_sec;
}
