/* The way to a file, step by step; see path_trail.h. */
#include "files/path_trail.h"

#include <dirent.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

struct trail {
	path_trail_fn fn;
	void *arg;
	unsigned steps;
	bool is_cut; /* by a limit */
};

/* Where the way stands, and what is left of it. */
struct stage {
	const char *folder, *rest;
	unsigned links; /* that may still come */
	unsigned depth; /* names on the way so far */
	bool is_inside; /* of a folder all of which counts */
};

static void walk(struct trail *trail, const struct stage *stage);

static char *
join(const char *folder, const char *name)
{
	return mem_printf(
	    "%s%s%s", folder, strcmp(folder, "/") == 0 ? "" : "/", name);
}

static void
follow(struct trail *trail, const struct stage *stage, const char *path)
{
	char target[PATH_MAX];
	ssize_t len = readlink(path, target, sizeof target);

	/* A circle of links: none can open it, either. */
	if (len <= 0 || (size_t)len == sizeof target || stage->links == 0)
		return;
	CLEANUP(free)
	char *rest = mem_printf("%.*s%s%s", (int)len, target,
	    *stage->rest == '\0' ? "" : "/", stage->rest);
	struct stage next = *stage;

	next.folder = *target == '/' ? "/" : stage->folder;
	next.rest = rest;
	next.links--;
	walk(trail, &next);
}

/* The name in the stage's folder; its rest is what comes behind. */
static void
step(struct trail *trail, const struct stage *stage, const char *name)
{
	CLEANUP(free) char *path = join(stage->folder, name);
	struct stage next = *stage;
	struct stat st;

	if (trail->steps == PATH_TRAIL_MAX_STEPS) {
		trail->is_cut = true;
		return;
	}
	trail->steps++;
	if (lstat(path, &st) != 0)
		return;
	if (S_ISLNK(st.st_mode)) {
		follow(trail, stage, path);
	} else if (S_ISDIR(st.st_mode)) {
		next.folder = path;
		walk(trail, &next);
	}
}

/* Those that fit the pattern; NULL: all that may be links. */
static void
step_each(struct trail *trail, const struct stage *stage, const char *pattern)
{
	DIR *dir = opendir(stage->folder);
	const struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		const char *name = entry->d_name;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			continue;
		if (pattern == NULL
			? entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN
			: fnmatch(pattern, name, FNM_PERIOD) == 0)
			step(trail, stage, name);
	}
	if (dir != NULL)
		closedir(dir);
}

/* The way ends at a folder. */
static void
arrive(struct trail *trail, const struct stage *stage)
{
	struct stage inside = *stage;

	if (stage->is_inside)
		return;
	trail->fn(trail->arg, stage->folder, NULL, true);
	inside.is_inside = true;
	step_each(trail, &inside, NULL);
}

/* The folder has no links in it: that above it stands in its name. */
static void
go_up(struct trail *trail, const struct stage *stage)
{
	const char *slash = strrchr(stage->folder, '/');
	CLEANUP(free)
	char *folder = slash == stage->folder
	    ? mem_strdup("/")
	    : mem_printf("%.*s", (int)(slash - stage->folder), stage->folder);
	struct stage next = *stage;

	next.folder = folder;
	walk(trail, &next);
}

static void
walk(struct trail *trail, const struct stage *stage)
{
	const char *begin = stage->rest + strspn(stage->rest, "/");
	size_t len = strcspn(begin, "/");
	struct stage next = *stage;

	if (next.depth++ == PATH_TRAIL_MAX_DEPTH) {
		trail->is_cut = true;
		return;
	}
	next.rest = begin + len + strspn(begin + len, "/");
	CLEANUP(free) char *name = mem_printf("%.*s", (int)len, begin);

	if (len == 0) {
		arrive(trail, stage);
	} else if (strcmp(name, ".") == 0) {
		walk(trail, &next);
	} else if (strcmp(name, "..") == 0) {
		go_up(trail, &next);
	} else if (strpbrk(name, "*?[") != NULL && !stage->is_inside) {
		trail->fn(trail->arg, stage->folder, NULL, *next.rest == '\0');
		step_each(trail, &next, name);
		step(trail, &next, name); /* it may be called so */
	} else {
		trail->fn(trail->arg, stage->folder, name, *next.rest == '\0');
		step(trail, &next, name);
	}
}

bool
path_trail(const char *path, path_trail_fn fn, void *arg)
{
	struct trail trail = {.fn = fn, .arg = arg};
	struct stage stage = {.folder = "/", .links = PATH_TRAIL_MAX_LINKS};
	char here[PATH_MAX];

	if (*path != '/' && getcwd(here, sizeof here) == NULL)
		return false;
	CLEANUP(free)
	char *absolute = *path == '/' ? mem_strdup(path) : join(here, path);

	stage.rest = absolute;
	walk(&trail, &stage);
	return !trail.is_cut;
}
