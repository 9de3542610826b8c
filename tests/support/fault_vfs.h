/*
 * A file system for SQLite that fails when told: the system's own beneath,
 * faults above. One for the whole program, named "fault"; any thread may use
 * it while another one changes what it does.
 *
 * What it is told to flush it does not flush: nobody cuts the power here.
 *
 * It also counts what is done, so that a test can let the first, the second,
 * ... write of the same story fail, until there is none left.
 */
#pragma once

#include <stdbool.h>

#define FAULT_VFS_NAME "fault"

/* What fails, and with which error. */
enum fault {
	FAULT_NONE,
	FAULT_FULL,	   /* writes and growth: SQLITE_FULL */
	FAULT_WRITE,	   /* writes: SQLITE_IOERR_WRITE */
	FAULT_SHORT_WRITE, /* half of it is written, then SQLITE_FULL */
	FAULT_SYNC,	   /* fsync: SQLITE_IOERR_FSYNC */
	FAULT_READ,	   /* reads of a file: SQLITE_IOERR_READ */
	FAULT_SHM,	   /* the shared memory of WAL: SQLITE_IOERR_SHMMAP */
	FAULT_COUNT,
};

extern const char *const fault_names[FAULT_COUNT];

/* Registers it; again is no fault. */
void fault_vfs_register(void);
/* From now on: after so many that work, so many fail (-1: all), then all work
 * again. */
void fault_vfs_set(enum fault fault, long after, long many);
/* Nothing fails any more. */
void fault_vfs_heal(void);
/* How many operations failed, and how many of the kind were tried, since
 * fault_vfs_set. */
unsigned long fault_vfs_failed(void);
unsigned long fault_vfs_tried(void);
