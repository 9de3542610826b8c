/*
 * What is kept while a configuration is read: the files, what they have
 * defined and where. Private to the config_*.c files.
 */
#pragma once

#include <sys/types.h>

#include "config/config.h"
#include "config/faults.h"
#include "config/field.h"
#include "config/source.h"

struct loader_place {
	struct source *source;
	uint32_t start, end;
};

/* A file that was opened: for cycles and for files named twice. */
struct loader_file {
	dev_t device;
	ino_t inode;
	bool is_open; /* being read: including it again has no end */
	struct loader_place from; /* where it was included; source NULL: main */
};

/* A trust store that was named before it was defined, if it ever is. */
struct loader_trust_name {
	char *name;
	struct loader_place place;
};

/* A sink that a route or the default names: all are known at the end. */
struct loader_sink_name {
	char *name;
	struct loader_place place;
};

/* An endpoint of the table of ids. */
struct endpoint_slot {
	uint32_t number; /* + 1; 0: empty */
	uint32_t hash;	 /* so that few others are looked at themselves */
};

struct loader {
	struct config *config;
	struct faults faults;
	/* All of them until the end: faults show lines of any. */
	ARRAY(struct source *) sources;
	ARRAY(struct loader_file) files;
	size_t total_bytes;
	ARRAY(struct loader_place) endpoint_places; /* beside config's */
	/* By id: open addressing; see endpoint_index.c */
	struct endpoint_slot *endpoint_slots;
	size_t endpoint_slot_count; /* a power of two */
	ARRAY(struct loader_place) trust_store_places;
	ARRAY(struct loader_trust_name) trust_names;
	ARRAY(struct loader_place) sink_places;	 /* beside config's routes */
	ARRAY(struct loader_place) route_places; /* beside them, too */
	ARRAY(struct loader_sink_name) sink_names;
	/* Of the file at hand: decoded when all else of it is. */
	const struct yaml_node *endpoints, *endpoints_from, *cert_files,
	    *include;
	struct settings_pool settings; /* what the endpoints share */
	struct endpoint *blank;	    /* with the defaults of its rows; or NULL */
	struct dns_service service; /* of the item at hand, if it is one */
	bool is_full;		    /* the limit of endpoints was said once */
};

static inline struct loader *
loader_of(const struct field_reader *reader)
{
	return reader->loader;
}

static inline struct loader_place
loader_place(const struct field_reader *reader, const struct yaml_node *node)
{
	return (struct loader_place){reader->source, node->start, node->end};
}

/* "in line 7", or "at other.yaml:7", seen from source. */
#define LOADER_WHERE_MAX 300
const char *loader_where(const struct loader_place *place,
    const struct source *seen_from, char text[LOADER_WHERE_MAX]);
/* Reads one file with all that it includes. path is also its name. */
void loader_read_file(struct loader *loader, const char *path,
    const struct loader_place *from, unsigned depth);
/* The rest of a file once its bytes are there; takes them. */
void loader_read_bytes(struct loader *loader, const char *name,
    const char *folder, uint8_t *take_bytes, size_t len, unsigned depth);
void loader_clear(struct loader *loader); /* all but config and faults */
