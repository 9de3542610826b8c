/* Chains as root programmes see them; see programme.h. */
#include "judge/programme.h"

static const struct cert *
root_of(const struct path *path)
{
	if (path->end != PATH_ANCHORED && path->end != PATH_SELF_SIGNED)
		return NULL;
	return path->certs[path->len - 1].cert;
}

bool
programme_is_path_public(
    const struct judgement *judgement, const struct path *path)
{
	const struct cert *root = root_of(path);

	return root != NULL &&
	    policy_is_public(judgement->evidence->policy, root);
}

bool
programme_is_public(const struct judgement *judgement)
{
	ARRAY_EACH (path, &judgement->paths.paths) {
		if (programme_is_path_public(judgement, path))
			return true;
	}
	return false;
}

/* Which paths decide. Valid ones, where there are any: what else is wrong with
 * the others keeps clients from them anyway. Those of public roots, where there
 * are any: the private root of some operator helps nobody who goes by a
 * programme's. */
struct choice {
	bool is_valid, is_public;
};

static struct choice
choose(const struct judgement *judgement)
{
	struct choice choice = {false, false};

	ARRAY_EACH (path, &judgement->paths.paths)
		choice.is_valid = choice.is_valid || path_is_valid(path);
	ARRAY_EACH (path, &judgement->paths.paths) {
		if (choice.is_valid == path_is_valid(path) &&
		    programme_is_path_public(judgement, path))
			choice.is_public = true;
	}
	return choice;
}

struct path_view {
	int64_t refused_from, lasts_until;
	const struct policy_rule *rule;
};

static bool
look_at_path(const struct judgement *judgement, const struct path *path,
    struct choice choice, enum policy_programme programme,
    struct path_view *ret_view)
{
	if (root_of(path) == NULL || choice.is_valid != path_is_valid(path) ||
	    (choice.is_public && !programme_is_path_public(judgement, path)))
		return false;
	ret_view->refused_from =
	    policy_refused_from(judgement->evidence->policy, programme,
		root_of(path), path->certs[0].cert, &ret_view->rule);
	ret_view->lasts_until = ret_view->refused_from;
	if (choice.is_valid && path->not_after < ret_view->lasts_until)
		ret_view->lasts_until = path->not_after + 1;
	return true;
}

/* The last second is that of the path that lasts longest; the rule is the one
 * that cuts short what would have gone on from there. */
static void
find_rule(const struct judgement *judgement, struct choice choice,
    enum policy_programme programme, struct programme_view *view)
{
	int64_t best_end = INT64_MIN;

	ARRAY_EACH (path, &judgement->paths.paths) {
		struct path_view at;

		if (!look_at_path(judgement, path, choice, programme, &at) ||
		    at.refused_from > view->refused_from ||
		    path->not_after <= best_end)
			continue;
		best_end = path->not_after;
		view->rule = at.rule;
		view->root = root_of(path);
	}
}

struct programme_view
programme_view(
    const struct judgement *judgement, enum policy_programme programme)
{
	struct programme_view view = {.refused_from = TIMESTAMP_NEVER};
	struct choice choice = choose(judgement);
	bool is_concerned = false;
	int64_t last = INT64_MIN;

	if (judgement->evidence->policy == NULL)
		return view;
	ARRAY_EACH (path, &judgement->paths.paths) {
		struct path_view at;

		if (!look_at_path(judgement, path, choice, programme, &at))
			continue;
		is_concerned = true;
		if (at.lasts_until > last)
			last = at.lasts_until;
	}
	if (!is_concerned || last == TIMESTAMP_NEVER ||
	    (judgement->report->is_valid &&
		last >= judgement->report->breaks_at))
		return view;
	view.refused_from = last;
	find_rule(judgement, choice, programme, &view);
	return view;
}
