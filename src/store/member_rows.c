/* Who is a member of which incident; see member_rows.h. */
#include "store/member_rows.h"

#include "incident/book.h"
#include "store/place_row.h"

static const char drop_members_sql[] =
    "DELETE FROM incident_member WHERE endpoint = ?";

static const char member_sql[] =
    "INSERT OR REPLACE INTO incident_member (endpoint, incident, address, "
    "port, variant, since, severity, clean_count) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

/* Once a member, for who looks back: since when, and until when. */
static const char met_sql[] =
    "INSERT INTO incident_endpoint (endpoint, incident, since) "
    "VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET until = NULL, "
    "since = min(since, excluded.since)";
static const char left_sql[] =
    "UPDATE incident_endpoint SET until = ?2 WHERE endpoint = ?1 "
    "AND until IS NULL AND NOT EXISTS (SELECT 1 FROM incident_member m "
    "WHERE m.endpoint = ?1 AND m.incident = incident_endpoint.incident)";

static void
drop(struct rows *to, const char *endpoint_id)
{
	rows_begin(to, drop_members_sql, RANK_STATE);
	rows_text(to, endpoint_id);
	rows_key(to);
	rows_end(to);
}

/* Of what it is no member any more, by the rows before. */
static void
add_left(struct rows *to, const char *endpoint_id, int64_t now)
{
	rows_begin(to, left_sql, RANK_STATE);
	rows_text(to, endpoint_id);
	rows_key(to);
	rows_int(to, now);
	rows_end(to);
}

void
member_rows_add(struct rows *to, const struct watched *watched, int64_t now)
{
	drop(to, watched->endpoint->id);
	for (uint32_t i = 0; i < watched->membership_count; i++) {
		const struct membership *m = &watched->memberships[i];
		const struct incident_member *member = book_member(m);

		rows_begin(to, member_sql, RANK_STATE);
		rows_text(to, watched->endpoint->id);
		rows_text(to, m->open->incident->id);
		place_row_add(to, &member->place);
		rows_key(to);
		rows_int(to, member->since);
		rows_text(to, severity_text(member->severity));
		rows_int(to, member->clean_count);
		rows_end(to);
		rows_begin(to, met_sql, RANK_STATE);
		rows_text(to, watched->endpoint->id);
		rows_text(to, m->open->incident->id);
		rows_key(to);
		rows_int(to, member->since);
		rows_end(to);
	}
	add_left(to, watched->endpoint->id, now);
}

void
member_rows_drop(struct rows *to, const char *endpoint_id, int64_t now)
{
	drop(to, endpoint_id);
	add_left(to, endpoint_id, now);
}
