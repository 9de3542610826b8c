/*
 * A shim between SQLite and its VFS; see fault_vfs.h. The methods that may fail
 * are replaced, the others passed on.
 */
#include "support/fault_vfs.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "base/mem.h"

const char *const fault_names[FAULT_COUNT] = {
    [FAULT_NONE] = "none",
    [FAULT_FULL] = "full",
    [FAULT_WRITE] = "write",
    [FAULT_SHORT_WRITE] = "short write",
    [FAULT_SYNC] = "sync",
    [FAULT_READ] = "read",
    [FAULT_SHM] = "shared memory",
};

enum operation {
	OPERATION_WRITE,
	OPERATION_GROW,
	OPERATION_SYNC,
	OPERATION_READ,
	OPERATION_SHM,
	OPERATION_COUNT,
};

/* What an operation ends in under a fault; SQLITE_OK: it is not touched. */
static const int result_of[FAULT_COUNT][OPERATION_COUNT] = {
    [FAULT_FULL][OPERATION_WRITE] = SQLITE_FULL,
    [FAULT_FULL][OPERATION_GROW] = SQLITE_FULL,
    [FAULT_WRITE][OPERATION_WRITE] = SQLITE_IOERR_WRITE,
    [FAULT_SHORT_WRITE][OPERATION_WRITE] = SQLITE_FULL,
    [FAULT_SYNC][OPERATION_SYNC] = SQLITE_IOERR_FSYNC,
    [FAULT_READ][OPERATION_READ] = SQLITE_IOERR_READ,
    [FAULT_SHM][OPERATION_SHM] = SQLITE_IOERR_SHMMAP,
};

static struct {
	pthread_mutex_t lock;
	enum fault fault;
	long after, many;
	unsigned long tried, failed;
} plan = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* The file of the VFS beneath follows it in memory. */
struct fault_file {
	sqlite3_file base;
};

static struct sqlite3_vfs vfs;
static sqlite3_vfs *beneath;

static sqlite3_file *
inner(sqlite3_file *file)
{
	return (sqlite3_file *)((struct fault_file *)file + 1);
}

/* SQLITE_OK: let it happen. */
static int
fate(enum operation operation)
{
	int result;

	pthread_mutex_lock(&plan.lock);
	result = result_of[plan.fault][operation];
	if (result != SQLITE_OK) {
		plan.tried++;
		if (plan.after > 0) {
			plan.after--;
			result = SQLITE_OK;
		} else if (plan.many == 0) {
			result = SQLITE_OK;
		} else {
			plan.failed++;
			if (plan.many > 0)
				plan.many--;
		}
	}
	pthread_mutex_unlock(&plan.lock);
	return result;
}

static bool
is_short_write(void)
{
	bool is_short;

	pthread_mutex_lock(&plan.lock);
	is_short = plan.fault == FAULT_SHORT_WRITE;
	pthread_mutex_unlock(&plan.lock);
	return is_short;
}

static int
file_close(sqlite3_file *file)
{
	return inner(file)->pMethods->xClose(inner(file));
}

static int
file_read(sqlite3_file *file, void *bytes, int len, sqlite3_int64 at)
{
	int result = fate(OPERATION_READ);

	if (result != SQLITE_OK)
		return result;
	return inner(file)->pMethods->xRead(inner(file), bytes, len, at);
}

static int
file_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
	int result = fate(OPERATION_WRITE);

	if (result == SQLITE_OK)
		return inner(file)->pMethods->xWrite(
		    inner(file), bytes, len, at);
	if (is_short_write())
		inner(file)->pMethods->xWrite(inner(file), bytes, len / 2, at);
	return result;
}

static int
file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	return inner(file)->pMethods->xTruncate(inner(file), size);
}

static int
file_sync(sqlite3_file *file, int flags)
{
	/* No test loses power, and hundreds of them would wait for it. */
	(void)file;
	(void)flags;
	return fate(OPERATION_SYNC);
}

static int
file_size(sqlite3_file *file, sqlite3_int64 *ret_size)
{
	return inner(file)->pMethods->xFileSize(inner(file), ret_size);
}

static int
file_lock(sqlite3_file *file, int lock)
{
	return inner(file)->pMethods->xLock(inner(file), lock);
}

static int
file_unlock(sqlite3_file *file, int lock)
{
	return inner(file)->pMethods->xUnlock(inner(file), lock);
}

static int
file_check_lock(sqlite3_file *file, int *ret_is_reserved)
{
	return inner(file)->pMethods->xCheckReservedLock(
	    inner(file), ret_is_reserved);
}

static int
file_control(sqlite3_file *file, int operation, void *arg)
{
	if (operation == SQLITE_FCNTL_SIZE_HINT) {
		int result = fate(OPERATION_GROW);

		if (result != SQLITE_OK)
			return result;
	}
	return inner(file)->pMethods->xFileControl(inner(file), operation, arg);
}

static int
file_sector_size(sqlite3_file *file)
{
	return inner(file)->pMethods->xSectorSize(inner(file));
}

static int
file_characteristics(sqlite3_file *file)
{
	return inner(file)->pMethods->xDeviceCharacteristics(inner(file));
}

static int
file_shm_map(sqlite3_file *file, int page, int size, int is_extended,
    void volatile **ret_page)
{
	int result = fate(OPERATION_SHM);

	if (result != SQLITE_OK)
		return result;
	return inner(file)->pMethods->xShmMap(
	    inner(file), page, size, is_extended, ret_page);
}

static int
file_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
	return inner(file)->pMethods->xShmLock(
	    inner(file), offset, count, flags);
}

static void
file_shm_barrier(sqlite3_file *file)
{
	inner(file)->pMethods->xShmBarrier(inner(file));
}

static int
file_shm_unmap(sqlite3_file *file, int is_deleted)
{
	return inner(file)->pMethods->xShmUnmap(inner(file), is_deleted);
}

/* Version 2: no memory-mapped reads, which would go past us. */
static const struct sqlite3_io_methods file_methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

static int
vfs_open(sqlite3_vfs *self, const char *path, sqlite3_file *file, int flags,
    int *ret_flags)
{
	int result;

	(void)self;
	result = beneath->xOpen(beneath, path, inner(file), flags, ret_flags);
	/* SQLite closes what has methods, also after a failed open. */
	file->pMethods = inner(file)->pMethods != NULL ? &file_methods : NULL;
	return result;
}

void
fault_vfs_register(void)
{
	if (beneath != NULL)
		return;
	beneath = sqlite3_vfs_find(NULL);
	if (beneath == NULL)
		abort();
	vfs = *beneath;
	vfs.zName = FAULT_VFS_NAME;
	vfs.pNext = NULL;
	vfs.szOsFile = (int)sizeof(struct fault_file) + beneath->szOsFile;
	vfs.xOpen = vfs_open;
	if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK)
		abort();
}

void
fault_vfs_set(enum fault fault, long after, long many)
{
	pthread_mutex_lock(&plan.lock);
	plan.fault = fault;
	plan.after = after;
	plan.many = many;
	plan.tried = 0;
	plan.failed = 0;
	pthread_mutex_unlock(&plan.lock);
}

void
fault_vfs_heal(void)
{
	/* The counts stay, for who asks how it went. */
	pthread_mutex_lock(&plan.lock);
	plan.many = 0;
	plan.after = 0;
	pthread_mutex_unlock(&plan.lock);
}

static unsigned long
read_count(const unsigned long *count)
{
	unsigned long value;

	pthread_mutex_lock(&plan.lock);
	value = *count;
	pthread_mutex_unlock(&plan.lock);
	return value;
}

unsigned long
fault_vfs_failed(void)
{
	return read_count(&plan.failed);
}

unsigned long
fault_vfs_tried(void)
{
	return read_count(&plan.tried);
}
