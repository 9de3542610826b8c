/*
 * A monitor over fakes (monitor_rig.h) with a real store beneath, on a file
 * system that can be told to fail (fault_vfs.h): all in virtual time, written
 * on the loop itself. It can be stopped and started again, and killed, which
 * loses all that was not written.
 */
#pragma once

#include "monitor/commit_store.h"
#include "store/store.h"
#include "support/fault_vfs.h"
#include "support/monitor_rig.h"
#include "support/temp_folder.h"

struct kept_rig {
	struct rig *rig;
	struct temp_folder folder;
	struct store *store;
	struct commit_store *commits;
	size_t max_events; /* from the next start on; 0: the default */
};

/* The store is fresh, nothing is watched yet: rig_endpoint, then start. */
struct kept_rig *kept_rig_new(void);
void kept_rig_free(struct kept_rig *kept);
/* A process begins: what the store remembers is restored. */
void kept_rig_start(struct kept_rig *kept);
/* It ends in good order, or by SIGKILL. */
void kept_rig_stop(struct kept_rig *kept);
void kept_rig_kill(struct kept_rig *kept);

/* The number that sql gives, of the file as it is on the disk. */
int64_t kept_rig_ask(struct kept_rig *kept, const char *sql);
/* What was told of events, in order and with their ids, is what is stored. */
void kept_rig_told_is_stored(struct kept_rig *kept);
bool kept_rig_is_whole(struct kept_rig *kept);

/* For cmocka: *state. */
int kept_rig_set_up(void **state);
int kept_rig_tear_down(void **state);
#define KEPT_TEST(name) \
	cmocka_unit_test_setup_teardown( \
	    name, kept_rig_set_up, kept_rig_tear_down)
