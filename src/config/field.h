/*
 * Tables of fields: what keys there are, of what type, in what range, with
 * which default, and the sentence that explains each. A map of the tree is
 * decoded into a struct by its table; the reference of keys is printed from
 * the same rows. A further type is one more struct field_type, here or beside
 * what it fills.
 */
#pragma once

#include <stdint.h>

#include "base/error.h"
#include "base/names.h"
#include "base/texts.h"
#include "config/faults.h"
#include "config/yaml.h"

/* What a decoder needs besides the node. */
struct field_reader {
	struct source *source;
	struct faults *faults;
	const char *folder; /* of relative paths; NULL: left as they are */
	bool is_included;   /* not the file that was asked for */
	void *loader;	    /* for types that other files define */
};

struct field;

struct field_type {
	const char *name;  /* in the reference of keys: "duration" */
	const char *words; /* in faults: "a duration such as 30s or 6h" */
	/* Scalars: text to value. err begins with a verb and ends in what
	 * would be right: "is 5s; it must be from 10s to 30d". */
	bool (*parse)(const struct field *field, const char *text, void *slot,
	    struct error *err);
	bool is_unquoted; /* text in quotes is another type */
	/* All else. NULL: parse. */
	void (*decode)(struct field_reader *reader, const struct field *field,
	    const struct yaml_node *node, void *slot);
	bool is_section;   /* the row's inner table fills its slot */
	bool can_be_empty; /* nothing after the ':' says "none" */
	/* Do two slots hold the same? Of a list, its item's. NULL where no row
	 * of the type waits for a restart. */
	bool (*is_same)(const void *slot, const void *other);
	/* For the schema that editors read (manual/schema.h): */
	unsigned shapes; /* of enum field_shape */
	/* Of text, and of free keys, in the way of ECMA 262; NULL: any */
	const char *pattern;
	/* All that text may be, or neither: a table less its first so many
	 * names, or a function that gives NULL behind the last word. */
	const struct names *names;
	int names_from;
	const char *(*word)(size_t i);
	/* Of a list, or of a map with free keys, where the row says none: */
	const struct field_type *element;
	/* Of a map: exactly one of these keys is there, and of an endpoint's
	 * keys these may be, too; NULL-terminated, or NULL. */
	const char *const *one_of, *const *of_endpoint;
	bool is_like_endpoint; /* its keys are those of an endpoint */
};

/* How a value may be written. */
enum field_shape {
	FIELD_AS_TEXT = 1,
	FIELD_AS_NUMBER = 2,
	FIELD_AS_BOOLEAN = 4,
	FIELD_AS_LIST = 8,
	FIELD_AS_MAP = 16,   /* with the keys of the row's inner table */
	FIELD_AS_NAMED = 32, /* a map whose keys the operator makes up */
};

enum field_flag {
	FIELD_REQUIRED = 1,
	FIELD_RESTART = 2,   /* a reload does not change it */
	FIELD_LATER = 4,     /* known, not in this version */
	FIELD_MAIN_ONLY = 8, /* not in included files */
};

struct field {
	const char *key;
	const struct field_type *type;
	size_t offset;	      /* of the slot in the struct that is filled */
	int64_t least, most;  /* of numbers and durations; of list lengths */
	const char *fallback; /* as it would be written; NULL: none */
	const char *inherits; /* the default in words, where it is no value; of
			       * what is required, what may stand for it */
	const char *sentence; /* what it is for */
	unsigned flags;	      /* of enum field_flag */
	const struct field_type *item;	 /* of lists */
	const struct field_table *inner; /* of sections, and for reference */
	const char *const *choices;	 /* NULL-terminated */
};

struct field_table {
	const char *name; /* "endpoint": unknown key 'x' in an endpoint */
	const struct field *rows;
	size_t count; /* at most 64 */
};

#define FIELD_TABLE(words, array) \
	{ \
		.name = (words), .rows = (array), \
		.count = sizeof(array) / sizeof(array)[0] \
	}

/* Fills every slot that has a fallback. */
void field_set_defaults(const struct field_table *table, void *target);
/* "web.listen, web.url": the keys of FIELD_RESTART that differ in two structs.
 */
void field_add_restarts(struct strbuf *buf, const struct field_table *table,
    const char *section, const void *target, const void *other);
/* Decodes a map; every fault in it is added. Gives a bit for each row that was
 * there. */
uint64_t field_decode_map(struct field_reader *reader,
    const struct field_table *table, const struct yaml_node *node,
    void *target);
/* One value that is not null, by the row's type. */
void field_decode_value(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot);
/* The text of a scalar without NULs, or NULL with a fault. */
const char *field_text(struct field_reader *reader, const struct field *field,
    const struct field_type *type, const struct yaml_node *node);
void field_fault(struct field_reader *reader, const struct yaml_node *node,
    const char *fmt, ...) PRINTF_LIKE(3, 4);
/* A fault where there is no file of that path. What may not be read is another
 * matter: the daemon runs as someone else than who checks. */
void field_check_is_there(struct field_reader *reader,
    const struct yaml_node *node, const char *path);
/* A path beside the file that is read (free it). */
char *field_join_path(const struct field_reader *reader, const char *path);
/* "an item of " when type is that of the row's items, else "". */
const char *field_item_words(
    const struct field *field, const struct field_type *type);
/* "'interval' is a list; it must be a duration such as 30s or 6h" */
void field_wrong_type(struct field_reader *reader, const struct field *field,
    const struct field_type *type, const struct yaml_node *node);

/* Slots of text: char *, NULL: none. */
bool field_is_same_text(const void *slot, const void *other);

/* The types. Slot: */
extern const struct field_type field_duration;	  /* int64_t seconds */
extern const struct field_type field_duration_ms; /* int64_t milliseconds */
extern const struct field_type field_count;	  /* unsigned */
extern const struct field_type field_port;	  /* uint16_t */
extern const struct field_type field_boolean;	  /* bool */
extern const struct field_type field_string;	  /* char * */
extern const struct field_type field_path;	  /* char * */
extern const struct field_type field_choice;	  /* int, index of choices */
extern const struct field_type field_section;	  /* a struct by inner */
extern const struct field_type field_list;	  /* what item appends to */
extern const struct field_type field_path_item;	  /* of struct texts */
