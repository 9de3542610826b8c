/*
 * What can be asked of the API: a row is a path below /api/v1/, the command of
 * the control socket that answers it, and what may be said behind the '?'.
 * etc/openapi.json tells the same to others; a test holds the two together.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define API_PREFIX "/api/v1/"
#define API_LIMIT_USUAL 1000 /* of what is asked for without a limit */

enum api_kind {
	API_TEXT,
	API_NUMBER,
	API_FLAG, /* true or false */
	API_TIME, /* RFC 3339, told in seconds */
};

struct api_parameter {
	const char *name;
	const char *member; /* of the command's request; NULL: the same */
	enum api_kind kind;
	int64_t least, most; /* of a number */
	int64_t usual;	     /* told where it is not said; 0: nothing is */
};

/* What the lines of an answer become in a document. */
enum api_shape {
	API_LIST,  /* {version, items: [...], next} */
	API_WHOLE, /* the first line, with lists of those that follow */
};

#define API_MAX_PARTS 5

/* Lines of one type, as a list of the document. */
struct api_part {
	const char *type, *name;
	bool is_entry; /* what is in its "entry" is the item */
};

struct api_route {
	const char *path; /* "endpoints/" is followed by an id */
	const char *command;
	const char *member; /* what the id is to the command; NULL: no id */
	enum api_shape shape;
	const char *item; /* of a line of a list; NULL: the line itself */
	bool is_exact;	  /* the command takes patterns, and is to take none */
	struct api_part parts[API_MAX_PARTS]; /* in the order of the lines */
	const struct api_parameter *parameters;
	size_t parameter_count;
};

extern const struct api_route api_routes[];
extern const size_t api_route_count;

/* path: what follows API_PREFIX; ret_id is lent of it. NULL: there is none. */
const struct api_route *api_route_find(const char *path, const char **ret_id);
const struct api_parameter *api_parameter_find(
    const struct api_route *route, const char *name);
