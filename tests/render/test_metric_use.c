/*
 * What contrib offers to Prometheus and Grafana asks for metrics and findings
 * that are there; the dashboard is one that Grafana imports.
 */
#include <ctype.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "model/finding.h"
#include "render/metric_table.h"

#define CONTRIB TEST_SRCDIR "/../contrib/"
#define RULES CONTRIB "prometheus/chainwatch.rules.yml"
#define DASHBOARD CONTRIB "grafana/chainwatch.json"
#define FILE_MAX (1u << 20)
#define LIST_MAX 4096

static char *
read_text(const char *path)
{
	struct error err = ERROR_INIT;
	uint8_t *bytes = NULL;
	size_t len;

	if (!file_read(path, FILE_MAX, &bytes, &len, &err))
		fail_msg("%s", err.message);
	return (char *)bytes;
}

/* ---- metrics ------------------------------------------------------------- */

static bool
is_of_histogram(const char *name, size_t len, const char *histogram)
{
	static const char *const parts[] = {"_bucket", "_sum", "_count"};
	size_t histogram_len = strlen(histogram);

	if (len < histogram_len || memcmp(name, histogram, histogram_len) != 0)
		return false;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		if (len - histogram_len == strlen(parts[i]) &&
		    memcmp(name + histogram_len, parts[i], strlen(parts[i])) ==
			0)
			return true;
	}
	return false;
}

static bool
is_metric(const char *name, size_t len)
{
	for (size_t i = 0; i < METRIC_ID_COUNT; i++) {
		const struct metric_row *row = metric_row((enum metric_id)i);

		if (row->type == METRIC_HISTOGRAM
			? is_of_histogram(name, len, row->name)
			: strlen(row->name) == len &&
			    memcmp(row->name, name, len) == 0)
			return true;
	}
	return false;
}

static bool
is_named_as_one(const char *word, size_t len)
{
	return memchr(word, ':', len) == NULL && /* a record */
	    (strncmp(word, "chainwatch_", 11) == 0 ||
		strncmp(word, "probe_", 6) == 0 ||
		strncmp(word, "process_", 8) == 0);
}

static size_t
word_len(const char *at)
{
	size_t len = 0;

	while (
	    isalnum((unsigned char)at[len]) || at[len] == '_' || at[len] == ':')
		len++;
	return len;
}

/* How many names of metrics there are; all must be of the table. */
static size_t
check_metrics(const char *path)
{
	CLEANUP(free) char *text = read_text(path);
	size_t count = 0;

	for (const char *at = text; *at != '\0';) {
		size_t len = word_len(at);

		if (len > 0 && is_named_as_one(at, len)) {
			if (!is_metric(at, len))
				fail_msg("%s: there is no metric %.*s", path,
				    (int)len, at);
			count++;
		}
		at += len > 0 ? len : 1;
	}
	return count;
}

static void
rules_and_dashboard_ask_for_metrics_that_are_there(void **state)
{
	(void)state;
	assert_true(check_metrics(RULES) > 20);
	assert_true(check_metrics(DASHBOARD) > 30);
	assert_true(
	    check_metrics(CONTRIB "prometheus/chainwatch.rules.test.yml") > 10);
	assert_true(check_metrics(CONTRIB "prometheus/prometheus.yml") > 0);
}

/* ---- labels -------------------------------------------------------------- */

static bool
is_in_list(const char *labels, const char *name, size_t len)
{
	for (const char *at = labels; *at != '\0';) {
		size_t label = strcspn(at, ",");

		if (label == len && memcmp(at, name, len) == 0)
			return true;
		at += label + (at[label] == ',');
	}
	return false;
}

/* What Prometheus puts there itself. */
static bool
is_of_scrape(const char *name, size_t len)
{
	return is_in_list("job,instance,le", name, len);
}

/* Of any metric; or of that one. */
static bool
is_label(const char *metric, size_t metric_len, const char *name, size_t len)
{
	if (is_of_scrape(name, len))
		return true;
	for (size_t i = 0; i < METRIC_ID_COUNT; i++) {
		const struct metric_row *row = metric_row((enum metric_id)i);
		bool is_asked = metric_len == 0 ||
		    (strlen(row->name) <= metric_len &&
			strncmp(row->name, metric, strlen(row->name)) == 0);

		if (is_asked && is_in_list(row->labels, name, len))
			return true;
	}
	return false;
}

/* The labels up to that end, but for what is quoted; how many. */
static size_t
check_labels(const char *path, const char *metric, size_t metric_len,
    const char *at, char end)
{
	bool is_quoted = false;
	size_t count = 0;

	while (*at != '\0' && (is_quoted || *at != end)) {
		size_t len = is_quoted || at[-1] == '%' ? 0 : word_len(at);

		is_quoted ^= *at == '"';
		if (len > 0) {
			if (!is_label(metric, metric_len, at, len))
				fail_msg("%s: %.*s has no label %.*s", path,
				    (int)metric_len, metric, (int)len, at);
			count++;
		}
		at += len > 0 ? len : 1;
	}
	return count;
}

static size_t
check_selectors(const char *path)
{
	CLEANUP(free) char *text = read_text(path);
	size_t count = 0;

	for (const char *at = text; *at != '\0';) {
		size_t len = word_len(at);

		if (len > 0 && is_named_as_one(at, len) && at[len] == '{')
			count += check_labels(path, at, len, at + len + 1, '}');
		at += len > 0 ? len : 1;
	}
	return count;
}

/* Behind each of these words. */
static size_t
check_groups(const char *path, const char *word, char end)
{
	CLEANUP(free) char *text = read_text(path);
	size_t count = 0;

	for (const char *at = strstr(text, word); at != NULL;
	     at = strstr(at, word)) {
		at += strlen(word);
		count += check_labels(path, "", 0, at, end);
	}
	return count;
}

static void
rules_and_dashboard_ask_for_labels_that_are_there(void **state)
{
	(void)state;
	assert_true(check_selectors(RULES) > 5);
	assert_true(check_selectors(DASHBOARD) > 5);
	assert_true(check_groups(RULES, "by (", ')') > 5);
	assert_true(check_groups(DASHBOARD, "by (", ')') > 5);
	assert_true(check_groups(RULES, "$labels.", ' ') > 5);
	assert_true(check_groups(DASHBOARD, "legendFormat\": \"{{", '"') > 5);
}

/* ---- findings ------------------------------------------------------------ */

/* "leaf-only", ".*-expired" or "connect-.*". */
static bool
fits(const char *pattern, size_t len, const char *code)
{
	size_t code_len = strlen(code);

	if (len > 2 && memcmp(pattern, ".*", 2) == 0)
		return code_len >= len - 2 &&
		    memcmp(code + code_len - (len - 2), pattern + 2, len - 2) ==
		    0;
	if (len > 2 && memcmp(pattern + len - 2, ".*", 2) == 0)
		return strncmp(code, pattern, len - 2) == 0;
	return code_len == len && memcmp(code, pattern, len) == 0;
}

static void
check_patterns(const char *list, size_t list_len)
{
	while (list_len > 0) {
		const char *bar = memchr(list, '|', list_len);
		size_t len = bar == NULL ? list_len : (size_t)(bar - list);
		bool is_there = false;

		for (int i = 0; i < FINDING_COUNT; i++)
			is_there |= fits(
			    list, len, finding_code_text((enum finding_code)i));
		if (!is_there)
			fail_msg("no finding is %.*s", (int)len, list);
		list += bar == NULL ? len : len + 1;
		list_len -= bar == NULL ? len : len + 1;
	}
}

/* The quoted list behind the operator; *at moves behind it. */
static bool
next_list(const char **at, const char *operator, const char ** ret_list,
    size_t *ret_len)
{
	const char *found = strstr(*at, operator);

	if (found == NULL)
		return false;
	*ret_list = strchr(found, '"') + 1;
	*ret_len = strcspn(*ret_list, "\"");
	*at = *ret_list + *ret_len;
	return true;
}

static void
each_cause_has_one_alert_and_the_rest_another(void **state)
{
	CLEANUP(free) char *text = read_text(RULES);
	struct strbuf told = STRBUF_INIT(LIST_MAX);
	const char *at = text, *list;
	size_t len;

	(void)state;
	while (next_list(&at, "finding=~", &list, &len)) {
		check_patterns(list, len);
		if (told.len > 0)
			strbuf_add_char(&told, '|');
		strbuf_add_bytes(&told, list, len);
	}
	at = text;
	assert_true(next_list(&at, "finding!~", &list, &len));
	assert_int_equal(len, told.len);
	assert_memory_equal(list, strbuf_text(&told), len);
	assert_true(next_list(&at, "finding!~", &list, &len));
	check_patterns(list, len);
	strbuf_clear(&told);
}

/* ---- the dashboard ------------------------------------------------------- */

static const char *
member(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text == NULL ? "" : text;
}

static void
check_source(const json_t *of)
{
	const json_t *source = json_object_get(of, "datasource");

	assert_string_equal(member(source, "type"), "prometheus");
	assert_string_equal(member(source, "uid"), "${datasource}");
}

static void
check_panel(const json_t *panel)
{
	const json_t *place = json_object_get(panel, "gridPos");
	json_int_t right = json_integer_value(json_object_get(place, "x")) +
	    json_integer_value(json_object_get(place, "w"));
	size_t i;
	const json_t *target;

	assert_in_range(right, 1, 24);
	assert_true(member(panel, "title")[0] != '\0');
	if (strcmp(member(panel, "type"), "row") == 0)
		return;
	check_source(panel);
	assert_true(json_array_size(json_object_get(panel, "targets")) > 0);
	json_array_foreach(json_object_get(panel, "targets"), i, target)
	{
		check_source(target);
		assert_true(member(target, "expr")[0] != '\0');
		assert_true(member(target, "refId")[0] != '\0');
	}
}

static json_t *
load_dashboard(void)
{
	json_error_t err;
	json_t *dashboard =
	    json_load_file(DASHBOARD, JSON_REJECT_DUPLICATES, &err);

	if (dashboard == NULL)
		fail_msg("line %d: %s", err.line, err.text);
	return dashboard;
}

static void
the_dashboard_can_be_imported(void **state)
{
	json_t *dashboard = load_dashboard();
	const json_t *panels = json_object_get(dashboard, "panels");
	const json_t *variables =
	    json_object_get(json_object_get(dashboard, "templating"), "list");
	bool ids[200] = {false};
	size_t i;
	const json_t *panel;

	(void)state;
	assert_true(json_is_null(json_object_get(dashboard, "id")));
	assert_true(json_integer_value(
			json_object_get(dashboard, "schemaVersion")) >= 30);
	assert_string_equal(member(dashboard, "title"), "chainwatch");
	assert_string_equal(
	    member(json_array_get(variables, 0), "type"), "datasource");
	assert_string_equal(
	    member(json_array_get(variables, 0), "query"), "prometheus");
	assert_true(json_array_size(panels) > 20);
	json_array_foreach(panels, i, panel)
	{
		json_int_t id =
		    json_integer_value(json_object_get(panel, "id"));

		assert_in_range(id, 1, 199);
		assert_false(ids[id]);
		ids[id] = true;
		check_panel(panel);
	}
	json_decref(dashboard);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		rules_and_dashboard_ask_for_metrics_that_are_there),
	    cmocka_unit_test(rules_and_dashboard_ask_for_labels_that_are_there),
	    cmocka_unit_test(each_cause_has_one_alert_and_the_rest_another),
	    cmocka_unit_test(the_dashboard_can_be_imported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
