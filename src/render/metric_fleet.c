/* Endpoints in an exposition; see metric_fleet.h. */
#include "render/metric_fleet.h"

#include <stdio.h>

#include "base/timestamp.h"

#define DAY_S 86400
#define USUAL_LENGTH 3 /* of chains: what is longer makes them grow */

static const struct within {
	const char *text;
	int64_t seconds;
} within_rows[METRIC_WITHIN] = {
    {"1d", DAY_S},
    {"3d", 3 * DAY_S},
    {"7d", 7 * DAY_S},
    {"14d", 14 * DAY_S},
    {"30d", 30 * DAY_S},
    {"60d", 60 * DAY_S},
    {"90d", 90 * DAY_S},
};

void
metric_fleet_clear(struct metric_fleet *fleet)
{
	ARRAY_EACH (row, &fleet->rows)
		endpoint_unref(row->endpoint);
	ARRAY_CLEAR(&fleet->rows);
	ARRAY_CLEAR(&fleet->ends);
	ARRAY_CLEAR(&fleet->opens);
	*fleet = (struct metric_fleet){.max_rows = fleet->max_rows};
}

bool
metric_fleet_shrink(struct metric_fleet *fleet, size_t count)
{
	for (; count > 0 && fleet->rows.len > 0; count--)
		endpoint_unref(fleet->rows.items[--fleet->rows.len].endpoint);
	return fleet->rows.len > 0;
}

void
metric_fleet_expect(struct metric_fleet *fleet, size_t count)
{
	if (count > fleet->max_rows)
		count = fleet->max_rows;
	ARRAY_RESERVE(&fleet->rows, count);
	ARRAY_RESERVE(&fleet->ends, count * USUAL_LENGTH);
}

/* ---- gathering ----------------------------------------------------------- */

static void
note_end(struct metric_fleet *fleet, struct metric_endpoint *row,
    size_t position, int64_t not_after)
{
	int64_t *end;

	if (row->earliest == 0 || not_after < row->earliest)
		row->earliest = not_after;
	if (position >= METRIC_POSITIONS)
		return;
	if (position >= row->end_count) {
		*ARRAY_ADD(&fleet->ends) = not_after;
		row->end_count++;
		return;
	}
	end = &fleet->ends.items[row->first_end + position];
	if (not_after < *end)
		*end = not_after;
}

static void
note_target(struct metric_fleet *fleet, struct metric_endpoint *row,
    const struct target_status *target)
{
	const struct verdict *verdict = target->current;

	row->address_count++;
	if (target->last_look_at == 0)
		return;
	if (!target->is_reached || verdict == NULL || !verdict->is_valid) {
		row->failed_count++;
		row->is_valid = false;
	}
	if (target->lasted_ms > row->lasted_ms)
		row->lasted_ms = target->lasted_ms;
	if (target->tls_version != 0 &&
	    (row->tls_version == 0 || target->tls_version < row->tls_version))
		row->tls_version = target->tls_version;
	if (verdict == NULL)
		return;
	for (size_t i = 0; i < verdict->cert_count; i++)
		note_end(fleet, row, i, verdict->certs[i]->not_after);
}

static void
note_opens(struct metric_fleet *fleet, struct metric_endpoint *row,
    const struct endpoint_status *status)
{
	/* worst first; one finding may be open for two certificates */
	ARRAY_EACH (incident, &status->incidents) {
		bool is_there = false;

		for (size_t i = 0; i < row->open_count; i++)
			is_there |=
			    fleet->opens.items[row->first_open + i].finding ==
			    incident->finding;
		if (is_there || row->open_count == METRIC_OPENS)
			continue;
		*ARRAY_ADD(&fleet->opens) = (struct metric_open){
		    .finding = (uint16_t)incident->finding,
		    .severity = (uint8_t)incident->severity,
		};
		row->open_count++;
	}
}

/* Nobody breaks at 0 (already broken) or never. */
static void
count_breaks(struct metric_fleet *fleet, int64_t breaks_at, int64_t now)
{
	if (breaks_at <= now || breaks_at == TIMESTAMP_NEVER)
		return;
	for (size_t i = 0; i < METRIC_WITHIN; i++)
		fleet->breaking[i] += breaks_at - now <= within_rows[i].seconds;
	if (fleet->next_break_at == 0 || breaks_at < fleet->next_break_at)
		fleet->next_break_at = breaks_at;
}

static void
count_findings(struct metric_fleet *fleet, const struct target_status *target)
{
	const struct verdict *verdict = target->current;

	for (size_t i = 0; verdict != NULL && i < verdict->finding_count; i++)
		fleet->findings[verdict->findings[i].code]
			       [verdict->findings[i].severity]++;
}

void
metric_fleet_add(struct metric_fleet *fleet,
    const struct endpoint_status *status, int64_t now)
{
	struct metric_endpoint *row;

	if (!endpoint_status_is_known(status))
		fleet->unknown++;
	else
		fleet->states[status->severity]++;
	count_breaks(fleet, status->breaks_at, now);
	ARRAY_EACH (target, &status->targets)
		count_findings(fleet, target);
	ARRAY_EACH (variant, &status->variants)
		count_findings(fleet, variant);
	if (fleet->rows.len >= fleet->max_rows) {
		fleet->left_out++;
		return;
	}
	row = ARRAY_ADD(&fleet->rows);
	*row = (struct metric_endpoint){
	    .endpoint = endpoint_ref((struct endpoint *)status->endpoint),
	    .breaks_at = status->breaks_at,
	    .last_look_at = status->last_look_at,
	    .severity = (uint8_t)status->severity,
	    .is_looked_at = status->is_looked_at,
	    .is_valid = status->is_looked_at,
	    .first_end = (uint32_t)fleet->ends.len,
	    .first_open = (uint32_t)fleet->opens.len,
	};
	ARRAY_EACH (target, &status->targets)
		note_target(fleet, row, target);
	note_opens(fleet, row, status);
}

void
metric_fleet_add_unknown(struct metric_fleet *fleet, struct endpoint *endpoint)
{
	const struct endpoint_status status = {
	    .endpoint = endpoint,
	    .finding = FINDING_COUNT,
	};

	metric_fleet_add(fleet, &status, 0);
}

/* ---- writing ------------------------------------------------------------- */

static bool
is_breaking(const struct metric_endpoint *row)
{
	return row->is_valid && row->breaks_at != 0 &&
	    row->breaks_at != TIMESTAMP_NEVER;
}

static void
write_info(struct metric_page *page, const struct endpoint *endpoint)
{
	struct metric_extra extras[METRIC_EXTRAS_MAX];
	size_t count = 0;
	char port[8];
	const char *const values[] = {endpoint->id, endpoint->host.text, port,
	    endpoint->starttls == STARTTLS_NONE
		? ""
		: names_text(&starttls_names, endpoint->starttls)};

	snprintf(port, sizeof port, "%u", endpoint->port);
	ARRAY_EACH (label, &endpoint->settings->labels) {
		if (count < METRIC_EXTRAS_MAX)
			extras[count++] =
			    (struct metric_extra){label->key, label->value};
	}
	metric_add_info(page, values, extras, count);
}

static void
write_opens(struct metric_page *page, const struct metric_fleet *fleet,
    const struct metric_endpoint *row)
{
	for (size_t i = 0; i < row->open_count; i++) {
		const struct metric_open *open =
		    &fleet->opens.items[row->first_open + i];
		const char *const values[] = {row->endpoint->id,
		    finding_code_text((enum finding_code)open->finding),
		    severity_text((enum severity)open->severity)};

		metric_add_int(page, values, 1);
	}
}

static void
write_ends(struct metric_page *page, const struct metric_fleet *fleet,
    const struct metric_endpoint *row)
{
	for (size_t i = 0; i < row->end_count; i++) {
		const char position[] = {(char)('0' + i), '\0'};
		const char *const values[] = {row->endpoint->id, position};

		metric_add_int(
		    page, values, fleet->ends.items[row->first_end + i]);
	}
}

static void
write_tls_version(struct metric_page *page, const struct metric_endpoint *row)
{
	static const char *const versions[] = {
	    [1] = "TLS 1.0",
	    [2] = "TLS 1.1",
	    [3] = "TLS 1.2",
	    [4] = "TLS 1.3",
	};
	const char *values[] = {row->endpoint->id, NULL};

	if (row->tls_version == 0 ||
	    row->tls_version >= sizeof versions / sizeof versions[0])
		return;
	values[1] = versions[row->tls_version];
	metric_add_int(page, values, 1);
}

static void
write_time(struct metric_page *page, const struct metric_endpoint *row,
    bool is_known, int64_t value)
{
	if (is_known)
		metric_add_int(
		    page, (const char *const[]){row->endpoint->id}, value);
}

static void
write_row(struct metric_page *page, const struct metric_fleet *fleet,
    const struct metric_endpoint *row)
{
	const char *const values[] = {row->endpoint->id};
	bool is_looked_at = row->is_looked_at;

	if (page->id == METRIC_PROBE_SUCCESS)
		write_time(page, row, is_looked_at, row->is_valid);
	else if (page->id == METRIC_PROBE_DURATION && row->lasted_ms != 0)
		metric_add(page, values, (double)row->lasted_ms / 1000);
	else if (page->id == METRIC_PROBE_EARLIEST_EXPIRY)
		write_time(page, row, row->earliest != 0, row->earliest);
	else if (page->id == METRIC_PROBE_LAST_CHAIN_EXPIRY)
		write_time(page, row, is_breaking(row), row->breaks_at - 1);
	else if (page->id == METRIC_PROBE_TLS_VERSION)
		write_tls_version(page, row);
	else if (page->id == METRIC_ENDPOINT_INFO)
		write_info(page, row->endpoint);
	else if (page->id == METRIC_ENDPOINT_SEVERITY)
		write_time(page, row, is_looked_at, row->severity);
	else if (page->id == METRIC_ENDPOINT_INCIDENT)
		write_opens(page, fleet, row);
	else if (page->id == METRIC_ENDPOINT_BREAKS)
		write_time(page, row, is_breaking(row), row->breaks_at);
	else if (page->id == METRIC_CERTIFICATE_NOT_AFTER)
		write_ends(page, fleet, row);
	else if (page->id == METRIC_ENDPOINT_LAST_LOOK)
		write_time(
		    page, row, row->last_look_at != 0, row->last_look_at);
	else if (page->id == METRIC_ENDPOINT_ADDRESSES)
		write_time(page, row, is_looked_at, row->address_count);
	else if (page->id == METRIC_ENDPOINT_ADDRESSES_FAILED)
		write_time(page, row, is_looked_at, row->failed_count);
}

void
metric_fleet_write(struct metric_page *page, const struct metric_fleet *fleet,
    size_t from, size_t to)
{
	for (size_t i = from; i < to && i < fleet->rows.len; i++)
		write_row(page, fleet, &fleet->rows.items[i]);
}

void
metric_findings_write(struct metric_page *page, enum metric_id id,
    const size_t counts[FINDING_COUNT][METRIC_SEVERITIES])
{
	metric_begin(page, id);
	for (int code = 0; code < FINDING_COUNT; code++) {
		const struct finding_info *info =
		    finding_info((enum finding_code)code);

		for (int i = SEVERITY_OK; i < METRIC_SEVERITIES; i++) {
			const char *const values[] = {
			    info->code, severity_text((enum severity)i)};

			if (counts[code][i] > 0 || i == (int)info->severity)
				metric_add_int(
				    page, values, (int64_t)counts[code][i]);
		}
	}
}

static void
write_states(struct metric_page *page, const struct metric_fleet *fleet)
{
	metric_begin(page, METRIC_ENDPOINTS);
	for (int i = SEVERITY_OK; i < METRIC_SEVERITIES; i++)
		metric_add_int(page,
		    (const char *const[]){severity_text((enum severity)i)},
		    (int64_t)fleet->states[i]);
	metric_add_int(
	    page, (const char *const[]){"unknown"}, (int64_t)fleet->unknown);
}

void
metric_fleet_write_counts(
    struct metric_page *page, const struct metric_fleet *fleet)
{
	write_states(page, fleet);
	metric_begin(page, METRIC_ENDPOINTS_LEFT_OUT);
	metric_add_int(page, NULL, (int64_t)fleet->left_out);
	metric_begin(page, METRIC_ENDPOINTS_BREAKING);
	for (size_t i = 0; i < METRIC_WITHIN; i++)
		metric_add_int(page, (const char *const[]){within_rows[i].text},
		    (int64_t)fleet->breaking[i]);
	if (fleet->next_break_at != 0) {
		metric_begin(page, METRIC_NEXT_BREAK);
		metric_add_int(page, NULL, fleet->next_break_at);
	}
	metric_findings_write(page, METRIC_FINDINGS,
	    (const size_t(*)[METRIC_SEVERITIES])fleet->findings);
}
