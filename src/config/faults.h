/*
 * Collects what is wrong with a configuration: in the order of the files and
 * of the places in them, each fault once, bounded. The faults themselves
 * (struct config_fault) are config.h's.
 */
#pragma once

#include "config/config.h"
#include "config/source.h"

/* Characters of a value or message that are shown before it is cut. */
#define FAULT_MAX_VALUE 60
#define FAULT_MAX_MESSAGE 400

struct faults {
	struct config_faults *list; /* lent by who asked for the load */
	size_t added;	/* all there were, also those that had no room */
	bool is_hiding; /* lines are not shown: they hold a secret */
};

/* About the bytes start to end of source. The message reads "what is wrong;
 * what would be right"; it is made safe to print here. */
void faults_add(struct faults *faults, struct source *source, size_t start,
    size_t end, const char *fmt, ...) PRINTF_LIKE(5, 6);
/* About a file as a whole, which could not even be read. */
void faults_add_file(struct faults *faults, const char *file, const char *fmt,
    ...) PRINTF_LIKE(3, 4);

/* A value cut to a length that leaves room for what is said about it. */
struct fault_value {
	char text[FAULT_MAX_VALUE + 4];
};
struct fault_value fault_value(const char *text);
