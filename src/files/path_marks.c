/* inotify on folders that lead to files; see path_marks.h. */
#include "files/path_marks.h"

#include <errno.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "files/path_trail.h"

/* What puts something else behind a name. */
#define STRUCTURE \
	(IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | \
	    IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_MASK_ADD)
/* Writers may keep a file open for long. */
#define CONTENT (IN_MODIFY | IN_CLOSE_WRITE)
/* A file, link or folder by itself. */
#define NODE \
	(IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_DONT_FOLLOW | \
	    IN_MASK_ADD)
/* A folder that is taken away while somebody stands in it tells so itself only
 * when he has left; the one above it at once. */
#define REMOVAL (IN_DELETE | IN_ONLYDIR | IN_MASK_ADD)
#define ALWAYS \
	(IN_Q_OVERFLOW | IN_UNMOUNT | IN_IGNORED | IN_DELETE_SELF | \
	    IN_MOVE_SELF)
#define READ_BYTES 65536
#define READS_MAX 64

struct mark {
	char *path;
	struct texts names; /* that count; none: any */
	uint32_t asked;	    /* of the kernel so far */
	int wd;		    /* -1: the kernel does not watch it */
	bool is_any;
	bool is_hidden;	 /* it may not be read */
	bool is_checked; /* its file system has been asked about */
};

struct watched {
	int wd;
	unsigned mark; /* its place in the list */
};

struct mark_list {
	ARRAY(struct mark) items;
	ARRAY(unsigned) slots; /* by hash of path: number + 1; 0: empty */
	/* Sorted. Several names of a thing have one watch: bind mounts, hard
	 * links. */
	ARRAY(struct watched) watched;
};

struct path_marks {
	const struct path_marks_system *system;
	int fd; /* -1: none */
	struct mark_list list;
	char *gap;
};

/* ---- the system ---------------------------------------------------------- */

/* Those whose changes all go through this kernel. statfs(2) has the numbers. */
static const uint32_t local_file_systems[] = {
    0xef53,	/* ext2, ext3, ext4 */
    0x58465342, /* xfs */
    0x9123683e, /* btrfs */
    0x01021994, /* tmpfs */
    0x858458f6, /* ramfs */
    0x794c7630, /* overlayfs */
    0x2fc12fc1, /* zfs */
    0xca451a4e, /* bcachefs */
    0xf2f52010, /* f2fs */
    0x3153464a, /* jfs */
    0x52654973, /* reiserfs */
    0xf15f,	/* ecryptfs */
    0x73717368, /* squashfs */
    0xe0f5e1e2, /* erofs */
    0x9660,	/* iso9660 */
    0x4d44,	/* vfat */
    0x2011bab0, /* exfat */
};

static bool
is_local(const char *folder)
{
	struct statfs st;

	/* Gone meanwhile: the folder around it tells. */
	if (statfs(folder, &st) != 0)
		return true;
	for (size_t i = 0;
	     i < sizeof local_file_systems / sizeof *local_file_systems; i++) {
		if ((uint32_t)st.f_type == local_file_systems[i])
			return true;
	}
	return false;
}

static int
open_inotify(void)
{
	return inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
}

static void
remove_watch(int fd, int wd)
{
	(void)inotify_rm_watch(fd, wd); /* gone already: fine */
}

const struct path_marks_system path_marks_inotify = {
    .open = open_inotify,
    .add = inotify_add_watch,
    .remove = remove_watch,
    .is_telling = is_local,
};

/* ---- the list ------------------------------------------------------------ */

static void
mark_list_clear(struct mark_list *list)
{
	ARRAY_EACH (mark, &list->items) {
		free(mark->path);
		texts_clear(&mark->names);
	}
	ARRAY_CLEAR(&list->items);
	ARRAY_CLEAR(&list->slots);
	ARRAY_CLEAR(&list->watched);
}

static unsigned *
slot_of(struct mark_list *list, const char *path)
{
	size_t i = hash_text(HASH_START, path) % list->slots.len;

	while (list->slots.items[i] != 0 &&
	    strcmp(list->items.items[list->slots.items[i] - 1].path, path) != 0)
		i = (i + 1) % list->slots.len;
	return &list->slots.items[i];
}

/* Twice as many slots as marks, at least. */
static void
widen(struct mark_list *list)
{
	size_t want = list->slots.len == 0 ? 64 : 2 * list->slots.len;

	if (list->slots.len > 2 * list->items.len)
		return;
	ARRAY_CLEAR(&list->slots);
	for (size_t i = 0; i < want; i++)
		(void)ARRAY_ADD(&list->slots);
	for (size_t i = 0; i < list->items.len; i++)
		*slot_of(list, list->items.items[i].path) = (unsigned)i + 1;
}

/* NULL: there are too many. */
static struct mark *
mark_of(struct mark_list *list, const char *path)
{
	unsigned *slot;
	struct mark *mark;

	widen(list);
	slot = slot_of(list, path);
	if (*slot != 0)
		return &list->items.items[*slot - 1];
	if (list->items.len == PATH_MARKS_MAX)
		return NULL;
	mark = ARRAY_ADD(&list->items);
	mark->path = mem_strdup(path);
	mark->wd = -1;
	*slot = (unsigned)list->items.len;
	return mark;
}

static void
add_name(struct mark *mark, const char *name)
{
	if (mark->is_any || (name != NULL && texts_has(&mark->names, name)))
		return;
	if (name != NULL && mark->names.len < PATH_MARKS_MAX_NAMES) {
		texts_add(&mark->names, name);
		return;
	}
	texts_clear(&mark->names);
	mark->is_any = true;
}

/* ---- marking ------------------------------------------------------------- */

/* The first reason stays. */
static void
set_gap(struct path_marks *marks, const char *path, const char *why)
{
	if (marks->gap == NULL)
		marks->gap =
		    mem_printf("%s%s%s", path, *path == '\0' ? "" : " ", why);
}

/* errno says why the kernel did not take it. */
static void
refused(struct path_marks *marks, struct mark *mark)
{
	mark->is_hidden = errno == EACCES || errno == EPERM;
	/* Not there, or no folder: what is above it tells when it is. */
	if (mark->is_hidden || errno == ENOENT || errno == ENOTDIR ||
	    errno == ELOOP || errno == ENAMETOOLONG)
		return;
	set_gap(marks, "",
	    errno == ENOSPC ? "the limit of inotify watches is reached "
			      "(fs.inotify.max_user_watches)"
			    : strerror(errno));
}

/* What is asked for already is not asked again. */
static struct mark *
ask(struct path_marks *marks, const char *path, uint32_t mask)
{
	struct mark *mark = mark_of(&marks->list, path);

	if (mark == NULL) {
		set_gap(marks, "", "too many folders lead to the files");
		return NULL;
	}
	if ((mask & ~mark->asked) == 0)
		return mark;
	mark->asked |= mask;
	mark->wd = marks->system->add(marks->fd, path, mask);
	if (mark->wd < 0)
		refused(marks, mark);
	return mark;
}

/* Asked once of each folder. */
static void
check_file_system(struct path_marks *marks, const char *folder)
{
	struct mark *mark = mark_of(&marks->list, folder);

	if (mark == NULL || mark->is_checked)
		return;
	mark->is_checked = true;
	if (!marks->system->is_telling(folder))
		set_gap(marks, folder,
		    "is on a file system that may not tell of changes");
}

/* What stands under that name, by itself: what takes its place takes a link
 * from it, or moves it. false: there is none, or it may not be read. */
static bool
ask_node(struct path_marks *marks, const char *folder, const char *name,
    bool is_last)
{
	CLEANUP(free)
	char *path = mem_printf(
	    "%s%s%s", folder, strcmp(folder, "/") == 0 ? "" : "/", name);
	const struct mark *mark =
	    ask(marks, path, is_last ? NODE | CONTENT : NODE);

	return mark != NULL && mark->wd >= 0;
}

/* That the folder is taken away: one on the way to something cannot be, but
 * where the way ends it may be empty. */
static void
ask_above(struct path_marks *marks, const char *folder)
{
	const char *slash = strrchr(folder, '/');
	struct mark *mark;

	if (slash[1] == '\0')
		return;
	CLEANUP(free)
	char *above = slash == folder
	    ? mem_strdup("/")
	    : mem_printf("%.*s", (int)(slash - folder), folder);

	mark = ask(marks, above, REMOVAL);
	if (mark != NULL)
		add_name(mark, slash + 1);
}

/* A folder tells of all names in it, and some have many that come and go: it
 * is asked only about those that are not there. */
static void
on_step(void *arg, const char *folder, const char *name, bool is_last)
{
	struct path_marks *marks = arg;
	struct mark *mark;

	check_file_system(marks, folder);
	if (name != NULL && ask_node(marks, folder, name, is_last))
		return;
	mark = ask(marks, folder, is_last ? STRUCTURE | CONTENT : STRUCTURE);
	if (mark == NULL)
		return;
	add_name(mark, name);
	if (mark->is_hidden && name != NULL)
		set_gap(marks, folder, "may not be read");
	ask_above(marks, folder);
}

static int
compare_watched(const void *a, const void *b)
{
	const struct watched *x = a, *y = b;

	return (x->wd > y->wd) - (x->wd < y->wd);
}

static void
sort_watched(struct mark_list *list)
{
	for (size_t i = 0; i < list->items.len; i++) {
		if (list->items.items[i].wd >= 0)
			*ARRAY_ADD(&list->watched) = (struct watched){
			    .wd = list->items.items[i].wd, .mark = (unsigned)i};
	}
	if (list->watched.len > 1)
		qsort(list->watched.items, list->watched.len,
		    sizeof *list->watched.items, compare_watched);
}

/* The first of that watch, or where it would be. */
static size_t
find_watched(const struct mark_list *list, int wd)
{
	size_t from = 0, to = list->watched.len;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (list->watched.items[middle].wd < wd)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static bool
is_watched(const struct mark_list *list, int wd)
{
	size_t i = find_watched(list, wd);

	return i < list->watched.len && list->watched.items[i].wd == wd;
}

static void
let_go(struct path_marks *marks, const struct mark_list *before)
{
	int last = -1;

	ARRAY_EACH (watched, &before->watched) {
		if (watched->wd != last &&
		    !is_watched(&marks->list, watched->wd))
			marks->system->remove(marks->fd, watched->wd);
		last = watched->wd;
	}
}

void
path_marks_set(struct path_marks *marks, const struct texts *paths)
{
	struct mark_list before = marks->list;

	free(marks->gap);
	marks->gap = NULL;
	if (marks->fd < 0)
		marks->fd = marks->system->open();
	if (marks->fd < 0) {
		set_gap(marks, "",
		    errno == EMFILE
			? "the limit of inotify instances is reached "
			  "(fs.inotify.max_user_instances)"
			: strerror(errno));
		return;
	}
	marks->list = (struct mark_list){.items = {.len = 0}};
	ARRAY_EACH (path, paths) {
		if (!path_trail(*path, on_step, marks))
			set_gap(marks, *path, "has too long a way to it");
	}
	sort_watched(&marks->list);
	let_go(marks, &before);
	mark_list_clear(&before);
}

/* ---- taking -------------------------------------------------------------- */

/* Of an event of its watch. What has no name is of the thing itself. */
static bool
is_of(const struct mark *mark, const struct inotify_event *event)
{
	if (event->mask & ALWAYS)
		return true;
	if (event->len == 0)
		return (mark->asked & IN_DONT_FOLLOW) != 0;
	return mark->is_any || texts_has(&mark->names, event->name);
}

static bool
counts(const struct path_marks *marks, const struct inotify_event *event)
{
	const struct mark_list *list = &marks->list;

	if (event->mask & IN_Q_OVERFLOW)
		return true;
	for (size_t i = find_watched(list, event->wd);
	     i < list->watched.len && list->watched.items[i].wd == event->wd;
	     i++) {
		if (is_of(
			&list->items.items[list->watched.items[i].mark], event))
			return true;
	}
	return false;
}

bool
path_marks_take(struct path_marks *marks)
{
	CLEANUP(free) uint8_t *bytes = mem_new(1, READ_BYTES);
	bool has_changed = false;

	for (int i = 0; marks->fd >= 0 && i < READS_MAX; i++) {
		ssize_t len = read(marks->fd, bytes, READ_BYTES);
		size_t at = 0;

		if (len <= 0)
			break;
		while (!has_changed && at < (size_t)len) {
			const struct inotify_event *event =
			    (const void *)(bytes + at);

			has_changed = counts(marks, event);
			at += sizeof *event + event->len;
		}
	}
	return has_changed;
}

/* ---- life ---------------------------------------------------------------- */

struct path_marks *
path_marks_new(const struct path_marks_system *system)
{
	struct path_marks *marks = MEM_NEW(struct path_marks);

	marks->system = system;
	marks->fd = -1;
	return marks;
}

void
path_marks_free(struct path_marks *marks)
{
	if (marks == NULL)
		return;
	if (marks->fd >= 0)
		close(marks->fd);
	mark_list_clear(&marks->list);
	free(marks->gap);
	free(marks);
}

int
path_marks_fd(const struct path_marks *marks)
{
	return marks->fd;
}

const char *
path_marks_gap(const struct path_marks *marks)
{
	return marks->gap;
}
